"""The workbook that comes back: rows that could not be read, each with its reason beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from stegvis.adapters.worklists.answers import AnsweredRow
from stegvis.adapters.worklists.look import Look
from stegvis.adapters.worklists.workbook import KEY_HEADER, TASK_SHEET
from stegvis.domain.tasks.answer_fields import FIELDS
from stegvis.domain.tasks.formulas import neutralised

REASON_HEADER = "Vad som är fel"
_WIDTH, _REASON_WIDTH = 22, 40


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row and its reasons by field; "" is the row, or the whole file if ``row`` is None."""

    row: AnsweredRow | None
    reasons: Mapping[str, str]


def rejected_bytes(rejected: Sequence[RejectedRow], made: date) -> bytes:
    """A workbook that can be corrected and dropped into the inbox again.

    The columns are those of the answered workbook; right of each column with
    something wrong in it stands why, row by row.
    """
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    workbook.set_properties(
        {"title": "Rader att rätta", "created": datetime.combine(made, datetime.min.time())}
    )
    sheet, look = workbook.add_worksheet(TASK_SHEET), Look(workbook)
    places = _write_header(sheet, rejected, look)
    for number, item in enumerate(rejected, start=1):
        _write_row(sheet, number, item, places, look)
    sheet.freeze_panes(1, 0)
    workbook.close()
    return buffer.getvalue()


def _header_of(field: str) -> str:
    return FIELDS[field].header if field in FIELDS else ""


def _write_header(
    sheet: Worksheet, rejected: Sequence[RejectedRow], look: Look
) -> dict[tuple[str, bool], int]:
    """Writes the head; returns the place of each column, and of the reasons beside it."""
    headers = dict.fromkeys(
        name for item in rejected if item.row is not None for name in item.row.shown
    )
    wrong = {_header_of(field) for item in rejected for field in item.reasons}
    columns: list[tuple[str, bool]] = [("", True)] if "" in wrong else []
    missing = [name for name in wrong if name and name not in headers]
    for name in (*headers, *sorted(missing)):
        columns.append((name, False))
        if name in wrong:
            columns.append((name, True))
    for place, (name, is_reason) in enumerate(columns):
        shown = f"{REASON_HEADER}: {name}" if is_reason and name else REASON_HEADER
        sheet.write_string(0, place, shown if is_reason else neutralised(name), look.header)
        hidden = {"hidden": True} if name == KEY_HEADER and not is_reason else {}
        sheet.set_column(place, place, _REASON_WIDTH if is_reason else _WIDTH, None, hidden)
    return {column: place for place, column in enumerate(columns)}


def _write_row(
    sheet: Worksheet,
    number: int,
    item: RejectedRow,
    places: Mapping[tuple[str, bool], int],
    look: Look,
) -> None:
    wrong = {_header_of(field): reason for field, reason in item.reasons.items()}
    for name, value in (item.row.shown if item.row is not None else {}).items():
        shown = look.wrong if name in wrong else look.cell
        _write_value(sheet, number, places[name, False], value, shown)
    for name, reason in wrong.items():
        sheet.write_string(number, places[name, True], reason, look.reason)


def _write_value(sheet: Worksheet, row: int, place: int, value: object, shown: object) -> None:
    if value is None:
        sheet.write_blank(row, place, None, shown)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, place, value, shown)
    elif isinstance(value, datetime | date):
        sheet.write_string(
            row,
            place,
            value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat(),
            shown,
        )
    else:
        sheet.write_string(row, place, neutralised(str(value)), shown)
