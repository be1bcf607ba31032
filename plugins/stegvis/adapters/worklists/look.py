"""How a workbook looks: its cell formats, made once per workbook."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from stegvis.domain.tasks.answer_fields import CellKind
from stegvis.domain.tasks.wording import Urgency

GUIDE_WIDTH = 90
_INK, _RULE, _HEAD = "#1B1B1B", "#C9CDD2", "#23415E"
_FILLS = {
    Urgency.OVERDUE: "#F6C9C4",
    Urgency.TODAY: "#FBE3B4",
    Urgency.THIS_WEEK: "#DCE9F5",
    Urgency.LATER: "#EDEFF1",
}
_NUMBER_FORMATS = {
    CellKind.PERCENT: "0",
    CellKind.DAY: "yyyy-mm-dd",
    CellKind.MOMENT: "yyyy-mm-dd hh:mm",
}


class Look:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._answers: dict[CellKind, Format] = {}

    def _make(self, **properties: Any) -> Format:
        usual = {"font_name": "Calibri", "font_size": 11, "font_color": _INK, "valign": "top"}
        return self._workbook.add_format(usual | properties)

    @cached_property
    def title(self) -> Format:
        """The sheet's own name."""
        return self._make(bold=True, font_size=20, font_color=_HEAD)

    @cached_property
    def heading(self) -> Format:
        """A heading inside the sheet."""
        return self._make(bold=True, font_size=13, font_color=_HEAD)

    @cached_property
    def label(self) -> Format:
        """What stands before a value."""
        return self._make(bold=True)

    @cached_property
    def text(self) -> Format:
        """Running text."""
        return self._make(text_wrap=True)

    @cached_property
    def plain(self) -> Format:
        """Text on one line."""
        return self._make()

    @cached_property
    def figure(self) -> Format:
        """A number in a table."""
        return self._make(align="right", num_format="0", bottom=1, bottom_color=_RULE)

    @cached_property
    def count(self) -> Format:
        """A count, beside its label."""
        return self._make(align="left", num_format="0")

    @cached_property
    def header(self) -> Format:
        """The head of a column."""
        return self._make(
            bold=True, font_color="#FFFFFF", bg_color=_HEAD, text_wrap=True, valign="vcenter"
        )

    @cached_property
    def cell(self) -> Format:
        """What is told about a task."""
        return self._make(text_wrap=True, bottom=1, bottom_color=_RULE)

    @cached_property
    def link(self) -> Format:
        """A link."""
        return self._make(font_color="#0B4F9E", underline=1, bottom=1, bottom_color=_RULE)

    @cached_property
    def closed(self) -> Format:
        """An answer cell that does not fit the task."""
        return self._make(bg_color="#E4E6E8", bottom=1, bottom_color="#FFFFFF")

    @cached_property
    def wrong(self) -> Format:
        """A cell that could not be read."""
        return self._make(bg_color="#F6C9C4", text_wrap=True, border=1, border_color="#9C2A1F")

    @cached_property
    def reason(self) -> Format:
        """Why a cell could not be read."""
        return self._make(font_color="#9C2A1F", bold=True, text_wrap=True)

    @cached_property
    def urgency(self) -> dict[Urgency, Format]:
        """How urgent a task is: by word first, by colour besides."""
        return {
            part: self._make(
                bold=part is Urgency.OVERDUE, bg_color=fill, bottom=1, bottom_color=_RULE
            )
            for part, fill in _FILLS.items()
        }

    def answer(self, kind: CellKind) -> Format:
        """A cell to answer in."""
        if kind not in self._answers:
            self._answers[kind] = self._make(
                bg_color="#FFF8D6",
                border=1,
                border_color="#D8C77A",
                align="left",
                num_format=_NUMBER_FORMATS.get(kind, "General"),
            )
        return self._answers[kind]
