"""The week that is being closed, and the values that metric SQL may ask for by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from stegvis.domain.clock import STOCKHOLM, add_months, iso_week, week_close
from stegvis.domain.municipalities import MetricRules
from stegvis.errors import MetricError

Value = str | int | float | date | datetime | None

_ONE_DAY = timedelta(days=1)
_WEEK = re.compile(r"\d{4}-W\d{2}")
_CLOCKS_LOOK_BACK = timedelta(days=35)
"""Longer than any promise over Christmas, and than the four weeks of the lead times."""

_SHIFTED_MONTH = re.compile(r"aid_month_(minus|plus)_(\d+)")
_SHIFTED_QUARTER = re.compile(r"quarter_start_(minus|plus)_(\d+)")
_SHIFTED_DAY = re.compile(r"(week_start|week_end)_(minus|plus)_(\d+)_days(_at)?")


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week, ``2026-W47``. Monday 00:00 belongs to it, the next Monday 00:00 does not.

    Raises:
        MetricError: There is no such week. Most years have no week 53.
    """

    iso_week: str

    def __post_init__(self) -> None:
        try:
            if not _WEEK.fullmatch(self.iso_week):
                raise ValueError
            week_close(self.iso_week)
        except ValueError:
            raise MetricError(
                f"There is no ISO week {self.iso_week}. A week such as 2026-W47 was expected."
            ) from None

    @property
    def start(self) -> date:
        """Monday."""
        year, number = self.iso_week.split("-W")
        return date.fromisocalendar(int(year), int(number), 1)

    @property
    def number(self) -> int:
        """The week's number in its year."""
        return int(self.iso_week[-2:])

    @property
    def year(self) -> int:
        """The ISO year, which week 1 and 53 may not share with all of their days."""
        return int(self.iso_week[:4])

    @property
    def previous(self) -> Week:
        """The week before."""
        return Week(iso_week(self.start - timedelta(days=7)))

    @property
    def end(self) -> date:
        """The Monday after, which is not part of the week."""
        return self.start + timedelta(days=7)

    @property
    def last_day(self) -> date:
        """Sunday."""
        return self.end - timedelta(days=1)

    @property
    def known_at(self) -> datetime:
        """The instant by which something has to be known to count: Monday after, 05:00."""
        return week_close(self.iso_week)

    @property
    def newest_complete_month(self) -> date:
        """First day of the newest calendar month that has ended by the week's end."""
        return add_months(self.end.replace(day=1), -1)


