"""Finding rows and cells with Arrow, and the rows that have too few or too many cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from stegvis.adapters.csv_reader.cells import YES_NO
from stegvis.adapters.csv_reader.source_text import NotUtf8, SourceText, not_csv
from stegvis.domain.deliveries import DeliveryName

_BLOCK_BYTES = 2 << 20
_FIRST_DAY = date(1, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
_CASES = (str.lower, str.upper, str.capitalize)


def _written(answer: int) -> list[str]:
    """The usual spellings of yes (1) or no (0)."""
    words = [word for word, meaning in YES_NO.items() if meaning == answer]
    return sorted({case(word) for word in words for case in _CASES})


class NotPlain(Exception):
    """A cell is not written in the plain way that Arrow reads by itself."""


@dataclass
class RaggedRows:
    """Rows with too few or too many cells, collected while Arrow passes them by.

    ``numbers`` count from 1 and leave empty lines out, as row numbers do.
    """

    numbers: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def collect(self, row: pyarrow.csv.InvalidRow) -> str:
        """Arrow's question what to do with such a row."""
        self.numbers.append(row.number)
        self.texts.append(row.text)
        return "skip"


@dataclass(frozen=True)
class ParsedText:
    """The cells of a file by position in the header; ragged rows are cut or filled up.

    ``cells_found`` says of each ragged row, by its position, how many cells it had.
    """

    columns: dict[int, pa.ChunkedArray]
    rows: int
    cells_found: dict[int, int]


def parse(name: DeliveryName, text: SourceText, types: Sequence[pa.DataType]) -> ParsedText:
    """Divide a file into cells; ``types`` is what to read each column as.

    Raises:
        NotUtf8: The text is in another encoding.
        NotPlain: A cell is not of its column's type; with ragged rows all
            columns have to be read as text.
        DeliveryRejected: ``not_csv``: no row has the header's cells, or a
            quotation mark is never closed, so that rows hide in a cell.
    """
    if not text.has_rows:
        return ParsedText({}, 0, {})
    ragged = RaggedRows()
    table = _read(name, text, types, ragged, threads=True)
    if ragged.texts:
        if not all(map(_is_text, types)):
            raise NotPlain
        # Only a single thread knows the numbers of the rows.
        ragged = RaggedRows()
        table = _read(name, text, types, ragged, threads=False)
    if any(map(_has_year_zero, table.columns)):
        raise NotPlain
    if text.has_quotes:
        _check_quotes(name, text, table, ragged)
    if ragged.texts and table.num_rows == 0:
        raise not_csv(name, "no row has as many cells as the header", len(ragged.texts))
    if not ragged.texts:
        return ParsedText(_by_position(table), table.num_rows, {})
    return _with_ragged(text, table, ragged)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_dictionary(kind) or pa.types.is_large_string(kind))


def _has_year_zero(column: pa.ChunkedArray) -> bool:
    """Whether Arrow has read a year 0, which no calendar of ours has."""
    if not pa.types.is_date32(column.type):
        return False
    first = pc.min(column.cast(pa.int32())).as_py()
    return first is not None and first < _FIRST_DAY


def count_rows(text: SourceText) -> int:
    """Rows after the header, ragged ones too; 0 if they cannot be counted."""
    if not text.has_rows:
        return 0
    ragged = RaggedRows()
    try:
        table = _arrow_table(text, [pa.binary()] * len(text.header), ragged)
    except pa.ArrowInvalid:
        return 0
    return int(table.num_rows) + len(ragged.texts)


def _read(
    name: DeliveryName,
    text: SourceText,
    types: Sequence[pa.DataType],
    ragged: RaggedRows,
    *,
    threads: bool,
) -> pa.Table:
    try:
        return _arrow_table(text, types, ragged, threads=threads)
    except pa.ArrowInvalid as error:
        if "UTF8" in str(error):
            raise NotUtf8 from None
        if "conversion error" in str(error):
            raise NotPlain from None
        # Arrow's own words would show the row.
        raise not_csv(name, "its rows cannot be told apart") from None


def _arrow_table(
    text: SourceText, types: Sequence[pa.DataType], ragged: RaggedRows, *, threads: bool = True
) -> pa.Table:
    names = [str(position) for position in range(len(types))]
    return pyarrow.csv.read_csv(
        pa.BufferReader(pa.py_buffer(text.body)),
        read_options=pyarrow.csv.ReadOptions(
            column_names=names, use_threads=threads, block_size=_BLOCK_BYTES
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=text.separator,
            newlines_in_values=text.has_quotes,
            invalid_row_handler=ragged.collect,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict(zip(names, types, strict=True)),
            null_values=[""],
            strings_can_be_null=True,
            true_values=_written(1),
            false_values=_written(0),
        ),
    )


def _check_quotes(
    name: DeliveryName, text: SourceText, table: pa.Table, ragged: RaggedRows
) -> None:
    """Refuse a file in which rows hide behind a quotation mark that is never closed.

    Only a cell with a line break can hide a row; then the stricter reader of
    the standard library has to agree that every quotation mark is closed.
    """
    if not any("\n" in row for row in ragged.texts) and not _has_line_breaks(table):
        return
    body = io.TextIOWrapper(io.BytesIO(text.body), encoding="utf-8", newline="")
    try:
        for _ in csv.reader(body, delimiter=text.separator, strict=True):
            pass
    except csv.Error:
        raise not_csv(name, "a quotation mark is opened and never closed") from None


def _has_line_breaks(table: pa.Table) -> bool:
    for column in table.columns:
        for chunk in column.chunks if _is_text(column.type) else ():
            texts = chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk
            if pc.any(pc.match_substring(texts, "\n")).as_py():
                return True
    return False


def _by_position(table: pa.Table) -> dict[int, pa.ChunkedArray]:
    return {int(name): table.column(name) for name in table.column_names}


def _with_ragged(text: SourceText, table: pa.Table, ragged: RaggedRows) -> ParsedText:
    """Put the ragged rows back where they stood."""
    width = len(text.header)
    cells = list(_cells(ragged.texts, text.separator))
    filled = [(row + [""] * width)[:width] for row in cells]
    columns = {
        column: _rejoined(table.column(column), [row[column] or None for row in filled], order)
        for order in [_order(table.num_rows, ragged.numbers)]
        for column in range(width)
    }
    found = {number - 1: len(row) for number, row in zip(ragged.numbers, cells, strict=True)}
    return ParsedText(columns, table.num_rows + len(cells), found)


def _cells(texts: Sequence[str], separator: str) -> Iterator[list[str]]:
    for text in texts:
        yield next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])


def _order(good_rows: int, ragged_numbers: Sequence[int]) -> npt.NDArray[np.int64]:
    """Where each row of the file stands when the ragged ones follow the good ones."""
    is_ragged = np.zeros(good_rows + len(ragged_numbers), dtype=bool)
    is_ragged[np.array(ragged_numbers) - 1] = True
    return np.where(is_ragged, good_rows + np.cumsum(is_ragged), np.cumsum(~is_ragged)) - 1


def _rejoined(
    good: pa.ChunkedArray, ragged: Sequence[str | None], order: npt.NDArray[np.int64]
) -> pa.ChunkedArray:
    if pa.types.is_dictionary(good.type):
        more = pa.array(ragged, good.type.value_type).dictionary_encode()
        together = pa.chunked_array([*good.chunks, more]).unify_dictionaries()
    else:
        together = pa.chunked_array([*good.chunks, pa.array(ragged, good.type)])
    return together.take(pa.array(order))
