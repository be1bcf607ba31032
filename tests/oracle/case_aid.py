"""Aid months of invented households: who lives where, what is granted, what is left out."""

from oracle.case_writing import a_spelling, a_yes_no, an_amount
from oracle.days import add_months, month_of

UNEMPLOYED = (
    "Arbetslös, ingen ersättning/stöd",
    "Arbetslös, väntar på ersättning/stöd",
    "Arbetar deltid ofrivilligt, otillräcklig inkomst",
)
OTHER_LABELS = (
    "Arbetar heltid, otillräcklig inkomst",
    "Pension/Äldreförsörjningsstöd otillräcklig",
    "Sjukskriven m läkarintyg, ingen sjukpenning",
    "Utan försörjningshinder",
    "Okänt skäl",
)


def a_label(luck):
    """A municipality's own words for why somebody needs support."""
    label = luck.mostly(luck.choice(UNEMPLOYED), *OTHER_LABELS, odds=0.5)
    return a_spelling(luck, label)


def aid_files(luck, case):
    """The monthly files: a row of months, now and then with one never delivered."""
    homes = _homes(luck, case.people)
    months_old = luck.mostly(luck.choice((0, 0, 0, 1, 2)), 3, -1)
    newest = add_months(case.as_of.replace(day=1), -months_old)
    for back in range(luck.choice((1, 3, 5, 6, 6, 7, 8, 10))):
        if back and luck.seldom(0.15):
            continue
        month = month_of(add_months(newest, -back))
        rows = [row for home in homes for row in _rows(luck, case.code, month, home)]
        if luck.seldom(0.15):
            rows = [_without(row, "sbel_forsorjningsstod") for row in rows]
        if rows:
            case.add("bistand", month, rows)


def _homes(luck, people):
    """Everybody in some household, a few in two, with or without a co-applicant and a child."""
    homes, waiting = [], [*people, *(person for person in people if luck.seldom(0.3))]
    luck.shuffle(waiting)
    while waiting:
        size = luck.choice((1, 1, 1, 2, 2, 3))
        members, waiting = list(dict.fromkeys(waiting[:size])), waiting[size:]
        roles = ["1", luck.mostly("2", "3", odds=0.7), "3"][: len(members)]
        household_id = luck.choice(("H", "h", "Å")) + str(luck.randint(1, 3 * len(people)))
        homes.append((household_id, dict(zip(members, roles, strict=True))))
    return homes


def _rows(luck, code, month, home):
    """A household's rows of one month; none in a month without aid."""
    household_id, roles = home
    if luck.seldom(0.15):
        return []
    children = luck.choice((0, 0, 1, 2)) if "3" not in roles.values() else luck.randint(1, 3)
    common = {
        "ar": month[:4],
        "manad": month[4:],
        "kommun": code,
        "hushall_id": household_id,
        "hushallstyp": _household_type(luck, "2" in roles.values(), children),
        "antal_barn": str(children),
        "beslut_typ": luck.mostly("01", "02", "03", odds=0.7),
    }
    amount = luck.mostly(luck.randint(1, 15000), 0, 1, odds=0.8)
    return [common | _person(luck, number, role, amount) for number, role in roles.items()]


def _household_type(luck, has_co_applicant, children):
    if has_co_applicant:
        return "8" if children else "7"
    return luck.mostly(luck.choice(("4", "6") if children else ("3", "5")), "9", odds=0.9)


def _person(luck, number, role, amount):
    support = luck.mostly(amount, 0, 1, amount // 2, None, odds=0.7)
    is_protected = luck.seldom(0.2)
    return {
        "personnr": number,
        "hhstatus": role,
        "fornamn": "" if is_protected else "Kim",
        "efternamn": "" if is_protected else "Exempel",
        "kon": luck.choice(("1", "2")),
        "sbel": an_amount(luck, amount) if role == "1" else "",
        "sbel_forsorjningsstod": an_amount(luck, support) if role == "1" else "",
        "forsorjningshinder": a_label(luck) if role != "3" else "",
        "manader_i_rad": luck.mostly("", *map(str, range(9)), odds=0.6),
        "sekretessmarkering": luck.choice(("1", "")) if is_protected else a_yes_no(luck, False),
        "skyddad_folkbokforing": a_yes_no(luck, False),
    }


def _without(row, column):
    return {name: text for name, text in row.items() if name != column}
