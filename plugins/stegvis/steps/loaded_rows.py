"""One judged delivery into the warehouse, in the caller's transaction.

Everything derived names the delivery and replaces its partition, so loading
it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import read_frame, replace_partition, tables, upsert
from stegvis.domain.derived_rows import Naming, derived_rows
from stegvis.domain.derived_rows.people import People, merged, people_of, with_protection
from stegvis.domain.sources import DeliveredRows
from stegvis.steps.context import StepContext

_LOOKED_UP_ONE_BY_ONE = 500
"""More people than this are found faster by reading everybody."""


def load_rows(context: StepContext, connection: Connection, delivered: DeliveredRows) -> None:
    """Write what is derived from a delivery that is let in: its tables, people and protection."""
    code = context.municipality.code
    naming = Naming(context.settings.pseudonym_key, code)
    partition = {"municipality_code": code, "delivery_id": delivered.delivery_id}
    for name, rows in derived_rows(delivered, naming, context.municipality).items():
        replace_partition(connection, tables[name], partition, rows)
    people = people_of(delivered, naming)
    freed = _replace_protection(context, connection, delivered, people)
    _write_people(context, connection, people, delivered.delivery_id, freed)


def _replace_protection(
    context: StepContext, connection: Connection, delivered: DeliveredRows, people: People
) -> set[str]:
    """Write what the delivery says of protection; returns of whom its predecessor said something.

    A corrected file takes back what the one of the same period said, and
    nothing older overrides what is newer.
    """
    table = tables.person_protection
    same_period = (
        (table.columns.municipality_code == context.municipality.code)
        & (table.columns.extract == delivered.extract)
        & (table.columns.period == people.period)
    )
    before = read_frame(connection, select(table.columns.person_id).where(same_period))
    connection.execute(delete(table).where(same_period))
    rows = people.protection.assign(
        municipality_code=context.municipality.code,
        extract=delivered.extract,
        period=people.period,
        delivery_id=delivered.delivery_id,
    )
    upsert(connection, table, rows, newest_by="period")
    return set(before["person_id"]) - set(people.persons["person_id"])


def _write_people(
    context: StepContext,
    connection: Connection,
    people: People,
    delivery_id: str,
    freed: Collection[str],
) -> None:
    """Write who is in the delivery, and anew who is no longer protected by it."""
    concerned = {*people.persons["person_id"], *freed}
    if not concerned:
        return
    known = _rows_of(context, connection, "person", concerned)
    rows = merged(people, delivery_id, known).assign(
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
