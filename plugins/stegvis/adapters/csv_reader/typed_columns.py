"""From Arrow's columns to typed pandas columns, and a list of what could not be read.

A column comes in one of two forms. *Declared*: Arrow has read numbers, days
and flags itself, which only works where every cell is written in the plainest
way. *Distinct*: as a dictionary of texts, each of which ``cells`` reads once.
The first is faster, the second reads everything the contract allows; both
give the same values for what both can read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from stegvis.adapters.csv_reader import cells
from stegvis.adapters.csv_reader.texts import spoken_texts
from stegvis.domain.extracts import Column, Kind
from stegvis.domain.row_rules.received import Mark

_WHOLE = (Kind.INTEGER, Kind.PERCENT, Kind.KRONOR)
_READERS: dict[Kind, Callable[[str], cells.Value]] = {
    Kind.INTEGER: cells.whole_number,
    Kind.PERCENT: cells.whole_number,
    Kind.KRONOR: cells.kronor,
    Kind.DATE: cells.day,
    Kind.TIMESTAMP: cells.moment,
    Kind.YES_NO: cells.yes_no,
}
_DISTINCT = pa.dictionary(pa.int32(), pa.string())
_DAY_SECONDS = 86_400


class Form(Enum):
    """How Arrow is asked to read the columns that are no text."""

    DECLARED = "declared"
    DISTINCT = "distinct"


@dataclass(frozen=True)
class TypedColumn:
    """One column's values, and the columns that go with it."""

    values: pd.Series
    marks: pd.DataFrame | None = None
    companions: dict[str, pd.Series] = field(default_factory=dict)


def arrow_type(column: Column | None, form: Form) -> pa.DataType:
    """What Arrow is to read the column as; a column that is not ours is text."""
    if column is None or column.kind not in _READERS:
        return pa.large_string()
    if form is Form.DECLARED:
        if column.kind in _WHOLE:
            return pa.int64()
        if column.kind is Kind.DATE:
            return pa.date32()
        if column.kind is Kind.YES_NO:
            return pa.bool_()
    return _DISTINCT


def typed_column(column: Column, source: pa.ChunkedArray) -> TypedColumn:
    """Read one column, in whichever form it comes."""
    if column.kind not in _READERS:
        return TypedColumn(spoken_texts(column, source))
    if pa.types.is_dictionary(source.type):
        return _read_distinct(column, *_distinct(source))
    missing = source.is_null().to_numpy()
    if column.kind is Kind.DATE:
        source = source.cast(pa.int32())
    numbers = pc.fill_null(source, False if column.kind is Kind.YES_NO else 0).to_numpy()
    return TypedColumn(_series(column.kind, numbers, missing))


def missing_column(column: Column, rows: int) -> TypedColumn:
    """A declared column that the file lacks."""
    if column.kind not in _READERS:
        return TypedColumn(pd.Series(pa.nulls(rows, pa.large_string()), dtype="str"))
    values = _series(column.kind, np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=bool))
    companions = {}
    if column.kind is Kind.TIMESTAMP:
        companions[f"{column.name}_is_imputed"] = pd.Series(np.zeros(rows, dtype=bool))
    return TypedColumn(values, None, companions)


def _read_distinct(
    column: Column, codes: npt.NDArray[np.int32], texts: Sequence[str]
) -> TypedColumn:
    read = [_READERS[column.kind](text) if text else None for text in texts]
    # The last place is that of code -1, the empty cell.
    is_value = np.array([isinstance(value, int) for value in read] + [False])
    numbers = np.array([value if isinstance(value, int) else 0 for value in read] + [0], np.int64)
    values = _series(column.kind, numbers[codes], ~is_value[codes])
    companions = {}
    if column.kind is Kind.TIMESTAMP:
        alone = np.array([cells.is_day_alone(text) for text in texts] + [False])
        companions[f"{column.name}_is_imputed"] = pd.Series((alone & is_value)[codes])
    return TypedColumn(values, _marks(column, codes, texts, read), companions)


def _marks(
    column: Column,
    codes: npt.NDArray[np.int32],
    texts: Sequence[str],
    read: Sequence[cells.Value | None],
) -> pd.DataFrame | None:
    """Where something stood that could not be read; None if nowhere."""
    is_unread = np.array([isinstance(value, cells.Unread) for value in read] + [False])
    if not is_unread.any():
        return None
    positions = np.flatnonzero(is_unread[codes])
    found = codes[positions]
    marks = {
        code: str(Mark(value.value))
        for code, value in enumerate(read)
        if isinstance(value, cells.Unread)
    }
    return pd.DataFrame(
        {
            "position": positions,
            "column": column.name,
            "mark": pd.Series([marks[code] for code in found], dtype="str"),
            "text": pd.Series([texts[code] for code in found], dtype="str"),
        }
    )


def _series(
    kind: Kind, numbers: npt.NDArray[np.generic], missing: npt.NDArray[np.bool_]
) -> pd.Series:
    """Values of the kind's dtype from days, seconds, 0 and 1, or whole numbers."""
    if kind is Kind.YES_NO:
        return pd.Series(pd.arrays.BooleanArray(numbers.astype(bool), missing))
    if kind in _WHOLE:
        return pd.Series(pd.arrays.IntegerArray(numbers.astype(np.int64, copy=False), missing))
    seconds = numbers.astype(np.int64) * (_DAY_SECONDS if kind is Kind.DATE else 1)
    moments = seconds.astype("datetime64[s]")
    moments[missing] = np.datetime64("NaT")
    if kind is Kind.DATE:
        return pd.Series(moments)
    return pd.Series(moments).dt.tz_localize("UTC").dt.tz_convert("Europe/Stockholm")


def _distinct(source: pa.ChunkedArray) -> tuple[npt.NDArray[np.int32], list[str]]:
    """Row by row the number of its text (-1: empty), and the trimmed texts."""
    chunks = source.unify_dictionaries().chunks
    if not chunks:
        return np.empty(0, dtype=np.int32), []
    # Every chunk's dictionary begins like the one before; the last one is the longest.
    longest = max((chunk.dictionary for chunk in chunks), key=len)
    texts = [text.strip(cells.SPACES) for text in longest.to_pylist()]
    indices = [pc.fill_null(chunk.indices, -1).to_numpy(zero_copy_only=False) for chunk in chunks]
    return np.concatenate(indices), texts
