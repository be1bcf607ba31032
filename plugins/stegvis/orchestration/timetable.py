"""When people are at work: a timetable of Swedish working days (X14).

It asks the same calendar as the deadlines do, with the municipality's own
closed days, and reads it where it is used: the scheduler stores the slug and
the times only.
"""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import pendulum
from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable

from stegvis.adapters.municipality_files import load_municipality
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.work_calendar import WorkCalendar, municipal_calendar
from stegvis.settings import include_dir

_FURTHEST_LOOK = 400  # days; no calendar closes a municipality for longer


class SwedishWorkingDays(Timetable):
    """At each of ``times`` (Swedish wall clock) on each working day of a municipality."""

    def __init__(self, slug: str, times: tuple[str, ...]) -> None:
        self.slug = slug
        self.times = tuple(sorted(times))
        self.description = f"Working days at {', '.join(self.times)}, Swedish time"

    @property
    def summary(self) -> str:
        """What the list of DAGs shows."""
        return f"Working days {', '.join(self.times)}"

    def serialize(self) -> dict[str, Any]:
        """What the scheduler stores."""
        return {"slug": self.slug, "times": list(self.times)}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> SwedishWorkingDays:
        """The timetable back from what was stored."""
        return cls(data["slug"], tuple(data["times"]))

    def infer_manual_data_interval(self, *, run_after: pendulum.DateTime) -> DataInterval:
        """A run by hand covers no time of its own."""
        return DataInterval.exact(run_after)

    def next_dagrun_info(
        self,
        *,
        last_automated_data_interval: DataInterval | None,
        restriction: TimeRestriction,
    ) -> DagRunInfo | None:
        """The next time after the last run; without catch-up no earlier than now."""
        earliest = restriction.earliest
        if last_automated_data_interval is not None:
            after = last_automated_data_interval.end
        elif earliest is None:
            return None
        else:
            after = earliest - timedelta(microseconds=1)
        if not restriction.catchup:
            after = max(after, pendulum.now("UTC") - timedelta(minutes=1))
        due = self.next_time(after)
        if restriction.latest is not None and due > restriction.latest:
            return None
        return DagRunInfo.exact(pendulum.instance(due).in_timezone("UTC"))

    def next_time(self, after: datetime) -> datetime:
        """The first of the times, on a working day, that comes after an aware instant."""
        calendar = _calendar_now(self.slug, after.astimezone(STOCKHOLM).year)
        day = after.astimezone(STOCKHOLM).date()
        for _ in range(_FURTHEST_LOOK):
            if calendar.is_working_day(day):
                for hour in self.times:
                    due = datetime.combine(day, time.fromisoformat(hour), STOCKHOLM)
                    if due > after:
                        return due
            day += timedelta(days=1)
        raise ValueError(f"{self.slug} has no working day in {_FURTHEST_LOOK} days")


def _calendar_now(slug: str, year: int) -> WorkCalendar:
    """The calendar as the file says it now: a day off that is added counts without a restart."""
    file = include_dir(os.environ) / "municipalities" / f"{slug}.yaml"
    return _calendar(slug, year, file.stat().st_mtime_ns if file.exists() else 0)


@lru_cache(maxsize=512)
def _calendar(slug: str, year: int, _written_at: int) -> WorkCalendar:
    rules = load_municipality(include_dir(os.environ), slug).calendar
    return municipal_calendar(rules, date(year, 1, 1))