@dataclass(frozen=True, slots=True)
class Closing:
    """A week as it is closed for one municipality.

    Attributes:
        aid_month: First day of the newest complete aid month delivered; None
            if there is none.
        aid_month_delivery_id: That month's delivery.
        year_id: Names the deliveries of the twelve newest aid months.
        run_id: The newest screening known by the close; None if there is none.
        screened_on: That screening's date.
        application_window_days: How long an application makes an applicant.
        restricted_unit: The unit for protected people, which no breakdown shows.
    """

    municipality_code: str
    close_id: str
    week: Week
    aid_month: date | None
    run_id: str | None
    screened_on: date | None
    aid_month_delivery_id: str | None
    year_id: str
    rules: MetricRules
    application_window_days: int
    restricted_unit: str

    def parameters(self, names: Iterable[str]) -> dict[str, Value]:
        """The values of the parameters ``names``; None is what is not to be had.

        Raises:
            MetricError: A name is not known.
        """
        fixed = self._fixed()
        return {name: fixed[name] if name in fixed else self._shifted(name) for name in names}

    def month_back(self, months: int) -> date | None:
        """The aid month so many months before the newest complete one."""
        return None if self.aid_month is None else add_months(self.aid_month, -months)

    @property
    def base_month(self) -> date | None:
        """The month that V5 compares with: a fixed one, or the latest such before the newest."""
        calendar_month = self.rules.base_calendar_month
        if self.rules.base_month or calendar_month is None or self.aid_month is None:
            return self.rules.base_month
        back = (self.aid_month.month - calendar_month - 1) % 12 + 1
        return add_months(self.aid_month, -back)

    @property
    def quarter_start(self) -> date | None:
        """First month of the newest quarter that has ended with the newest aid month (T9)."""
        if self.aid_month is None:
            return None
        return add_months(self.aid_month, -(self.aid_month.month % 3) - 2)

    def _quarter_name(self) -> str | None:
        start = self.quarter_start
        return None if start is None else f"kvartal {(start.month + 2) // 3} {start.year}"

    def _fixed(self) -> Mapping[str, Value]:
        return {
            "municipality_code": self.municipality_code,
            "close_id": self.close_id,
            "run_id": self.run_id,
            "aid_month_delivery_id": self.aid_month_delivery_id,
            "year_id": self.year_id,
            "restricted_unit": self.restricted_unit,
            "known_at": self.week.known_at,
            "screened_from_at": self._applicants_from(self.screened_on),
            "screened_until_at": self._screened_until(),
            "full_time_hours": self.rules.full_time_hours_per_week,
            **self._days(),
            **self._months(),
        }

    def _days(self) -> Mapping[str, Value]:
        week, following = self.week, timedelta(days=self.rules.following_plan_days)
        return {
            "week_start": week.start,
            "week_end": week.end,
            "last_day": week.last_day,
            "week_start_at": midnight(week.start),
            "week_end_at": midnight(week.end),
            "following_plan_start": week.last_day - following,
            "applicant_start_at": self._applicants_from(week.last_day),
            "clock_start": week.end - _CLOCKS_LOOK_BACK,
            "clock_start_at": midnight(week.end - _CLOCKS_LOOK_BACK),
        }

    def _months(self) -> Mapping[str, Value]:
        return {
            "aid_month": self.aid_month,
            "previous_year_month": self.month_back(12),
            "base_month": self.base_month,
            "base_lead_time_days": self.rules.base_lead_time_days,
            "quarter_start": self.quarter_start,
            "quarter_name": self._quarter_name(),
            "base_year": self.rules.base_year,
            "base_year_month": self._base_year_month(),
            "assisted_from": self._assisted_from(),
        }

    def _base_year_month(self) -> date | None:
        if self.aid_month is None or self.rules.base_year is None:
            return None
        return self.aid_month.replace(year=self.rules.base_year)

    def _applicants_from(self, day: date | None) -> datetime | None:
        if day is None:
            return None
        return midnight(day - timedelta(days=self.application_window_days))

    def _screened_until(self) -> datetime | None:
        return None if self.screened_on is None else midnight(self.screened_on + _ONE_DAY)

    def _assisted_from(self) -> date:
        first = (self.week.end - _CLOCKS_LOOK_BACK).replace(day=1)
        return add_months(first, -self.rules.new_applicant_months)

    def _shifted(self, name: str) -> Value:
        if month := _SHIFTED_MONTH.fullmatch(name):
            sign = 1 if month[1] == "minus" else -1
            return self.month_back(sign * int(month[2]))
        if quarter := _SHIFTED_QUARTER.fullmatch(name):
            start = self.quarter_start
            months = int(quarter[2]) * (-1 if quarter[1] == "minus" else 1)
            return None if start is None else add_months(start, months)
        if day := _SHIFTED_DAY.fullmatch(name):
            days = int(day[3]) * (-1 if day[2] == "minus" else 1)
            start = self.week.start if day[1] == "week_start" else self.week.end
            shifted = start + timedelta(days=days)
            return midnight(shifted) if day[4] else shifted
        raise MetricError(
            f"A metric asks for a parameter called {name}, which nothing gives. The parameters "
            "are listed in include/sql/metrics/README.md. Correct the name in the metric's file."
        )


def midnight(day: date) -> datetime:
    """The instant at which a day begins in Sweden."""
    return datetime.combine(day, time(), STOCKHOLM)
