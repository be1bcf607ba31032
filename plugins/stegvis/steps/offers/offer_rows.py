"""What offers and letters are made from, read from the warehouse in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Select, func, select
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import deliveries_in_force, read_frame, tables
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.letters.reply_time import reply_due_date
from stegvis.domain.offers.drafting import Standing
from stegvis.domain.offers.events import OPEN, PLACED
from stegvis.domain.offers.places import free_slots, with_problems
from stegvis.domain.programmes import Programme
from stegvis.steps.context import StepContext
from stegvis.steps.screening.newest_run import newest_run


@dataclass(frozen=True)
class Situation:
    """A screening, and the offers, letters and places there are.

    Attributes:
        run_id: The screening.
        results: Its rows, with ``is_protected`` and ``applied_at`` of the
            newest application.
        offers, letters: Rows of the views.
        places: Rows of ``place`` in force.
        participants: ``programme_id, person_id, start_date`` of those who take part now.
        protected: ``person_id`` of those who get no letter: protected, or with
            a flag missing, or nobody that we know anything of (X2).
    """

    run_id: str
    results: pd.DataFrame
    offers: pd.DataFrame
    letters: pd.DataFrame
    places: pd.DataFrame
    participants: pd.DataFrame
    protected: pd.Series

    def standing(self, context: StepContext, programme: Programme) -> Standing:
        """Return offers, participants and vacant places of a programme."""
        own = self.offers[self.offers["programme_id"] == programme.programme_id]
        takes_part = self.participants["programme_id"] == programme.programme_id
        participants = self.participants["person_id"][takes_part]
        answer_by = reply_due_date(context.as_of, programme.reply_days, context.calendar)
        places = with_problems(self.places, programme, answer_by)
        has_place = own["status"].isin(OPEN) | (
            (own["status"] == PLACED) & own["person_id"].isin(participants)
        )
        slots = free_slots(places, own["place_id"][has_place].dropna())
        return Standing(offers=own, participants=participants, slots=slots)

    def places_that_stand(self, programmes: tuple[Programme, ...], as_of: date) -> pd.Series:
        """Ids of the places that an unreleased offer may go on holding."""
        found = [with_problems(self.places, programme, as_of) for programme in programmes]
        ids = [places.loc[places["problem"] == "", "place_id"] for places in found]
        return pd.concat(ids, ignore_index=True) if ids else pd.Series(dtype="str")


def situation(
    context: StepContext, connection: Connection, run_id: str | None = None
) -> Situation | None:
    """Read what there is; None where nobody has been screened yet.

    Args:
        context: Municipality and moment.
        connection: The transaction that goes on to write.
        run_id: The screening; None for the newest.
    """
    run_id = run_id or newest_run(context, connection)
    if run_id is None:
        return None
    results = _results(context, connection, run_id)
    offers = read_frame(connection, _own(context, "offer"))
    unprotected = _unprotected(context, connection)
    everybody = pd.concat([results["person_id"], offers["person_id"]]).drop_duplicates()
    protected = everybody[~everybody.isin(unprotected)]
    return Situation(
        run_id=run_id,
        results=results.assign(is_protected=results["person_id"].isin(protected)),
        offers=offers,
        letters=read_frame(connection, _own(context, "letter")),
        places=places_in_force(context, connection),
        participants=_participants(context, connection),
        protected=protected,
    )


def person_months(context: StepContext, connection: Connection, run_id: str) -> pd.DataFrame:
    """``person_id, aid_month, counts_income_support`` of the deliveries a screening rests on."""
    month, pinned = tables.person_month.columns, tables.screening_run_delivery.columns
    query = (
        select(month.person_id, month.aid_month, month.counts_income_support)
        .join(
            tables.screening_run_delivery,
            (pinned.municipality_code == month.municipality_code)
            & (pinned.delivery_id == month.delivery_id),
        )
        .where(pinned.municipality_code == context.municipality.code, pinned.run_id == run_id)
    )
    return read_frame(connection, query)


def households_with_children(
    context: StepContext, connection: Connection, run_id: str
) -> pd.Series:
    """``household_id`` of households with a child under 18 in the newest aid month."""
    month, pinned = tables.household_month.columns, tables.screening_run_delivery.columns
    own = (pinned.municipality_code == context.municipality.code) & (pinned.run_id == run_id)
    of_run = tables.household_month.join(
        tables.screening_run_delivery,
        (pinned.municipality_code == month.municipality_code)
        & (pinned.delivery_id == month.delivery_id),
    )
    newest = select(func.max(month.aid_month)).select_from(of_run).where(own)
    query = (
        select(month.household_id)
        .select_from(of_run)
        .where(own, month.aid_month == newest.scalar_subquery(), month.children_count > 0)
    )
    return read_frame(connection, query)["household_id"]


def _own(context: StepContext, name: str) -> Select[tuple[object, ...]]:
    table = tables[name]
    return select(table).where(table.columns.municipality_code == context.municipality.code)


def places_in_force(context: StepContext, connection: Connection) -> pd.DataFrame:
    """Rows of ``place`` that the newest snapshot brought."""
    return _snapshot(context, connection, "place", "plats")


def _results(context: StepContext, connection: Connection, run_id: str) -> pd.DataFrame:
    columns = ("programme_id", "person_id", "household_id", "outcome", "rank")
    result = tables.screening_result.columns
    query = select(*(result[name] for name in columns)).where(
        result.municipality_code == context.municipality.code, result.run_id == run_id
    )
    results = read_frame(connection, query)
    applied_at = _newest_applications(context, connection, run_id)
    return results.merge(applied_at, on="person_id", how="left")


def _unprotected(context: StepContext, connection: Connection) -> pd.Series:
    """``person_id`` of everybody who is known not to be protected."""
    person = tables.person.columns
    query = select(person.person_id).where(
        person.municipality_code == context.municipality.code, person.is_protected.is_(False)
    )
    return read_frame(connection, query)["person_id"]


def _newest_applications(context: StepContext, connection: Connection, run_id: str) -> pd.DataFrame:
    """``person_id, applied_at`` of each person's newest application in the pinned deliveries."""
    application, pinned = tables.application.columns, tables.screening_run_delivery.columns
    query = (
        select(
            application.application_ref,
            application.person_id,
            application.applied_at,
            application.period,
        )
        .join(
            tables.screening_run_delivery,
            (pinned.municipality_code == application.municipality_code)
            & (pinned.delivery_id == application.delivery_id),
        )
        .where(pinned.municipality_code == context.municipality.code, pinned.run_id == run_id)
    )
    rows = read_frame(connection, query).sort_values("period")
    rows = rows.drop_duplicates(["application_ref", "person_id"], keep="last")
    end_of_day = pd.Timestamp(context.as_of, tz=STOCKHOLM) + pd.Timedelta(days=1)
    made = rows[rows["applied_at"] < end_of_day]
    return made.groupby("person_id")["applied_at"].max().reset_index()


def _snapshot(
    context: StepContext, connection: Connection, name: str, extract: str
) -> pd.DataFrame:
    """The rows of a table that the newest snapshot of its extract brought."""
    in_force = deliveries_in_force(
        connection, context.municipality.code, extract, context.as_of, context.now
    )
    deliveries = list(in_force["delivery_id"])
    query = _own(context, name).where(tables[name].columns.delivery_id.in_(deliveries))
    return read_frame(connection, query)


def _participants(context: StepContext, connection: Connection) -> pd.DataFrame:
    """Who takes part: a placement that has not ended, one that is yet to begin too."""
    placements = _snapshot(context, connection, "placement", "placering")
    last_day = placements["actual_end_date"].fillna(placements["planned_end_date"])
    goes_on = last_day.isna() | (last_day >= pd.Timestamp(context.as_of))
    return placements.loc[goes_on, ["programme_id", "person_id", "start_date"]]
