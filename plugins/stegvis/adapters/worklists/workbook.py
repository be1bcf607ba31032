"""A worklist as a workbook: a first sheet that explains, and the tasks with columns to answer in.

Only answer columns that some task on the list can use are there. The same
list gives the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from stegvis.adapters.worklists.look import GUIDE_WIDTH, Look
from stegvis.adapters.worklists.task_sheet import KEY_HEADER, Addresses, TaskSheet
from stegvis.domain.tasks.formulas import neutralised
from stegvis.domain.tasks.wording import Urgency, swedish_day
from stegvis.domain.tasks.worklist import RolledUp, Worklist

__all__ = ["GUIDE_SHEET", "KEY_HEADER", "TASK_SHEET", "is_as_written", "workbook_bytes"]

TASK_SHEET, GUIDE_SHEET = "Uppgifter", "Läs mig"
_LABEL_WIDTH = 22
_LINE_HEIGHT = 15.5  # points
_LONGEST_SHEET_NAME = 31
WORKBOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Nothing that a source wrote becomes a formula, a link or a number by itself."""
_HOW_TO = (
    "Uppgifterna står på nästa blad, den mest brådskande först. Är de många av ett slag står de "
    "på ett eget blad.",
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
    workbook = xlsxwriter.Workbook(buffer, WORKBOOK_OPTIONS)
    made = datetime.combine(worklist.as_of, datetime.min.time())
    workbook.set_properties({"title": "Arbetslista", "created": made, "author": "stegvis"})
    look = Look(workbook)
    _write_guide(workbook.add_worksheet(GUIDE_SHEET), worklist, look, answer_name)
    names = _sheet_names(worklist.attached)
    addresses = Addresses(line_key, letter_link, names.__getitem__)
    first = workbook.add_worksheet(TASK_SHEET)
    TaskSheet(first, worklist, worklist.entries, look, addresses).write()
    for kind in worklist.attached:
        sheet = workbook.add_worksheet(names[kind.kind])
        TaskSheet(sheet, worklist, kind.lines, look, addresses).write()
    first.activate()
    workbook.close()
    return buffer.getvalue()


def _sheet_names(kinds: Iterable[RolledUp]) -> dict[str, str]:
    """A name for each kind's sheet, as short as a workbook wants it; no two are alike."""
    names: dict[str, str] = {}
    for kind in kinds:
        plain = re.sub(r"[\[\]:*?/\\']", "", kind.title)
        name = plain[:_LONGEST_SHEET_NAME].strip()
        if name.casefold() in {other.casefold() for other in names.values()}:
            name = f"{name[: _LONGEST_SHEET_NAME - 3].strip()} {len(names) + 1}"
        names[kind.kind] = name
    return names


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
