"""Placements as they stand, and what has been done about each follow-up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from stegvis.domain.clock import add_months, add_weeks
from stegvis.domain.letters.words_in_swedish import day_in_words
from stegvis.domain.programmes import FollowUp, Programme

PLACEMENT_ENDED = "placeringen är avslutad"
_LATEST_EXIT = 13  # months; the last follow-up comes a year after the end

_BEGINS = ("Placeringen i {} börjar {}.", "Placeringen i {} började {}.")
_ENDS = ("Placeringen i {} slutar {}.", "Placeringen i {} slutade {}.")
_MAPPING_LACKING = "\nKartläggningen saknas."
_SUPERVISOR_LACKING = "\nHandledare saknas."
_PLAN_INCOMPLETE = (
    "\nEn plan finns, men den är inte överenskommen, eller saknar mål, nästa steg, ansvarig eller "
    "dag för uppföljning."
)
_RENEWAL = "\nBehövs om anställningen fortsätter: Arbetsförmedlingen beslutar för högst ett år."


@dataclass(frozen=True)
class Placed:
    """Placements and what has been done about them.

    Attributes:
        placements: In force: ``placement_id, person_id, programme_id,
            start_date, planned_end_date, actual_end_date, has_supervisor,
            mapping_date, exit_reason``.
        plans: In force: ``person_id, drawn_up_date, is_agreed, is_complete,
            last_activity_date``. An agreement that is not stated counts as one.
        wellbeing: Asked about: ``placement_id, occasion``.
        done: Done tasks: ``programme_id, person_id, kind, done_at``.
        assisted: People (``person_id``) who still get assistance.
    """

    placements: pd.DataFrame
    plans: pd.DataFrame
    wellbeing: pd.DataFrame
    done: pd.DataFrame
    assisted: Collection[str]


def placements_that_matter(placements: pd.DataFrame, today: date) -> pd.DataFrame:
    """Placements with ``exit_date``, without those whose last follow-up is long past."""
    ended = placements["actual_end_date"].fillna(placements["planned_end_date"])
    oldest = pd.Timestamp(add_months(today, -_LATEST_EXIT))
    return placements.assign(exit_date=ended)[~(ended < oldest)]


def is_settled(
    follow_up: FollowUp,
    programme: Programme,
    placements: pd.DataFrame,
    placed: Placed,
    today: date,
) -> pd.Series:
    """Whether what a follow-up asks for is there already."""
    if follow_up.every_weeks is not None:
        since = pd.Timestamp(add_weeks(today, -follow_up.every_weeks))
        active = placed.plans["last_activity_date"] >= since
        return placements["person_id"].isin(placed.plans.loc[active, "person_id"])
    match follow_up.kind:
        case "kartlaggning_och_handledare":
            mapped = placements["mapping_date"].notna()
            there = mapped & placements["has_supervisor"].fillna(False).astype(bool)
            return there | _said_done(follow_up, programme, placements, placed)
        case "uppratta_plan":
            plans = placed.plans[_is_whole(placed.plans)]
            there = _since_start(placements, plans, "drawn_up_date")
            return there | _said_done(follow_up, programme, placements, placed)
        case "valmaende":
            asked = placed.wellbeing[placed.wellbeing["occasion"] == occasion_of(follow_up)]
            return placements["placement_id"].isin(asked["placement_id"])
    return pd.Series(False, index=placements.index)


def occasion_of(follow_up: FollowUp) -> str:
    """Which of the three questions about well-being it is [K9]."""
    if follow_up.anchor == "exit":
        return "slut"
    return "uppfoljning" if follow_up.months else "start"


def explanations(
    follow_up: FollowUp, programme: Programme, placements: pd.DataFrame, today: date
) -> pd.Series:
    """Which placement it is, when, and what is lacking; never who."""
    at_end = follow_up.anchor != "start"
    days = placements["exit_date"] if at_end else placements["start_date"]
    words = {}
    for day in days.dropna().unique():
        ahead, behind = _ENDS if at_end else _BEGINS
        sentence = ahead if day.date() > today else behind
        words[day] = sentence.format(programme.name, day_in_words(day.date(), weekday=False))
    text = days.map(words).astype("str")
    match follow_up.kind:
        case "kartlaggning_och_handledare":
            no_supervisor = ~placements["has_supervisor"].fillna(False).astype(bool)
            text = text.mask(placements["mapping_date"].isna(), text + _MAPPING_LACKING)
            return text.mask(no_supervisor, text + _SUPERVISOR_LACKING)
        case "uppratta_plan":
            return text.mask(placements["has_plan"], text + _PLAN_INCOMPLETE)
        case "fornya_af_stod":
            return text + _RENEWAL
    return text


def with_plans(placements: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """``placements`` with ``has_plan``: one was drawn up since the start, whole or not."""
    return placements.assign(has_plan=_since_start(placements, plans, "drawn_up_date"))


def _is_whole(plans: pd.DataFrame) -> pd.Series:
    agreed = plans["is_agreed"].fillna(True).astype(bool)
    return agreed & plans["is_complete"].fillna(False).astype(bool)


def _said_done(
    follow_up: FollowUp, programme: Programme, placements: pd.DataFrame, placed: Placed
) -> pd.Series:
    """Whether a caseworker has said so since the start; files may come later."""
    done = placed.done[
        (placed.done["kind"] == follow_up.kind)
        & (placed.done["programme_id"] == programme.programme_id)
    ]
    days = done["done_at"].dt.tz_localize(None)
    return _since_start(placements, done.assign(done_on=days), "done_on")


def _since_start(placements: pd.DataFrame, told: pd.DataFrame, column: str) -> pd.Series:
    newest = told.groupby("person_id")[column].max().reindex(placements["person_id"])
    return pd.Series(newest.array, index=placements.index) >= placements["start_date"]
