"""The clocks of ``stegvis.domain.clock`` over whole columns of instants.

Each column is aware and answers in ``datetime64[us, Europe/Stockholm]``; a missing instant gives
a missing one. The answers are those of the functions on single instants.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.clock import (
    STOCKHOLM,
    ElapsedHours,
    Months,
    WorkCalendar,
    WorkingHours,
    two_working_days_due,
    working_hours_due,
)

Days = npt.NDArray[np.datetime64]
STOCKHOLM_DTYPE = pd.DatetimeTZDtype("us", STOCKHOLM)


def elapsed_hours_due_column(at: pd.Series, hours: ElapsedHours | int) -> pd.Series:
    """So many hours after each instant, counted in UTC."""
    count = hours.count if isinstance(hours, ElapsedHours) else hours
    return at.astype(STOCKHOLM_DTYPE) + pd.Timedelta(hours=count)


def two_working_days_due_column(applied_at: pd.Series, calendar: WorkCalendar) -> pd.Series:
    """The end of the second working day after each application (V1)."""
    return over_distinct(applied_at, lambda at: two_working_days_due(at, calendar))


def working_hours_due_column(
    at: pd.Series, hours: WorkingHours | int, calendar: WorkCalendar
) -> pd.Series:
    """When so many hours of working days have passed since each instant."""
    return over_distinct(at, lambda instant: working_hours_due(instant, hours, calendar))


def add_months_to_days(days: Days, months: Months | npt.ArrayLike) -> Days:
    """The same day's number so many months on, or the month's last day (lag 1930:173).

    Args:
        days: ``datetime64[D]``; NaT stays NaT.
        months: One number for all, or one for each day.
    """
    count = np.asarray(months.count if isinstance(months, Months) else months)
    month = days.astype("datetime64[M]")
    days_into_month = days - month.astype("datetime64[D]")
    target = month + count
    last_day = (target + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.asarray(np.minimum(target.astype("datetime64[D]") + days_into_month, last_day))


def over_distinct(at: pd.Series, due: Callable[[datetime], datetime]) -> pd.Series:
    """``due`` of each instant; missing stays missing."""
    # Applications are few beside people, and many share an imputed 00:00, so the
    # calendar is asked once per distinct instant.
    distinct = at.dropna().drop_duplicates()
    dues = {instant: due(instant.to_pydatetime()) for instant in distinct}
    return at.map(dues).astype(STOCKHOLM_DTYPE)
