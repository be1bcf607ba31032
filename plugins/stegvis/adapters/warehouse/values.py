"""What a driver gives for one column, as a Series of the column's canonical type.

Arrow takes in Python's values several times as fast as pandas. What it cannot
take for certain goes the careful way, ``frames.typed``.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from stegvis.adapters.warehouse.frames import Kind, typed

_DTYPES = {
    pa.large_string(): pd.StringDtype(na_value=np.nan),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}


class _Uncertain(Exception):
    """Arrow would take the values, but not by our rules."""


def column_of(values: Sequence[Any], kind: Kind) -> pd.Series:
    """Convert the driver's values.

    Raises:
        WarehouseError: A moment has no time zone.
        ValueError, TypeError: A value is not of the kind.
    """
    try:
        return pd.Series(_TAKEN_IN[kind](values))
    except (pa.ArrowException, _Uncertain):
        if kind == "text":
            return pd.Series(values, dtype="str")
        return typed(pd.Series(values, dtype=object), kind)


def _text(values: Sequence[Any]) -> Any:
    return pa.array(values, pa.large_string()).to_pandas(types_mapper=_DTYPES.get)


def _whole(values: Sequence[Any]) -> Any:
    return pa.array(values, pa.int64()).to_pandas(types_mapper=_DTYPES.get)


def _real(values: Sequence[Any]) -> Any:
    return pa.array(values, pa.float64()).to_numpy(zero_copy_only=False)


def _flag(values: Sequence[Any]) -> Any:
    # SQLite has no true and false, only one and nought.
    return pa.array(values).cast(pa.bool_()).to_pandas(types_mapper=_DTYPES.get)


def _day(values: Sequence[Any]) -> Any:
    array = pa.array(values)
    if pa.types.is_timestamp(array.type):
        raise _Uncertain
    return array.cast(pa.date32()).cast(pa.timestamp("s")).to_numpy(zero_copy_only=False)


def _instant(values: Sequence[Any]) -> Any:
    array = pa.array(values)
    if pa.types.is_string(array.type):
        is_certain = pc.all(pc.ends_with(array, "Z"), min_count=0).as_py()
    else:
        is_certain = all(isinstance(v, datetime) and v.tzinfo for v in values if v is not None)
    if not is_certain:
        raise _Uncertain
    utc = array.cast(pa.timestamp("us", tz="UTC")).to_numpy(zero_copy_only=False)
    return pd.Series(utc).dt.tz_localize("UTC").dt.tz_convert("Europe/Stockholm")


_TAKEN_IN: dict[Kind, Callable[[Sequence[Any]], Any]] = {
    "text": _text,
    "whole": _whole,
    "real": _real,
    "flag": _flag,
    "day": _day,
    "instant": _instant,
}
