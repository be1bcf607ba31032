"""Identity numbers that belong to nobody, and no number twice.

Skatteverket's test numbers use the individual numbers 238 (women) and 239
(men). For births 1990-2005 and 2013-2019 they form a regular series, which is
described here by rule and without its few gaps. Everybody born in another year
gets a samordningsnummer (day + 60), for which 238 and 239 are test numbers too.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from stegvis.synthetic.arrays import Booleans, Days, Numbers, Texts
from stegvis.synthetic.luck import Luck

COORDINATION_DAY_OFFSET = 60
_WOMEN, _MEN = 238, 239
_YEARS_TO_TRY = 20

_BOTH, _EVEN_MEN, _ODD_MEN, _ODD_DATES_MEN, _NONE = range(5)
_SERIES = (
    (date(1, 1, 1), _NONE),
    (date(1990, 2, 1), _BOTH),
    (date(1994, 1, 1), _ODD_MEN),
    (date(2002, 1, 1), _ODD_DATES_MEN),
    (date(2006, 1, 1), _NONE),
    (date(2013, 1, 1), _ODD_MEN),
    (date(2014, 1, 1), _EVEN_MEN),
    (date(2015, 1, 1), _ODD_MEN),
    (date(2016, 1, 1), _EVEN_MEN),
    (date(2017, 2, 28), _ODD_MEN),
    (date(2017, 10, 24), _EVEN_MEN),
    (date(2018, 1, 1), _ODD_MEN),
    (date(2018, 9, 25), _EVEN_MEN),
    (date(2020, 1, 1), _NONE),
)
"""From which day on which test numbers exist: both on every day, or one. Men have it on
days whose ordinal (days since the year 1) is odd or even, or on odd days of the month."""

_GAPS = np.array(
    ["1999-01-01", "2000-12-18", "2001-03-03", "2002-10-16", "2014-03-17", "2016-10-26"],
    dtype="datetime64[D]",
)
_ORDINAL_OF_1970 = date(1970, 1, 1).toordinal()


class NumberSupply:
    """Hands out numbers, by birth year and sex, until there are none left."""

    def __init__(self, luck: Luck) -> None:
        self._luck = luck
        self._left: dict[tuple[int, bool], Days] = {}

    def take(self, birth_years: Numbers, are_men: Booleans) -> Days:
        """A birth day for each, on which the number of that sex is still free.

        Where a year is used up, the day is in the nearest year before it.
        """
        days = np.full(len(birth_years), np.datetime64("NaT"), dtype="datetime64[D]")
        for year, is_man in sorted(set(zip(birth_years.tolist(), are_men.tolist(), strict=True))):
            wanting = np.flatnonzero((birth_years == year) & (are_men == is_man))
            for earlier in range(_YEARS_TO_TRY):
                free = self._free(year - earlier, is_man)
                days[wanting[: len(free)]] = free[: len(wanting)]
                self._left[year - earlier, is_man] = free[len(wanting) :]
                wanting = wanting[len(free) :]
                if not len(wanting):
                    break
        return days

    def _free(self, year: int, is_man: bool) -> Days:
        if (year, is_man) not in self._left:
            start = np.datetime64(f"{year}-01-01")
            days = np.arange(start, np.datetime64(f"{year + 1}-01-01"))
            days = days[~needs_coordination_number(days) | _has_no_test_numbers(year)]
            days = days[can_be_born(days, np.full(len(days), is_man))]
            order = np.argsort(
                self._luck.uniform("number", year, int(is_man), np.arange(len(days)))
            )
            self._left[year, is_man] = days[order]
        return self._left[year, is_man]


def _has_no_test_numbers(year: int) -> bool:
    return not (1990 <= year <= 2005 or 2013 <= year <= 2019)


def needs_coordination_number(days: Days) -> Booleans:
    """Whether a person born on the day gets a samordningsnummer."""
    return np.asarray(_series(days) == _NONE)


def can_be_born(days: Days, are_men: Booleans) -> Booleans:
    """Whether there is a number for that day and sex that no real person can have."""
    series = _series(days)
    ordinals_odd = (days.astype("datetime64[D]").astype(np.int64) + _ORDINAL_OF_1970) % 2 == 1
    dates_odd = (days - days.astype("datetime64[M]")).astype(np.int64) % 2 == 0
    men_only = np.select(
        [series == _ODD_MEN, series == _EVEN_MEN, series == _ODD_DATES_MEN],
        [ordinals_odd, ~ordinals_odd, dates_odd],
    ).astype(bool)
    every_day = (series == _BOTH) | (series == _NONE)
    return np.asarray((every_day | (men_only == are_men)) & ~np.isin(days, _GAPS))


def identity_numbers(days: Days, are_men: Booleans) -> Texts:
    """The number of each person: personnummer where a test number exists, else coordination."""
    shift = np.where(needs_coordination_number(days), COORDINATION_DAY_OFFSET, 0)
    months = days.astype("datetime64[M]")
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (days - months).astype(np.int64) + 1 + shift
    individual = np.where(are_men, _MEN, _WOMEN)
    return with_check_digits(((year * 100 + month) * 100 + day) * 1000 + individual)


def with_check_digits(numbers: Numbers) -> Texts:
    """Eleven digits with the check digit (Luhn over the last ten) put after them, as text."""
    digits = numbers[:, None] // 10 ** np.arange(8, -1, -1) % 10
    products = digits * np.array([2, 1, 2, 1, 2, 1, 2, 1, 2])
    check = -(products // 10 + products % 10).sum(axis=1) % 10
    return np.asarray((numbers * 10 + check).astype("U12").astype(object))


def _series(days: Days) -> Numbers:
    starts = np.array([start for start, _ in _SERIES], dtype="datetime64[D]")
    kinds = np.array([kind for _, kind in _SERIES])
    return kinds[np.searchsorted(starts, days, side="right") - 1]
