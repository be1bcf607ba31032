"""When something that happened stands in a file: in that of the same morning, or the next.

A day's file is made before the offices open and holds what came since the one
before.
"""

from __future__ import annotations

import numpy as np

from stegvis.domain.clock import WorkCalendar
from stegvis.synthetic.arrays import Days, Numbers, later

_OFFICE_OPENS = 8 * 60
_OFFICE_MINUTES = 8 * 60
_FILE_IS_MADE = np.timedelta64(5 * 60 + 30, "m")
_MINUTE = np.timedelta64(1, "m")


def file_day(moments: Days) -> Days:
    """The day of the first file that holds what happened at each moment (minutes)."""
    day = moments.astype("datetime64[D]")
    return later(day, moments - day > _FILE_IS_MADE)


def office_moment(calendar: WorkCalendar, since: Days, office_minutes: Numbers) -> Days:
    """The moment, at the office, so many office minutes after each moment.

    An office day has eight hours from eight o'clock; what comes outside them
    begins to count at the next opening.
    """
    closed = calendar.numpy_calendar
    day = since.astype("datetime64[D]")
    minute = ((since - day) / _MINUTE).astype(np.int64) - _OFFICE_OPENS
    works = np.is_busday(day, busdaycal=closed)
    opening = np.busday_offset(day, 0, roll="forward", busdaycal=closed)
    late = works & (minute >= _OFFICE_MINUTES)
    opening = np.where(late, np.busday_offset(opening, 1, busdaycal=closed), opening)
    waited = np.where(works & ~late, np.maximum(minute, 0), 0) + office_minutes
    days, rest = np.divmod(waited, _OFFICE_MINUTES)
    there = np.busday_offset(opening, days, busdaycal=closed).astype("datetime64[m]")
    return np.asarray(there + (_OFFICE_OPENS + rest).astype("timedelta64[m]"))


def next_working_day(calendar: WorkCalendar, days: Days) -> Days:
    """Each day, or the first working day after it."""
    closed = calendar.numpy_calendar
    return np.asarray(np.busday_offset(days, 0, roll="forward", busdaycal=closed))
