"""What a database refuses or cannot do is told in words, and never with a person's data."""

import sqlite3
import traceback
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, text

from stegvis.adapters.warehouse import append, engine, open_warehouse, tables
from stegvis.errors import WarehouseError, WarehouseUnavailable

NUMBER = "199001012389"
NOW = datetime(2026, 11, 20, 8, tzinfo=ZoneInfo("Europe/Stockholm"))
PERSON = {
    "municipality_code": "1492",
    "person_id": "p1",
    "personal_number": NUMBER,
    "is_protected": False,
    "delivery_id": "d1",
    "seen_period": "202611",
    "seen_at": NOW,
}


def told(failure):
    """Everything that a log would hold of a failure."""
    return "".join(traceback.format_exception(failure.value))


def test_a_warehouse_that_stays_locked_is_worth_another_try(sqlite_url, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 50)
    warehouse = open_warehouse(sqlite_url)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("begin immediate")

    with pytest.raises(WarehouseUnavailable, match="does not answer"), warehouse.begin():
        pass

    other.execute("rollback")
    with warehouse.begin() as connection:
        append(connection, tables.person, [PERSON])
    other.close()


def test_what_a_failed_transaction_wrote_is_gone_and_the_next_one_works(warehouse):
    def write_twice():
        with warehouse.begin() as connection:
            append(connection, tables.person, [PERSON])
            connection.execute(insert(tables.person), [PERSON])

    with pytest.raises(WarehouseError):
        write_twice()

    with warehouse.begin() as connection:
        assert append(connection, tables.person, [PERSON]) == 1


def test_a_row_that_breaks_a_key_is_told_by_the_rule_alone(warehouse):
    with warehouse.begin() as connection:
        append(connection, tables.person, [PERSON])

    with pytest.raises(WarehouseError, match="person") as failure, warehouse.begin() as connection:
        connection.execute(insert(tables.person), [PERSON])

    assert NUMBER not in told(failure)


def test_a_statement_that_is_wrong_is_told_without_its_parameters(warehouse):
    query = text("select * from persons where personal_number = :number")

    with pytest.raises(Exception, match="persons") as failure, warehouse.read() as connection:
        connection.execute(query, {"number": NUMBER})

    assert NUMBER not in told(failure)


def test_a_value_that_cannot_be_converted_is_not_shown(postgresql_url):
    warehouse = open_warehouse(postgresql_url)

    with pytest.raises(WarehouseError) as failure, warehouse.read() as connection:
        connection.execute(text(f"select cast('{NUMBER}x' as integer)"))

    assert f"{NUMBER}x" not in str(failure.value)
    warehouse.engine.dispose()
