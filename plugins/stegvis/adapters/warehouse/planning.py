"""Letting the databases know what their tables hold, for they plan queries by that."""

from sqlalchemy import Connection, Table, text

POSTGRESQL_ROWS_WORTH_COUNTING = 10_000
"""From so many new rows on PostgreSQL is told at once; its own count comes minutes later."""

SQLITE_ROWS_LOOKED_AT = 1_000
"""Of each index: milliseconds, however long the history is."""

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
        if rows_count >= POSTGRESQL_ROWS_WORTH_COUNTING:
            connection.exec_driver_sql(f"analyze {table.name}")
        return
    connection.exec_driver_sql(f"pragma analysis_limit = {SQLITE_ROWS_LOOKED_AT}")
    connection.exec_driver_sql(f"analyze {table.name}")
    connection.execute(_EVERY_ROW_HAS_THE_MUNICIPALITY, {"table_name": table.name})
    # Counts nothing, but reads the numbers again for this connection.
    connection.exec_driver_sql("analyze sqlite_schema")
