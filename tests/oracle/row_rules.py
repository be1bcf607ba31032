"""Which rows are quarantined (contract 1.5). Only that they are matters here, and by what."""

from oracle.cells import swedish_date
from oracle.numbers import is_valid

WITH_CHILDREN, WITHOUT_CHILDREN, TOGETHER = ("4", "6", "8"), ("3", "5", "7"), ("7", "8")
NOT_IN_THE_FUTURE = {"af_status": "fraga_datum", "ansokan": "ansokt_at"}


def judge(file, municipality_code):
    """Leave out rows that repeat another, and mark the rules that each of the rest breaks."""
    file.rows = _distinct(file.rows)
    for row in file.rows:
        _judge_alone(row, municipality_code)
    _mark_duplicates(file)
    if file.extract.name == "bistand":
        for household in _households(file.rows):
            _judge_household(household)


def is_silent(row):
    """Asked, and no answer; a code that cannot be read may have been an answer."""
    return row["status_kod"] not in (None, 0)


def is_protected(row):
    """A missing flag means protected."""
    return row["sekretessmarkering"] is not False or row["skyddad_folkbokforing"] is not False


def _distinct(rows):
    """Repeats are compared after reading, so what could not be read is compared as text."""
    seen = {}
    for row in rows:
        unread = [(name, row.texts[name]) for name in sorted(row.unreadable)]
        seen.setdefault(repr((sorted(row.values.items()), unread)), row)
    return list(seen.values())


def _judge_alone(row, municipality_code):
    extract = row.file.extract
    if not all(row.is_filled(column) for column in extract.key):
        row.broken.add("key_missing")
    if not all(row.is_filled(column) for column in _required(row)):
        row.broken.add("required")
    if row.unreadable:
        row.broken.add("type")
    if row["personnr"] and not is_valid(row["personnr"]):
        row.broken.add("identity")
    if row["kommun"] and row["kommun"] != municipality_code:
        row.broken.add("municipality")
    if _is_of_another_period(row):
        row.broken.add("period")
    if any(row[a] and row[b] and row[b] < row[a] for a, b in extract.in_order):
        row.broken.add("order")
    if extract.name == "bistand":
        _judge_aid(row)


def _required(row):
    names = ("fornamn", "efternamn")
    is_named = row.file.extract.name != "bistand" or is_protected(row)
    return row.file.extract.required + (() if is_named else names)


def _is_of_another_period(row):
    if row.file.extract.is_monthly:
        return (
            row.is_filled("ar")
            and row.is_filled("manad")
            and (row["ar"] + row["manad"] != row.file.period)
        )
    dated = row[NOT_IN_THE_FUTURE.get(row.file.extract.name)]
    return dated is not None and swedish_date(dated) > row.file.day


def _judge_aid(row):
    if row["hhstatus"] == "1" and (row["sbel"] is None or row["sbel"] < 0):
        row.broken.add("amount")
    if row["hhstatus"] in ("1", "2") and not row["forsorjningshinder"]:
        row.broken.add("obstacle")


def _mark_duplicates(file):
    by_key = {}
    for row in file.rows:
        key = tuple(row[column] for column in file.extract.key)
        if None not in key and not is_silent(row):
            by_key.setdefault(key, []).append(row)
    for rows in by_key.values():
        if len(rows) > 1:
            for row in rows:
                row.broken.add("duplicate_key")


def _households(rows):
    households = {}
    for row in rows:
        if row["ar"] and row["manad"] and row["hushall_id"]:
            key = (row["ar"], row["manad"], row["hushall_id"])
            households.setdefault(key, []).append(row)
    return households.values()


def _judge_household(rows):
    roles = [row["hhstatus"] for row in rows]
    if roles.count("1") != 1 or roles.count("2") > 1:
        for row in rows:
            row.broken.add("household_head")
    for row in rows:
        if row["hushallstyp"] and _is_another_household_type(row, "2" in roles):
            row.broken.add("household_type")


def _is_another_household_type(row, has_co_applicant):
    type_code, children = row["hushallstyp"], row["antal_barn"]
    if has_co_applicant != (type_code in TOGETHER):
        return True
    if children is None:
        return False
    return type_code in (WITHOUT_CHILDREN if children else WITH_CHILDREN)
