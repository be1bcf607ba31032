"""Languages that letters are written in: Swedish, and those that have a folder of their own.

The letter is always in Swedish. A translation goes with it as an enclosure,
and says itself whether anybody who knows the language has read it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from stegvis.domain.declared import Declared, Sentence, mistake
from stegvis.domain.letters.blocks import Block
from stegvis.domain.letters.plain_language import FORBIDDEN, HARDEST_LIX
from stegvis.domain.letters.words_in_swedish import MONTHS, WEEKDAYS, day_in_words

SWEDISH_CODE = "sv"

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "prs", "ps", "ur", "yi"})
"""Languages that are read from right to left."""

_LONGER_CODES = {
    "alb": "sq", "amh": "am", "ara": "ar", "arb": "ar", "bos": "bs", "deu": "de", "eng": "en",
    "fas": "fa", "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de", "hrv": "hr", "per": "fa",
    "pes": "fa", "pol": "pl", "pus": "ps", "ron": "ro", "rum": "ro", "rus": "ru", "som": "so",
    "spa": "es", "sqi": "sq", "srp": "sr", "swe": "sv", "tha": "th", "tir": "ti", "tur": "tr",
    "ukr": "uk", "vie": "vi", "zho": "zh",
}  # fmt: skip

_START, _END = "\u2066", "\u2069"
_LEFT_TO_RIGHT = re.compile(
    r"[^\W_\u0590-\u08ff\ufb1d-\ufefc](?:[^\u0590-\u08ff\ufb1d-\ufefc\n]*"
    r"[^\W_\u0590-\u08ff\ufb1d-\ufefc])?"
)


def _a_pattern(pattern: str) -> str:
    """Refuse a pattern that asks for what a day or a time does not have."""
    try:
        pattern.format(weekday="", day=1, month="", year=1, hour=1, minute="")
    except (KeyError, ValueError, IndexError):
        raise mistake(
            "expected a pattern of {weekday} {day} {month} {year}, or of {hour} {minute}"
        ) from None
    return pattern


Pattern = Annotated[Sentence, AfterValidator(_a_pattern)]


class LetterLanguage(Declared):
    """What a language needs besides the wording itself.

    ``name`` is Swedish, ``own_name`` the language's own. ``reviewed_by`` is
    empty until somebody who knows the language has read the wording.
    ``day_form``, ``date_form`` (without its weekday) and ``time_form`` are
    patterns of ``{weekday} {day} {month} {year}`` and ``{hour} {minute}``.
    ``interpreter_line`` and ``text_telephone`` say what the municipality's
    letterhead says in Swedish. ``phrases`` are other Swedish words of
    municipalities and programmes, such as what to bring. ``forbidden`` are words that
    stop a letter, and why. ``hardest_lix`` is empty where LIX says nothing
    of the language's ease.
    """

    code: Sentence
    name: Sentence
    own_name: Sentence
    reviewed_by: str = ""
    weekdays: tuple[Sentence, ...] = Field(min_length=7, max_length=7)
    months: tuple[Sentence, ...] = Field(min_length=12, max_length=12)
    day_form: Pattern
    date_form: Pattern
    time_form: Pattern
    interpreter_line: str = ""
    text_telephone: str = ""
    phrases: Mapping[str, Sentence] = {}
    forbidden: Mapping[str, Sentence] = {}
    hardest_lix: int | None = None

    @property
    def is_swedish(self) -> bool:
        """Whether letters are written in it, and not only enclosures."""
        return self.code == SWEDISH_CODE

    def day_in_words(self, day: date, *, weekday: bool = True) -> str:
        """Return a day as the language says it, with or without its weekday."""
        if self.is_swedish:
            return day_in_words(day, weekday=weekday)
        pattern = self.day_form if weekday else self.date_form
        month, name = self.months[day.month - 1], self.weekdays[day.weekday()]
        return pattern.format(weekday=name, day=day.day, month=month, year=day.year)

    def time_in_words(self, at: datetime) -> str:
        """Return a time of day as the language says it."""
        return self.time_form.format(hour=at.hour, minute=f"{at.minute:02d}")

    def in_words(self, swedish: str) -> str:
        """Return what a municipality says in Swedish, as far as the language has words for it.

        A whole phrase goes before its words; weekdays are known without being listed.
        """
        if swedish in self.phrases:
            return self.phrases[swedish]
        known = {**dict(zip(WEEKDAYS, self.weekdays, strict=True)), **self.phrases}
        return re.sub(r"\w+", lambda word: known.get(word[0], word[0]), swedish)

    def has_words_for(self, swedish: str) -> bool:
        """Whether what a municipality says is said in the language too."""
        return self.is_swedish or self.in_words(swedish) != swedish


SWEDISH = LetterLanguage(
    code=SWEDISH_CODE,
    name="svenska",
    own_name="svenska",
    reviewed_by="kommunen",
    weekdays=WEEKDAYS,
    months=MONTHS,
    day_form="{weekday} {day} {month} {year}",
    date_form="{day} {month} {year}",
    time_form="klockan {hour}.{minute}",
    forbidden=FORBIDDEN,
    hardest_lix=HARDEST_LIX,
)


class InterpreterLines(Declared):
    """The offer of an interpreter in a language's own words, by ISO 639 code."""

    lines: Mapping[str, Sentence]


def canonical_code(code: str | None) -> str:
    """Return the short ISO 639 code in lower case, without region; empty where there is none."""
    plain = re.split(r"[-_]", (code or "").strip().casefold())[0]
    return _LONGER_CODES.get(plain, plain)


def direction_of(code: str) -> str:
    """Return ``rtl`` for a language that is read from right to left, else ``ltr``."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def isolated(block: Block) -> Block:
    """Keep numbers, dates, addresses and Latin names left to right inside text that is not."""
    facts = tuple((_isolated(label), _isolated(value)) for label, value in block.facts)
    items = tuple(_isolated(item) for item in block.items)
    return replace(block, text=_isolated(block.text), items=items, facts=facts)


def _isolated(text: str) -> str:
    return _LEFT_TO_RIGHT.sub(lambda run: f"{_START}{run[0]}{_END}", text)
