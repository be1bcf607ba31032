"""What every letter has to say (requirements 3), checked in the finished letter.

The values themselves are looked for, so wording that forgets one is found
even though nothing in it is undefined. A term or a first day that is not
known leaves no letter at all (K12).
"""

from collections.abc import Iterable

from stegvis.domain.letters.blocks import Block, as_value, plain
from stegvis.domain.letters.ledger import REMINDER
from stegvis.domain.letters.values import Values

ALWAYS = (
    "letter.date",
    "letter.case_reference",
    "letter.reply_date",
    "person.first_name",
    "contact.unit",
    "contact.phone",
    "contact.phone_hours",
    "municipality.name",
    "municipality.text_telephone",
    "municipality.privacy_notice_url",
)
"""In every letter."""

OF_A_JOB = (
    "place.workplace",
    "place.duties",
    "place.extent_percent",
    "place.start_date",
    "place.end_date",
)
"""In an offer of employment (A6, A13, K12)."""

OF_A_VISIT = ("reception.place", "reception.address", "reception.date", "reception.time")
"""Where somebody is received at a set time (T1, T5)."""

OF_A_REMINDER = ("letter.first_letter_date",)
"""In a reminder, which names the offer and leaves its details to the first letter."""

SHORT = ("place.workplace", "place.start_date", *OF_A_VISIT)
"""What a reminder says of the job or the visit."""

TITLES = {
    "letter.first_letter_date": "det första brevets datum",
    "letter.date": "brevets datum",
    "letter.case_reference": "ärendenumret",
    "letter.reply_date": "sista dag att svara",
    "person.first_name": "förnamnet",
    "contact.unit": "enheten att kontakta",
    "contact.phone": "telefonnumret",
    "contact.phone_hours": "telefontiden",
    "municipality.name": "kommunens namn",
    "municipality.text_telephone": "texttelefon och teckenspråk",
    "municipality.privacy_notice_url": "adressen till upplysningen om personuppgifter",
    "place.workplace": "arbetsplatsen",
    "place.duties": "arbetsuppgifterna",
    "place.extent_percent": "omfattningen",
    "place.start_date": "första dagen",
    "place.end_date": "sista dagen",
    "reception.place": "platsen",
    "reception.address": "adressen dit",
    "reception.date": "dagen",
    "reception.time": "tiden",
}


def required_fields(kind: str, *, is_job: bool, is_visit: bool) -> tuple[str, ...]:
    """Return the names of the values that a letter has to say.

    Args:
        kind: ``offer`` or ``reminder``.
        is_job: The letter offers employment.
        is_visit: The letter names a time to come.
    """
    about = (*(OF_A_JOB if is_job else ()), *(OF_A_VISIT if is_visit else ()))
    if kind == REMINDER:
        return (*ALWAYS, *OF_A_REMINDER, *(name for name in about if name in SHORT))
    return (*ALWAYS, *about)


def missing_fields(
    blocks: Iterable[Block], values: Values, required: Iterable[str]
) -> tuple[str, ...]:
    """Return a finding for each required value that the letter does not say.

    Args:
        blocks: The whole letter, head and foot too.
        values: What the wording could use.
        required: Of ``required_fields``.
    """
    text = "\n".join(block.words() for block in blocks)
    missing = (name for name in required if _value(values, name) not in text)
    return tuple(f"brevet säger inte {TITLES[name]}" for name in missing)


def _value(values: Values, name: str) -> str:
    """Return a value as it stands in text; one that is not known is in no text."""
    group, _, field = name.partition(".")
    value = values.get(group, {}).get(field)
    return "\0" if value in (None, "") else plain(as_value(value))
