"""Loading many rows fast, with flat memory, on the caller's connection.

``executemany`` in chunks on SQLite and COPY in chunks on PostgreSQL, both in
the caller's transaction.
"""

import io
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from sqlalchemy import Connection, Table

from stegvis.adapters.warehouse.frames import arrow_table, canonical, sqlite_rows

SQLITE_CHUNK_ROWS = 50_000
POSTGRESQL_CHUNK_ROWS = 100_000
ROWS_WORTH_SORTING = 1_000


def insert_sqlite(
    connection: Connection, table: Table, rows: pd.DataFrame, on_conflict: str = ""
) -> int:
    """Insert on SQLite; returns how many rows were written."""
    names = _listed(connection, table, rows)
    places = ", ".join("?" for _ in names)
    statement = f"insert into {table.name} ({', '.join(names)}) values ({places}) {on_conflict}"  # noqa: S608
    cursor = connection.connection.cursor()
    written = 0
    try:
        for chunk in _chunks(table, rows, SQLITE_CHUNK_ROWS):
            cursor.executemany(statement, list(sqlite_rows(chunk)))
            written += cursor.rowcount
    finally:
        cursor.close()
    return written


def copy_postgresql(connection: Connection, table: Table, rows: pd.DataFrame, into: str) -> None:
    """COPY into the table or staging table ``into``, which has the columns of ``table``."""
    names = ", ".join(_listed(connection, table, rows))
    # An empty string is quoted and stays empty; only the unquoted nothing is null.
    statement = f"copy {into} ({names}) from stdin (format csv, null '')"
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for chunk in _chunks(table, rows, POSTGRESQL_CHUNK_ROWS):
                buffer = io.BytesIO()
                options = pyarrow.csv.WriteOptions(include_header=False)
                pyarrow.csv.write_csv(arrow_table(chunk), buffer, options)
                copy.write(buffer.getbuffer())
    finally:
        cursor.close()


def column_names(table: Table, rows: pd.DataFrame) -> list[str]:
    """Return the columns of ``rows`` in the table's order."""
    return [name for name in table.columns.keys() if name in rows.columns]  # noqa: SIM118


def _listed(connection: Connection, table: Table, rows: pd.DataFrame) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    return [quote(name) for name in column_names(table, rows)]


def _chunks(table: Table, rows: pd.DataFrame, size: int) -> Iterator[pd.DataFrame]:
    """Yield the rows in key order, which an index takes in twice as fast."""
    order = _key_order(table, rows)
    for start in range(0, len(rows), size):
        yield canonical(table, rows.iloc[order[start : start + size]])


def _key_order(table: Table, rows: pd.DataFrame) -> np.ndarray:
    """Return the rows' places in key order; rows of one key keep their order."""
    if len(rows) < ROWS_WORTH_SORTING:
        return np.arange(len(rows))
    names = [column.name for column in table.primary_key if column.name in rows]
    keys = pa.table({name: pa.array(rows[name], from_pandas=True) for name in names})
    changing = [name for name in names if len(pc.unique(keys[name])) > 1]
    if not changing:
        return np.arange(len(rows))
    place = pa.array(np.arange(len(rows)))
    by_key = [(name, "ascending") for name in (*changing, "place")]
    return np.asarray(pc.sort_indices(keys.append_column("place", place), sort_keys=by_key))
