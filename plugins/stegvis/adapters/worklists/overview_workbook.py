"""The lead's overview as a workbook to read and filter; nothing is answered in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from stegvis.adapters.worklists.look import Look
from stegvis.adapters.worklists.workbook import WORKBOOK_OPTIONS
from stegvis.domain.tasks.formulas import neutralised
from stegvis.domain.tasks.overview import DONE_DAYS, Load, Overview, Pointer
from stegvis.domain.tasks.wording import swedish_day

LOADS_SHEET, LATE_SHEET, UNASSIGNED_SHEET = "Läget", "Försenat", "Inte fördelat"
_TITLE_HEIGHT, _HEADER_HEIGHT = 28, 34  # points
_LOADS = (
    ("Enhet", 28),
    ("Lista för", 26),
    ("Öppna", 10),
    ("Försenat", 10),
    ("I dag", 10),
    ("Den här veckan", 10),
    ("Senare", 10),
    (f"Gjort på {DONE_DAYS} dagar", 12),
)
_KINDS = (("Uppgift", 28), ("", 26), ("Öppna", 10), ("Försenat", 10))
_POINTERS = (
    ("När", 15),
    ("Senast", 34),
    ("Att göra", 40),
    ("Ärende", 18),
    ("Lista för", 26),
    ("Enhet", 28),
)


def overview_bytes(overview: Overview) -> bytes:
    """The workbook of one overview; the same overview gives the same bytes."""
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, WORKBOOK_OPTIONS)
    made = datetime.combine(overview.as_of, datetime.min.time())
    workbook.set_properties({"title": "Översikt", "created": made, "author": "stegvis"})
    look = Look(workbook)
    _write_loads(workbook.add_worksheet(LOADS_SHEET), overview, look)
    for name, pointers in (
        (LATE_SHEET, overview.pressing),
        (UNASSIGNED_SHEET, overview.unassigned),
    ):
        _write_pointers(workbook.add_worksheet(name), pointers, look)
    workbook.close()
    return buffer.getvalue()


def _write_loads(sheet: Worksheet, overview: Overview, look: Look) -> None:
    day = f"{swedish_day(overview.as_of)} {overview.as_of.year}"
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(0, 0, "Översikt", look.title)
    sheet.write_string(1, 0, f"{overview.municipality}, {overview.unit_name}, {day}", look.plain)
    _write_header(sheet, 3, _LOADS, look)
    row = 4
    for load in (*overview.loads, overview.total):
        _write_load(sheet, row, load, look)
        row += 1
    _write_header(sheet, row + 1, _KINDS, look)
    for number, (title, count, late) in enumerate(overview.kinds, start=row + 2):
        sheet.merge_range(number, 0, number, 1, title, look.cell)
        sheet.write_number(number, 2, count, look.figure)
        sheet.write_number(number, 3, late, look.figure)
    _lock(sheet)


def _write_load(sheet: Worksheet, row: int, load: Load, look: Look) -> None:
    sheet.write_string(row, 0, neutralised(load.unit), look.cell)
    sheet.write_string(row, 1, neutralised(load.owner), look.cell)
    counts = (load.still_open, load.overdue, load.today, load.this_week, load.later, load.done)
    for place, count in enumerate(counts, start=2):
        sheet.write_number(row, place, count, look.figure)


def _write_pointers(sheet: Worksheet, pointers: Sequence[Pointer], look: Look) -> None:
    _write_header(sheet, 0, _POINTERS, look)
    for row, pointer in enumerate(pointers, start=1):
        line = pointer.line
        sheet.write_string(row, 0, str(line.urgency), look.urgency[line.urgency])
        told = (line.due, line.title, line.case_reference, pointer.owner, pointer.unit)
        for place, value in enumerate(told, start=1):
            sheet.write_string(row, place, neutralised(value), look.cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(pointers), 1), len(_POINTERS) - 1)
    _lock(sheet)


def _write_header(
    sheet: Worksheet, row: int, columns: Sequence[tuple[str, int]], look: Look
) -> None:
    sheet.set_row(row, _HEADER_HEIGHT)
    for place, (header, width) in enumerate(columns):
        sheet.write_string(row, place, header, look.header)
        sheet.set_column(place, place, width)


def _lock(sheet: Worksheet) -> None:
    """Nothing is to be written here, but it may be filtered and widened."""
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RSida &P av &N")
