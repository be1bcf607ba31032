"""Judged deliveries into the warehouse, in the caller's transaction.

Everything derived names its delivery. A delivery is loaded once, in the
transaction that says that it is let in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd
from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import append, read_frame, tables, upsert
from stegvis.domain.derived_rows import LetIn, Naming, derived_rows
from stegvis.domain.derived_rows.people import (
    People,
    comparable,
    merged,
    people_of,
    with_protection,
)
from stegvis.domain.sources import DeliveredRows
from stegvis.steps.context import StepContext

_LOOKED_UP_ONE_BY_ONE = 500
"""More people than this are found faster by reading everybody."""


def load_rows(
    context: StepContext, connection: Connection, deliveries: Sequence[DeliveredRows]
) -> None:
    """Write what follows from deliveries of one extract: their tables, people and protection."""
    if not deliveries:
        return
    let_in = LetIn.of(deliveries)
    code = context.municipality.code
    naming = Naming(context.settings.pseudonym_key, code)
    for name, rows in derived_rows(let_in, naming, context.municipality).items():
        append(connection, tables[name], rows.assign(municipality_code=code))
    people = people_of(let_in, naming)
    freed = _replace_protection(context, connection, let_in, people)
    _write_people(context, connection, people, freed - set(people.person_ids))


def _replace_protection(
    context: StepContext, connection: Connection, let_in: LetIn, people: People
) -> set[str]:
    """Write what the deliveries say of protection; returns of whom their predecessors did.

    A corrected file takes back what the one of the same period said, and
    nothing older overrides what is newer.
    """
    table = tables.person_protection
    periods = {comparable(delivered.period) for delivered in let_in.deliveries}
    same_periods = (
        (table.columns.municipality_code == context.municipality.code)
        & (table.columns.extract == let_in.extract.name)
        & table.columns.period.in_(sorted(periods))
    )
    before = read_frame(connection, select(table.columns.person_id).where(same_periods))
    connection.execute(delete(table).where(same_periods))
    rows = people.protection.assign(
        municipality_code=context.municipality.code, extract=let_in.extract.name
    )
    upsert(connection, table, rows, newest_by="period")
    return set(before["person_id"])


def _write_people(
    context: StepContext, connection: Connection, people: People, freed: Collection[str]
) -> None:
    """Write who is in the deliveries, and anew who is no longer protected by them."""
    concerned = {*people.person_ids, *freed}
    if not concerned:
        return
    known = _rows_of(context, connection, "person", concerned)
    rows = merged(people, known).assign(
        municipality_code=context.municipality.code, seen_at=context.now
    )
    others = known[known["person_id"].isin(freed)].drop(columns="is_protected")
    everybody = pd.concat([rows, others], ignore_index=True) if len(others) else rows
    protection = _rows_of(context, connection, "person_protection", concerned)
    upsert(connection, tables.person, with_protection(everybody, protection))


def _rows_of(
    context: StepContext, connection: Connection, name: str, person_ids: Collection[str]
) -> pd.DataFrame:
    table = tables[name]
    query = select(table).where(table.columns.municipality_code == context.municipality.code)
    if len(person_ids) <= _LOOKED_UP_ONE_BY_ONE:
        query = query.where(table.columns.person_id.in_(sorted(person_ids)))
    return read_frame(connection, query)
