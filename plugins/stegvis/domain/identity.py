"""Personnummer, samordningsnummer and temporary numbers (contract 1.1, 1.5 ``identity``).

All functions take a column of numbers and answer with a column of the same
index. Nothing here ever puts a number into an error text.

A samordningsnummer has 60 added to its day; month 00 and day 60 stand for a
birth date that is not known whole. A temporary number (``19961224T0201``) is
what a case system makes up for a person without either; it is accepted but
says nothing certain of the person, neither age nor sex.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

_COORDINATION_DAY_OFFSET = 60
_SEX_DIGIT = 10
_PERSONAL_NUMBER = r"[0-9]{12}"
_TEMPORARY_NUMBER = r"[0-9]{8}T[0-9]{4}"
_DAYS_IN_MONTH = np.array([31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])  # month 00 first

_Integers = npt.NDArray[np.int64]
_Booleans = npt.NDArray[np.bool_]


def is_valid(numbers: pd.Series) -> pd.Series:
    """Whether each is a possible number; a missing one is not.

    Twelve digits with a right check digit and a date that exists, or a
    temporary number whose first eight digits are a date.
    """
    return is_temporary(numbers) | _over_distinct(numbers, _are_valid_numbers, default=False)


def is_temporary(numbers: pd.Series) -> pd.Series:
    """Whether each is a temporary number: valid, but handled by hand."""
    return _over_distinct(numbers, _are_temporary, default=False)


def is_coordination(numbers: pd.Series) -> pd.Series:
    """Whether each is a valid samordningsnummer (day + 60)."""
    return _over_distinct(numbers, _are_coordination, default=False)


def birth_dates(numbers: pd.Series) -> pd.Series:
    """Date of birth as ``datetime64[s]``.

    Missing where it is not known: temporary number, month 00, day 60, and
    whatever is not a valid number.
    """
    return _over_distinct(numbers, _birth_dates, default=np.datetime64("NaT"))


def sex_codes(numbers: pd.Series) -> pd.Series:
    """``"1"`` man, ``"2"`` woman, from the next to last digit.

    Missing for temporary and invalid numbers.
    """
    return _over_distinct(numbers, _sex_codes, default=np.nan).astype("str")


def describe(numbers: pd.Series) -> pd.DataFrame:
    """What every number says, read once: for whoever wants several of the answers above.

    Columns ``is_temporary``, ``is_coordination``, ``birth_date`` and
    ``sex_code``, as the functions of those names give them.
    """
    codes, distinct = pd.factorize(numbers)
    texts = pd.Series(distinct, dtype="str")
    valid, parts = _valid_parts(texts)
    said = {
        "is_temporary": _laid_out(_are_temporary(texts), codes, default=False),
        "is_coordination": _laid_out(_spread(valid, parts.is_coordination), codes, default=False),
        "birth_date": _laid_out(_dates_of(valid, parts), codes, default=np.datetime64("NaT")),
        "sex_code": _laid_out(_sexes_of(valid, parts), codes, default=np.nan),
    }
    return pd.DataFrame(said, index=numbers.index).astype({"sex_code": "str"})


def full_years(birth_dates: pd.Series, as_of: date) -> pd.Series:
    """Age in whole years on ``as_of`` as ``Int64``; missing birth date, missing age.

    Who is born on 29 February turns on 1 March in common years. A birth
    date after ``as_of`` gives a negative age.
    """
    birthday_to_come = (birth_dates.dt.month > as_of.month) | (
        (birth_dates.dt.month == as_of.month) & (birth_dates.dt.day > as_of.day)
    )
    years: pd.Series = as_of.year - birth_dates.dt.year - birthday_to_come
    return years.astype("Float64").astype("Int64")


def birthday(birth_dates: pd.Series, age: int) -> pd.Series:
    """The day each turns ``age``, as ``datetime64[s]``; 29 February becomes 1 March if need be."""
    known = birth_dates.notna()
    born = birth_dates[known].to_numpy().astype("datetime64[D]")
    days = born - born.astype("datetime64[M]")
    # Days added to the first of the month run over from 29 February to 1 March.
    turned = (born.astype("datetime64[M]") + 12 * age) + days
    result = pd.Series(np.datetime64("NaT", "s"), index=birth_dates.index, dtype="datetime64[s]")
    result[known] = turned.astype("datetime64[s]")
    return result


@dataclass(frozen=True)
class _Parts:
    """The digits of well-formed numbers, and what they say."""

    digits: _Integers

    @property
    def year(self) -> _Integers:
        return np.asarray(self.digits[:, :4] @ np.array([1000, 100, 10, 1]))

    @property
    def month(self) -> _Integers:
        return np.asarray(self.digits[:, 4:6] @ np.array([10, 1]))

    @property
    def stated_day(self) -> _Integers:
        return np.asarray(self.digits[:, 6:8] @ np.array([10, 1]))

    @property
    def is_coordination(self) -> _Booleans:
        return self.stated_day >= _COORDINATION_DAY_OFFSET

    @property
    def day(self) -> _Integers:
        return self.stated_day - _COORDINATION_DAY_OFFSET * self.is_coordination

    @property
    def has_whole_date(self) -> _Booleans:
        return (self.month > 0) & (self.day > 0)

    @property
    def has_possible_date(self) -> _Booleans:
        """The date exists, or is a samordningsnummer's incomplete one."""
        longest = _days_in_month(self.year, self.month)
        first = np.where(self.is_coordination, 0, 1)
        return (
            (self.year > 0)
            & (self.month >= first)
            & (self.month <= 12)
            & (self.day >= first)
            & (self.day <= longest)
        )

    @property
    def has_check_digit(self) -> _Booleans:
        """The Luhn sum over the last ten digits ends in 0."""
        weighted = self.digits[:, 2:] * np.array([2, 1] * 5)
        sums = (weighted // 10 + weighted % 10).sum(axis=1)
        return np.asarray(sums % 10 == 0)


def _days_in_month(year: _Integers, month: _Integers) -> _Integers:
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return np.asarray(_DAYS_IN_MONTH[np.minimum(month, 12)] + (leap & (month == 2)))


def _parts(distinct: pd.Series, pattern: str) -> tuple[_Booleans, _Parts]:
    """Which of ``distinct`` have the pattern's form, and the parts of those."""
    formed = distinct.str.fullmatch(pattern).to_numpy(dtype=bool, na_value=False, copy=True)
    text = distinct[formed].str.slice(0, 12).to_numpy(dtype="S12")
    digits = text.view(np.uint8).reshape(-1, 12).astype(np.int64) - ord("0")
    return formed, _Parts(digits)


def _valid_parts(distinct: pd.Series) -> tuple[_Booleans, _Parts]:
    formed, parts = _parts(distinct, _PERSONAL_NUMBER)
    good = parts.has_possible_date & parts.has_check_digit
    formed[formed] = good
    return formed, _Parts(parts.digits[good])


def _are_valid_numbers(distinct: pd.Series) -> _Booleans:
    return _valid_parts(distinct)[0]


def _are_temporary(distinct: pd.Series) -> _Booleans:
    formed, parts = _parts(distinct, _TEMPORARY_NUMBER)
    formed[formed] = parts.has_possible_date & ~parts.is_coordination
    return formed


def _are_coordination(distinct: pd.Series) -> _Booleans:
    valid, parts = _valid_parts(distinct)
    return _spread(valid, parts.is_coordination)


def _spread(valid: _Booleans, answers: _Booleans) -> _Booleans:
    """The answers for the valid numbers, and no for the others."""
    spread = valid.copy()
    spread[valid] = answers
    return spread


def _birth_dates(distinct: pd.Series) -> npt.NDArray[np.datetime64]:
    return _dates_of(*_valid_parts(distinct))


def _dates_of(valid: _Booleans, parts: _Parts) -> npt.NDArray[np.datetime64]:
    whole = _Parts(parts.digits[parts.has_whole_date])
    months = (whole.year - 1970) * 12 + whole.month - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]") + (whole.day - 1)
    born = np.full(len(valid), np.datetime64("NaT"), dtype="datetime64[s]")
    born[_spread(valid, parts.has_whole_date)] = days.astype("datetime64[s]")
    return born


def _sex_codes(distinct: pd.Series) -> npt.NDArray[np.object_]:
    return _sexes_of(*_valid_parts(distinct))


def _sexes_of(valid: _Booleans, parts: _Parts) -> npt.NDArray[np.object_]:
    codes = np.full(len(valid), np.nan, dtype=object)
    codes[valid] = np.where(parts.digits[:, _SEX_DIGIT] % 2 == 1, "1", "2")
    return codes


def _over_distinct(
    numbers: pd.Series, function: Callable[[pd.Series], npt.NDArray[Any]], default: object
) -> pd.Series:
    """``function`` of each distinct number, laid out over the rows."""
    codes, distinct = pd.factorize(numbers)
    answers = function(pd.Series(distinct, dtype="str"))
    return pd.Series(_laid_out(answers, codes, default), index=numbers.index)


def _laid_out(
    answers: npt.NDArray[Any], codes: npt.NDArray[np.intp], default: object
) -> npt.NDArray[Any]:
    # A missing number has code -1, which is the default at the end.
    with_default = np.append(answers, np.array([default], dtype=answers.dtype))
    return np.asarray(with_default[codes])
