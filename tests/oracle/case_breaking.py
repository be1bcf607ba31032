"""Ways to break a row of a case, one for each rule of contract 1.5."""

from oracle.case_people import a_wrong_number
from oracle.columns import EXTRACTS, TEXT

OF_ALL = ("unreadable", "identity", "duplicate", "repeat", "order")
OF_AID = ("amount", "obstacle", "role", "household_type")
# A file of which every row says so is rejected whole, so its first row never does.
OF_LATER_ROWS = ("empty", "municipality", "period")


def broken(luck, extract, rows, odds):
    """The rows, some of them broken and some told twice."""
    ways = OF_ALL + (OF_AID if extract == "bistand" else ())
    found = []
    for row in rows:
        if luck.random() >= odds:
            found.append(row)
        else:
            way = luck.choice(ways + (OF_LATER_ROWS if found else ()))
            found.extend(_BREAKS[way](luck, EXTRACTS[extract], dict(row)))
    return found


def _emptied(luck, extract, row):
    needed = [name for name in (*extract.key, *extract.required) if row.get(name)]
    return [row | {luck.choice(needed): ""}]


def _unreadable(luck, extract, row):
    typed = [name for name in row if extract.kinds[name] != TEXT and name != "personnr"]
    return [row | {luck.choice(typed): luck.choice(("x", "?", "2026-13-01", "9,5"))}]


def _misnumbered(luck, extract, row):
    return [row | {"personnr": a_wrong_number(luck, row["personnr"])}]


def _contradicted(luck, extract, row):
    """Two rows of one key that differ somewhere."""
    free = [name for name in row if name not in extract.key and extract.kinds[name] != TEXT]
    return [row, row | {luck.choice(free): ""}]


def _repeated(luck, extract, row):
    return [row, {name: f" {text}" for name, text in row.items()}]


def _reversed(luck, extract, row):
    """The earlier of two dates that belong together comes last."""
    for first, last in extract.in_order:
        row |= {first: row.get(first) or "2026-02-02", last: "2015-01-01"}
    return [row]


def _elsewhere(luck, extract, row):
    return [row | ({"kommun": "1984"} if "kommun" in row else {})]


def _another_period(luck, extract, row):
    """An aid month or a day that is not the file's."""
    if extract.name == "bistand":
        return [row | luck.choice(({"manad": "12"}, {"manad": "01"}, {"ar": "2019"}))]
    later = luck.choice(("2026-11-19", "2027-05-05", "2029-01-01"))
    return [row | {name: later for name in ("fraga_datum", "ansokt_at") if name in row}]


def _bad_amount(luck, extract, row):
    return [row | {"sbel": luck.choice(("-1", "", "9500,50", "x"))}]


def _without_obstacle(luck, extract, row):
    return [row | {"forsorjningshinder": ""}]


def _another_role(luck, extract, row):
    return [row | {"hhstatus": luck.choice(("1", "2", "3", "9", ""))}]


def _another_type(luck, extract, row):
    return [row | {"hushallstyp": luck.choice(("1", "3", "4", "7", "8", "9"))}]


_BREAKS = {
    "empty": _emptied,
    "unreadable": _unreadable,
    "identity": _misnumbered,
    "duplicate": _contradicted,
    "repeat": _repeated,
    "order": _reversed,
    "municipality": _elsewhere,
    "period": _another_period,
    "amount": _bad_amount,
    "obstacle": _without_obstacle,
    "role": _another_role,
    "household_type": _another_type,
}
