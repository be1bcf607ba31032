"""When would a person meet every criterion, if only time passes?

Three things move with time: people age, months with income support go on,
and unemployment goes on. Everything else stays as it is today. Each criterion
becomes the spans of days on which it is met; the answer is the first day that
lies in a span of every criterion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from stegvis.domain import identity
from stegvis.domain.clock_columns import add_months_to_days
from stegvis.domain.facts.fact_table import FactTable
from stegvis.domain.municipalities import FactRules
from stegvis.domain.programmes import AtLeast, AtMost, Between, FactTest, Is, Limit, Programme
from stegvis.domain.screening.evaluate import MET, UNDECIDED, Answers, put_test

Days = npt.NDArray[np.int64]
LONG_AGO, NEVER = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_NO_DAY = np.datetime64("NaT", "D")
_AGE_OF_LONGER_WAIT = 25


@dataclass(frozen=True)
class Span:
    """Days from ``first`` up to but not including ``end``, as days since 1970."""

    first: Days
    end: Days

    def holds(self, day: Days) -> npt.NDArray[np.bool_]:
        """Whether each day lies in the span."""
        return (self.first <= day) & (day < self.end)


def eligible_from(
    programme: Programme, facts: FactTable, answers: Answers, rules: FactRules, as_of: date
) -> npt.NDArray[np.datetime64]:
    """The earliest such day from ``as_of`` on, inside the programme's dates.

    NaT when a criterion is unknown today, when time alone will not do it, or
    when the day would come after the programme's end.
    """
    projection = _Projection(facts, rules, as_of)
    criteria = [
        [span for test in criterion.tests for span in projection.spans(test)]
        for criterion in programme.criteria
    ]
    opens = max(as_of, programme.open_from or as_of)
    floor = np.full(len(facts), _day_number(opens))
    earliest = _first_common_day(criteria, floor)
    possible = (earliest != NEVER) & ~(answers.codes == UNDECIDED).any(axis=0)
    if programme.open_to is not None:
        possible &= earliest <= _day_number(programme.open_to)
    days = np.where(possible, earliest, 0).astype("datetime64[D]")
    return np.where(possible, days, _NO_DAY)


def _first_common_day(criteria: Sequence[Sequence[Span]], floor: Days) -> Days:
    """The first day from ``floor`` on that lies in a span of every criterion.

    It is the floor itself or the first day of some span.
    """
    earliest = np.full(len(floor), NEVER)
    starts = [floor, *(span.first for spans in criteria for span in spans)]
    for start in starts:
        day = np.maximum(start, floor)
        common = day < earliest
        for spans in criteria:
            common &= np.logical_or.reduce([span.holds(day) for span in spans])
        earliest = np.where(common, day, earliest)
    return earliest


@dataclass(frozen=True)
class _Projection:
    facts: FactTable
    rules: FactRules
    as_of: date

    def spans(self, test: FactTest) -> list[Span]:
        """The days on which the test is met, as at most two spans per person."""
        limit = test.limit_on(self.as_of)
        match test.fact:
            case "age":
                return [self._between(limit, self._reaches_age)]
            case "months_with_income_support":
                return [self._between(limit, self._reaches_support_months)]
            case "months_unemployed":
                return [self._between(limit, self._reaches_unemployed_months)]
            case "long_term_unemployed":
                return self._long_term(limit)
        met = put_test(self.facts.columns[test.fact], limit) == MET
        return [Span(np.where(met, LONG_AGO, NEVER), self._days(NEVER))]

    def _days(self, day: int) -> Days:
        return np.full(len(self.facts), day)

    def _between(self, limit: Limit, reaches) -> Span:  # type: ignore[no-untyped-def]
        """From the day the number reaches the lower end until it passes the upper."""
        match limit:
            case AtLeast(low):
                return Span(reaches(low), self._days(NEVER))
            case AtMost(high):
                return Span(self._days(LONG_AGO), reaches(high + 1))
            case Between(low, high):
                return Span(reaches(low), reaches(high + 1))
        raise TypeError(limit)

    def _reaches_age(self, years: int) -> Days:
        birthdays = identity.birthday(self.facts.people["birth_date"], years)
        return _day_numbers(birthdays.to_numpy(dtype="datetime64[D]"))

    def _reaches_support_months(self, months: int) -> Days:
        """The k-th month counts from the first day of that aid month; none at all never grows."""
        column = self.facts.columns["months_with_income_support"]
        lacking = np.maximum(months - column.values.astype(np.int64), 0)
        newest = np.full(len(self.facts), self.facts.newest_aid_month)
        reached = _day_numbers(add_months_to_days(newest, lacking))
        reached = np.where(column.known & (column.values > 0), reached, NEVER)
        return np.where(column.values >= months, LONG_AGO, reached)

    def _reaches_unemployed_months(self, months: int) -> Days:
        start = self.facts.people["unemployed_from"].to_numpy(dtype="datetime64[D]")
        return _day_numbers(add_months_to_days(start, months))

    def _long_term(self, limit: Limit) -> list[Span]:
        """Fewer months are enough up to the 25th birthday, more from then on (A4)."""
        wanted = self.rules.long_term_months
        soon = self._reaches_unemployed_months(wanted.under_25)
        late = self._reaches_unemployed_months(wanted.from_25)
        grown = self._reaches_age(_AGE_OF_LONGER_WAIT)
        # Without a birth date only the longer wait is certain.
        grown = np.where(grown == NEVER, LONG_AGO, grown)
        if limit == Is(True):
            return [Span(soon, grown), Span(late, self._days(NEVER))]
        return [Span(self._days(LONG_AGO), np.minimum(soon, late)), Span(grown, late)]


def _day_number(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _day_numbers(days: npt.NDArray[np.datetime64]) -> Days:
    """Days since 1970; a day that never comes is ``NEVER``."""
    return np.where(np.isnat(days), NEVER, days.astype("datetime64[D]").astype(np.int64))
