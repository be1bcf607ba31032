"""Months as whole numbers, and quantities that change from month to month.

A month is ``year * 12 + month - 1``, so that months can be counted with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from stegvis.synthetic.arrays import Days, Numbers, Shares

Mix = TypeVar("Mix")

_MONTHS_TO_1970 = 1970 * 12


def month_of(day: date) -> int:
    """The number of the month that a day lies in."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def first_days(months: npt.ArrayLike) -> Days:
    """The first day of each month."""
    return (np.asarray(months) - _MONTHS_TO_1970).astype("datetime64[M]").astype("datetime64[D]")


def months_of(days: Days) -> Numbers:
    """The number of the month that each day lies in."""
    return days.astype("datetime64[M]").astype(np.int64) + _MONTHS_TO_1970


def month_text(month: int) -> str:
    """A month as file names write it, ``202611``."""
    return f"{month // 12:04d}{month % 12 + 1:02d}"


def level_on(points: Mapping[date, float], days: Days) -> Shares:
    """A quantity on each day: straight lines between the points, level outside them."""
    known = sorted(points)
    at = np.array(known, dtype="datetime64[D]").astype(np.int64)
    values = [points[day] for day in known]
    return np.interp(days.astype("datetime64[D]").astype(np.int64), at, values)


def level(points: Mapping[date, float], month: int) -> float:
    """A quantity on the first day of a month."""
    return float(level_on(points, first_days(month)))


def in_force(dated: Mapping[date, Mix], month: int) -> Mix:
    """What the newest date up to the month's first day says; before all dates, the first."""
    past = [day for day in dated if month_of(day) <= month]
    return dated[max(past) if past else min(dated)]
