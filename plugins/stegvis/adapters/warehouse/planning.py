"""Letting the databases know what their tables hold, for they plan queries by that."""

from sqlalchemy import Connection, Table, text

SHARE_WORTH_COUNTING = 0.1
"""Of a table's rows: with so many new ones PostgreSQL counts at once, not minutes later."""

SQLITE_ROWS_LOOKED_AT = 1_000
"""Of each index: milliseconds, however long the history is."""

_ROWS_AT_LAST_COUNT = text(
    "select reltuples from pg_class where oid = cast(:table_name as regclass)"
)

_EVERY_ROW_HAS_THE_MUNICIPALITY = text(
    """
    with parts as (
        select
            rowid as place,
            substr(stat, 1, instr(stat, ' ') - 1) as rows_count,
            substr(stat, instr(stat, ' ') + 1) || ' ' as rest
        from sqlite_stat1
        where tbl = :table_name and idx is not null
    )
    update sqlite_stat1
    set stat = (
        select trim(rows_count || ' ' || rows_count || substr(rest, instr(rest, ' ')))
        from parts
        where parts.place = sqlite_stat1.rowid
    )
    where rowid in (select place from parts)
    """
)


def refresh_statistics(connection: Connection, table: Table, rows_count: int) -> None:
    """Count anew what a table holds, in the caller's transaction.

    Without statistics SQLite takes the municipality, with which every index
    begins, to be as telling as a person, and reads all rows of one to find
    those of the other. A short look gives no better number for it, so that
    one is corrected: as many rows as there are.

    Args:
        connection: Of ``Warehouse.begin``.
        table: The table that was written.
        rows_count: How many rows were written.
    """
    if connection.dialect.name == "postgresql":
        known = connection.execute(_ROWS_AT_LAST_COUNT, {"table_name": table.name}).scalar_one()
        # Negative: never counted, and PostgreSQL would plan for a handful of rows.
        if known < 0 or rows_count > known * SHARE_WORTH_COUNTING:
            connection.exec_driver_sql(f"analyze {table.name}")
        return
    connection.exec_driver_sql(f"pragma analysis_limit = {SQLITE_ROWS_LOOKED_AT}")
    connection.exec_driver_sql(f"analyze {table.name}")
    connection.execute(_EVERY_ROW_HAS_THE_MUNICIPALITY, {"table_name": table.name})
    # Counts nothing, but reads the numbers again for this connection.
    connection.exec_driver_sql("analyze sqlite_schema")
