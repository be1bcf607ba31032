"""A worklist as a workbook: a first sheet that explains, and the tasks with columns to answer in.

Only answer columns that some task on the list can use are there. The same
list gives the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from stegvis.adapters.worklists.look import GUIDE_WIDTH, Look
from stegvis.domain.tasks.answer_fields import FIELDS, AnswerField, CellKind
from stegvis.domain.tasks.formulas import neutralised
from stegvis.domain.tasks.row_answers import fields_of
from stegvis.domain.tasks.wording import Urgency, swedish_day
from stegvis.domain.tasks.worklist import Line, Worklist

TASK_SHEET, GUIDE_SHEET = "Uppgifter", "Läs mig"
KEY_HEADER = "Nyckel"
_HEADER_ROW = 0
_TASK_COLUMNS = (
    ("När", 15),
    ("Vem", 22),
    ("Att göra", 28),
    ("Ärende", 15),
    ("Senast", 24),
    ("Varför", 66),
    ("Utkast", 9),
)
_LABEL_WIDTH = 22
_COLUMNS_IN_SIGHT = 3
_HEADER_HEIGHT = 34
_LINE_HEIGHT = 15.5  # points
_TALLEST_ROW = 400
_HOW_TO = (
    "Uppgifterna står på nästa blad, den mest brådskande först.",
    "Svara i de gula cellerna. Grå celler hör inte till uppgiften.",
    "Fyller du i allt som uppgiften frågar efter är den klar. Annars: välj Klar under Status.",
    "Ska uppgiften vänta: välj Vilar och skriv dagen då den ska komma tillbaka.",
    "Du får sortera, filtrera och lägga till egna kolumner. Ändra inte kolumnen Nyckel.",
    "Spara filen med ett namn som börjar på svar_ och slutar på .xlsx, till exempel {name}.",
    "Lägg den i kommunens inlämningsmapp. Den läses in nästa gång, oftast nästa arbetsmorgon.",
    "En rad som inte går att läsa kommer tillbaka med skälet bredvid cellen. Resten räknas.",
)


def workbook_bytes(
    worklist: Worklist,
    line_key: Callable[[str], str],
    letter_link: Callable[[str], str],
    answer_name: str,
) -> bytes:
    """The workbook of one list.

    Args:
        worklist: The list.
        line_key: Signed key of a task's line on this list.
        letter_link: Address of a letter, as seen from where the workbook lies.
        answer_name: The name to save it under.
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
    made = datetime.combine(worklist.as_of, datetime.min.time())
    workbook.set_properties({"title": "Arbetslista", "created": made, "author": "stegvis"})
    look = Look(workbook)
    _write_guide(workbook.add_worksheet(GUIDE_SHEET), worklist, look, answer_name)
    tasks = workbook.add_worksheet(TASK_SHEET)
    _write_tasks(tasks, worklist, look, line_key, letter_link)
    tasks.activate()
    workbook.close()
    return buffer.getvalue()


