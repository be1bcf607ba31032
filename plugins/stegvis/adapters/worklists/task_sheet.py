"""One sheet of tasks: what is told of each, the columns to answer in, and the signed key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from xlsxwriter.worksheet import Worksheet

from stegvis.adapters.worklists.look import Look
from stegvis.domain.tasks.answer_fields import FIELDS, AnswerField, CellKind
from stegvis.domain.tasks.formulas import neutralised
from stegvis.domain.tasks.row_answers import fields_of
from stegvis.domain.tasks.worklist import Audience, Line, RolledUp, Worklist

KEY_HEADER = "Nyckel"
_HEADER_ROW = 0
_ALWAYS = (("När", 15), ("Vem", 22), ("Att göra", 28), ("Ärende", 15), ("Senast", 24))
_TASK_COLUMNS = (*_ALWAYS, ("Varför", 66), ("Utkast", 9))
_LABOUR_MARKET_COLUMNS = (*_ALWAYS, ("Anställning", 66))
_COLUMNS_IN_SIGHT = 3
_KEY_WIDTH = 55
_HEADER_HEIGHT = 34
_LINE_HEIGHT = 15.5  # points
_TALLEST_ROW = 400
_ASKS_FOR_GROUND = "share_ground"


def task_columns(audience: Audience) -> tuple[tuple[str, int], ...]:
    """What is told of a task: header and width. The labour-market unit sees less (K10)."""
    return _LABOUR_MARKET_COLUMNS if audience is Audience.LABOUR_MARKET else _TASK_COLUMNS


@dataclass(frozen=True)
class Addresses:
    """What a line points at: its key, the letter as seen from the workbook, a kind's own sheet."""

    line_key: Callable[[str], str]
    letter: Callable[[str], str]
    sheet_of: Callable[[str], str]


@dataclass(frozen=True)
class TaskSheet:
    """A sheet with one row per entry; an entry that is rolled up points at another sheet."""

    sheet: Worksheet
    worklist: Worklist
    entries: Sequence[Line | RolledUp]
    look: Look
    addresses: Addresses

    def write(self) -> None:
        """Write everything."""
        fields = self._fields_in_use()
        columns = [
            *task_columns(self.worklist.audience),
            *((field.header, field.width) for field in fields),
        ]
        for place, (header, width) in enumerate(columns):
            self.sheet.write_string(_HEADER_ROW, place, header, self.look.header)
            self.sheet.set_column(place, place, width)
        key_column = len(columns)
        self.sheet.write_string(_HEADER_ROW, key_column, KEY_HEADER, self.look.header)
        self.sheet.set_column(key_column, key_column, _KEY_WIDTH, None, {"hidden": True})
        for row, entry in enumerate(self.entries, start=_HEADER_ROW + 1):
            self._write_entry(row, entry)
            if isinstance(entry, Line):
                key = self.addresses.line_key(entry.task_id)
                self.sheet.write_string(row, key_column, key, self.look.cell)
        self._write_answer_columns(fields)
        self._set_up_page(key_column)

    def _write_entry(self, row: int, entry: Line | RolledUp) -> None:
        told = _told(entry)
        self.sheet.write_string(row, 0, told[0], self.look.urgency[entry.urgency])
        for place, value in enumerate(told[1:], start=1):
            self.sheet.write_string(row, place, neutralised(value), self.look.cell)
        self._write_link(row, entry, len(told))
        self.sheet.set_row(row, _height(told, task_columns(self.worklist.audience)))

    def _write_link(self, row: int, entry: Line | RolledUp, place: int) -> None:
        """The draft of a letter, or the sheet on which the tasks of the kind stand."""
        if isinstance(entry, RolledUp):
            name = self.addresses.sheet_of(entry.kind)
            self.sheet.write_url(row, 2, f"internal:'{name}'!A1", self.look.link, entry.title)
        if place == len(task_columns(self.worklist.audience)):
            return
        if isinstance(entry, Line) and entry.letter_path:
            address = f"external:{self.addresses.letter(entry.letter_path)}"
            self.sheet.write_url(row, place, address, self.look.link, "Öppna")
        else:
            self.sheet.write_blank(row, place, None, self.look.cell)

    def _fields_in_use(self) -> list[AnswerField]:
        used = {name for entry in self.entries for name in self._fitting(entry)}
        return [field for name, field in FIELDS.items() if name in used]

    def _fitting(self, entry: Line | RolledUp) -> frozenset[str]:
        """Names of the answer columns that fit the entry."""
        if isinstance(entry, RolledUp):
            return frozenset()
        return _fitting(entry.kind, entry.fact, self.worklist.asks_for_ground)

    def _write_answer_columns(self, fields: list[AnswerField]) -> None:
        fitting = [self._fitting(entry) for entry in self.entries]
        first_place = len(task_columns(self.worklist.audience))
        for place, field in enumerate(fields, start=first_place):
            name, answer, closed = field.name, self.look.answer(field.kind), self.look.closed
            write_blank, rows = self.sheet.write_blank, []
            for row, names in enumerate(fitting, start=_HEADER_ROW + 1):
                if name in names:
                    write_blank(row, place, None, answer)
                    rows.append(row)
                else:
                    write_blank(row, place, None, closed)
            # One rule for all of a column's cells: many rules make a workbook slow to open.
            runs = [[first, place, last, place] for first, last in _runs(rows)]
            self.sheet.data_validation(*runs[0], _validation(field) | {"other_cells": runs[1:]})

    def _set_up_page(self, key_column: int) -> None:
        sheet, last = self.sheet, _HEADER_ROW + len(self.entries)
        sheet.set_row(_HEADER_ROW, _HEADER_HEIGHT)
        sheet.freeze_panes(_HEADER_ROW + 1, _COLUMNS_IN_SIGHT)
        sheet.autofilter(_HEADER_ROW, 0, last, key_column - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER_ROW)
        # On paper the page beside it is better; here the answer columns only take room.
        sheet.print_area(_HEADER_ROW, 0, last, len(task_columns(self.worklist.audience)) - 1)
        sheet.set_footer("&L&A&RSida &P av &N")


@cache
def _fitting(kind: str, fact: str, asks_for_ground: bool) -> frozenset[str]:
    fitting = frozenset(field.name for field in fields_of(kind, fact))
    return fitting if asks_for_ground else fitting - {_ASKS_FOR_GROUND}


def _told(entry: Line | RolledUp) -> tuple[str, ...]:
    """The text of an entry, column by column."""
    if isinstance(entry, RolledUp):
        why = f"{entry.told} De står på ett eget blad: klicka på namnet till vänster."
        return (str(entry.urgency), "", entry.title, "", entry.due, why)
    why = "\n".join((*entry.why, *(f"• {sentence}" for sentence in entry.criteria)))
    return (
        str(entry.urgency),
        entry.person,
        entry.title,
        entry.case_reference,
        entry.due,
        why,
    )


def _height(told: tuple[str, ...], columns: tuple[tuple[str, int], ...]) -> float:
    """A row's height in points; programs that open a workbook do not all fit it themselves."""
    *short, why = told
    lines = sum([1 + len(part) // columns[len(short)][1] for part in why.split("\n")])
    for value, (_, width) in zip(short, columns, strict=False):
        lines = max(lines, 1 + len(value) // width)
    return min(lines * _LINE_HEIGHT + 3, _TALLEST_ROW)


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
