"""An answered workbook read back, by the names of its columns and not by their places.

People sort, filter, add columns and copy rows; Excel, LibreOffice and Google
each write numbers and dates in their own way. What matters is the header, and
the key that stands on each row.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from stegvis.adapters.worklists.workbook import KEY_HEADER
from stegvis.domain.tasks.answer_fields import FIELDS
from stegvis.domain.tasks.cell_reading import Cell
from stegvis.errors import AnswerFileError

LARGEST_FILE = 10_000_000  # bytes
LARGEST_UNPACKED = 100_000_000  # bytes
_MOST_ROWS = 20_000
_ROWS_BEFORE_HEADER = 20
_MOST_COLUMNS = 200
_FIELD_OF_HEADER = {field.header.casefold(): name for name, field in FIELDS.items()}


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """A row as it stands. ``cells`` are its answer cells by field, ``shown`` all by header."""

    number: int
    key: str
    cells: Mapping[str, Cell]
    shown: Mapping[str, object]


def read_answered_rows(data: bytes) -> list[AnsweredRow]:
    """The rows of every sheet that has a column called Nyckel, empty rows left out.

    Raises:
        AnswerFileError: It is no such workbook; the message is Swedish, for
            the person who dropped it.
    """
    _check_safe(data)
    try:
        workbook = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception:  # openpyxl raises whatever its parsers raise
        raise AnswerFileError(
            "Filen går inte att öppna som arbetsbok. Spara den som .xlsx."
        ) from None
    rows: list[AnsweredRow] = []
    found = False
    for sheet in workbook.worksheets:
        header, lines = _header_and_lines(sheet)
        if header is not None:
            found = True
            rows += _rows(header, lines)
    workbook.close()
    if not found:
        raise AnswerFileError(
            f"Inget blad har kolumnen {KEY_HEADER}. Svara i arbetslistans egen fil."
        )
    return rows


def _check_safe(data: bytes) -> None:
    """Refuse what is too big, unpacks to too much or carries macros, before it is opened."""
    if len(data) > LARGEST_FILE:
        raise AnswerFileError("Filen är för stor för att vara en arbetslista.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            members = parts.infolist()
    except zipfile.BadZipFile:
        raise AnswerFileError("Filen är ingen arbetsbok. Spara den som .xlsx.") from None
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise AnswerFileError("Filen är för stor för att vara en arbetslista.")
    if any(member.filename.endswith("vbaProject.bin") for member in members):
        raise AnswerFileError("Filen innehåller makron. Spara den som .xlsx utan makron.")


def _header_and_lines(sheet: Any) -> tuple[dict[int, str] | None, Iterator[Any]]:
    """Column place to header, and an iterator that stands on the row after it."""
    lines = enumerate(
        sheet.iter_rows(max_row=_MOST_ROWS + _ROWS_BEFORE_HEADER, max_col=_MOST_COLUMNS), start=1
    )
    for number, line in lines:
        header = {
            place: " ".join(str(cell.value).split())
            for place, cell in enumerate(line)
            if cell.value is not None
        }
        if KEY_HEADER in header.values():
            return header, lines
        if number >= _ROWS_BEFORE_HEADER:
            break
    return None, lines


def _rows(header: Mapping[int, str], lines: Iterator[Any]) -> Iterator[AnsweredRow]:
    for number, line in lines:
        told = {header[place]: cell for place, cell in enumerate(line) if place in header}
        if all(cell.value is None for cell in told.values()):
            continue
        cells = {
            _FIELD_OF_HEADER[name.casefold()]: _cell(cell)
            for name, cell in told.items()
            if name.casefold() in _FIELD_OF_HEADER
        }
        shown = {name: cell.value for name, cell in told.items()}
        yield AnsweredRow(number, str(shown.get(KEY_HEADER) or ""), cells, shown)


def _cell(cell: Any) -> Cell:
    is_percent = "%" in str(getattr(cell, "number_format", "") or "")
    return Cell(cell.value, is_formula=cell.data_type == "f", is_percent=is_percent)
