"""The workbook: the same figures as the page, unrounded, for those who go on counting."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from stegvis.domain.metrics.report import WeeklyReport

_HEAD = ("Nyckeltal", "Program", "Värde", "Tal", "Täljare", "Nämnare", "Mål", "Måluppfyllelse")
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
        _sheets(book, report)
    unfinished.replace(path)


def _sheets(book: Any, report: WeeklyReport) -> None:
    _sheet(
        book,
        "Nyckeltal",
        (*_HEAD, "Sedan förra veckan", "Uppdelning", "Anmärkning"),
        _figures(report),
        (44, 28, 16, 14, 14, 14, 22, 18, 30, 60, 60),
    )
    _sheet(
        book,
        "Månader",
        ("Månad", "Hushåll med bistånd", "Utbetalt, kr", "Preliminär"),
        _months(report),
        (14, 20, 18, 12),
    )
    _sheet(
        book,
        "Leveranser",
        (
            "Uttag",
            "Senaste i bruk",
            "Leveranser",
            "Avvisade",
            "Väntar på ja",
            "Rader",
            "Godkända",
            "I karantän",
            "I avvisade filer",
            "Väntande",
            "Upprepade",
        ),
        _deliveries(report),
        (40, 16, *(14 for _ in range(9))),
    )
    _sheet(
        book,
        "Definitioner",
        ("Nyckeltal", "Vad det betyder", "Omfattning", "Krav"),
        _definitions(report),
        (44, 100, 60, 20),
    )


def _sheet(book: Any, name: str, head: Cells, rows: Iterable[Cells], widths: Sequence[int]) -> None:
    """A sheet with a note, a head that stays when one scrolls, and the rows."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm", "align": "left", "valign": "top"})
    counted = book.add_format({"num_format": "#,##0", "valign": "top"})
    sheet.write_string(0, 0, _NOTE)
    sheet.write_row(2, 0, head, bold)
    for place, cells in enumerate(rows, start=3):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(place, column, cell, day)
            elif isinstance(cell, int | float):
                sheet.write_number(place, column, cell, counted if cell % 1 == 0 else plain)
            elif cell is not None:
                sheet.write_string(place, column, str(cell), plain)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


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
