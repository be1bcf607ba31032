"""An answered workbook read back, by the names of its columns and not by their places.

People sort, filter, add columns and copy rows; Excel, LibreOffice and Google
each write numbers and dates in their own way. What matters is the header, and
the key that stands on each row.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from stegvis.adapters.worklists.workbook import KEY_HEADER
from stegvis.domain.tasks.answer_fields import FIELDS
from stegvis.domain.tasks.cell_reading import Cell
from stegvis.errors import AnswerFileError

LARGEST_FILE = 10_000_000  # bytes
LARGEST_UNPACKED = 20_000_000  # bytes; a list of a thousand tasks takes three million
_MOST_ROWS = 20_000
_ROWS_BEFORE_HEADER = 20
_MOST_CELLS = 400_000
_ROW, _CELL, _STRING = (
    re.compile(rb"<(?:\w+:)?" + name + rb"[\s/>]") for name in (b"row", b"c", b"si")
)
_TOO_BIG = "Filen är för stor för att vara en arbetslista."
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
        sheets = [_rows_of_sheet(sheet) for sheet in workbook.worksheets]
        workbook.close()
    except Exception:  # openpyxl raises whatever its parsers raise
        raise AnswerFileError(
            "Filen går inte att öppna som arbetsbok. Spara den som .xlsx."
        ) from None
    if all(rows is None for rows in sheets):
        raise AnswerFileError(
            f"Inget blad har kolumnen {KEY_HEADER}. Svara i arbetslistans egen fil."
        )
    return [row for rows in sheets for row in rows or ()]


def _rows_of_sheet(sheet: Any) -> list[AnsweredRow] | None:
    """The rows of a sheet; None if it has no column called Nyckel."""
    header, lines = _header_and_lines(sheet)
    return None if header is None else list(_rows(header, lines))


def _check_safe(data: bytes) -> None:
    """Refuse what is too big, unpacks to too much or carries macros, before it is opened."""
    if len(data) > LARGEST_FILE:
        raise AnswerFileError(_TOO_BIG)
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            members = parts.infolist()
            if sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise AnswerFileError(_TOO_BIG)
            if any(member.filename.endswith("vbaProject.bin") for member in members):
                raise AnswerFileError("Filen innehåller makron. Spara den som .xlsx utan makron.")
            _check_counts(parts)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, zlib.error):
        # Broken, packed in a way we do not know, cut short, or locked with a password.
        raise AnswerFileError("Filen är ingen arbetsbok. Spara den som .xlsx.") from None


def _check_counts(parts: zipfile.ZipFile) -> None:
    """Refuse more rows, cells or strings than any list has, counted without building them."""
    for name in parts.namelist():
        if name == "xl/sharedStrings.xml":
            _refuse_above(_MOST_CELLS, _STRING, parts.read(name), "texter")
        elif name.startswith("xl/worksheets/"):
            sheet = parts.read(name)
            _refuse_above(_MOST_ROWS, _ROW, sheet, "rader")
            _refuse_above(_MOST_CELLS, _CELL, sheet, "celler")


def _refuse_above(most: int, element: re.Pattern[bytes], part: bytes, what: str) -> None:
    if sum(1 for _ in islice(element.finditer(part), most + 1)) > most:
        raise AnswerFileError(
            f"Ett blad har fler än {most} {what}. Svara i arbetslistans egen fil, "
            "och ta bort tomma rader under listan."
        )


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
