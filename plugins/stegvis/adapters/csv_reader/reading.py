"""From the bytes of one file to its typed rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import numpy as np
import pandas as pd
import pyarrow as pa

from stegvis.adapters.csv_reader import parsing
from stegvis.adapters.csv_reader.parsing import NotPlain, ParsedText
from stegvis.adapters.csv_reader.source_text import (
    NotUtf8,
    SourceText,
    from_windows_1252,
    open_text,
)
from stegvis.adapters.csv_reader.typed_columns import (
    Form,
    TypedColumn,
    arrow_type,
    missing_column,
    typed_column,
)
from stegvis.domain.deliveries import DeliveryName
from stegvis.domain.extracts import EXTRACTS, Column
from stegvis.domain.row_rules.header import Header, read_header
from stegvis.domain.row_rules.received import Mark, ReceivedRows, no_marks
from stegvis.domain.row_rules.row_warnings import Warned
from stegvis.errors import DeliveryRejected


def read_rows(name: DeliveryName, data: bytes) -> ReceivedRows:
    """Read a file.

    Raises:
        DeliveryRejected: It is no CSV, or its header is not that of the
            extract; with the rows received where they can be counted.
    """
    try:
        return _read_text(name, data, {})
    except NotUtf8:
        return _read_text(name, from_windows_1252(name, data), {Warned.WINDOWS_1252: 1})


def refusal_of(name: DeliveryName, data: bytes) -> DeliveryRejected | None:
    """Why the file may not even be kept, if the law lists what it may hold (X6).

    A file whose columns cannot be told may hold anything, so it is refused too.
    """
    if not EXTRACTS[name.extract].strict_columns:
        return None
    try:
        try:
            _header(name, open_text(name, data))
        except NotUtf8:
            _header(name, open_text(name, from_windows_1252(name, data)))
    except DeliveryRejected as rejected:
        return rejected if rejected.reason in ("not_csv", "unknown_column") else None
    return None


def count_rows(name: DeliveryName, data: bytes) -> int:
    """Rows after the header, of a file that is rejected anyway; 0 if it cannot be read."""
    with suppress(DeliveryRejected):
        try:
            return parsing.count_rows(open_text(name, data))
        except NotUtf8:
            return parsing.count_rows(open_text(name, from_windows_1252(name, data)))
    return 0


def _read_text(name: DeliveryName, data: bytes, warnings: dict[str, int]) -> ReceivedRows:
    text = open_text(name, data)
    header = _header(name, text)
    parsed = _parse(name, text, header)
    if header.unknown_count:
        warnings = {**warnings, Warned.UNKNOWN_COLUMN: header.unknown_count}
    typed = _typed(name, header, parsed)
    frame = _frame(typed, parsed.rows)
    marks = _all_marks(typed, header, parsed)
    return ReceivedRows(name, header.present, frame, marks, warnings)


def _header(name: DeliveryName, text: SourceText) -> Header:
    try:
        return read_header(name, text.header)
    except DeliveryRejected as rejected:
        rejected.rows = parsing.count_rows(text)
        raise


def _parse(name: DeliveryName, text: SourceText, header: Header) -> ParsedText:
    """The file's cells, in the fastest form that can hold all of them."""
    if not text.has_hexadecimals:
        types = [arrow_type(column, Form.DECLARED) for column in header.columns]
        with suppress(NotPlain):
            return parsing.parse(name, text, types)
    types = [arrow_type(column, Form.DISTINCT) for column in header.columns]
    return parsing.parse(name, text, types)


def _typed(name: DeliveryName, header: Header, parsed: ParsedText) -> dict[str, TypedColumn]:
    """Every declared column by our name, those that the file lacks all missing."""
    position = {
        column.name: number
        for number, column in enumerate(header.columns)
        if column is not None and number in parsed.columns
    }

    def typed(column: Column) -> TypedColumn:
        if column.name not in position:
            return missing_column(column, parsed.rows)
        return typed_column(column, parsed.columns[position[column.name]])

    columns = EXTRACTS[name.extract].columns
    # The work is Arrow's and NumPy's, which let several threads work at once.
    with ThreadPoolExecutor(pa.cpu_count()) as threads:
        found = threads.map(typed, columns)
        return {column.name: one for column, one in zip(columns, found, strict=True)}


def _frame(typed: dict[str, TypedColumn], rows: int) -> pd.DataFrame:
    columns: dict[str, object] = {}
    for name, column in typed.items():
        columns[name] = column.values
        columns.update(column.companions)
    columns["row_number"] = np.arange(1, rows + 1, dtype=np.int64)
    return pd.DataFrame(columns, copy=False)


def _all_marks(typed: dict[str, TypedColumn], header: Header, parsed: ParsedText) -> pd.DataFrame:
    marks = [column.marks for column in typed.values() if column.marks is not None]
    if parsed.cells_found:
        marks.append(_ragged_marks(header, parsed))
    return pd.concat(marks, ignore_index=True) if marks else no_marks()


def _ragged_marks(header: Header, parsed: ParsedText) -> pd.DataFrame:
    """Each ragged row as such, and the declared cells that it ended before."""
    found = [
        (row, name, mark)
        for row, cells in parsed.cells_found.items()
        for name, mark in [
            ("", Mark.RAGGED),
            *((column.name, Mark.CUT_OFF) for column in header.columns[cells:] if column),
        ]
    ]
    marks = pd.DataFrame(found, columns=["position", "column", "mark"])
    return marks.assign(text="").astype(no_marks().dtypes.to_dict())
