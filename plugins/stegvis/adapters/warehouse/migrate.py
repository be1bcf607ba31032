"""Bringing a warehouse to the schema that this version of the code expects."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from stegvis.adapters.warehouse.engine import Warehouse, create_warehouse_engine
from stegvis.adapters.warehouse.views import (
    VIEWS_FOLDER,
    create_views,
    drop_views,
    fingerprint,
    view_statements,
)
from stegvis.errors import WarehouseError

VERSION_TABLE = "stegvis_schema_version"
_VIEW_TABLE = "stegvis_view_version"
_LOCK = 0x5E6715
"""PostgreSQL's advisory lock that only a migration of stegvis takes."""


def migrate(url: str, views_folder: Path = VIEWS_FOLDER) -> str:
    """Create or upgrade the schema and its views, in one transaction.

    Safe to run at any time and by several at once: one migrates, the others
    wait and find it done.

    Args:
        url: Address of the warehouse, SQLite or PostgreSQL.
        views_folder: Where the views' SQL stands.

    Returns:
        The schema's revision.

    Raises:
        WarehouseError: The database cannot be reached, or is newer than this code.
    """
    engine = create_warehouse_engine(url)
    try:
        with Warehouse(engine).begin() as connection:
            _take_lock(connection)
            revision = _upgrade(connection, view_statements(views_folder))
    finally:
        engine.dispose()
    return revision


def check_schema(connection: Connection) -> None:
    """Raise WarehouseError unless the schema is the one that this code expects."""
    found = current_revision(connection)
    if found != head_revision():
        raise WarehouseError(
            f"The warehouse's schema is {found or 'missing'}, and {head_revision()} was "
            "expected. Run: stegvis migrate"
        )


def current_revision(connection: Connection) -> str | None:
    """Return the schema's revision; None where there is no schema."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(
        text(f"select version_num from {VERSION_TABLE}")  # noqa: S608
    ).scalar_one_or_none()


@cache
def head_revision() -> str:
    """Return the newest revision that this code knows."""
    return str(ScriptDirectory.from_config(alembic_configuration()).get_current_head())


def _upgrade(connection: Connection, views: dict[str, str]) -> str:
    known = {revision.revision for revision in _scripts().walk_revisions()}
    found = current_revision(connection)
    if found is not None and found not in known:
        raise WarehouseError(
            f"The warehouse's schema is {found}, which this version of stegvis does not know. "
            "It was made by a newer version. Install that version."
        )
    stamp = f"{head_revision()} {fingerprint(views)}"
    if found == head_revision() and _view_stamp(connection) == stamp:
        return head_revision()
    # Tables cannot change under views that read them.
    drop_views(connection, list(inspect(connection).get_view_names()))
    configuration = alembic_configuration()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")
    create_views(connection, views)
    _write_view_stamp(connection, stamp)
    return head_revision()


def _take_lock(connection: Connection) -> None:
    """Let one migration in at a time; SQLite's write lock is held already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"select pg_advisory_xact_lock({_LOCK})"))


def _view_stamp(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VIEW_TABLE):
        return None
    return connection.execute(
        text(f"select stamp from {_VIEW_TABLE}")  # noqa: S608
    ).scalar_one_or_none()


def _write_view_stamp(connection: Connection, stamp: str) -> None:
    connection.execute(text(f"create table if not exists {_VIEW_TABLE} (stamp text not null)"))
    connection.execute(text(f"delete from {_VIEW_TABLE}"))  # noqa: S608
    connection.execute(
        text(f"insert into {_VIEW_TABLE} (stamp) values (:stamp)"),  # noqa: S608
        {"stamp": stamp},
    )


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_configuration())


def alembic_configuration() -> Config:
    configuration = Config()
    folder = Path(__file__).parent / "migrations"
    # A percent sign in a path would be read as the start of a variable.
    configuration.set_main_option("script_location", str(folder).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    return configuration
