"""Days and languages in the words of a Swedish letter."""

from datetime import date

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
LANGUAGES = {
    "am": "amhariska",
    "ar": "arabiska",
    "bs": "bosniska",
    "ckb": "sorani",
    "de": "tyska",
    "en": "engelska",
    "es": "spanska",
    "fa": "persiska",
    "fi": "finska",
    "fr": "franska",
    "hr": "kroatiska",
    "kmr": "kurmanji",
    "ku": "kurdiska",
    "pl": "polska",
    "prs": "dari",
    "ps": "pashto",
    "ro": "rumänska",
    "ru": "ryska",
    "so": "somaliska",
    "sq": "albanska",
    "sr": "serbiska",
    "th": "thailändska",
    "ti": "tigrinja",
    "tr": "turkiska",
    "uk": "ukrainska",
    "vi": "vietnamesiska",
    "zh": "kinesiska",
}
"""Interpreter languages by ISO 639 code; for others the letter says ”ditt språk”."""


def day_in_words(day: date, *, weekday: bool = True) -> str:
    """Return ``fredag 4 december 2026``, or without its weekday."""
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {words}" if weekday else words


def language_in_words(code: str) -> str:
    """Return the Swedish name of a short code; for one that is not listed, ``ditt språk``."""
    return LANGUAGES.get(code, "ditt språk")