def is_as_written(data: bytes) -> bool:
    """Whether nobody has saved the workbook since we made it: then it was never modified."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            about = parts.read("docProps/core.xml").decode()
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        return False
    moments = dict(re.findall(r"<dcterms:(created|modified)[^>]*>([^<]*)<", about))
    return "created" in moments and moments["created"] == moments.get("modified")


def _write_guide(sheet: Worksheet, worklist: Worklist, look: Look, answer_name: str) -> None:
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, GUIDE_WIDTH)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "Arbetslista", look.title)
    facts = (
        ("Kommun", worklist.municipality),
        ("Enhet", worklist.unit_name),
        ("Lista för", worklist.owner),
        ("Dag", f"{swedish_day(worklist.as_of)} {worklist.as_of.year}"),
        ("Listans nummer", worklist.list_id),
    )
    row = _write_pairs(sheet, 2, facts, look)
    sheet.write_string(row + 1, 0, "Att göra", look.heading)
    counts = [(str(part), worklist.count(part)) for part in Urgency]
    row = _write_pairs(sheet, row + 2, [*counts, ("Sammanlagt", len(worklist.lines))], look)
    sheet.write_string(row + 1, 0, "Så svarar du", look.heading)
    _write_how_to(sheet, row + 2, look, answer_name)
    sheet.protect("", {"select_locked_cells": True})
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)


def _write_how_to(sheet: Worksheet, row: int, look: Look, answer_name: str) -> None:
    for number, sentence in enumerate(_HOW_TO, start=1):
        told = f"{number}. {sentence.format(name=answer_name)}"
        sheet.merge_range(row + number - 1, 0, row + number - 1, 1, told, look.text)
        sheet.set_row(
            row + number - 1, (1 + len(told) // (_LABEL_WIDTH + GUIDE_WIDTH)) * _LINE_HEIGHT
        )


def _write_pairs(sheet: Worksheet, row: int, pairs: Any, look: Look) -> int:
    for label, value in pairs:
        sheet.write_string(row, 0, label, look.label)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, look.count)
        else:
            sheet.write_string(row, 1, neutralised(value), look.text)
        row += 1
    return row


def _write_tasks(
    sheet: Worksheet,
    worklist: Worklist,
    look: Look,
    line_key: Callable[[str], str],
    letter_link: Callable[[str], str],
) -> None:
    fields = _fields_in_use(worklist)
    columns = [*_TASK_COLUMNS, *((field.header, field.width) for field in fields)]
    for place, (header, width) in enumerate(columns):
        sheet.write_string(_HEADER_ROW, place, header, look.header)
        sheet.set_column(place, place, width)
    key_column = len(columns)
    sheet.write_string(_HEADER_ROW, key_column, KEY_HEADER, look.header)
    sheet.set_column(key_column, key_column, 55, None, {"hidden": True})
    for row, line in enumerate(worklist.lines, start=_HEADER_ROW + 1):
        _write_line(sheet, row, line, look, letter_link)
        sheet.write_string(row, key_column, line_key(line.task_id), look.cell)
    _write_answer_columns(sheet, worklist, fields, look)
    _set_up_page(sheet, len(worklist.lines), key_column)


def _write_line(
    sheet: Worksheet, row: int, line: Line, look: Look, letter_link: Callable[[str], str]
) -> None:
    told = (
        str(line.urgency),
        line.person,
        line.title,
        line.case_reference,
        line.due,
        "\n".join((*line.why, *(f"• {sentence}" for sentence in line.criteria))),
    )
    sheet.write_string(row, 0, told[0], look.urgency[line.urgency])
    for place, value in enumerate(told[1:], start=1):
        sheet.write_string(row, place, neutralised(value), look.cell)
    if line.letter_path:
        address = f"external:{letter_link(line.letter_path)}"
        sheet.write_url(row, len(told), address, look.link, "Öppna")
    else:
        sheet.write_blank(row, len(told), None, look.cell)
    sheet.set_row(row, _height(told))


def _height(told: tuple[str, ...]) -> float:
    """A row's height in points; programs that open a workbook do not all fit it themselves."""
    widths = (width for _, width in _TASK_COLUMNS)
    lines = max(
        sum(1 + len(part) // width for part in value.split("\n"))
        for value, width in zip(told, widths, strict=False)
    )
    return min(lines * _LINE_HEIGHT + 3, _TALLEST_ROW)


def _fields_in_use(worklist: Worklist) -> list[AnswerField]:
    asked = {(line.kind, line.fact) for line in worklist.lines}
    used = {field.name for kind, fact in asked for field in fields_of(kind, fact)}
    return [field for name, field in FIELDS.items() if name in used]


def _write_answer_columns(
    sheet: Worksheet, worklist: Worklist, fields: list[AnswerField], look: Look
) -> None:
    fitting = {
        (line.kind, line.fact): {field.name for field in fields_of(line.kind, line.fact)}
        for line in worklist.lines
    }
    for place, field in enumerate(fields, start=len(_TASK_COLUMNS)):
        rows = []
        for row, line in enumerate(worklist.lines, start=_HEADER_ROW + 1):
            fits = field.name in fitting[line.kind, line.fact]
            sheet.write_blank(row, place, None, look.answer(field.kind) if fits else look.closed)
            if fits:
                rows.append(row)
        for first, last in _runs(rows):
            sheet.data_validation(first, place, last, place, _validation(field))


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Rows that follow each other, as first and last."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _validation(field: AnswerField) -> dict[str, Any]:
    told = {"input_title": field.header[:32], "input_message": field.hint[:255]}
    match field.kind:
        case CellKind.CHOICE:
            wrong = {"error_title": "Välj i listan", "error_message": "Välj ett av alternativen."}
            return {"validate": "list", "source": list(field.choices), **told, **wrong}
        case CellKind.PERCENT:
            limits = {"criteria": "between", "minimum": 0, "maximum": 100}
            wrong = {"error_title": "Procent", "error_message": "Skriv ett helt tal, 0 till 100."}
            return {"validate": "integer", **limits, **told, **wrong}
    return {"validate": "any", **told}


def _set_up_page(sheet: Worksheet, lines: int, key_column: int) -> None:
    sheet.set_row(_HEADER_ROW, _HEADER_HEIGHT)
    sheet.freeze_panes(_HEADER_ROW + 1, _COLUMNS_IN_SIGHT)
    sheet.autofilter(_HEADER_ROW, 0, _HEADER_ROW + lines, key_column - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    # On paper the page beside it is better; here the answer columns only take room.
    sheet.print_area(_HEADER_ROW, 0, _HEADER_ROW + lines, len(_TASK_COLUMNS) - 1)
    sheet.set_footer("&L&A&RSida &P av &N")
