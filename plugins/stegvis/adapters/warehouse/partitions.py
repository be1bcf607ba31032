"""Derived tables: what was written before for the same source is replaced whole."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table, delete

from stegvis.adapters.warehouse.bulk import copy_postgresql, insert_sqlite
from stegvis.adapters.warehouse.frames import check_columns
from stegvis.adapters.warehouse.planning import refresh_statistics
from stegvis.errors import WarehouseError


def replace_partition(
    connection: Connection, table: Table, partition: Mapping[str, Any], rows: pd.DataFrame
) -> int:
    """Replace the rows of a partition, in the caller's transaction.

    Args:
        connection: Of ``Warehouse.begin``. Killed before its end, the old rows stand.
        table: A derived table; a ledger is never replaced.
        partition: Column to value, such as municipality_code and delivery_id.
            These columns may be left out of ``rows``. A list of values is as
            many partitions, which ``rows`` tell apart.
        rows: The new rows; none empties the partition.

    Returns:
        How many rows the partition has now.

    Raises:
        WarehouseError: A row is of another partition, or does not fit the table.
    """
    whole = _with_partition(table, partition, rows)
    connection.execute(
        delete(table).where(
            *(table.columns[name].in_(_values(value)) for name, value in partition.items())
        )
    )
    if whole.empty:
        return 0
    if connection.dialect.name == "sqlite":
        insert_sqlite(connection, table, whole)
    else:
        copy_postgresql(connection, table, whole, into=table.name)
    refresh_statistics(connection, table, len(whole))
    return len(whole)


def _with_partition(table: Table, partition: Mapping[str, Any], rows: pd.DataFrame) -> pd.DataFrame:
    if "municipality_code" not in partition:
        raise WarehouseError(
            f"{table.name}: a partition without municipality_code would touch every "
            "municipality. Name the municipality."
        )
    strangers = [
        name
        for name, value in partition.items()
        if name in rows and not rows[name].isin(_values(value)).all()
    ]
    if strangers:
        raise WarehouseError(
            f"{table.name}: rows of another partition were given ({', '.join(strangers)}). "
            "Replace one partition at a time."
        )
    missing = {name: _values(value) for name, value in partition.items() if name not in rows}
    if not rows.empty and any(len(values) != 1 for values in missing.values()):
        raise WarehouseError(
            f"{table.name}: several partitions were given, and rows that do not say which they "
            f"are of. Give the rows {', '.join(missing)}."
        )
    whole = rows if rows.empty else rows.assign(**{name: v[0] for name, v in missing.items()})
    check_columns(table, whole)
    return whole


def _values(value: Any) -> list[Any]:
    """Return the values of a partition's column."""
    return list(value) if isinstance(value, list | tuple | set) else [value]
