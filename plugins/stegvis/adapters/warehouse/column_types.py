"""Column types that store, compare and sort alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import TIMESTAMP, BigInteger, Boolean, Date, Double, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from stegvis.errors import WarehouseError

STOCKHOLM = ZoneInfo("Europe/Stockholm")
INSTANT_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
"""UTC with a fixed width of 27 characters, so that text order is time order."""


class Instant(TypeDecorator[datetime]):
    """A moment: ``timestamptz`` on PostgreSQL, UTC text of fixed width on SQLite.

    Only aware datetimes go in; they come out in Swedish time.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose how the database stores it."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse a naive datetime, whose moment nobody knows."""
        if value is None:
            return None
        return value_of_instant(value) if dialect.name == "sqlite" else aware(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the moment in Swedish time."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(STOCKHOLM)


def aware(value: datetime) -> datetime:
    """Return ``value`` if its moment is certain.

    Raises:
        WarehouseError: It has no time zone.
    """
    if value.tzinfo is None:
        raise WarehouseError(
            "The warehouse was given a time without a time zone. An aware datetime was "
            "expected; use Europe/Stockholm."
        )
    return value


def value_of_instant(value: datetime) -> str:
    """Write a moment as SQLite stores it."""
    return aware(value).astimezone(UTC).strftime(INSTANT_FORMAT)


# Code point order on both databases: ties are broken "in plain string order" (contract 2.1).
Words = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
Whole = BigInteger()
Real: TypeEngine[float] = Double()
Flag = Boolean(create_constraint=False)
Day = Date()
