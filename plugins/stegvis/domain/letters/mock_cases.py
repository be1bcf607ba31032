"""Invented people to write letters to, for those who write and check wording.

Nothing personal is opened: names, address and place are made up here.
"""

from dataclasses import replace
from datetime import date, timedelta

from stegvis.domain.letters.languages import SWEDISH_CODE
from stegvis.domain.letters.ledger import OFFER, REMINDER
from stegvis.domain.letters.legal_basis import ACTIVITY_REQUIREMENT, EMPLOYMENT
from stegvis.domain.letters.reply_time import appointment_at, reply_due_date
from stegvis.domain.letters.values import LetterSubject, OfferedPlace
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme
from stegvis.domain.work_calendar import municipal_calendar

CASES = {
    "single": "ensam vuxen utan barn",
    "parent": "förälder",
    "couple": "två vuxna i hushållet, den ena får brevet",
    "young": "ung vuxen",
    "interpreter": "behöver tolk på ett språk som brevet inte är översatt till",
    "no_address": "saknar adress; brevet lämnas personligen",
}
"""Every case, and whom it stands for."""

_OFFER_ID = "0123456789abcdef"
_PLACE = OfferedPlace(
    employer="Kommunens serviceförvaltning",
    workplace="Återbruket Exempelgården",
    duties="Ta emot, sortera och laga cyklar och möbler som ska säljas igen",
    extent_percent=75,
    start_date=date(2026, 12, 14),
    end_date=date(2027, 12, 13),
    supervisor="Kim Exempelsson",
)


def mock_subject(
    programme: Programme,
    municipality: Municipality,
    case: str,
    planned_on: date,
    *,
    kind: str = OFFER,
    language: str = SWEDISH_CODE,
) -> LetterSubject:
    """Return a letter's subject for one of ``CASES``.

    Args:
        programme: What is offered.
        municipality: Who writes.
        case: To whom.
        planned_on: The letter's date.
        kind: ``offer`` or ``reminder``.
        language: ``sv``, or the language whose translation goes with the letter.

    Raises:
        KeyError: There is no such case.
    """
    subject = _as_case(_single(programme, municipality, planned_on), case)
    if kind == REMINDER:
        subject = replace(subject, kind=kind, first_letter_on=planned_on - timedelta(days=6))
    if language == SWEDISH_CODE:
        return subject
    return replace(
        subject, enclosure=language, needs_interpreter=True, interpreter_language=language
    )


def _single(programme: Programme, municipality: Municipality, planned_on: date) -> LetterSubject:
    """The letter that the other cases differ from."""
    calendar = municipal_calendar(municipality.calendar, planned_on)
    visit = appointment_at(programme.reception, planned_on, _OFFER_ID, calendar)
    due = reply_due_date(planned_on, programme.reply_days, calendar, received_at=visit)
    return LetterSubject(
        first_name="Alexandra",
        last_name="Testdotter Exempelström",
        address_lines=(
            "Alexandra Testdotter Exempelström",
            "Provgatan 12 B lgh 1203",
            "123 45 ORT",
        ),
        address_problem="",
        case_reference="EB-2026-01482",
        legal_basis=programme.legal_basis,
        planned_on=planned_on,
        reply_due_date=due,
        caseworker="HL204",
        place=_PLACE if programme.needs_place else None,
        appointment_at=visit,
    )


def mock_bases(programme: Programme) -> tuple[str, ...]:
    """Return every basis that a letter of the programme can rest on (X11)."""
    if programme.legal_basis == EMPLOYMENT:
        return (EMPLOYMENT,)
    return (programme.legal_basis, ACTIVITY_REQUIREMENT)


def _as_case(single: LetterSubject, case: str) -> LetterSubject:
    name, *_, town = single.address_lines
    return {
        "single": single,
        "parent": replace(single, has_children=True, caseworker=None),
        "couple": replace(single, address_lines=(name, "c/o Provsson", "Provgatan 3", town)),
        "young": replace(single, first_name="Åsa"),
        "interpreter": replace(
            single, has_children=True, needs_interpreter=True, interpreter_language="so"
        ),
        "no_address": replace(single, address_lines=(name,), address_problem="adress saknas"),
    }[case]
