"""The rows that ``stegvis screen`` has to write (contract 2.2)."""

from datetime import timedelta

from oracle.days import add_months
from oracle.in_force import read_inbox
from oracle.programmes import Person

COLUMNS = (
    "programme_id",
    "household_id",
    "personal_number",
    "outcome",
    "not_met",
    "unknown",
    "rank",
    "eligible_from",
)
YEARS_AHEAD = 25


def screen(programme, folder, as_of):
    """One dict of texts per person of the population, in the order of the file."""
    inbox = read_inbox(folder, programme.municipality_code, as_of)
    found = [
        _result(programme, person)
        for person in (Person(inbox, number) for number in inbox.people())
        if _is_in_population(programme, person)
    ]
    found.sort(key=lambda result: (result["household_id"], result["personal_number"]))
    ranked = sorted((r for r in found if r["outcome"] == "eligible"), key=lambda r: r["rank"])
    for place, result in enumerate(ranked, start=1):
        result["rank"] = str(place)
    others = [result | {"rank": ""} for result in found if result["outcome"] != "eligible"]
    return ranked + others


def _is_in_population(programme, person):
    if programme.has_applicants and person.application is not None:
        return True
    return programme.has_recipients and _is_adult_recipient(person)


def _is_adult_recipient(person):
    """Somebody whose row was quarantined is listed, unless it reads as a child's."""
    return any(row["hhstatus"] != "3" for row in person.inbox.newest_aid_rows(person.number))


def _result(programme, person):
    answers = _answers(programme, person)
    values = (
        programme.programme_id,
        programme.household_id(person),
        person.number,
        _outcome(answers),
        "|".join(name for name, answer in answers.items() if answer is False),
        "|".join(name for name, answer in answers.items() if answer is None),
        programme.rank(person),
        _eligible_from(programme, person, answers),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _answers(programme, person):
    return {name: answer(person, None) for name, answer in programme.criteria.items()}


def _outcome(answers):
    if False in answers.values():
        return "not_eligible"
    return "needs_review" if None in answers.values() else "eligible"


def _eligible_from(programme, person, answers):
    """Day by day, until every criterion is met."""
    as_of = person.inbox.as_of
    if None in answers.values() or not _may_change(programme, answers):
        return ""
    day = max(as_of, programme.open_from)
    last = min(add_months(as_of, 12 * YEARS_AHEAD), programme.open_to)
    while day <= last:
        if all(answer(person, day) is True for answer in programme.criteria.values()):
            return day.isoformat()
        day += timedelta(days=1)
    return ""


def _may_change(programme, answers):
    """Whether everything that is not met moves with time, which saves trying many days."""
    not_met = {name for name, answer in answers.items() if answer is False}
    return not_met <= programme.moving
