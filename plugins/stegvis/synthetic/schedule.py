"""Which files exist on a day, and what time each of them covers.

A file's content is settled by its own date: one of a Monday holds the week,
one of the first of a month the month, one of the first of a quarter the
quarter, any other its day. So an older file never changes; which of them are
there is all that depends on the day one looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fnmatch import fnmatch

from stegvis.domain.clock import STOCKHOLM, add_months
from stegvis.errors import SyntheticFileError
from stegvis.synthetic.file_parameters import Delivery, LateFile
from stegvis.synthetic.months import first_day, month_of, month_text

_ONE_DAY = timedelta(days=1)
_MONDAY = 0
_QUARTER = 3


@dataclass(frozen=True)
class Slot:
    """One file of an extract: ``period`` as its name has it, and when it is made."""

    period: str
    made_at: datetime

    @property
    def day(self) -> date:
        """The day on which it is made."""
        return self.made_at.date()


@dataclass(frozen=True)
class Schedule:
    """The files of one municipality on one day.

    Attributes:
        as_of: The newest day.
        months: How many aid months back the history goes.
        first_month: The first month in which anything happened.
    """

    delivery: Delivery
    as_of: date
    months: int
    first_month: date

    @property
    def newest_month(self) -> int:
        """The newest aid month that has been delivered."""
        back = 1 if self.as_of.day >= self.delivery.month_day else 2
        return month_of(self.as_of) - back

    @property
    def oldest_month(self) -> int:
        """The first aid month of the history."""
        return self.newest_month - self.months + 1

    def check(self) -> None:
        """Refuse a history that begins before the world does.

        Raises:
            SyntheticFileError: It does; the message says how long it can be.
        """
        first = month_of(self.first_month)
        if self.months < 1 or self.oldest_month < first:
            most = max(self.newest_month - first + 1, 0)
            raise SyntheticFileError(
                f"{self.months} months of history cannot be made as of {self.as_of}: from 1 to "
                f"{most} were expected. Ask for fewer, or set an earlier first_month in "
                "include/synthetic/common.yaml."
            )

    def monthly(self, extract: str, late_files: tuple[LateFile, ...]) -> list[Slot]:
        """The aid months that have been delivered, each in the month after it, or late."""
        slots = []
        for month in range(self.oldest_month, self.newest_month + 1):
            made = self._month_made(extract, month, late_files)
            if made <= self.as_of:
                made_at = datetime.combine(made, self.delivery.month_time, STOCKHOLM)
                slots.append(Slot(month_text(month), made_at))
        return slots

    def events(self) -> list[Slot]:
        """Files of what adds up: daily at last, before that ever rarer."""
        days = self._daily() | self._mondays()
        days |= self._firsts(self.delivery.monthly_months, 1) | self._firsts(self.months, _QUARTER)
        return self._slots(days)

    def answers(self) -> list[Slot]:
        """Files of Arbetsförmedlingen's answers: daily at last, before that monthly."""
        return self._slots(self._daily() | self._firsts(self.delivery.answer_months, 1))

    def snapshots(self) -> list[Slot]:
        """Files that hold everything: weekly at last, before that ever rarer."""
        days = self._mondays()
        days |= self._firsts(self.delivery.monthly_months, 1) | self._firsts(self.months, _QUARTER)
        return self._slots(days)

    def yearly(self, month: int, day: int) -> list[Slot]:
        """One file on that day of each year of the history."""
        first = first_day(self.oldest_month)
        days = {date(year, month, day) for year in range(first.year, self.as_of.year + 1)}
        return self._slots({day for day in days if day <= self.as_of})

    def _month_made(self, extract: str, month: int, late_files: tuple[LateFile, ...]) -> date:
        for late in late_files:
            if late.extract == extract and fnmatch(month_text(month), late.periods):
                return first_day(month + late.months_late).replace(day=late.day)
        return first_day(month + 1).replace(day=self.delivery.month_day)

    def _daily(self) -> set[date]:
        return {self.as_of - back * _ONE_DAY for back in range(self.delivery.daily_days)}

    def _mondays(self) -> set[date]:
        monday = self.as_of - self.as_of.weekday() * _ONE_DAY
        return {monday - week * 7 * _ONE_DAY for week in range(self.delivery.weekly_weeks)}

    def _firsts(self, how_many: int, every: int) -> set[date]:
        this_month = month_of(self.as_of)
        back = range(this_month - how_many + 1, this_month + 1)
        return {first_day(month) for month in back if month % every == 0}

    def _slots(self, days: set[date]) -> list[Slot]:
        at = self.delivery.day_time
        first = first_day(self.oldest_month)
        return [
            Slot(day.strftime("%Y%m%d"), datetime.combine(day, at, STOCKHOLM))
            for day in sorted(days)
            if day >= first
        ]


def covered_since(day: date) -> date:
    """The day after which the events in the file of ``day`` arrived."""
    starts = [day - _ONE_DAY]
    if day.weekday() == _MONDAY:
        starts.append(day - 7 * _ONE_DAY)
    if day.day == 1:
        starts.append(add_months(day, -_QUARTER if month_of(day) % _QUARTER == 0 else -1))
    return min(starts)
