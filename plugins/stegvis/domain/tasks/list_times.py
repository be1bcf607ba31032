"""When lists are made and read, and so what each list has to show.

A list shows all that falls due before people have read the next one: a
Friday's list is the last before Sunday (requirements 2.2).
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from stegvis.domain.clock import STOCKHOLM, WorkCalendar

LISTS_MADE_AT: Final = time(7, 30)
LISTS_READ_AT: Final = time(8)


def next_list_read_at(now: datetime, calendar: WorkCalendar) -> datetime:
    """When the next morning's list is opened, seen from a list made at ``now``."""
    local = now.astimezone(STOCKHOLM)
    day = local.date()
    if local.time() >= LISTS_MADE_AT or not calendar.is_working_day(day):
        day = calendar.next_working_day(day)
    return datetime.combine(day, LISTS_READ_AT, STOCKHOLM)
