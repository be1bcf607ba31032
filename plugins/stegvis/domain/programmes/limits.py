"""The tests that a programme may put to a fact, and limits that change by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from stegvis.domain.declared import Day, WholeNumber, YesNo, mistake

ALWAYS = date.min
"""The date of a limit that was written without one."""


@dataclass(frozen=True, slots=True)
class Is:
    """Met when a yes/no fact has the ``expected`` answer."""

    expected: bool


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Met from ``limit`` on, itself included."""

    limit: int


@dataclass(frozen=True, slots=True)
class AtMost:
    """Met up to ``limit``, itself included."""

    limit: int


@dataclass(frozen=True, slots=True)
class Between:
    """Met from ``low`` to ``high``, both included."""

    low: int
    high: int


Limit = Is | AtLeast | AtMost | Between


def sides_of(limit: Limit) -> tuple[int, ...]:
    """The whole numbers just inside and just outside a limit, ascending.

    Empty for a yes/no test. These are the values that a programme's examples
    have to try, so that nobody moves a limit by one without noticing.
    """
    match limit:
        case AtLeast(number):
            return (number - 1, number)
        case AtMost(number):
            return (number, number + 1)
        case Between(low, high):
            return tuple(sorted({low - 1, low, high, high + 1}))
    return ()


def _by_date(value: object) -> object:
    """A limit written plainly holds always; dates have to ascend."""
    if not isinstance(value, Mapping):
        return {ALWAYS: value}
    dates = [day for day in value if isinstance(day, date)]
    for earlier, later in pairwise(dates):
        if later <= earlier:
            message = f"dated limits stand in order of date, but {later} comes after {earlier}"
            raise mistake(message, str(later))
    if not value:
        raise mistake("expected a limit, or limits by date such as {2026-01-01: 6}")
    return value


def _pair(value: object) -> object:
    """Two whole numbers, the lower first."""
    numbers = list(value) if isinstance(value, list | tuple) else []
    whole = all(isinstance(number, int) and not isinstance(number, bool) for number in numbers)
    if len(numbers) != 2 or not whole or numbers[0] > numbers[1]:
        message = "expected two whole numbers, the lower first, such as [20, 65]"
        raise mistake(f"{message}, found {value!r}")
    return tuple(numbers)


def _schema(value: dict[str, Any]) -> WithJsonSchema:
    """A value, or values by date, in the words of JSON schema."""
    dated = {"type": "object", "additionalProperties": value, "minProperties": 1}
    return WithJsonSchema({"anyOf": [value, dated]})


_PAIR = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
Range = Annotated[tuple[WholeNumber, WholeNumber], BeforeValidator(_pair)]
DatedNumber = Annotated[
    Mapping[Day, WholeNumber], BeforeValidator(_by_date), _schema({"type": "integer"})
]
DatedAnswer = Annotated[
    Mapping[Day, YesNo], BeforeValidator(_by_date), _schema({"type": "boolean"})
]
DatedRange = Annotated[Mapping[Day, Range], BeforeValidator(_by_date), _schema(_PAIR)]
