"""When each application's promises fall due and when they were kept (V1, V2, T1).

Due instants come from the one clock module, so that metric SQL only compares
two instants. Nothing is rounded and nothing is judged here: an application
without a stop is open, and stays in the denominator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from stegvis.domain.clock import WorkCalendar, WorkingDays, working_days_due
from stegvis.domain.clock_columns import (
    STOCKHOLM_DTYPE,
    elapsed_hours_due_column,
    working_hours_due_column,
)
from stegvis.domain.programmes import Clock, Programme

_KEY = ["programme_id", "application_ref", "person_id"]
_SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Applied:
    """What is known of recent applications at the close.

    Attributes:
        applications: One row per application and person: ``application_ref,
            person_id, applied_at, is_excepted, unit, sex_code, is_protected``.
        stops: What can stop a clock: ``person_id, programme_id, offered_at``,
            and either ``application_ref`` of the application that it answers,
            or ``drafted_at``: an offer answers what was applied for before it
            was drafted.
        screened: Answers of screenings: ``programme_id, person_id,
            screened_at, not_met``.
        assisted: Months with assistance: ``person_id, month_number``.
        months: Month numbers of the aid months that were delivered.
    """

    applications: pd.DataFrame
    stops: pd.DataFrame
    screened: pd.DataFrame
    assisted: pd.DataFrame
    months: frozenset[int]


def application_clocks(
    known: Applied, programmes: Sequence[Programme], calendar: WorkCalendar, new_after_months: int
) -> pd.DataFrame:
    """One row per programme, application and person: when its promises fall due, and its stop.

    Args:
        known: What is known at the close.
        programmes: The municipality's programmes; those that do not take
            applicants are passed over, and so is an application on a day on
            which the programme was not open.
        calendar: Working days.
        new_after_months: Whoever had no assistance in so many calendar months
            before the month of the application is a new applicant (V2).

    Returns:
        The columns of ``application_clock`` but municipality and close.
    """
    applications = known.applications.assign(
        is_new_applicant=_are_new(known, new_after_months).astype("boolean")
    )
    frames = [
        _of_programme(applications, known, programme, calendar)
        for programme in programmes
        if programme.population != "recipients"
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=_KEY)


def _of_programme(
    applications: pd.DataFrame, known: Applied, programme: Programme, calendar: WorkCalendar
) -> pd.DataFrame:
    days = applications["applied_at"].dt.date
    is_open = days.map(programme.is_open_on).astype(bool)
    mine = applications[is_open].assign(programme_id=programme.programme_id).reset_index(drop=True)
    stopped_at = _stops(mine, known.stops)
    passed = (stopped_at - mine["applied_at"]).dt.total_seconds() / _SECONDS_A_DAY
    clocks: pd.DataFrame = mine.assign(
        **_dues(mine["applied_at"], programme, calendar),
        stopped_at=stopped_at,
        lead_days=passed.clip(lower=0),
        is_screened_out=_screened_out(mine, known.screened),
    )
    return clocks


def _dues(
    applied_at: pd.Series, programme: Programme, calendar: WorkCalendar
) -> dict[str, pd.Series]:
    """The due column of each kind of clock; missing where the programme promises no such time."""
    promised: dict[str, Clock] = {clock.counts: clock for clock in programme.clocks}
    nothing = pd.Series(pd.NaT, index=applied_at.index, dtype=STOCKHOLM_DTYPE)
    dues = {f"{counts}_due_at": nothing for counts in ("working_days", "elapsed_hours")}
    dues["working_hours_due_at"] = nothing
    if days := promised.get("working_days"):
        dues["working_days_due_at"] = _working_days_due(applied_at, days.amount, calendar)
    if elapsed := promised.get("elapsed_hours"):
        dues["elapsed_hours_due_at"] = elapsed_hours_due_column(applied_at, elapsed.amount)
    if working := promised.get("working_hours"):
        dues["working_hours_due_at"] = working_hours_due_column(
            applied_at, working.amount, calendar
        )
    return dues


def _working_days_due(applied_at: pd.Series, amount: int, calendar: WorkCalendar) -> pd.Series:
    distinct = applied_at.dropna().drop_duplicates()
    dues = {
        at: working_days_due(at.to_pydatetime(), WorkingDays(amount), calendar) for at in distinct
    }
    return applied_at.map(dues).astype(STOCKHOLM_DTYPE)


def _stops(mine: pd.DataFrame, stops: pd.DataFrame) -> pd.Series:
    """The earliest stop of each application; an offer made before it counts from the start."""
    pairs = mine[[*_KEY, "applied_at"]].merge(
        stops, on="person_id", suffixes=("", "_of_stop"), how="inner"
    )
    answers = pairs["application_ref_of_stop"] == pairs["application_ref"]
    drafted = pairs["application_ref_of_stop"].isna() & (pairs["applied_at"] <= pairs["drafted_at"])
    same = pairs["programme_id_of_stop"] == pairs["programme_id"]
    first = pairs[answers | (drafted & same)].groupby(_KEY)["offered_at"].min()
    first.name = "first_at"
    found = mine[_KEY].merge(first.reset_index(), on=_KEY, how="left")["first_at"]
    return found.astype(STOCKHOLM_DTYPE)


def _screened_out(mine: pd.DataFrame, screened: pd.DataFrame) -> pd.Series:
    """Whom the newest screening found to miss a criterion other than having applied.

    Whoever has been referred no longer meets ``applied``; that alone screens nobody out.
    """
    newest = screened.sort_values("screened_at").drop_duplicates(
        ["programme_id", "person_id"], keep="last"
    )
    reasons = newest["not_met"].fillna("").astype("str")
    out = newest[~reasons.isin(["", "applied"])]
    keys = pd.MultiIndex.from_frame(out[["programme_id", "person_id"]])
    return pd.Series(
        pd.MultiIndex.from_frame(mine[["programme_id", "person_id"]]).isin(keys), index=mine.index
    )


def _are_new(known: Applied, months: int) -> pd.Series:
    """Whether each applicant had no assistance before; missing if a month was not delivered."""
    applied_at = known.applications["applied_at"]
    numbers = (applied_at.dt.year * 12 + applied_at.dt.month - 1).astype("int64")
    looked_at = known.applications[["person_id"]].assign(number=numbers, row=numbers.index)
    before = looked_at.merge(known.assisted, on="person_id", how="inner")
    back = before["number"] - before["month_number"]
    had_assistance = looked_at["row"].isin(before.loc[back.between(1, months), "row"])
    whole = {
        number: all(number - back in known.months for back in range(1, months + 1))
        for number in numbers.unique()
    }
    known_back = numbers.map(whole).astype(bool)
    answer = (~had_assistance).astype("boolean")
    # Assistance in one delivered month is enough to know; its absence takes them all.
    return answer.mask(~known_back & ~had_assistance, pd.NA)
