"""Which days a municipality works (requirements 2.1 and 2.3).

Saturdays and Sundays are always off. Red days come from the ``holidays``
package; whether julafton, nyårsafton and midsommarafton are off too, and the
municipality's own closed days, are its configuration. Trettondagsafton,
skärtorsdag, valborg and squeezed Fridays are working days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property, lru_cache
from typing import Literal

import holidays
import numpy as np

from stegvis.domain.municipalities import CalendarRules
from stegvis.errors import CalendarError

AfterHours = Literal["same_day", "roll"]

_DEFAULT_CUT_OFF = time(16, 30)
_FIRST_YEAR = 2015  # no promise, and no series that is compared with one, is older


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of a municipality in the years that are loaded.

    ``closed_days`` are the days off besides Saturdays and Sundays.
    ``after_hours`` says whether what comes after ``cut_off`` counts from the
    same day (the stricter, and in line with FL 22 §) or from the next working
    day. Asked about a day outside ``years_loaded`` it raises CalendarError,
    since it cannot know that year's closed days.
    """

    closed_days: frozenset[date]
    years_loaded: frozenset[int]
    after_hours: AfterHours = "same_day"
    cut_off: time = _DEFAULT_CUT_OFF

    @cached_property
    def numpy_calendar(self) -> np.busdaycalendar:
        """The same days as NumPy counts with them."""
        return np.busdaycalendar(holidays=sorted(self.closed_days))

    def is_working_day(self, day: date) -> bool:
        """Whether people are at work on ``day``."""
        self.require(day)
        return bool(np.is_busday(day, busdaycal=self.numpy_calendar))

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day`` (before it, if negative).

        A day off counts with its neighbour: one working day after a Saturday
        is Monday. Zero gives ``day`` itself, working day or not.
        """
        self.require(day)
        if count == 0:
            return day
        roll: Literal["backward", "forward"] = "backward" if count > 0 else "forward"
        moved = np.busday_offset(day, count, roll=roll, busdaycal=self.numpy_calendar)
        result: date = moved.astype(date)
        self.require(result)
        return result

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        return self.add_working_days(day, 1)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days from ``start`` up to but not including ``end``."""
        self.require(start)
        self.require(end)
        return int(np.busday_count(start, end, busdaycal=self.numpy_calendar))

    def day_zero(self, local: datetime) -> date:
        """The day from which working days are counted for what arrives at ``local``.

        Args:
            local: Swedish time.
        """
        day = local.date()
        if self.after_hours == "same_day":
            return day
        if self.is_working_day(day) and local.time() <= self.cut_off:
            return day
        return self.next_working_day(day)

    def require(self, day: date) -> None:
        """Raise CalendarError if the year of ``day`` is not loaded."""
        if day.year not in self.years_loaded:
            years = f"{min(self.years_loaded)}-{max(self.years_loaded)}"
            raise CalendarError(
                f"The work calendar is loaded for {years}, but a day in {day.year} was asked "
                "about. Load that year, with the municipality's closed days, before counting on."
            )


def swedish_calendar(
    years: Iterable[int],
    *,
    de_facto_eves: bool = True,
    closed_days: Iterable[date] = (),
    after_hours: AfterHours = "same_day",
    cut_off: time = _DEFAULT_CUT_OFF,
) -> WorkCalendar:
    """The Swedish work calendar of ``years`` with a municipality's choices.

    Args:
        years: The years to load.
        de_facto_eves: Whether midsommarafton, julafton and nyårsafton are days off.
        closed_days: Further days on which the municipality is closed.
        after_hours: See ``WorkCalendar``.
        cut_off: The last minute that still counts on the same day; used when rolling.
    """
    loaded = frozenset(years)
    return WorkCalendar(
        closed_days=_red_days(loaded, de_facto_eves) | frozenset(closed_days),
        years_loaded=loaded,
        after_hours=after_hours,
        cut_off=cut_off,
    )


@lru_cache
def _red_days(years: frozenset[int], de_facto_eves: bool) -> frozenset[date]:
    categories = ("public", "de_facto") if de_facto_eves else ("public",)
    return frozenset(holidays.country_holidays("SE", years=years, categories=categories))


def municipal_calendar(rules: CalendarRules, as_of: date) -> WorkCalendar:
    """The calendar as the municipality has decided it, loaded to the end of next year."""
    return swedish_calendar(
        range(_FIRST_YEAR, as_of.year + 2),
        de_facto_eves=rules.de_facto_eves,
        closed_days=rules.closed_days,
        after_hours=rules.after_hours,
        cut_off=rules.office_closes,
    )
