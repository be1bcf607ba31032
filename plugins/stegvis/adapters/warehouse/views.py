"""The views: plain SQL files of include/sql/views, created anew when they change."""

import hashlib
from pathlib import Path

from sqlalchemy import Connection, text

VIEWS_FOLDER = Path(__file__).resolve().parents[4] / "include" / "sql" / "views"
"""In a checkout; elsewhere STEGVIS_INCLUDE says where include/ is."""


def view_statements(folder: Path = VIEWS_FOLDER) -> dict[str, str]:
    """Return view name to SELECT, in the order in which they are created."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql"))}


def fingerprint(statements: dict[str, str]) -> str:
    """Return a hash that changes with any view."""
    whole = "\0".join(f"{name}\0{statement}" for name, statement in statements.items())
    return hashlib.sha256(whole.encode()).hexdigest()


def drop_views(connection: Connection, names: set[str]) -> None:
    """Drop views that exist; a table cannot be changed under a view that reads it."""
    for name in sorted(names):
        connection.execute(text(f"drop view if exists {name}"))


def create_views(connection: Connection, statements: dict[str, str]) -> None:
    """Create the views."""
    for name, statement in statements.items():
        # Not text(): a colon in a comment is no parameter here.
        connection.exec_driver_sql(f"create view {name} as\n{statement}")
