"""Bringing a warehouse to the schema that this version of the code expects."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from stegvis.adapters.warehouse.comments import write_comments
from stegvis.adapters.warehouse.dictionary import warehouse_dictionary
from stegvis.adapters.warehouse.engine import Warehouse, create_warehouse_engine
from stegvis.adapters.warehouse.management_reader import let_management_read
from stegvis.adapters.warehouse.roles import let_roles_work
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
            let_management_read(connection)
            let_roles_work(connection, VERSION_TABLE)
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
    stamp = fingerprint({**views, "revision": head_revision(), "words": warehouse_dictionary()})
    made = _made_views(connection)
    if found == head_revision() and made.get("stamp") == stamp:
        return head_revision()
    # Tables cannot change under views that read them.
    drop_views(connection, {*views, *made.get("names", "").split()})
    configuration = alembic_configuration()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")
    create_views(connection, views)
    write_comments(connection)
    _note_views(connection, stamp, " ".join(views))
    return head_revision()


def _take_lock(connection: Connection) -> None:
    """Let one migration in at a time; SQLite's write lock is held already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"select pg_advisory_xact_lock({_LOCK})"))


def _made_views(connection: Connection) -> dict[str, str]:
    """Return the stamp and the names of the views that were made last; empty if none."""
    if not inspect(connection).has_table(_VIEW_TABLE):
        return {}
    row = connection.execute(text(f"select * from {_VIEW_TABLE}")).one()  # noqa: S608
    return dict(row._mapping)


def _note_views(connection: Connection, stamp: str, names: str) -> None:
    connection.execute(text(f"drop table if exists {_VIEW_TABLE}"))
    connection.execute(text(f"create table {_VIEW_TABLE} (stamp text, names text)"))
    connection.execute(
        text(f"insert into {_VIEW_TABLE} values (:stamp, :names)"),  # noqa: S608
        {"stamp": stamp, "names": names},
    )


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_configuration())


def alembic_configuration() -> Config:
    """Return what Alembic needs to find the migrations; there is no alembic.ini."""
    configuration = Config()
    folder = Path(__file__).parent / "migrations"
    # A percent sign in a path would be read as the start of a variable.
    configuration.set_main_option("script_location", str(folder).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    return configuration
