"""What tasks are made from, read from the warehouse in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pandas as pd
from sqlalchemy import Select, select
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import deliveries_in_force, read_frame, tables
from stegvis.domain.clock_columns import STOCKHOLM_DTYPE
from stegvis.domain.tasks.families import children_of
from stegvis.domain.tasks.placed import Placed
from stegvis.domain.tasks.routing import routed
from stegvis.steps.context import StepContext
from stegvis.steps.screening.newest_run import newest_run
from stegvis.steps.worklists.placed_people import placed_people

_RESULT = ("programme_id", "person_id", "household_id", "outcome", "unknown", "rank")
_PERSON = ("person_id", "birth_date", "is_protected", "case_id", "unit", "caseworker")


@dataclass(frozen=True)
class TaskState:
    """A screening and everything around it.

    Attributes:
        run_id: The newest screening; None where nobody has been screened yet.
        results, unknown: Its rows.
        people: Everybody known: ``person_id, case_id, unit, caseworker,
            is_protected, has_children, has_young_children``, routed.
        applications: Each person's newest application, with ``stopped_at``.
        offers, letters, tasks: Rows of the views.
        members: The newest aid month: ``household_id, person_id,
            household_role, is_assisted``.
        placed: Placements in force and what has been done about them.
    """

    run_id: str | None
    results: pd.DataFrame
    unknown: pd.DataFrame
    people: pd.DataFrame
    applications: pd.DataFrame
    offers: pd.DataFrame
    letters: pd.DataFrame
    tasks: pd.DataFrame
    members: pd.DataFrame
    placed: Placed

    @property
    def shown(self) -> pd.DataFrame:
        """People who may stand on ordinary lists (X2)."""
        return self.people[~self.people["is_protected"]]

    @property
    def protected(self) -> pd.DataFrame:
        """Protected people, and those of whom nothing but a result is known."""
        known = self.people[self.people["is_protected"]]
        strangers = self.results.loc[~self.results["person_id"].isin(self.people["person_id"])]
        unknown = strangers[["person_id"]].drop_duplicates()
        both = pd.concat([known[["person_id", "case_id"]], unknown], ignore_index=True)
        return both.astype({"case_id": "str"})

    @property
    def present(self) -> set[str]:
        """Who is screened now, gets assistance, or waits for an answer to an application."""
        frames = (self.results, self.members, self.applications)
        return set().union(*(frame["person_id"] for frame in frames))

    @property
    def not_known(self) -> set[str]:
        """Open tasks about a fact that is lacking still, or of somebody who is not screened now."""
        asked = self.tasks[(self.tasks["status"] == "open") & self.tasks["person_id"].notna()]
        asked = asked[asked["fact"].fillna("") != ""]
        lacking = self.results[self.results["person_id"].isin(asked["person_id"])]
        # Who is ruled out by something else has no row of unknown facts, but of criteria.
        unclear = lacking.assign(rule=lacking["unknown"].str.split("|")).explode("rule")
        rules = set(unclear["person_id"] + ":" + unclear["programme_id"] + "/" + unclear["rule"])
        screened = set(self.results["person_id"])
        rows = zip(asked["task_id"], asked["person_id"], asked["source_rule"], strict=True)
        return {
            task_id
            for task_id, person, asks in rows
            if person not in screened or any(f"{person}:{ask}" in rules for ask in asks.split("|"))
        }

    @property
    def clarified(self) -> set[str]:
        """Applicants about whom a caseworker has found out what was unknown, since they applied."""
        done = self.tasks[(self.tasks["status"] == "done") & self.tasks["fact"].notna()]
        applied = self.applications.set_index("person_id")["applied_at"]
        since = done["done_at"] >= pd.Series(
            applied.reindex(done["person_id"]).array, index=done.index
        )
        return set(done.loc[since & (done["fact"] != ""), "person_id"])


def read_task_state(context: StepContext, connection: Connection) -> TaskState:
    """Read what is in force at ``context.now``."""
    run_id = newest_run(context, connection)
    offers = read_frame(connection, own_rows(context, "offer"))
    tasks = read_frame(connection, own_rows(context, "task"))
    households, members = _newest_month(context, connection)
    return TaskState(
        run_id=run_id,
        results=_of_run(context, connection, "screening_result", run_id, _RESULT),
        unknown=_of_run(
            context,
            connection,
            "screening_unknown",
            run_id,
            ("programme_id", "person_id", "fact", "reason"),
        ),
        people=_people(context, connection, households, members),
        applications=_applications(context, connection, offers),
        offers=offers,
        letters=read_frame(connection, own_rows(context, "letter")),
        tasks=tasks,
        members=members,
        placed=placed_people(partial(rows_in_force, context, connection), tasks, members),
    )


def own_rows(context: StepContext, name: str, *columns: str) -> Select[Any]:
    """The municipality's rows of a table or view, all columns or some."""
    table = tables[name]
    wanted = [table.columns[column] for column in columns or table.columns.keys()]
    return select(*wanted).where(table.columns.municipality_code == context.municipality.code)


