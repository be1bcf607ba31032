"""Ledgers: rows are added once, under a unique key, and never rewritten."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table

from stegvis.adapters.warehouse.bulk import (
    column_names,
    copy_postgresql,
    insert_sqlite,
)
from stegvis.adapters.warehouse.frames import check_columns
from stegvis.adapters.warehouse.planning import refresh_statistics

Rows = pd.DataFrame | Sequence[Mapping[str, Any]]

_IGNORE = "on conflict do nothing"


def append(connection: Connection, table: Table, rows: Rows) -> int:
    """Add those rows that the ledger does not have yet.

    A row that repeats a key, of the ledger or of an earlier row here, is left
    out; so writing the same rows again changes nothing.

    Returns:
        How many rows were new.

    Raises:
        WarehouseError: A row does not fit the table.
    """
    return _insert(connection, table, rows, _IGNORE)


def upsert(connection: Connection, table: Table, rows: Rows, newest_by: str | None = None) -> int:
    """Add rows, or overwrite the row with the same primary key: for caches and ``person``.

    Args:
        connection: Of ``Warehouse.begin``.
        table: No ledger.
        rows: One row per key. A column left out keeps what it had.
        newest_by: Column that says which row is newer; an older row does not
            overwrite a newer one, an equally old one does.

    Returns:
        How many rows were written.

    Raises:
        WarehouseError: A row does not fit the table.
    """
    names = column_names(table, _framed(rows))
    key = [column.name for column in table.primary_key]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name not in key)
    clause = f"on conflict ({', '.join(key)}) do update set {changes}"
    if newest_by:
        clause += f" where excluded.{newest_by} >= {table.name}.{newest_by}"
    return _insert(connection, table, rows, clause)


def _insert(connection: Connection, table: Table, rows: Rows, on_conflict: str) -> int:
    frame = _framed(rows)
    check_columns(table, frame)
    if frame.empty:
        return 0
    if connection.dialect.name == "sqlite":
        written = insert_sqlite(connection, table, frame, on_conflict)
    else:
        written = _insert_postgresql(connection, table, frame, on_conflict)
    refresh_statistics(connection, table, written)
    return written


def _framed(rows: Rows) -> pd.DataFrame:
    return rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))


def _insert_postgresql(
    connection: Connection, table: Table, rows: pd.DataFrame, on_conflict: str
) -> int:
    """COPY into a staging table, then one statement.

    The rows go in in key order, so that two writers of the same keys cannot
    wait for each other in a circle; of rows with one key the first comes first.
    """
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in column_names(table, rows))
    key = ", ".join(quote(column.name) for column in table.primary_key)
    staging = f"staging_{table.name}"
    connection.exec_driver_sql(
        f"create temporary table {staging} (like {table.name} including defaults) on commit drop"
    )
    copy_postgresql(connection, table, rows, into=staging)
    result = connection.exec_driver_sql(
        f"insert into {table.name} ({names}) "  # noqa: S608
        f"select {names} from {staging} order by {key}, ctid {on_conflict}"
    )
    connection.exec_driver_sql(f"drop table {staging}")
    return result.rowcount
