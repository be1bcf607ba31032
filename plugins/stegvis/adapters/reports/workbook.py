"""The workbook: the same figures as the page, unrounded, for those who go on counting."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from stegvis.domain.metrics.report import WeeklyReport

_NOTE = "Beskrivande, inte effekt. Talen säger inte vad som beror på insatserna."

Cells = Sequence[Any]


def write_workbook(report: WeeklyReport, path: Path) -> None:
    """Write the workbook for its owner alone; the same report gives the same bytes."""
    unfinished = path.with_suffix(".tmp")
    os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    with xlsxwriter.Workbook(unfinished, {"in_memory": True}) as book:
        # Without a fixed moment the file would differ at every writing.
        book.set_properties(
            {
                "title": f"Veckorapport {report.week.iso_week}, {report.municipality}",
                "created": report.closed_at.replace(tzinfo=None, microsecond=0),
            }
        )
        for sheet in (_FIGURES, _MONTHS, _DELIVERIES, _DEFINITIONS):
            _write_sheet(book, sheet, report)
    unfinished.replace(path)


@dataclass(frozen=True)
class _Sheet:
    """A sheet: its name, its columns with their widths in characters, and its rows."""

    name: str
    columns: dict[str, int]
    rows: Callable[[WeeklyReport], Iterable[Cells]]


def _write_sheet(book: Any, sheet: _Sheet, report: WeeklyReport) -> None:
    """A note, a head that stays when one scrolls, and the rows; prints on A4."""
    page = book.add_worksheet(sheet.name)
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    page.write_string(0, 0, _NOTE)
    page.write_row(2, 0, sheet.columns, bold)
    _write_rows(book, page, sheet.rows(report))
    for column, width in enumerate(sheet.columns.values()):
        page.set_column(column, column, width)
    page.freeze_panes(3, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)


def _write_rows(book: Any, page: Any, rows: Iterable[Cells]) -> None:
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm", "align": "left", "valign": "top"})
    counted = book.add_format({"num_format": "#,##0", "valign": "top"})
    for place, cells in enumerate(rows, start=3):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                page.write_datetime(place, column, cell, day)
            elif isinstance(cell, int | float):
                page.write_number(place, column, cell, counted if cell % 1 == 0 else plain)
            elif cell is not None:
                page.write_string(place, column, str(cell), plain)


def _figures(report: WeeklyReport) -> Iterable[Cells]:
    for line in report.lines:
        yield (
            line.metric.title,
            line.programme or "Kommunen",
            line.value,
            line.raw,
            line.numerator,
            line.denominator,
            line.target,
            line.status.value,
            line.change,
            "\n".join(line.breakdown),
            line.note,
        )


def _months(report: WeeklyReport) -> Iterable[Cells]:
    for row in report.months:
        hidden = "visas inte"
        yield (
            row.month,
            hidden if row.households is None else row.households,
            hidden if row.assistance_sek is None else row.assistance_sek,
            "ja" if row.is_preliminary else "",
        )


def _deliveries(report: WeeklyReport) -> Iterable[Cells]:
    for line in report.deliveries:
        yield (
            line.title,
            line.newest,
            line.deliveries,
            line.rejected,
            line.held,
            line.rows_received,
            line.rows_accepted,
            line.rows_quarantined,
            line.rows_rejected,
            line.rows_held,
            line.rows_repeated,
        )


def _definitions(report: WeeklyReport) -> Iterable[Cells]:
    for metric in report.definitions:
        yield (metric.title, metric.definition, metric.grain_text, ", ".join(metric.requirements))


_FIGURES = _Sheet(
    "Nyckeltal",
    {
        "Nyckeltal": 34,
        "Program": 20,
        "Värde": 13,
        "Tal": 12,
        "Täljare": 12,
        "Nämnare": 12,
        "Mål": 13,
        "Måluppfyllelse": 14,
        "Sedan förra veckan": 20,
        "Uppdelning": 36,
        "Anmärkning": 36,
    },
    _figures,
)
_MONTHS = _Sheet(
    "Månader",
    {"Månad": 14, "Hushåll med bistånd": 20, "Utbetalt, kr": 18, "Preliminär": 12},
    _months,
)
_DELIVERIES = _Sheet(
    "Leveranser",
    {
        "Uttag": 40,
        "Senaste i bruk": 16,
        "Leveranser": 14,
        "Avvisade": 14,
        "Väntar på ja": 14,
        "Rader": 14,
        "Godkända": 14,
        "I karantän": 14,
        "I avvisade filer": 16,
        "Väntande": 14,
        "Upprepade": 14,
    },
    _deliveries,
)
_DEFINITIONS = _Sheet(
    "Definitioner",
    {"Nyckeltal": 44, "Vad det betyder": 100, "Omfattning": 60, "Krav": 20},
    _definitions,
)
