"""What the text of one cell means (contract 1)."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from oracle.columns import DATE, IDENTITY, KRONOR, TEXT, TIMESTAMP, WHOLE, YES_NO

STOCKHOLM = ZoneInfo("Europe/Stockholm")
YES, NO = ("1", "true", "j", "ja"), ("0", "false", "n", "nej")


def value_of(text, kind):
    """The value of a trimmed, filled cell.

    Raises:
        ValueError: The cell is not what its kind asks for.
    """
    return _READERS[kind](text) if isinstance(kind, str) else _code(text, kind)


def midnight(day):
    """The instant at which a Swedish day begins."""
    return datetime.combine(day, time(), STOCKHOLM).astimezone(UTC)


def swedish_date(value):
    """The day of a date or of an instant."""
    return value.astimezone(STOCKHOLM).date() if isinstance(value, datetime) else value


def folded(text):
    """Labels and codes are compared without regard to case and spare space (contract 2)."""
    return " ".join(text.split()).casefold()


def _code(text, allowed):
    if isinstance(allowed, range):
        number = _whole(text)
        if number not in allowed:
            raise ValueError
        return number
    if folded(text) not in allowed:
        raise ValueError
    return folded(text)


def _whole(text):
    if not re.fullmatch(r"-?\d+", text):
        raise ValueError
    return int(text)


def _kronor(text):
    digits = re.fullmatch(r"(-?\d+)([.,]0{1,2})?", re.sub(r"\s", "", text))
    if not digits:
        raise ValueError
    return int(digits[1])


def _date(text):
    if not re.match(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError
    return date.fromisoformat(text[:10])


def _timestamp(text):
    """In UTC, since two times of one time zone are compared by what the clock on the wall says."""
    if re.fullmatch(r".{10}(Z|[+-]\d{2}:\d{2})?", text):
        return midnight(_date(text))
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)).astimezone(UTC)


def _yes_no(text):
    if folded(text) not in YES + NO:
        raise ValueError
    return folded(text) in YES


_READERS = {
    TEXT: str,
    IDENTITY: str,
    WHOLE: _whole,
    KRONOR: _kronor,
    DATE: _date,
    TIMESTAMP: _timestamp,
    YES_NO: _yes_no,
}
