"""What a municipality's stages have left behind, and whether somebody has to do something."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum

from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.metrics.closing import Week
from stegvis.domain.work_calendar import WorkCalendar

GRACE = timedelta(hours=2)
"""How long after its time a stage may be at work before it counts as late."""

SCREENED_BY, LISTS_BY = time(6, 30), time(7, 30)


class Level(IntEnum):
    """What monitoring is told; also the exit status of ``stegvis status``."""

    FINE = 0
    PERSON_AWAITED = 1
    LATE = 2


@dataclass(frozen=True)
class StageStatus:
    """One stage. ``last`` is when it last left something behind; None if never."""

    stage: str
    last: datetime | None
    newest: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class MunicipalityStatus:
    """One municipality: its stages, and what waits for people."""

    slug: str
    stages: tuple[StageStatus, ...]
    waiting: dict[str, int] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """The worst of it."""
        if any(stage.is_late for stage in self.stages):
            return Level.LATE
        return Level.PERSON_AWAITED if any(self.waiting.values()) else Level.FINE


def last_working_day(calendar: WorkCalendar, now: datetime, due: time) -> date:
    """The latest working day whose ``due`` (Swedish wall clock) passed ``GRACE`` ago."""
    day = (now - GRACE).astimezone(STOCKHOLM).date()
    while not calendar.is_working_day(day) or datetime.combine(day, due, STOCKHOLM) > now - GRACE:
        day -= timedelta(days=1)
    return day


def is_week_late(newest_closed: str, first_received: datetime | None, now: datetime) -> bool:
    """Whether a week that something was received in has not been closed when it should have.

    Args:
        newest_closed: ISO week; empty if none.
        first_received: When the first delivery came; None if none has.
        now: Aware.
    """
    if first_received is None:
        return False
    week = Week(f"{now:%G-W%V}").previous
    while week.known_at > now - GRACE:
        week = week.previous
    return week.known_at > first_received and newest_closed < week.iso_week
