"""The schema grows by migrations, and these agree with the tables that the code declares."""

import concurrent.futures
import multiprocessing
import re
import stat
from datetime import UTC, date, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, MetaData, inspect, text

from stegvis.adapters.warehouse import Warehouse, migrate, open_warehouse, read_frame, tables
from stegvis.adapters.warehouse.column_types import Instant, value_of_instant
from stegvis.adapters.warehouse.engine import create_warehouse_engine
from stegvis.adapters.warehouse.migrate import VERSION_TABLE, alembic_configuration, head_revision
from stegvis.adapters.warehouse.schema import metadata, view_metadata
from stegvis.adapters.warehouse.views import view_statements
from stegvis.errors import WarehouseError

EARLIER_REVISIONS = [f"{number:04d}" for number in range(1, int(head_revision()))]
BOOKKEEPING = {VERSION_TABLE, "stegvis_view_version"}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """The address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/warehouse.db"
    return request.getfixturevalue("empty_postgresql_url")


def test_the_migrations_make_exactly_the_tables_that_the_code_declares(warehouse):
    with warehouse.read() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "version_table": VERSION_TABLE,
                "include_name": lambda name, kind, _: kind != "table" or name not in BOOKKEEPING,
            },
        )

        assert compare_metadata(context, metadata) == []


def test_the_migrations_make_the_same_checks(warehouse):
    with warehouse.read() as connection:
        inspector = inspect(connection)
        made = {
            (table.name, check["name"])
            for table in metadata.tables.values()
            for check in inspector.get_check_constraints(table.name)
        }

    assert made == {
        (table.name, str(constraint.name))
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }


def test_every_view_has_the_columns_that_the_code_declares(warehouse):
    assert set(view_statements()) == set(view_metadata.tables)

    with warehouse.read() as connection:
        for view in view_metadata.tables.values():
            found = connection.execute(text(f"select * from {view.name}")).keys()  # noqa: S608
            assert sorted(found) == sorted(view.columns.keys()), view.name


def test_an_empty_database_gets_the_whole_schema(empty_url):
    assert migrate(empty_url) == head_revision()

    with open_warehouse(empty_url).read() as connection:
        assert read_frame(connection, "select * from offer").empty


def test_migrating_again_changes_nothing(empty_url):
    migrate(empty_url)
    before = schema_of(empty_url)

    assert migrate(empty_url) == head_revision()
    assert schema_of(empty_url) == before


@pytest.mark.parametrize("revision", EARLIER_REVISIONS)
def test_a_database_of_any_earlier_revision_keeps_a_row_of_every_table(empty_url, revision):
    upgrade_to(empty_url, revision)
    with Warehouse(create_warehouse_engine(empty_url)).begin() as connection:
        made = fill_every_table(connection)

    migrate(empty_url)

    with open_warehouse(empty_url).read() as connection:
        for name in made:
            rows = read_frame(connection, f"select * from {name}")  # noqa: S608
            assert len(rows) == 1, name
            assert rows["municipality_code"].tolist() == ["1492"], name
    assert schema_of(empty_url) == set(metadata.tables) | set(view_metadata.tables) | BOOKKEEPING


def fill_every_table(connection):
    """One row in each table that there is, with every column filled; returns their names."""
    found = MetaData()
    found.reflect(connection)
    names = set(found.tables) - BOOKKEEPING
    for table in found.sorted_tables:
        if table.name in names:
            codes = first_codes(inspect(connection).get_check_constraints(table.name))
            row = {column.name: a_value(column, codes) for column in table.columns}
            connection.execute(table.insert(), row)
    return names


def first_codes(checks):
    """The first allowed code of each column that a check lists codes for."""
    listed = re.compile(r"(\w+)\W*(?:in \(|= ANY \(+ARRAY\[)'(\w+)'", re.IGNORECASE)
    return dict(found.groups() for check in checks for found in listed.finditer(check["sqltext"]))


def a_value(column, codes):
    """A value that the column takes; counts are 0, so that their sums agree."""
    if column.name == "municipality_code":
        return "1492"
    if column.name in codes:
        return codes[column.name]
    if column.nullable and column.name in ("value", "numerator", "denominator"):
        return None
    moment = datetime(2026, 11, 20, 7, tzinfo=UTC)
    if isinstance(metadata.tables[column.table.name].columns[column.name].type, Instant):
        is_text = column.type.python_type is str
        return value_of_instant(moment) if is_text else moment
    plain = {int: 0, float: 0.0, bool: False, date: date(2026, 11, 1)}
    return plain.get(column.type.python_type, "x")


def test_several_may_migrate_at_once(empty_url):
    forked = multiprocessing.get_context("fork")

    with concurrent.futures.ProcessPoolExecutor(3, mp_context=forked) as pool:
        revisions = list(pool.map(migrate, [empty_url] * 3))

    assert revisions == [head_revision()] * 3


def test_a_changed_view_replaces_the_old_one(empty_url, tmp_path):
    views = tmp_path / "views"
    views.mkdir()
    for name, statement in view_statements().items():
        (views / f"{name}.sql").write_text(statement, encoding="utf-8")
    migrate(empty_url, views)

    changed = view_statements()["letter"].replace("from letters", "from letters where 1 = 0")
    (views / "letter.sql").write_text(changed, encoding="utf-8")
    migrate(empty_url, views)

    with open_warehouse(empty_url).read() as connection:
        definition = inspect(connection).get_view_definition("letter")
    assert "1 = 0" in definition.replace("(", "")


def test_a_warehouse_that_is_not_migrated_says_what_to_do(empty_url):
    with pytest.raises(WarehouseError, match=r"missing.*Run: stegvis migrate"):
        open_warehouse(empty_url)


def test_a_warehouse_of_an_earlier_revision_says_what_to_do(empty_url):
    upgrade_to(empty_url, "0001")

    with pytest.raises(WarehouseError, match=r"0001.*Run: stegvis migrate"):
        open_warehouse(empty_url)


def test_a_warehouse_of_a_newer_version_is_left_alone(empty_url):
    migrate(empty_url)
    with Warehouse(create_warehouse_engine(empty_url)).begin() as connection:
        connection.execute(text(f"update {VERSION_TABLE} set version_num = '9999'"))  # noqa: S608

    with pytest.raises(WarehouseError, match=r"9999.*newer version"):
        migrate(empty_url)


def test_an_address_of_another_kind_is_refused():
    with pytest.raises(WarehouseError, match="STEGVIS_WAREHOUSE_URL"):
        open_warehouse("mysql://somewhere/warehouse")


def test_a_database_that_cannot_be_reached_is_told_without_its_password():
    url = "postgresql+psycopg://stegvis:verysecret@127.0.0.1:1/warehouse"

    with pytest.raises(WarehouseError, match="does not answer") as failure:
        open_warehouse(url)

    assert "verysecret" not in str(failure.value)


def test_the_sqlite_file_is_for_its_owner_alone(tmp_path):
    migrate(f"sqlite:///{tmp_path}/data/warehouse.db")

    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_sqlite_waits_for_other_writers_and_lets_readers_through(sqlite_warehouse):
    with sqlite_warehouse.read() as connection:
        settings = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys")
        }

    assert settings == {"journal_mode": "wal", "busy_timeout": 30_000, "foreign_keys": 1}


def test_who_reads_cannot_write(warehouse):
    with warehouse.read() as connection, pytest.raises(Exception, match=r"read-?only"):
        connection.execute(tables.inbox_file.delete())


def schema_of(url):
    with Warehouse(create_warehouse_engine(url)).read() as connection:
        inspector = inspect(connection)
        return set(inspector.get_table_names()) | set(inspector.get_view_names())


def upgrade_to(url, revision):
    """Bring a database to an earlier revision, as an older version of stegvis left it."""
    with Warehouse(create_warehouse_engine(url)).begin() as connection:
        configuration = alembic_configuration()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, revision)
