"""How one answer cell is read, by the habits of every program.

A date may come as a date, as text or as a number, a percentage as 50, "50 %"
or 0.5 in a cell shown as percent. What cannot be read gives a sentence in
Swedish, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.tasks.answer_fields import AnswerField, CellKind
from stegvis.domain.tasks.formulas import neutralised

_SERIAL_DAY_ZERO = date(1899, 12, 30)  # day 0 of the numbers in which workbooks keep dates
_PLAUSIBLE_YEARS = range(2000, 2101)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/. ](\d{4})")
_CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})[.:](\d{2})(?::\d{2})?$")
_LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the workbook has it."""

    value: object
    is_formula: bool = False
    is_percent: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing but space stands in it."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


class UnreadableCell(Exception):
    """A cell that cannot be read; the message is Swedish, for the person who filled it in."""


def read_cell(answer_field: AnswerField, cell: Cell) -> str:
    """What a filled cell says: a code, a whole number, an ISO day or moment, or text.

    Raises:
        UnreadableCell: With the reason in Swedish.
    """
    if cell.is_formula:
        raise UnreadableCell("Formler läses inte. Skriv värdet i stället.")
    match answer_field.kind:
        case CellKind.CHOICE:
            return _choice(answer_field, cell)
        case CellKind.PERCENT:
            return _percent(cell)
        case CellKind.DAY:
            return _day_and_clock(cell)[0].isoformat()
        case CellKind.MOMENT:
            return _moment(cell)
    return neutralised(" ".join(str(cell.value).split()))[:_LONGEST_TEXT]


def _choice(answer_field: AnswerField, cell: Cell) -> str:
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    written = " ".join(str(value).split()).casefold()
    for shown, code in answer_field.choices.items():
        if shown.casefold() == written:
            return code
    listed = ", ".join(answer_field.choices)
    raise UnreadableCell(f"Välj ett av alternativen i listan: {listed}.")


def _percent(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, str):
        text = value.replace("%", "").replace("procent", "").replace(",", ".").strip()
        try:
            value = float(text)
        except ValueError:
            value = None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadableCell("Skriv ett helt tal från 0 till 100.")
    number = round(value * 100, 6) if cell.is_percent and not isinstance(cell.value, str) else value
    if not 0 <= number <= 100 or number != int(number):
        raise UnreadableCell("Skriv ett helt tal från 0 till 100.")
    return str(int(number))


def _moment(cell: Cell) -> str:
    day, clock = _day_and_clock(cell)
    # Without a time of day the latest is meant, so that no promise looks better than it was.
    return datetime.combine(day, clock or time(23, 59, 59), STOCKHOLM).isoformat()


def _day_and_clock(cell: Cell) -> tuple[date, time | None]:
    found = _from_value(cell.value)
    if found is None or found[0].year not in _PLAUSIBLE_YEARS:
        raise UnreadableCell("Skriv ett datum som finns, till exempel 2026-11-20.")
    day, clock = found
    return day, clock if clock != time() else None


def _from_value(value: object) -> tuple[date, time | None] | None:
    if isinstance(value, datetime):
        return value.date(), value.time().replace(microsecond=0)
    if isinstance(value, date):
        return value, None
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_serial(float(value))
    return _from_text(" ".join(str(value).replace("T", " ").split()))


def _from_serial(number: float) -> tuple[date, time | None] | None:
    if not 0 <= number < 100_000:
        return None
    day = _SERIAL_DAY_ZERO + timedelta(days=int(number))
    seconds = round((number - int(number)) * 86_400)
    minutes, second = divmod(min(seconds, 86_399), 60)
    return day, time(minutes // 60, minutes % 60, second)


def _from_text(text: str) -> tuple[date, time | None] | None:
    if match := _DAY.match(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.match(text):
        day, month, year = (int(part) for part in match.groups())
    else:
        return None
    rest = text[match.end() :].strip()
    clock = _CLOCK.match(rest)
    if rest and clock is None:
        return None
    try:
        found = date(year, month, day)
        return found, time(int(clock[1]), int(clock[2])) if clock else None
    except ValueError:
        return None
