"""Facts that rest on an application: what is applied for, stated and still unanswered.

Of a person's applications from the window that ends on the screening date
only the newest counts, and older ones are ignored for everything.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from stegvis.domain import identity
from stegvis.domain.facts.fact_table import FactColumn, Mask, Reason, fact_column
from stegvis.domain.facts.labels import normalised
from stegvis.domain.facts.picking import (
    Picked,
    any_of_each,
    as_days,
    attributable,
    file_dates,
    pick_first,
)
from stegvis.domain.sources import Sources

STATED_EXCEPTIONS = ("sjuk", "foraldraledig", "studerande", "arbetar_heltid", "pension")
NEEDS_WORK = ("unemployed", "involuntary_part_time")
NEEDS_NO_WORK = ("full_time_work", "pension")
_HIGHEST_ID = chr(sys.maxunicode)


@dataclass(frozen=True)
class Applications:
    """The applications of the window, good and quarantined."""

    rows: pd.DataFrame
    as_of: date

    @classmethod
    def of(cls, sources: Sources, window_days: int) -> Applications:
        """Applications whose Swedish date is from ``as_of`` − ``window_days`` to ``as_of``."""
        rows = attributable(sources.rows("ansokan"))
        filed = file_dates(rows)
        # A time that cannot be read may be any up to the end of the file's day.
        end_of_file_day = (filed + pd.Timedelta(days=1)).dt.tz_localize(rows["applied_at"].dt.tz)
        day = as_days(rows["applied_at"].dt.tz_localize(None).fillna(filed))
        rows = rows.assign(stands_at=rows["applied_at"].fillna(end_of_file_day), applied_day=day)
        last = np.datetime64(sources.as_of, "D")
        inside = (day <= last) & (day >= last - window_days)
        return cls(rows[inside].reset_index(drop=True), sources.as_of)

    @property
    def numbers(self) -> pd.Index:
        """Everybody who has applied in the window."""
        numbers: pd.Index = pd.Index(self.rows["personal_number"].drop_duplicates(), dtype="str")
        return numbers

    def newest(self, numbers: pd.Index) -> Picked:
        """Each person's newest application; of one time the highest id.

        An id that cannot be read may be the highest.
        """
        rows = self.rows.assign(stands_as=self.rows["application_id"].fillna(_HIGHEST_ID))
        return pick_first(rows, numbers, ["stands_at", "stands_as"], [False, False])


def is_applicant(applications: Applications, numbers: pd.Index) -> FactColumn:
    """Whether the person applied in the window [L2]; a quarantined application is in doubt."""
    rows = applications.rows
    met = any_of_each(rows, ~rows["is_quarantined"], numbers)
    doubtful = any_of_each(rows, rows["is_quarantined"], numbers)
    return fact_column(met, ~met & doubtful, Reason.QUARANTINED)


def has_open_application(
    applications: Applications, sources: Sources, numbers: pd.Index, opens_on: date | None
) -> FactColumn:
    """The newest application has led to no referral or offer up to ``as_of`` [T1, V1].

    An application from before ``opens_on`` is outside the promise. No file of
    offers made elsewhere means that there were none.
    """
    newest = applications.newest(numbers)
    answered, in_doubt = _offered(newest, sources, numbers)
    too_early = np.zeros(len(numbers), dtype=bool)
    if opens_on is not None:
        too_early = newest.days("applied_day") < np.datetime64(opens_on, "D")
    met = newest.found & ~newest.quarantined & ~answered & ~too_early
    unknown = newest.quarantined | (newest.found & ~answered & ~too_early & in_doubt)
    return fact_column(met & ~unknown, unknown, Reason.QUARANTINED)


def exception_stated(applications: Applications, numbers: pd.Index) -> FactColumn:
    """Whether the newest application states an exception [V2].

    Empty is "none stated": the one place where empty is an answer. A code
    that is not one of the five is unknown.
    """
    newest = applications.newest(numbers)
    code = normalised(newest.column("exception_code"))
    stated = code.isin(STATED_EXCEPTIONS).to_numpy()
    unmapped = code.notna().to_numpy() & ~stated
    unknown = ~newest.found | newest.quarantined | unmapped
    reasons = np.select(
        [~newest.found, newest.quarantined],
        [Reason.NOT_DELIVERED, Reason.QUARANTINED],
        Reason.UNMAPPED,
    )
    return fact_column(stated, unknown, reasons)


def unemployed_obstacle(
    applications: Applications,
    aid: Picked,
    numbers: pd.Index,
    group_of_label: Mapping[str, str],
) -> FactColumn:
    """Whether what stands in the way is want of work [T2, K17].

    The newest application's label if it is filled, else the newest aid
    month's. A quarantined application proves no label, nor that there is
    none. Other obstacles are for a person to look at, never a no.
    """
    newest = applications.newest(numbers)
    own = newest.column("support_obstacle")
    filled = own.notna().to_numpy()
    label = own.where(filled, aid.column("support_obstacle"))
    quarantined = newest.quarantined | (~filled & aid.quarantined)
    group = normalised(label).map(dict(group_of_label))
    met, not_met = group.isin(NEEDS_WORK).to_numpy(), group.isin(NEEDS_NO_WORK).to_numpy()
    unknown = quarantined | (~met & ~not_met)
    reasons = np.select(
        [quarantined, label.isna().to_numpy(), group.isna().to_numpy()],
        [Reason.QUARANTINED, Reason.FIELD_EMPTY, Reason.UNMAPPED],
        Reason.NOT_ASSESSED,
    )
    return fact_column(met, unknown, reasons)


def has_active_plan(sources: Sources, numbers: pd.Index) -> FactColumn:
    """A plan drawn up, not closed, whose follow-up has not passed [L2].

    Unknown for everybody until a file of plans has been delivered.
    """
    if not sources.is_delivered("plan"):
        everybody = np.ones(len(numbers), dtype=bool)
        return fact_column(np.zeros(len(numbers)), everybody, Reason.NOT_DELIVERED)
    rows, day = attributable(sources.rows("plan")), pd.Timestamp(sources.as_of)
    drawn_up = ~(rows["drawn_up_date"] > day)
    still_open = rows["closed_date"].isna() | (rows["closed_date"] > day)
    followed = rows["follow_up_date"].isna() | (rows["follow_up_date"] >= day)
    good = ~rows["is_quarantined"]
    met = any_of_each(rows, good & drawn_up & still_open & followed, numbers)
    doubtful = any_of_each(rows, ~good & drawn_up, numbers)
    return fact_column(met, ~met & doubtful, Reason.QUARANTINED)


def _offered(newest: Picked, sources: Sources, numbers: pd.Index) -> tuple[Mask, Mask]:
    """For whom the newest application has led to an offer, and for whom that is in doubt.

    A quarantined offer whose number cannot be read is told by its application.
    """
    offers = sources.rows("erbjudande")
    day = offers["offered_at"].dt.tz_localize(None)
    offers = offers[~(day >= pd.Timestamp(sources.as_of) + pd.Timedelta(days=1))]
    application = newest.column("application_id")
    readable = attributable(offers)
    good, bad = readable[~readable["is_quarantined"]], offers[offers["is_quarantined"]]
    pair = pd.MultiIndex.from_arrays([application, numbers])
    known = pair.isin(pd.MultiIndex.from_frame(good[["application_id", "personal_number"]]))
    own = pair.isin(pd.MultiIndex.from_frame(bad[["application_id", "personal_number"]]))
    nobodys = bad[~identity.is_valid(bad["personal_number"])]
    whose = application.isin(nobodys["application_id"].dropna()).to_numpy()
    filled = application.notna().to_numpy()
    return known & filled, (own | whose) & filled
