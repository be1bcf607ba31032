"""All arithmetic with working days, hours, weeks and months (requirements 2, X14).

Five kinds of time span that are easily taken for each other are five types:
two working days are not 48 hours, and 48 hours are not 48 working hours.
A function whose name says its unit also takes a bare number; it refuses a span
of another kind. Nothing here reads the clock; every instant is aware.

Columns of instants are counted in ``stegvis.domain.clock_columns``.
"""

from __future__ import annotations

import calendar as month_lengths
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from stegvis.domain.work_calendar import AfterHours, WorkCalendar, swedish_calendar

__all__ = [
    "STOCKHOLM",
    "AfterHours",
    "ElapsedHours",
    "Months",
    "Weeks",
    "WorkCalendar",
    "WorkingDays",
    "WorkingHours",
    "add_months",
    "add_weeks",
    "elapsed_hours_due",
    "iso_week",
    "swedish_calendar",
    "two_working_days_due",
    "week_close",
    "working_days_due",
    "working_hours_before",
    "working_hours_due",
]

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_LAST_SECOND = time(23, 59, 59)
_WEEK_CLOSES_AT = time(5)
_TWO_WORKING_DAYS = 2
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True, slots=True)
class WorkingDays:
    """Whole days that are not a Saturday, Sunday or closed day."""

    count: int


@dataclass(frozen=True, order=True, slots=True)
class ElapsedHours:
    """Hours on any day of the year, 3,600 seconds each, whatever the wall clock does."""

    count: int


@dataclass(frozen=True, order=True, slots=True)
class WorkingHours:
    """Hours of working days only, each counted from 00 to 24."""

    count: int


@dataclass(frozen=True, order=True, slots=True)
class Weeks:
    """Calendar weeks: to the same weekday (lag 1930:173)."""

    count: int


@dataclass(frozen=True, order=True, slots=True)
class Months:
    """Calendar months: to the same day's number, or the month's last day (lag 1930:173)."""

    count: int


Span = TypeVar("Span", WorkingDays, ElapsedHours, WorkingHours, Weeks, Months)


def two_working_days_due(applied_at: datetime, calendar: WorkCalendar) -> datetime:
    """The end of the second working day after the application (V1).

    The day of the application is day 0, also after hours and on a day off;
    with ``after_hours="roll"`` an application after the cut-off, or on a day
    off, counts as made on the next working day.
    """
    return working_days_due(applied_at, WorkingDays(_TWO_WORKING_DAYS), calendar)


def working_days_due(at: datetime, days: WorkingDays, calendar: WorkCalendar) -> datetime:
    """23:59:59 of the last of so many working days after ``at``."""
    day_zero = calendar.day_zero(_in_stockholm(at))
    due_day = calendar.add_working_days(day_zero, _count(days, WorkingDays))
    return datetime.combine(due_day, _LAST_SECOND, STOCKHOLM)


def elapsed_hours_due(at: datetime, hours: ElapsedHours | int) -> datetime:
    """So many hours after ``at``, counted in UTC: a clock change moves the wall time (T1)."""
    elapsed = timedelta(hours=_count(hours, ElapsedHours))
    return (_in_stockholm(at).astimezone(UTC) + elapsed).astimezone(STOCKHOLM)


def working_hours_due(at: datetime, hours: WorkingHours | int, calendar: WorkCalendar) -> datetime:
    """The instant at which so many hours of working days have passed since ``at`` (T1 paused).

    Swedish clocks change on Sundays only, so a working day always has 24 hours.
    """
    local = _in_stockholm(at)
    day, passed = local.date(), timedelta(hours=local.hour, minutes=local.minute)
    passed += timedelta(seconds=local.second, microseconds=local.microsecond)
    if not calendar.is_working_day(day):
        day, passed = calendar.next_working_day(day), timedelta()
    whole_days, rest = divmod(passed + timedelta(hours=_count(hours, WorkingHours)), _ONE_DAY)
    if not rest and whole_days:
        # The last hour ends at 24:00 of a working day, not where the next one begins.
        last = calendar.add_working_days(day, whole_days - 1)
        return datetime.combine(last + _ONE_DAY, time(), STOCKHOLM)
    return datetime.combine(calendar.add_working_days(day, whole_days), time(), STOCKHOLM) + rest


def working_hours_before(
    due: datetime, hours: WorkingHours | int, calendar: WorkCalendar
) -> datetime:
    """The instant from which so many hours of working days pass until ``due``.

    Args:
        due: As ``working_hours_due`` gives it: on a working day, or at its end.
        hours: How many.
        calendar: Which days count.
    """
    local = _in_stockholm(due)
    day, passed = local.date(), timedelta(hours=local.hour, minutes=local.minute)
    passed += timedelta(seconds=local.second, microseconds=local.microsecond)
    if not passed or not calendar.is_working_day(day):
        day, passed = calendar.add_working_days(day, -1), _ONE_DAY
    days_back, rest = divmod(passed - timedelta(hours=_count(hours, WorkingHours)), _ONE_DAY)
    back = calendar.add_working_days(day, days_back)
    return datetime.combine(back, time(), STOCKHOLM) + rest


def add_months(day: date, months: Months | int) -> date:
    """The same day's number so many months on, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + _count(months, Months)
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, month_lengths.monthrange(year, month)[1]))


def add_weeks(day: date, weeks: Weeks | int) -> date:
    """The same weekday so many weeks on."""
    return day + timedelta(weeks=_count(weeks, Weeks))


def iso_week(day: date) -> str:
    """The ISO week of a day, ``2026-W47``; the year is the ISO year."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def week_close(week: str) -> datetime:
    """When the figures of an ISO week are closed: the Monday after it, 05:00 Swedish time."""
    year, number = week.split("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return datetime.combine(add_weeks(monday, 1), _WEEK_CLOSES_AT, STOCKHOLM)


def _in_stockholm(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant without time zone; make it aware, Europe/Stockholm")
    return at.astimezone(STOCKHOLM)


def _count(span: Span | int, kind: type[Span]) -> int:
    if isinstance(span, kind):
        return span.count
    if isinstance(span, int):
        return span
    raise TypeError(f"{type(span).__name__} given where {kind.__name__} are counted")
