"""Counting and deleting the rows of people and households whose time is over (X5).

Which table follows whom stands in ``schema.retention``. Counting and deleting
use the same conditions, so that what goes is what was counted.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, select, update

from stegvis.adapters.warehouse.schema import metadata, tables
from stegvis.adapters.warehouse.schema.retention import NOT_STATED, RETENTION

IDS_AT_A_TIME = 5_000
"""Both databases take so many parameters in one statement."""


@dataclass(frozen=True)
class Leaving:
    """Pseudonyms of whose rows go, and the deliveries whose working rows go."""

    municipality_code: str
    person_ids: Sequence[str] = ()
    household_ids: Sequence[str] = ()
    delivery_ids: Sequence[str] = ()


def count_rows(connection: Connection, leaving: Leaving) -> dict[str, int]:
    """How many rows of each table would go; tables without any are left out."""
    counts = dict.fromkeys(RETENTION, 0)
    for table, where in _conditions(leaving):
        query = select(func.count()).select_from(table).where(where)
        counts[table.name] += connection.execute(query).scalar_one()
    return {name: count for name, count in counts.items() if count}


def delete_rows(connection: Connection, leaving: Leaving) -> dict[str, int]:
    """Delete those rows, in the caller's transaction; returns how many of each table."""
    counts = dict.fromkeys(RETENTION, 0)
    for table, where in _conditions(leaving):
        if RETENTION[table.name].follows == "anonymous":
            counts[table.name] += _anonymise(connection, table, where)
        else:
            counts[table.name] += connection.execute(delete(table).where(where)).rowcount
    return {name: count for name, count in counts.items() if count}


def _conditions(leaving: Leaving) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Each table with what is to go of it; whatever is found through another table goes first."""
    for follows in ("through", "anonymous", "person", "household", "working"):
        for table in metadata.tables.values():
            if RETENTION.get(table.name, NOT_STATED).follows == follows:
                yield from _of_table(table, leaving)


def _of_table(table: Table, leaving: Leaving) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    column, retention = table.columns, RETENTION[table.name]
    own = column.municipality_code == leaving.municipality_code
    if retention.follows == "working":
        for ids in _portions(leaving.delivery_ids):
            yield table, and_(own, column.delivery_id.in_(ids))
    elif retention.follows == "household":
        for ids in _portions(leaving.household_ids):
            yield table, and_(own, column.household_id.in_(ids))
    elif retention.follows == "through":
        parent = tables[retention.parent]
        for _, where in _of_table(parent, leaving):
            found = select(parent.columns[retention.column]).where(where)
            yield table, and_(own, column[retention.column].in_(found))
    else:
        for ids in _portions(leaving.person_ids):
            yield table, and_(own, column.person_id.in_(ids))
        if column.person_id.nullable:  # a row about a whole household
            for ids in _portions(leaving.household_ids):
                yield table, and_(own, column.person_id.is_(None), column.household_id.in_(ids))


def _portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), IDS_AT_A_TIME):
        yield ids[start : start + IDS_AT_A_TIME]


def _anonymise(connection: Connection, table: Table, where: ColumnElement[bool]) -> int:
    """Put random ids in place of pseudonyms: nothing leads back, with or without the key."""
    key = list(table.primary_key)
    rows = connection.execute(select(*key).where(where)).all()
    for row in rows:
        this = and_(*(column == value for column, value in zip(key, row, strict=True)))
        ids = {"person_id": secrets.token_hex(16), "household_id": secrets.token_hex(16)}
        connection.execute(update(table).where(this).values(ids))
    return len(rows)
