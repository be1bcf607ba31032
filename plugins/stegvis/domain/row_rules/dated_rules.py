"""Rules about time: rows of another month or of the future, and dates the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from stegvis.domain.row_rules.checks import Check, Rule, holds
from stegvis.domain.row_rules.received import Mark, Stack

DATED_BY = {"af_status": "asked_date", "ansokan": "applied_at"}
"""The column that may not lie after the day in the file's name."""

_PERIOD_PARTS = {"year": slice(0, 4), "month": slice(4, 6)}


def dated_checks(stack: Stack) -> Iterator[Check]:
    """Checks of ``period`` and ``order``."""
    if stack.extract.monthly:
        yield from _month_checks(stack)
    elif stack.extract.name in DATED_BY:
        column = DATED_BY[stack.extract.name]
        next_day = stack.file_days + pd.Timedelta(days=1)
        yield holds(Rule.PERIOD, column, ~(swedish_time(stack.rows[column]) >= next_day))
    for earlier, later in stack.extract.ordered:
        if stack.has(earlier) and stack.has(later):
            is_reversed = stack.rows[earlier] > stack.rows[later]
            yield holds(Rule.ORDER, later, ~is_reversed)


def _month_checks(stack: Stack) -> Iterator[Check]:
    for column, part in _PERIOD_PARTS.items():
        said = stack.rows[column]
        fits = said.isna() | (said == stack.periods(part))
        yield holds(
            Rule.PERIOD, column, fits.to_numpy(dtype=bool) | stack.marked(column, Mark.CUT_OFF)
        )


def swedish_time(moments: pd.Series) -> pd.Series:
    """Swedish wall-clock time without a time zone; dates stay as they are."""
    if isinstance(moments.dtype, pd.DatetimeTZDtype):
        moments = moments.dt.tz_convert("Europe/Stockholm").dt.tz_localize(None)
    return moments
