"""Taking people who are gone out of kept rows that have to stay for the others (X5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy.engine import Connection

from stegvis.domain.clock import add_months
from stegvis.domain.identity import birth_dates
from stegvis.domain.pseudonyms import person_ids
from stegvis.domain.retention import (
    YEARS_AFTER_LAST_NOTE,
    Reason,
    is_kept_for_research,
    period_day,
)
from stegvis.domain.sources import DeliveredRows
from stegvis.steps.context import StepContext
from stegvis.steps.retention.files_to_purge import deliveries_with_rows
from stegvis.steps.retention.people_to_purge import JudgedPeople

_ABOUT_NOBODY = ("plats", "befolkning")
_NUMBER, _HOUSEHOLD = "personal_number", "household_id"


@dataclass(frozen=True)
class TrimmedRows:
    """A delivery's rows without people who are gone, and how many rows that changes."""

    delivered: DeliveredRows
    changed: int


def trimmed_rows(
    context: StepContext, connection: Connection, people: JudgedPeople
) -> Iterator[TrimmedRows]:
    """Every delivery in force of which something goes, one at a time.

    Besides the rows of those who go now, rows older than five years about
    people whom the warehouse does not know, so that a purge that was killed
    goes on where it was.
    """
    reason = people.people["reason"]
    is_going = reason.isin((Reason.FIVE_YEARS, Reason.OVERDUE))
    going = frozenset(people.people.loc[is_going, "person_id"])
    known = frozenset(people.people["person_id"])
    five_years_ago = pd.Timestamp(add_months(context.as_of, -12 * YEARS_AFTER_LAST_NOTE))
    for extract, delivery_id, period in deliveries_with_rows(context, connection):
        is_old = bool(period_day(pd.Series([period]))[0] <= five_years_ago)
        if extract in _ABOUT_NOBODY or not (going or is_old):
            continue
        found = _trimmed(
            context, context.row_store.read(extract, delivery_id), going, known, is_old
        )
        if found.changed:
            yield found


def _trimmed(
    context: StepContext,
    delivered: DeliveredRows,
    going: frozenset[str],
    known: frozenset[str],
    is_old: bool,
) -> TrimmedRows:
    rows = delivered.rows
    rules = context.municipality.retention
    if _NUMBER not in rows:  # well-being, by placement: nobody can be told apart
        gone = pd.Series(is_old and rules.preserve != "all", index=rows.index)
        return TrimmedRows(replace(delivered, rows=rows[~gone]), int(gone.sum()))
    ids = person_ids(context.settings.pseudonym_key, context.municipality.code, rows[_NUMBER])
    gone = ids.isin(going)
    if is_old:
        is_kept = is_kept_for_research(birth_dates(rows[_NUMBER]), rules)
        gone |= ~ids.isin(known) & ~is_kept
    stays = _lives_with_others(delivered, rows, gone)
    blanked = gone & stays & rows[_NUMBER].notna()
    trimmed = rows.assign(**{_NUMBER: rows[_NUMBER].mask(gone)})[~gone | stays]
    changed = int((gone & ~stays).sum() + blanked.sum())
    return TrimmedRows(replace(delivered, rows=trimmed), changed)


def _lives_with_others(delivered: DeliveredRows, rows: pd.DataFrame, gone: pd.Series) -> pd.Series:
    """Rows of a month's household in which somebody stays: its sums need all of them.

    Such a row stays without its number.
    """
    if delivered.extract != "bistand":
        return pd.Series(False, index=rows.index)
    return rows[_HOUSEHOLD].isin(set(rows.loc[~gone, _HOUSEHOLD].dropna()))