def rows_in_force(
    context: StepContext, connection: Connection, name: str, extract: str
) -> pd.DataFrame:
    """The rows of a table that the deliveries in force brought, oldest period first."""
    in_force = deliveries_in_force(
        connection, context.municipality.code, extract, context.as_of, context.now
    )
    column = tables[name].columns.delivery_id
    rows = read_frame(
        connection, own_rows(context, name).where(column.in_(list(in_force["delivery_id"])))
    )
    order = pd.Series(range(len(in_force)), index=in_force["delivery_id"])
    return rows.iloc[rows["delivery_id"].map(order).argsort(kind="stable")]


def _of_run(
    context: StepContext,
    connection: Connection,
    name: str,
    run_id: str | None,
    columns: tuple[str, ...],
) -> pd.DataFrame:
    query = own_rows(context, name, *columns).where(tables[name].columns.run_id == (run_id or ""))
    return read_frame(connection, query)


def _people(
    context: StepContext, connection: Connection, households: pd.DataFrame, members: pd.DataFrame
) -> pd.DataFrame:
    people = read_frame(connection, own_rows(context, "person", *_PERSON))
    members = members.merge(people[["person_id", "birth_date"]], on="person_id", how="left")
    age = context.municipality.fact_rules.childcare_age_under
    children = children_of(households, members, context.as_of, age)
    with_children = people.merge(children, on="person_id", how="left")
    return routed(with_children, context.municipality)


def _newest_month(
    context: StepContext, connection: Connection
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Households and members of the newest aid month in force."""
    in_force = deliveries_in_force(
        connection, context.municipality.code, "bistand", context.as_of, context.now
    )
    newest = list(in_force["delivery_id"].tail(1))
    found = []
    for name, columns in (
        ("household_month", ("household_id", "children_count")),
        ("person_month", ("household_id", "person_id", "household_role", "is_assisted")),
    ):
        query = own_rows(context, name, *columns)
        query = query.where(tables[name].columns.delivery_id.in_(newest))
        found.append(read_frame(connection, query))
    return found[0], found[1]


def _applications(
    context: StepContext, connection: Connection, offers: pd.DataFrame
) -> pd.DataFrame:
    """Each person's newest application so far, and when it was answered."""
    rows = rows_in_force(context, connection, "application", "ansokan")
    rows = rows.drop_duplicates(["application_ref", "person_id"], keep="last")
    # Twice the window: long enough for an old promise to say why it ends.
    window = timedelta(days=2 * context.municipality.fact_rules.application_window_days)
    counts = (rows["applied_at"] <= context.now) & (rows["applied_at"] > context.now - window)
    newest = rows[counts].sort_values(["applied_at", "application_ref"])
    newest = newest.drop_duplicates("person_id", keep="last")
    newest = newest.rename(columns={"case_reference": "case_id"})
    shown = routed(newest, context.municipality)
    stopped = _stopped_at(context, connection, shown, offers)
    return shown.assign(stopped_at=stopped).reset_index(drop=True)


def _stopped_at(
    context: StepContext, connection: Connection, applications: pd.DataFrame, offers: pd.DataFrame
) -> pd.Series:
    """When each application was first answered: by telephone, or by an offer released here.

    An offer answers the person's applications made before it was drafted.
    """
    outside = rows_in_force(context, connection, "outside_offer", "erbjudande")
    outside = outside.drop_duplicates("outside_offer_id", keep="last")
    outside = outside[outside["offered_at"] <= context.now]
    key = ["application_ref", "person_id"]
    told = outside.dropna(subset=key).rename(columns={"offered_at": "at"})[[*key, "at"]]
    released = offers.dropna(subset=["released_at"]).merge(applications, on="person_id")
    released = released[released["applied_at"] <= released["drafted_at"]]
    released = released.rename(columns={"released_at": "at"})[[*key, "at"]]
    first = pd.concat([told, released]).groupby(key)["at"].min()
    at = first.reindex(pd.MultiIndex.from_frame(applications[key]))
    return pd.Series(at.array, index=applications.index).astype(STOCKHOLM_DTYPE)
