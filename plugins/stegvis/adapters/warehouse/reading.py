"""Reading frames: the same types from SQLite and PostgreSQL, for SQL text too."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, TextClause, bindparam, text

from stegvis.adapters.warehouse.column_types import aware, value_of_instant
from stegvis.adapters.warehouse.frames import KIND_BY_NAME, Kind, kind_of
from stegvis.adapters.warehouse.values import column_of

Query = str | TextClause | Select[Any]


def read_frame(
    connection: Connection, query: Query, parameters: Mapping[str, Any] | None = None
) -> pd.DataFrame:
    """Run a query and return its rows with canonical types (see ``frames``).

    Args:
        connection: Of ``Warehouse.begin`` or ``Warehouse.read``.
        query: SQL text with ``:name`` parameters, or a select on ``tables``.
        parameters: Dates, aware datetimes, numbers, text, booleans, or a list
            for ``in :name``. Parameters that the text does not name are ignored.

    Returns:
        A column whose name the warehouse knows has that column's type; so have
        others that are named as a moment (``_at``), a day (``_date``) or a flag
        (``is_``, ``has_``). The rest get the type of their values.

    Raises:
        WarehouseError: A datetime without a time zone was given.
    """
    statement, bound = prepared(connection, query, parameters or {})
    result = connection.execute(statement, bound)
    names = list(result.keys())
    kinds: dict[str, Kind] = {}
    if isinstance(query, Select):
        kinds = {column.name: kind_of(column.type) for column in query.selected_columns}
    # The driver's own values: by the row, SQLAlchemy would make objects of them first.
    records = result.cursor.fetchall()
    result.close()
    columns = dict(zip(names, zip(*records, strict=True), strict=True)) if records else {}
    return pd.DataFrame(
        {name: _column(columns.get(name, ()), kinds.get(name) or _known(name)) for name in names}
    )


def prepared(
    connection: Connection, query: Query, parameters: Mapping[str, Any]
) -> tuple[TextClause | Select[Any], dict[str, Any]]:
    """Return the statement and its parameters as the connection's driver takes them."""
    if isinstance(query, Select):
        return query, dict(parameters)
    statement = text(query) if isinstance(query, str) else query
    named = {name: value for name, value in parameters.items() if name in statement._bindparams}
    lists = [name for name, value in named.items() if isinstance(value, list | tuple | set)]
    if lists:
        statement = statement.bindparams(*(bindparam(name, expanding=True) for name in lists))
    is_sqlite = connection.dialect.name == "sqlite"
    return statement, {
        name: [_bound(item, is_sqlite) for item in sorted(value)]
        if name in lists
        else _bound(value, is_sqlite)
        for name, value in named.items()
    }


def _bound(value: Any, is_sqlite: bool) -> Any:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, datetime):
        moment = value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
        return value_of_instant(moment) if is_sqlite else aware(moment)
    if isinstance(value, date):
        return value.isoformat() if is_sqlite else value
    return value


def _known(name: str) -> Kind | None:
    """Return the kind that a column's name says: the warehouse's own, or our way of naming."""
    if name in KIND_BY_NAME:
        return KIND_BY_NAME[name]
    if name.startswith(("is_", "has_")):
        return "flag"
    if name.endswith("_at"):
        return "instant"
    return "day" if name.endswith("_date") else None


def _column(values: Sequence[Any], kind: Kind | None) -> pd.Series:
    if kind is not None:
        return column_of(values, kind)
    filled = [value for value in values if value is not None]
    if not filled:
        return pd.Series(values, dtype=object)
    if all(map(_is_whole, filled)):
        return column_of([value if value is None else int(value) for value in values], "whole")
    for classes, found in _KINDS_OF_VALUES:
        if all(isinstance(value, classes) for value in filled):
            return column_of(values, found)
    return pd.Series(values, dtype=object)


def _is_whole(value: Any) -> bool:
    """Whether it is a whole number; PostgreSQL gives a sum of whole numbers as a Decimal."""
    if isinstance(value, Decimal):
        return value.as_tuple().exponent == 0
    return isinstance(value, int) and not isinstance(value, bool)


# Order matters: a datetime is a date.
_KINDS_OF_VALUES: tuple[tuple[Any, Kind], ...] = (
    (bool, "flag"),
    ((int, float, Decimal), "real"),
    (datetime, "instant"),
    (date, "day"),
    (str, "text"),
)
