"""What may be purged and when: the law's five years, and whom research keeps (X5).

SoL 16 kap. 1 §: five years after the last note, and done the calendar year
after that at the latest. Everything is a proposal that a person says yes to.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from stegvis.domain.municipalities import Retention

YEARS_AFTER_LAST_NOTE = 5
RESEARCH_DAYS = (5, 15, 25)
"""Days of the month: who is born on them is kept for research (2025:468, 13 kap. 1 §)."""


class Reason(StrEnum):
    """Why something goes, or why a person is kept."""

    FIVE_YEARS = "five_years"
    OVERDUE = "overdue"
    WORKING_FILE = "working_file"
    ONGOING = "ongoing"
    RESEARCH = "research"
    RECENT = "recent"
    NO_NOTE = "no_note"
    BIRTH_DAY_UNKNOWN = "birth_day_unknown"


PURGED = (Reason.FIVE_YEARS, Reason.OVERDUE, Reason.WORKING_FILE)

IN_SWEDISH = {
    Reason.FIVE_YEARS: "fem år har gått sedan sista anteckningen",
    Reason.OVERDUE: "skulle ha varit gallrat förra kalenderåret",
    Reason.WORKING_FILE: "arbetsmaterial, äldre än gränsen",
    Reason.ONGOING: "sparas: ärendet pågår",
    Reason.RESEARCH: "sparas för forskningen",
    Reason.RECENT: "sparas: fem år har inte gått",
    Reason.NO_NOTE: "sparas: ingen anteckning har en dag, se efter för hand",
    Reason.BIRTH_DAY_UNKNOWN: "sparas: födelsedagen är inte känd, se efter för hand",
}


def judge(people: pd.DataFrame, rules: Retention, as_of: date) -> pd.Series:
    """Why each person goes or is kept.

    What is not known keeps a person: an unknown day of birth may be one that
    research keeps, and without a dated note nobody can tell that five years
    have passed.

    Args:
        people: ``birth_date`` and ``last_note`` (days, missing where unknown)
            and ``is_ongoing``.
        rules: The municipality's.
        as_of: Five full years have to have passed by this day.

    Returns:
        A ``Reason`` for each row, under the index of ``people``.
    """
    due = people["last_note"] + pd.DateOffset(years=YEARS_AFTER_LAST_NOTE)
    last_year = due.dt.year + 1  # the calendar year after is the last one
    tests = {
        Reason.ONGOING: people["is_ongoing"],
        Reason.RESEARCH: is_kept_for_research(people["birth_date"], rules),
        Reason.NO_NOTE: due.isna(),
        Reason.RECENT: due > pd.Timestamp(as_of),
        Reason.BIRTH_DAY_UNKNOWN: people["birth_date"].isna(),
        Reason.OVERDUE: last_year < as_of.year,
    }
    reasons = np.select(
        [test.to_numpy(dtype=bool) for test in tests.values()],
        [str(reason) for reason in tests],
        default=str(Reason.FIVE_YEARS),
    )
    return pd.Series(reasons, index=people.index, dtype="str")


def is_kept_for_research(birth_dates: pd.Series, rules: Retention) -> pd.Series:
    """Who is kept whatever the time: everybody in some counties, else by day of birth.

    An unknown day of birth is not among them; ``judge`` keeps it for itself.
    """
    if rules.preserve == "all":
        return pd.Series(True, index=birth_dates.index)
    is_kept: pd.Series = birth_dates.dt.day.isin(RESEARCH_DAYS)
    return is_kept


def period_day(periods: pd.Series) -> pd.Series:
    """The last day that a period is about; NaT if none.

    Written yyyymmdd, or yyyymm or yyyymm00 for a month.
    """
    is_day = (periods.str.len() == 8) & ~periods.str.endswith("00")
    days = pd.to_datetime(periods.where(is_day), format="%Y%m%d", errors="coerce")
    months = pd.to_datetime(periods.where(~is_day).str[:6], format="%Y%m", errors="coerce")
    return days.fillna(months + pd.offsets.MonthEnd(0)).astype("datetime64[s]")
