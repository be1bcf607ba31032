"""Connections to the warehouse: SQLite for one machine, PostgreSQL for production."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from stegvis.adapters.warehouse.failures import failures_in_words
from stegvis.errors import WarehouseError

BUSY_TIMEOUT_MS = 30_000
"""How long a writer on SQLite waits for another one."""

_READ_ONLY = "stegvis_read_only"


@dataclass(frozen=True)
class Warehouse:
    """An open warehouse. Holds no connection between calls of ``begin`` and ``read``."""

    engine: Engine

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Write in one transaction: all of it is kept, or nothing.

        On SQLite the write lock is taken at once (BEGIN IMMEDIATE), since a
        transaction that reads first and writes later fails when another has
        written in between.

        Raises:
            WarehouseUnavailable: The database cannot be reached, or stayed locked.
            WarehouseError: It refuses a row.
        """
        with failures_in_words(self.engine.dialect), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Read a single state of the warehouse without hindering those who write.

        Raises:
            WarehouseUnavailable: The database cannot be reached.
        """
        with failures_in_words(self.engine.dialect), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                options: dict[str, Any] = {
                    "isolation_level": "REPEATABLE READ",
                    "postgresql_readonly": True,
                }
            else:
                options = {_READ_ONLY: True}
            with connection.execution_options(**options).begin():
                yield connection


def create_warehouse_engine(url: str) -> Engine:
    """Make the engine of a warehouse address; nothing is connected yet.

    Raises:
        WarehouseError: The address is of no supported kind.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise _unusable_address() from None
    if address.drivername in ("sqlite", "sqlite+pysqlite") and address.database:
        return _sqlite_engine(address)
    if address.drivername == "postgresql+psycopg":
        # A failed statement's parameters are people's data and have no place in a log.
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    raise _unusable_address()


def _sqlite_engine(address: URL) -> Engine:
    database = Path(str(address.database))
    _create_private_file(database)
    # Opening a file costs little, and a pool would outlive a fork.
    engine = create_engine(address, poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _settle(driver_connection: Any, _record: Any) -> None:
        # Transactions are begun below, not by the driver.
        driver_connection.isolation_level = None
        cursor = driver_connection.cursor()
        cursor.execute(f"pragma busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("pragma journal_mode = wal")
        cursor.execute("pragma foreign_keys = on")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_READ_ONLY):
            connection.exec_driver_sql("pragma query_only = on")
            connection.exec_driver_sql("begin")
        else:
            connection.exec_driver_sql("begin immediate")

    return engine


def _create_private_file(database: Path) -> None:
    """Create the file for its owner alone; SQLite gives its companions the same mode."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))


def _unusable_address() -> WarehouseError:
    return WarehouseError(
        "STEGVIS_WAREHOUSE_URL is not an address that can be used. sqlite:////path/file.db or "
        "postgresql+psycopg://user@host/database was expected."
    )
