"""The values that wording may use, from offer, person, place, programme and municipality.

What is not known is left out, so that wording which uses it fails instead of
leaving a blank. There is no personal number, no amount and no reason for
assistance here, and so none can get into a letter (requirements 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from stegvis.domain.letters.reply_time import last_day_of_stay
from stegvis.domain.letters.words_in_swedish import (
    day_in_words,
    language_in_words,
    time_in_words,
)
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme, Reception

Values = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class OfferedPlace:
    """The job that is offered. Both days are included; no supervisor: not yet named (A6)."""

    employer: str | None
    workplace: str | None
    duties: str | None
    extent_percent: int
    start_date: date
    end_date: date
    supervisor: str | None = None


@dataclass(frozen=True, slots=True)
class LetterSubject:
    """What one letter is about.

    ``address_lines`` begin with the name. ``address_problem`` is empty where
    the letter can be posted. ``interpreter_language`` is an ISO 639 code;
    None: no interpreter is needed, or not known which.
    """

    first_name: str
    last_name: str
    address_lines: tuple[str, ...]
    address_problem: str
    case_reference: str
    legal_basis: str
    planned_on: date
    reply_due_date: date
    language: str = "sv"
    caseworker: str | None = None
    has_children: bool = False
    needs_interpreter: bool = False
    interpreter_language: str | None = None
    place: OfferedPlace | None = None
    appointment_at: datetime | None = None


def letter_values(
    subject: LetterSubject, programme: Programme, municipality: Municipality
) -> Values:
    """Return every value that wording may use, by group and name; the unknown left out."""
    groups: dict[str, Mapping[str, object]] = {
        "letter": _letter(subject),
        "person": _person(subject),
        "contact": _contact(subject, programme, municipality),
        "municipality": _municipality(municipality),
        "programme": {"name": programme.name},
    }
    if subject.place:
        groups["place"] = _place(subject.place)
    if subject.appointment_at and programme.reception:
        groups["reception"] = _reception(programme.reception, subject.appointment_at)
    return {name: _known(group) for name, group in groups.items()}


def _letter(subject: LetterSubject) -> Mapping[str, object]:
    return {
        "date": day_in_words(subject.planned_on, weekday=False),
        "reply_date": day_in_words(subject.reply_due_date),
        "case_reference": subject.case_reference,
        "language": subject.language,
        "legal_basis": subject.legal_basis,
        "is_handed_over": bool(subject.address_problem),
    }


def _person(subject: LetterSubject) -> Mapping[str, object]:
    language = language_in_words(subject.interpreter_language or "")
    return {
        "first_name": subject.first_name,
        "name": f"{subject.first_name} {subject.last_name}".strip(),
        "has_children": subject.has_children,
        "needs_interpreter": subject.needs_interpreter,
        "interpreter_language": language if subject.needs_interpreter else None,
    }


def _contact(
    subject: LetterSubject, programme: Programme, municipality: Municipality
) -> Mapping[str, object]:
    unit = municipality.unit(programme.contact_unit)
    letterhead = municipality.letterhead
    return {
        "unit": unit.name,
        "caseworker": subject.caseworker,
        "phone": unit.phone or letterhead.phone,
        "phone_hours": unit.phone_hours or letterhead.phone_hours,
    }


def _municipality(municipality: Municipality) -> Mapping[str, object]:
    letterhead = municipality.letterhead
    return {
        "name": municipality.name,
        "sender": letterhead.sender,
        "department": letterhead.department,
        "address": ", ".join(letterhead.address_lines),
        "visiting_address": letterhead.visiting_address or None,
        "phone": letterhead.phone,
        "phone_hours": letterhead.phone_hours,
        "web": letterhead.web,
        "privacy_notice_url": letterhead.privacy_notice_url,
        "text_telephone": letterhead.text_telephone,
        "interpreter_line": letterhead.interpreter_line,
    }


def _place(place: OfferedPlace) -> Mapping[str, object]:
    return {
        "employer": place.employer,
        "workplace": place.workplace,
        "duties": place.duties,
        "extent_percent": place.extent_percent,
        "start_date": day_in_words(place.start_date),
        "end_date": day_in_words(place.end_date, weekday=False),
        "supervisor": place.supervisor,
    }


def _reception(reception: Reception, appointment_at: datetime) -> Mapping[str, object]:
    first_day = appointment_at.date()
    weeks = reception.stay_weeks
    return {
        "place": reception.place,
        "address": ", ".join(reception.address_lines),
        "date": day_in_words(first_day),
        "time": time_in_words(appointment_at),
        "stay_weeks": weeks,
        "last_date": day_in_words(last_day_of_stay(first_day, weeks)) if weeks else None,
        "hours_per_week": reception.hours_per_week,
        "bring": reception.bring or None,
    }


def _known(group: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in group.items() if value is not None}
