"""How a table is declared: every table and column says what it means and why it is held.

``docs/data-dictionary-warehouse.md`` is generated from these texts, and ``migrate``
writes them as comments into PostgreSQL. They are no part of the schema, so that
a better wording needs no migration.
"""

from typing import Any

from sqlalchemy import Column, Constraint, Index, MetaData, PrimaryKeyConstraint, Table
from sqlalchemy.types import TypeEngine

from stegvis.adapters.warehouse.column_types import Day, Flag, Instant, Real, Whole, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""The tables; views have a MetaData of their own, since nobody creates them as tables."""

INTAKE = "Visar vad som har tagits emot och vad det blev av det."
CASES = "Handläggning av ärenden om ekonomiskt bistånd (2001:637 12 §)."
FOLLOW_UP = "Uppföljning, utvärdering och kvalitetssäkring (2001:637 12 § p. 10)."
ACCOUNTABILITY = "Spårbarhet: vem gjorde vad, när och på vilket underlag."


def table(
    name: str,
    meaning: str,
    purpose: str,
    *parts: Column[Any] | Constraint | Index,
    key: tuple[str, ...],
    clustered: bool = False,
) -> Table:
    """Declare a table of one or more municipalities.

    Args:
        name: Singular.
        meaning: What a row is.
        purpose: Why we may hold it (X8).
        parts: Columns, constraints and indexes, besides ``municipality_code``.
        key: The primary key's columns after ``municipality_code``.
        clustered: Store rows in key order on SQLite; for big derived tables.

    Returns:
        The table, with ``municipality_code`` as its first column and first in its key.
    """
    return Table(
        name,
        metadata,
        words("municipality_code", "Municipality code, four digits as text."),
        *parts,
        PrimaryKeyConstraint("municipality_code", *key),
        comment=meaning,
        info={"purpose": purpose},
        sqlite_with_rowid=not clustered,
    )


def index(table_name: str, *columns: str, unique: bool = False) -> Index:
    """Declare an index whose first column is the municipality."""
    label = "_".join(("uq" if unique else "ix", table_name, *columns))
    return Index(label[:63], "municipality_code", *columns, unique=unique)


def words(name: str, meaning: str, *, missing: bool = False) -> Column[str]:
    """Declare text; ``missing`` says that it may be null."""
    return _column(name, Words, meaning, missing)


def whole(name: str, meaning: str, *, missing: bool = False) -> Column[int]:
    """Declare a whole number; the unit stands in ``meaning``."""
    return _column(name, Whole, meaning, missing)


def real(name: str, meaning: str, *, missing: bool = False) -> Column[float]:
    """Declare a number with decimals; the unit stands in ``meaning``."""
    return _column(name, Real, meaning, missing)


def flag(name: str, meaning: str, *, missing: bool = False) -> Column[bool]:
    """Declare true or false; null is unknown, which is not false."""
    return _column(name, Flag, meaning, missing)


def day(name: str, meaning: str, *, missing: bool = False) -> Column[Any]:
    """Declare a calendar day in Sweden."""
    return _column(name, Day, meaning, missing)


def instant(name: str, meaning: str, *, missing: bool = False) -> Column[Any]:
    """Declare a moment."""
    return _column(name, Instant(), meaning, missing)


def delivery_id() -> Column[str]:
    """Declare the delivery that a row was read from."""
    return words("delivery_id", "Delivery that the row was read from.")


def person_id(*, missing: bool = False) -> Column[str]:
    """Declare the person's pseudonym."""
    return words("person_id", "The person's pseudonym, 32 hex digits.", missing=missing)


def household_id(*, missing: bool = False) -> Column[str]:
    """Declare the household's pseudonym."""
    return words("household_id", "The household's pseudonym, 32 hex digits.", missing=missing)


def programme_id(*, missing: bool = False) -> Column[str]:
    """Declare the programme."""
    return words("programme_id", "Programme id, as its file is called.", missing=missing)


def recorded_at() -> Column[Any]:
    """Declare when the ledger learned of the row."""
    return instant(
        "recorded_at",
        "When the ledger learned of it; a past week counts only what was recorded by its close.",
    )


def _column(name: str, kind: TypeEngine[Any], meaning: str, missing: bool) -> Column[Any]:
    return Column(name, kind, nullable=missing, comment=meaning)
