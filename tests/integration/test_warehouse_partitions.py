"""A derived table's partition is replaced whole or not at all."""

import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from stegvis.adapters.warehouse import bulk, read_frame, replace_partition, tables
from stegvis.errors import WarehouseError

FIRST = {"municipality_code": "1492", "delivery_id": "d1"}
SECOND = {"municipality_code": "1492", "delivery_id": "d2"}
ELSEWHERE = {"municipality_code": "2282", "delivery_id": "d1"}


def households(count, unit="Vuxen"):
    return pd.DataFrame(
        {
            "aid_month": date(2026, 11, 1),
            "household_id": [f"h{number:06d}" for number in range(count)],
            "adults_count": 1,
            "is_assisted": True,
            "unit": unit,
            "is_protected": False,
        }
    )


def replace(warehouse, partition, rows):
    with warehouse.begin() as connection:
        return replace_partition(connection, tables.household_month, partition, rows)


def units(warehouse):
    query = """
        select municipality_code, delivery_id, unit, count(*) as households
        from household_month
        group by municipality_code, delivery_id, unit
        order by municipality_code, delivery_id, unit
    """
    with warehouse.read() as connection:
        return [tuple(row) for row in read_frame(connection, query).to_numpy()]


def test_a_second_load_replaces_the_first_and_nothing_else(warehouse):
    """X1: loading a delivery again gives the same rows."""
    for partition in (FIRST, SECOND, ELSEWHERE):
        replace(warehouse, partition, households(3))

    assert replace(warehouse, FIRST, households(2, "Unga")) == 2
    assert replace(warehouse, FIRST, households(2, "Unga")) == 2

    assert units(warehouse) == [
        ("1492", "d1", "Unga", 2),
        ("1492", "d2", "Vuxen", 3),
        ("2282", "d1", "Vuxen", 3),
    ]


def test_several_partitions_are_replaced_at_once(warehouse):
    for partition in (FIRST, SECOND, ELSEWHERE):
        replace(warehouse, partition, households(3))
    both = {"municipality_code": "1492", "delivery_id": ["d1", "d2"]}

    assert replace(warehouse, both, households(2, "Unga").assign(delivery_id="d2")) == 2

    assert units(warehouse) == [("1492", "d2", "Unga", 2), ("2282", "d1", "Vuxen", 3)]


def test_rows_that_do_not_say_which_partition_they_are_of_are_refused(warehouse):
    both = {"municipality_code": "1492", "delivery_id": ["d1", "d2"]}

    with pytest.raises(WarehouseError, match="several partitions"):
        replace(warehouse, both, households(2))


def test_a_load_without_rows_empties_the_partition(warehouse):
    replace(warehouse, FIRST, households(3))

    assert replace(warehouse, FIRST, households(0)) == 0

    assert units(warehouse) == []


def test_a_load_of_more_than_one_chunk_keeps_every_row(warehouse, monkeypatch):
    monkeypatch.setattr(bulk, "SQLITE_CHUNK_ROWS", 100)
    monkeypatch.setattr(bulk, "POSTGRESQL_CHUNK_ROWS", 100)

    assert replace(warehouse, FIRST, households(301)) == 301

    assert units(warehouse) == [("1492", "d1", "Vuxen", 301)]


def test_a_load_that_fails_halfway_leaves_the_old_rows(warehouse, monkeypatch):
    monkeypatch.setattr(bulk, "SQLITE_CHUNK_ROWS", 100)
    monkeypatch.setattr(bulk, "POSTGRESQL_CHUNK_ROWS", 100)
    replace(warehouse, FIRST, households(3))
    rows = households(250, "Unga")
    rows.loc[249, "adults_count"] = None

    with pytest.raises(WarehouseError, match="adults_count has to be filled"):
        replace(warehouse, FIRST, rows)

    assert units(warehouse) == [("1492", "d1", "Vuxen", 3)]


def test_a_repeated_key_is_refused_without_showing_the_row(warehouse):
    replace(warehouse, FIRST, households(3))
    rows = pd.concat([households(1, "hemligt"), households(1, "hemligt")])

    with pytest.raises(WarehouseError, match="refused a row") as refusal:
        replace(warehouse, FIRST, rows)

    assert "hemligt" not in str(refusal.value)
    assert "h000000" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert units(warehouse) == [("1492", "d1", "Vuxen", 3)]


def test_what_is_replaced_but_not_committed_nobody_else_sees(warehouse):
    replace(warehouse, FIRST, households(3))

    with warehouse.begin() as connection:
        replace_partition(connection, tables.household_month, FIRST, households(1, "Unga"))
        assert units(warehouse) == [("1492", "d1", "Vuxen", 3)]

    assert units(warehouse) == [("1492", "d1", "Unga", 1)]


def test_a_process_killed_in_the_middle_leaves_the_old_rows(warehouse, warehouse_url):
    """Kill-safe: there is no moment at which half a month is read."""
    replace(warehouse, FIRST, households(3))
    program = """
import sys
sys.path[:0] = sys.argv[2:]
from integration.test_warehouse_partitions import FIRST, households
from stegvis.adapters.warehouse import open_warehouse, replace_partition, tables
with open_warehouse(sys.argv[1]).begin() as connection:
    replace_partition(connection, tables.household_month, FIRST, households(5000, "Unga"))
    print("replaced", flush=True)
    sys.stdin.read()
"""
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", program, warehouse_url, str(root / "plugins"), str(root / "tests")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "replaced\n"

    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=30)

    assert units(warehouse) == [("1492", "d1", "Vuxen", 3)]
    assert replace(warehouse, FIRST, households(2, "Unga")) == 2


def test_rows_of_another_partition_are_refused(warehouse):
    rows = households(2).assign(delivery_id=["d1", "d2"])

    with pytest.raises(WarehouseError, match=r"another partition .*delivery_id"):
        replace(warehouse, FIRST, rows)


def test_a_partition_of_every_municipality_is_refused(warehouse):
    with pytest.raises(WarehouseError, match="municipality_code"):
        replace(warehouse, {"delivery_id": "d1"}, households(1).assign(municipality_code="1492"))


def test_municipalities_can_be_loaded_at_the_same_time(warehouse):
    def load(code):
        replace(warehouse, {"municipality_code": code, "delivery_id": "d1"}, households(2000))

    codes = ["0120", "0580", "1488", "1492", "2282"]
    threads = [threading.Thread(target=load, args=[code]) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert units(warehouse) == [(code, "d1", "Vuxen", 2000) for code in codes]
