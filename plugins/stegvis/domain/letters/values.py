"""The values that wording may use, from offer, person, place, programme and municipality.

What is not known is left out, so that wording which uses it fails instead of
leaving a blank. There is no personal number, no amount and no reason for
assistance here, and so none can get into a letter (requirements 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from stegvis.domain.letters.languages import SWEDISH, LetterLanguage, canonical_code
from stegvis.domain.letters.ledger import OFFER
from stegvis.domain.letters.reply_time import last_day_of_stay
from stegvis.domain.letters.words_in_swedish import language_in_words
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

    ``kind`` is ``offer`` or ``reminder``. ``address_lines`` begin with the
    name. ``address_problem`` is empty where the letter can be posted.
    ``interpreter_language`` is an ISO 639 code; None: no interpreter is needed,
    or not known which. ``enclosure`` is the code of the translation that goes
    with the letter, or empty. ``first_letter_on`` is the day of the letter that a
    reminder reminds of.
    """

    first_name: str
    last_name: str
    address_lines: tuple[str, ...]
    address_problem: str
    case_reference: str
    legal_basis: str
    planned_on: date
    reply_due_date: date
    kind: str = OFFER
    enclosure: str = ""
    caseworker: str | None = None
    has_children: bool = False
    needs_interpreter: bool = False
    interpreter_language: str | None = None
    place: OfferedPlace | None = None
    appointment_at: datetime | None = None
    first_letter_on: date | None = None


def letter_values(
    subject: LetterSubject,
    programme: Programme,
    municipality: Municipality,
    language: LetterLanguage = SWEDISH,
    interpreter_lines: Mapping[str, str] | None = None,
) -> Values:
    """Return every value that wording may use, by group and name; the unknown left out.

    Args:
        subject: Whom and what the letter is about.
        programme: What is offered.
        municipality: Who writes.
        language: What the wording is written in.
        interpreter_lines: The offer of an interpreter by language, in its own words.
    """
    groups: dict[str, Mapping[str, object]] = {
        "letter": _letter(subject, language),
        "person": _person(subject, language, interpreter_lines or {}),
        "contact": _contact(subject, programme, municipality, language),
        "municipality": _municipality(municipality, language),
        "programme": {"name": programme.name},
    }
    if subject.place:
        groups["place"] = _place(subject.place, language)
    if subject.appointment_at and programme.reception:
        groups["reception"] = _reception(programme.reception, subject.appointment_at, language)
    return {name: _known(group) for name, group in groups.items()}


def swedish_sentences(
    programme: Programme, municipality: Municipality
) -> Mapping[str, tuple[str, ...]]:
    """Return what a programme and its municipality say in Swedish that a translation has to say."""
    unit, letterhead = municipality.unit(programme.contact_unit), municipality.letterhead
    reception = programme.reception
    return {
        "phone_hours": (unit.phone_hours or letterhead.phone_hours,),
        "bring": reception.bring if reception else (),
    }


def _letter(subject: LetterSubject, language: LetterLanguage) -> Mapping[str, object]:
    first = subject.first_letter_on
    return {
        "date": language.day_in_words(subject.planned_on, weekday=False),
        "reply_date": language.day_in_words(subject.reply_due_date),
        "first_letter_date": language.day_in_words(first, weekday=False) if first else None,
        "case_reference": subject.case_reference,
        "language": language.code,
        "legal_basis": subject.legal_basis,
        "enclosure": language_in_words(subject.enclosure) if subject.enclosure else None,
        "is_reviewed": bool(language.reviewed_by),
        "is_handed_over": bool(subject.address_problem),
    }


def _person(
    subject: LetterSubject, language: LetterLanguage, interpreter_lines: Mapping[str, str]
) -> Mapping[str, object]:
    code = canonical_code(subject.interpreter_language)
    spoken = language_in_words(code) if language.is_swedish else language.own_name
    line = interpreter_lines.get(code)
    return {
        "first_name": subject.first_name,
        "name": f"{subject.first_name} {subject.last_name}".strip(),
        "has_children": subject.has_children,
        "needs_interpreter": subject.needs_interpreter,
        "interpreter_language": spoken if subject.needs_interpreter else None,
        "interpreter_code": code if line else None,
        "interpreter_line": line,
    }


def _contact(
    subject: LetterSubject,
    programme: Programme,
    municipality: Municipality,
    language: LetterLanguage,
) -> Mapping[str, object]:
    unit = municipality.unit(programme.contact_unit)
    letterhead = municipality.letterhead
    return {
        "unit": unit.name,
        "caseworker": subject.caseworker,
        "phone": unit.phone or letterhead.phone,
        "phone_hours": language.in_words(unit.phone_hours or letterhead.phone_hours),
    }


def _municipality(municipality: Municipality, language: LetterLanguage) -> Mapping[str, object]:
    letterhead = municipality.letterhead
    return {
        "name": municipality.name,
        "sender": letterhead.sender,
        "department": letterhead.department,
        "address": ", ".join(letterhead.address_lines),
        "visiting_address": letterhead.visiting_address or None,
        "phone": letterhead.phone,
        "phone_hours": language.in_words(letterhead.phone_hours),
        "web": letterhead.web,
        "privacy_notice_url": letterhead.privacy_notice_url,
        "text_telephone": language.text_telephone or letterhead.text_telephone,
        "interpreter_line": language.interpreter_line or letterhead.interpreter_line,
    }


def _place(place: OfferedPlace, language: LetterLanguage) -> Mapping[str, object]:
    return {
        "employer": place.employer,
        "workplace": place.workplace,
        "duties": place.duties,
        "extent_percent": place.extent_percent,
        "start_date": language.day_in_words(place.start_date),
        "end_date": language.day_in_words(place.end_date, weekday=False),
        "supervisor": place.supervisor,
    }


def _reception(
    reception: Reception, appointment_at: datetime, language: LetterLanguage
) -> Mapping[str, object]:
    first_day = appointment_at.date()
    weeks = reception.stay_weeks
    last_day = last_day_of_stay(first_day, weeks) if weeks else None
    return {
        "place": reception.place,
        "address": ", ".join(reception.address_lines),
        "date": language.day_in_words(first_day),
        "time": language.time_in_words(appointment_at),
        "stay_weeks": weeks,
        "last_date": language.day_in_words(last_day) if last_day else None,
        "hours_per_week": reception.hours_per_week,
        "bring": tuple(map(language.in_words, reception.bring)) or None,
    }


def _known(group: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in group.items() if value is not None}
