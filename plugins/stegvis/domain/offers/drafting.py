"""Who is offered a programme now, and who waits, in documented order [A11].

Rank order decides. Whoever has an open offer or takes part is passed over,
and so is, for a time, whoever said no. A protected person keeps the turn but
gets no offer here: the restricted unit makes it by hand [X2].
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from stegvis.domain.clock import WorkCalendar
from stegvis.domain.offers.due import due_at
from stegvis.domain.offers.events import (
    DECLINED,
    DRAFTED,
    NO_REPLY,
    OPEN,
    PROGRAMME_REASONS,
    WITHDRAWN,
    offer_events,
    offer_id_of,
)
from stegvis.domain.offers.stops import reasons_to_wait
from stegvis.domain.programmes import Programme

WAITS_FOR_CAPACITY = "capacity"
WAITS_FOR_PROGRAMME = "programme"


@dataclass(frozen=True)
class Drafting:
    """What a run drafts.

    Attributes:
        events: Rows of ``offer_event``, one for each new offer.
        queue: ``person_id, household_id, rank, queue_number, waits_for``: those
            who are eligible and wait, number 1 first in line.
    """

    events: pd.DataFrame
    queue: pd.DataFrame


@dataclass(frozen=True)
class Standing:
    """What there is already in a programme.

    Attributes:
        offers: Rows of the view ``offer``, all rounds.
        participants: ``person_id`` of those who take part now.
        slots: Place ids that can be offered, one for each vacancy, in order;
            of no matter where the programme needs no place.
    """

    offers: pd.DataFrame
    participants: pd.Series
    slots: pd.Series


def draft_offers(
    results: pd.DataFrame,
    programme: Programme,
    standing: Standing,
    *,
    municipality_code: str,
    calendar: WorkCalendar,
    now: datetime,
    run_id: str,
) -> Drafting:
    """Draft offers for those next in line.

    Args:
        results: A screening's rows for the programme: ``person_id,
            household_id, outcome, rank``, with ``is_protected`` (missing
            counts as protected) and ``applied_at`` (missing: no application).
        programme: Its gates, dates, capacity and clocks.
        standing: Offers, participants and vacant places.
        municipality_code: Municipality code.
        calendar: The municipality's working days.
        now: When, aware and Swedish.
        run_id: The screening.
    """
    line = _line(results, standing, programme, now.date())
    room = _room(programme, standing)
    stopped = bool(reasons_to_wait(programme, now.date()))
    next_up = line.iloc[:0] if stopped else line.iloc[:room]
    drafted = next_up[~next_up["is_protected"]]
    rows = _new_offers(drafted, programme, standing, municipality_code)
    rows = rows.assign(due_at=due_at(programme, rows["applied_at"], calendar), source=run_id)
    waiting = line.iloc[len(next_up) :]
    queue = waiting[["person_id", "household_id", "rank"]].assign(
        queue_number=range(1, len(waiting) + 1),
        waits_for=WAITS_FOR_PROGRAMME if stopped else WAITS_FOR_CAPACITY,
    )
    return Drafting(offer_events(rows, DRAFTED, at=now), queue.reset_index(drop=True))


def _line(
    results: pd.DataFrame, standing: Standing, programme: Programme, as_of: date
) -> pd.DataFrame:
    """The eligible who may be offered the programme, in rank order."""
    eligible = results[results["outcome"] == "eligible"].sort_values("rank")
    eligible = eligible.assign(is_protected=eligible["is_protected"].fillna(True).astype(bool))
    passed_over = (
        eligible["person_id"].isin(standing.participants)
        | eligible["person_id"].isin(_busy(eligible, standing.offers, programme))
        | eligible["person_id"].isin(_parked(standing.offers, programme, as_of))
    )
    return eligible[~passed_over].reset_index(drop=True)


def _busy(eligible: pd.DataFrame, offers: pd.DataFrame, programme: Programme) -> pd.Series:
    """Whose open offer still stands.

    Where applicants are screened, a new application asks for an offer of its
    own once the earlier one has been made available [T1, V1].
    """
    open_ = offers[offers["status"].isin(OPEN)]
    if programme.population != "applicants":
        return open_["person_id"].astype("str")
    whose = open_.merge(eligible[["person_id", "applied_at"]], on="person_id")
    is_answered_by_it = ~(whose["applied_at"] > whose["drafted_at"])
    is_busy = is_answered_by_it | whose["released_at"].isna()
    busy: pd.Series = whose["person_id"][is_busy]
    return busy


def _parked(offers: pd.DataFrame, programme: Programme, as_of: date) -> pd.Series:
    """Who said no, did not answer or was passed over by a caseworker not long ago."""
    by_person = ~offers["withdrawn_reason"].isin(PROGRAMME_REASONS)
    is_over = offers["status"].isin((DECLINED, NO_REPLY)) | (
        (offers["status"] == WITHDRAWN) & by_person
    )
    since = offers["withdrawn_at"].fillna(offers["answered_at"]).fillna(offers["released_at"])
    days = since.dt.tz_localize(None).dt.normalize()
    parked = days + timedelta(days=programme.park_days) > pd.Timestamp(as_of)
    resting: pd.Series = offers["person_id"][is_over & parked]
    return resting


def _room(programme: Programme, standing: Standing) -> int | None:
    """How many may be offered the programme now; None where there is no limit."""
    if programme.capacity is None:
        return None
    offers = standing.offers
    holding = offers.loc[offers["status"].isin(OPEN), "person_id"]
    inside = set(holding) | set(standing.participants)
    return max(0, programme.capacity.places - len(inside))


def _new_offers(
    people: pd.DataFrame, programme: Programme, standing: Standing, municipality_code: str
) -> pd.DataFrame:
    """One row for each new offer; with a place where nobody has to be selected first."""
    earlier = standing.offers.groupby("person_id")["round"].max()
    rounds = people["person_id"].map(earlier).fillna(0).astype("int64") + 1
    ids = (
        offer_id_of(municipality_code, programme.programme_id, person_id, round_)
        for person_id, round_ in zip(people["person_id"], rounds, strict=True)
    )
    rows = people.assign(
        municipality_code=municipality_code,
        programme_id=programme.programme_id,
        round=rounds,
        offer_id=pd.Series(list(ids), index=people.index, dtype="str"),
    )
    if programme.needs_place and not programme.individual_selection:
        return rows.assign(place_id=in_order(rows, standing.slots))
    return rows


def in_order(rows: pd.DataFrame, slots: pd.Series) -> pd.Series:
    """Give each row the next place there is; missing for those beyond the last."""
    given = slots.reset_index(drop=True).reindex(range(len(rows)))
    given.index = rows.index
    return given.astype("str")
