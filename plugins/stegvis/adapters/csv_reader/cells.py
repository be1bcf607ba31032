"""What one cell's text says, for each kind of column.

These functions define the language of the files. They see every *distinct*
text of a column once, so that they can be plain and careful and still cost
little. Each gets text that is trimmed and not empty, and answers
``UNREADABLE`` for what is not of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum

from stegvis.domain.clock import STOCKHOLM

SPACES = " \t\r\n\v\f\u00a0\u2007\u202f\ufeff"
"""What may surround a value: common, no-break, figure and narrow no-break space, and the like."""


class Unread(Enum):
    """Why a text gives no value."""

    UNREADABLE = "unreadable"
    NOT_WHOLE = "not_whole"


Value = int | Unread

UNREADABLE = Unread.UNREADABLE
NOT_WHOLE = Unread.NOT_WHOLE

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,30}")
_KRONOR = re.compile(
    r"(?P<whole>-?(?:[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+|[0-9]{1,30}))"
    r"(?:[.,](?P<part>[0-9]{1,2}))?"
)
_TOO_BIG = 2**63
_GROUPING = re.compile(r"[ \u00a0\u2009\u202f]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OFFSET = r"(?P<offset>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<time>[0-9]{2}(?::[0-9]{2}(?::[0-9]{2})?)?)(?:[.,][0-9]+)?)?" + _OFFSET
)
YES_NO: dict[str, Value] = {
    "1": 1,
    "true": 1,
    "j": 1,
    "ja": 1,
    "0": 0,
    "false": 0,
    "n": 0,
    "nej": 0,
}
"""What says yes (1) and no (0), in lower case."""


def whole_number(text: str) -> Value:
    """A whole number."""
    return _storable(int(text)) if _WHOLE_NUMBER.fullmatch(text) else UNREADABLE


def kronor(text: str) -> Value:
    """Whole kronor: ``9500``, ``9 500`` or ``9 500,00``; ``NOT_WHOLE`` with öre."""
    parts = _KRONOR.fullmatch(text)
    if parts is None:
        return UNREADABLE
    if (parts["part"] or "").strip("0"):
        return NOT_WHOLE
    return _storable(int(_GROUPING.sub("", parts["whole"])))


def yes_no(text: str) -> Value:
    """1 for yes, 0 for no."""
    return YES_NO.get(text.casefold(), UNREADABLE)


def day(text: str) -> Value:
    """Days since 1970-01-01 of the first ten characters; real answers carry an offset after."""
    found = _date(text[:10])
    return UNREADABLE if found is None else found.toordinal() - _EPOCH


def moment(text: str) -> Value:
    """Seconds since 1970-01-01 UTC.

    Without an offset it is Swedish time (of the hour that autumn repeats, the
    first). A day alone counts from 00:00 Swedish time.
    """
    parts = _MOMENT.fullmatch(text)
    found = _date(parts["day"]) if parts else None
    if parts is None or found is None:
        return UNREADABLE
    offset = parts["offset"] if parts["time"] else ""
    try:
        at = datetime.fromisoformat(f"{found}T{parts['time'] or '00:00'}{(offset or '').upper()}")
    except ValueError:
        return UNREADABLE
    aware = at if at.tzinfo else at.replace(tzinfo=STOCKHOLM, fold=0)
    return int((aware - _START).total_seconds())


def is_day_alone(text: str) -> bool:
    """Whether a readable moment states no time."""
    parts = _MOMENT.fullmatch(text)
    return parts is not None and parts["time"] is None


def code_reader(codes: tuple[str, ...]) -> Callable[[str], str]:
    """A function that finds the code meant, whatever its case; other text stays as it is."""
    meant = {code.casefold(): code for code in codes}

    def read(text: str) -> str:
        return meant.get(text.casefold(), text)

    return read


def _storable(number: int) -> Value:
    return number if -_TOO_BIG <= number < _TOO_BIG else UNREADABLE


def _date(text: str) -> date | None:
    # The form is checked first: fromisoformat also reads 20261120 and 2026-W47-5.
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_EPOCH = date(1970, 1, 1).toordinal()
_START = datetime(1970, 1, 1, tzinfo=UTC)
