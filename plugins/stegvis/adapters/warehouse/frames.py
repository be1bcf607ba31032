"""Between pandas frames and the warehouse: one canonical type per column, both ways.

Text is ``str``, whole numbers ``Int64``, numbers ``float64``, flags ``boolean``,
days ``datetime64[s]``, moments ``datetime64[us, Europe/Stockholm]``; missing is
null. A column name has one type in the whole warehouse, so what comes back is
typed by its name.
"""

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.types import pandas_dtype
from sqlalchemy import BigInteger, Boolean, Date, Double, Table
from sqlalchemy.types import TypeEngine

from stegvis.adapters.warehouse.column_types import Instant
from stegvis.adapters.warehouse.schema import metadata, view_metadata
from stegvis.errors import WarehouseError

Kind = Literal["text", "whole", "real", "flag", "day", "instant"]

DTYPES: dict[Kind, str] = {
    "text": "str",
    "whole": "Int64",
    "real": "float64",
    "flag": "boolean",
    "day": "datetime64[s]",
    "instant": "datetime64[us, Europe/Stockholm]",
}
_ARROW: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "whole": pa.int64(),
    "real": pa.float64(),
    "flag": pa.bool_(),
    "day": pa.date32(),
    "instant": pa.timestamp("us", tz="UTC"),
}


def kind_of(kind: TypeEngine[Any]) -> Kind:
    """Return the canonical kind of a column type."""
    classes: tuple[tuple[type, Kind], ...] = (
        (Instant, "instant"),
        (BigInteger, "whole"),
        (Double, "real"),
        (Boolean, "flag"),
        (Date, "day"),
    )
    return next((name for known, name in classes if isinstance(kind, known)), "text")


def _kinds_by_name() -> dict[str, Kind]:
    kinds: dict[str, set[Kind]] = {}
    for tables in (metadata, view_metadata):
        for table in tables.tables.values():
            for column in table.columns:
                kinds.setdefault(column.name, set()).add(kind_of(column.type))
    return {name: found.pop() for name, found in kinds.items() if len(found) == 1}


KIND_BY_NAME = _kinds_by_name()
"""Column name → kind in the whole warehouse; names with more than one kind are left out."""


def check_columns(table: Table, rows: pd.DataFrame) -> None:
    """Raise WarehouseError unless the table has every column of ``rows``."""
    unknown = [str(name) for name in rows.columns if name not in table.columns]
    if unknown:
        raise WarehouseError(
            f"{table.name} has no column {', '.join(sorted(unknown))}. "
            f"Its columns are: {', '.join(table.columns.keys())}."
        )


def canonical(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` with the table's types, in the table's column order.

    Raises:
        WarehouseError: A required column is missing or has missing values, or a
            value is not of the column's type.
    """
    columns = {}
    for column in table.columns:
        if column.name in rows:
            columns[column.name] = _converted(table, column.name, rows[column.name])
        if not column.nullable:
            _check_filled(table, column.name, columns.get(column.name))
    return pd.DataFrame(columns)


def typed(values: pd.Series, kind: Kind) -> pd.Series:
    """Convert one column to its canonical type.

    Raises:
        WarehouseError: A moment has no time zone.
        ValueError, TypeError: A value is not of the kind.
    """
    if kind == "instant":
        return _moments(values)
    if kind == "day":
        return _days(values)
    if kind == "real":
        return pd.to_numeric(values.astype(object).where(values.notna(), None)).astype("float64")
    return values.astype(pandas_dtype(DTYPES[kind]))


def sqlite_rows(rows: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a canonical frame as the SQLite driver takes them."""
    return zip(*(_sqlite_values(rows[name]) for name in rows.columns), strict=True)


def arrow_table(rows: pd.DataFrame) -> pa.Table:
    """Return a canonical frame as Arrow, for COPY."""
    arrays = []
    for name in rows.columns:
        values, kind = rows[name], _kind_of_dtype(rows[name])
        arrays.append(pa.Array.from_pandas(values, type=_ARROW[kind], safe=False))
    return pa.Table.from_arrays(arrays, names=list(rows.columns))


def _converted(table: Table, name: str, values: pd.Series) -> pd.Series:
    kind = kind_of(table.columns[name].type)
    try:
        return typed(values, kind).reset_index(drop=True)
    except (ValueError, TypeError):
        # The driver's or pandas' words would show the value.
        raise WarehouseError(
            f"{table.name}.{name} was given values that are not {DTYPES[kind]}. Convert the "
            "column before storing it."
        ) from None


def _check_filled(table: Table, name: str, values: pd.Series | None) -> None:
    missing = "the whole column" if values is None else f"{int(values.isna().sum())} rows"
    if values is None or values.isna().any():
        raise WarehouseError(
            f"{table.name}.{name} has to be filled, and {missing} lacked it. Fill it before "
            "storing."
        )


def _days(values: pd.Series) -> pd.Series:
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        # The moment's Swedish day.
        values = values.dt.tz_convert("Europe/Stockholm").dt.tz_localize(None)
    return pd.to_datetime(values).astype("datetime64[s]").dt.normalize()


def _moments(values: pd.Series) -> pd.Series:
    if not isinstance(values.dtype, pd.DatetimeTZDtype) and not all(
        map(_is_certain, values[values.notna()])
    ):
        raise _uncertain()
    moments = pd.to_datetime(values, utc=True)
    return moments.dt.tz_convert("Europe/Stockholm").dt.as_unit("us")


def _is_certain(value: Any) -> bool:
    """Whether a moment can be told from ``value``: an aware datetime, or text of our own."""
    return value.endswith("Z") if isinstance(value, str) else value.tzinfo is not None


def _uncertain() -> WarehouseError:
    return WarehouseError(
        "The warehouse was given times without a time zone. Aware datetimes were expected; "
        "use Europe/Stockholm."
    )


def _kind_of_dtype(values: pd.Series) -> Kind:
    return next(kind for kind, dtype in DTYPES.items() if str(values.dtype) == dtype)


def _sqlite_values(values: pd.Series) -> list[Any]:
    kind = _kind_of_dtype(values)
    missing = values.isna().to_numpy()
    if kind == "text":
        plain = values.to_numpy(dtype=object)
    elif kind == "whole" or kind == "flag":
        plain = values.to_numpy(dtype="int64", na_value=0).astype(object)
    elif kind == "day":
        plain = np.datetime_as_string(values.to_numpy("datetime64[D]")).astype(object)
    elif kind == "instant":
        moments = values.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy("datetime64[us]")
        plain = np.datetime_as_string(moments, unit="us", timezone="UTC").astype(object)
    else:
        plain = values.to_numpy(dtype=object)
    if missing.any():
        plain = plain.copy()
        plain[missing] = None
    return plain.tolist()
