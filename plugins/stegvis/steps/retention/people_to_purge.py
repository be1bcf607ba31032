"""Whose rows may go: everybody in ``person`` with the last note about them, judged (X5).

A note about a household is a note about everybody who was ever in it: the
case is theirs together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import deliveries_in_force, read_frame, tables
from stegvis.adapters.warehouse.purging import Leaving
from stegvis.domain.retention import Reason, judge, period_day
from stegvis.steps.context import StepContext
from stegvis.steps.worklists.task_state import own_rows, rows_in_force

NOTES = (
    ("person_month", "aid_month"),
    ("household_month", "aid_month"),
    ("application", "applied_at"),
    ("outside_offer", "offered_at"),
    ("outside_offer", "reply_date"),
    ("placement", "start_date"),
    ("placement", "actual_end_date"),
    ("plan", "drawn_up_date"),
    ("plan", "last_activity_date"),
    ("plan", "closed_date"),
    ("aid_exit", "exit_date"),
    ("offer_event", "at"),
    ("task_event", "at"),
)
"""Table and column: what counts as a note about a person or a household, and its day."""

OPEN_OFFERS = ("drafted", "selected", "planned", "released", "accepted")


@dataclass(frozen=True)
class JudgedPeople:
    """Everybody in ``person``: ``person_id, birth_date, reason``; and who lived together.

    ``homes``: ``person_id, household_id`` for every household somebody was in.
    """

    people: pd.DataFrame
    homes: pd.DataFrame

    def leaving(self, municipality_code: str, reason: Reason) -> Leaving:
        """Whose rows go for one reason; a household goes when the last one in it does."""
        going = self._ids(Reason.FIVE_YEARS, Reason.OVERDUE)
        kept = self.homes.loc[~self.homes["person_id"].isin(going), "household_id"]
        emptied = self.homes[~self.homes["household_id"].isin(kept)]
        # The household's rows go with whoever had most time left.
        recent = emptied.loc[
            emptied["person_id"].isin(self._ids(Reason.FIVE_YEARS)), "household_id"
        ]
        is_recent = emptied["household_id"].isin(recent)
        mine = emptied[is_recent if reason is Reason.FIVE_YEARS else ~is_recent]
        households = tuple(sorted(set(mine["household_id"])))
        return Leaving(municipality_code, tuple(sorted(self._ids(reason))), households)

    def kept(self) -> dict[str, int]:
        """How many are kept, by reason."""
        counts = self.people["reason"].value_counts()
        gone = (Reason.FIVE_YEARS, Reason.OVERDUE)
        return {str(reason): int(n) for reason, n in counts.items() if reason not in gone}

    def _ids(self, *reasons: Reason) -> set[str]:
        return set(self.people.loc[self.people["reason"].isin(reasons), "person_id"])


def judged_people(context: StepContext, connection: Connection, as_of: date) -> JudgedPeople:
    """Judge everybody by what the warehouse knows now, as of a day."""
    columns = ("person_id", "birth_date", "seen_period")
    people = read_frame(connection, own_rows(context, "person", *columns))
    notes, homes = _notes(context, connection)
    seen = people[["person_id"]].assign(day=period_day(people["seen_period"]))
    notes = pd.concat([notes, seen], ignore_index=True)
    ongoing = _ongoing(context, connection)
    by_home = homes.merge(notes.dropna(subset=["household_id"])[["household_id", "day"]])
    last = pd.concat([notes, by_home]).groupby("person_id")["day"].max()
    together = set(homes.loc[homes["person_id"].isin(ongoing), "household_id"]) | ongoing
    at_home = set(homes.loc[homes["household_id"].isin(together), "person_id"])
    people = people.assign(
        last_note=last.reindex(people["person_id"]).to_numpy("datetime64[s]"),
        is_ongoing=people["person_id"].isin(ongoing | at_home),
    )
    reasons = judge(people, context.municipality.retention, as_of)
    return JudgedPeople(people[["person_id", "birth_date"]].assign(reason=reasons), homes)


def _notes(context: StepContext, connection: Connection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The last note of each table, ``person_id, household_id, day``; and who lived where."""
    found = []
    for name, column in NOTES:
        own = tables[name].columns
        keys = [own[key] for key in ("person_id", "household_id") if key in own]
        query = select(*keys, func.max(own[column]).label(column)).where(
            own.municipality_code == context.municipality.code
        )
        rows = read_frame(connection, query.group_by(*keys)).rename(columns={column: "day"})
        if column == "aid_month":
            rows["day"] += pd.offsets.MonthEnd(0)
        elif rows["day"].dt.tz is not None:
            rows["day"] = rows["day"].dt.tz_localize(None).dt.normalize()
        found.append(rows.astype({"day": "datetime64[s]"}))
    notes = pd.concat(found, ignore_index=True)
    homes = notes[["person_id", "household_id"]].dropna().drop_duplicates()
    return notes, homes


def _ongoing(context: StepContext, connection: Connection) -> set[str]:
    """Pseudonyms of people and households with an ongoing case: they never go."""
    newest = deliveries_in_force(
        connection, context.municipality.code, "bistand", context.as_of, context.now
    )["delivery_id"].tail(1)
    month = own_rows(context, "person_month", "person_id", "household_id").where(
        tables.person_month.columns.delivery_id.in_(list(newest))
    )
    found = [read_frame(connection, month)]
    for name, is_open in (
        ("task", tables.task.columns.status == "open"),
        ("offer", tables.offer.columns.status.in_(OPEN_OFFERS)),
    ):
        query = own_rows(context, name, "person_id", "household_id").where(is_open)
        found.append(read_frame(connection, query))
    for name, extract, end in (
        ("placement", "placering", "actual_end_date"),
        ("plan", "plan", "closed_date"),
    ):
        rows = rows_in_force(context, connection, name, extract)
        found.append(rows.loc[rows[end].isna(), ["person_id"]])
    whole = pd.concat(found, ignore_index=True)
    return set(whole["person_id"].dropna()) | set(whole["household_id"].dropna())
