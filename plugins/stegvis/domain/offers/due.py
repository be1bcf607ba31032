"""When a promise of an offer falls due, counted from the application [T1, V1]."""

from collections.abc import Callable
from datetime import datetime

import pandas as pd

from stegvis.domain.clock import (
    ElapsedHours,
    WorkCalendar,
    WorkingDays,
    WorkingHours,
    elapsed_hours_due,
    working_days_due,
    working_hours_due,
)
from stegvis.domain.clock_columns import STOCKHOLM_DTYPE, over_distinct
from stegvis.domain.programmes import Clock, Programme


def due_at(programme: Programme, applied_at: pd.Series, calendar: WorkCalendar) -> pd.Series:
    """Return when each offer is due by the programme's headline clock.

    Missing where nothing is promised, or where there is no application.
    """
    clock = next((clock for clock in programme.clocks if clock.headline), None)
    if clock is None:
        return pd.Series(pd.NaT, index=applied_at.index, dtype=STOCKHOLM_DTYPE)
    return over_distinct(applied_at, _due_by(clock, calendar))


def _due_by(clock: Clock, calendar: WorkCalendar) -> Callable[[datetime], datetime]:
    if clock.counts == "elapsed_hours":
        return lambda at: elapsed_hours_due(at, ElapsedHours(clock.amount))
    if clock.counts == "working_hours":
        return lambda at: working_hours_due(at, WorkingHours(clock.amount), calendar)
    return lambda at: working_days_due(at, WorkingDays(clock.amount), calendar)
