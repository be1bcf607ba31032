"""The page: one self-contained HTML file, the same bytes for the same report."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from stegvis.domain.metrics.availability import MONTHS, month_name
from stegvis.domain.metrics.report import Status, WeeklyReport
from stegvis.domain.metrics.series import week_cell
from stegvis.domain.metrics.wording import amount, number
from stegvis.errors import MetricError

TEMPLATES = Path("templates") / "reports"

STATUS_CLASSES = {
    Status.MET: "met",
    Status.NOT_MET: "not-met",
    Status.UNCERTAIN: "uncertain",
    Status.NONE: "",
}


def render_page(report: WeeklyReport, include_dir: Path) -> str:
    """The page as text.

    Raises:
        MetricError: The template asks for something that the report does not have.
    """
    environment = _environment(include_dir)
    try:
        return environment.get_template("week.html.j2").render(
            report=report,
            by_year=_by_year(report),
            month_names=MONTHS,
            weeks=sorted({week for one in report.weeks for week in one.published}, reverse=True),
        )
    except TemplateError as error:
        raise MetricError(
            f"include/templates/reports/week.html.j2 cannot be set: {error}. Correct the template."
        ) from error


def _environment(include_dir: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(include_dir / TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": number,
        "amount": amount,
        "week_cell": week_cell,
        "month": month_name,
        "swedish_date": _swedish_date,
        "lower_first": lambda text: text[:1].lower() + text[1:],
        "upper_first": lambda text: text[:1].upper() + text[1:],
        "status_class": STATUS_CLASSES.__getitem__,
    }
    return environment


def write_page(report: WeeklyReport, include_dir: Path, path: Path) -> None:
    """Write the page for its owner alone; a page half written is never left behind."""
    text = render_page(report, include_dir)
    unfinished = path.with_suffix(".tmp")
    descriptor = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    unfinished.replace(path)


def _swedish_date(day: date) -> str:
    """``23 november 2026``."""
    return f"{day.day} {month_name(day)}"


def _by_year(report: WeeklyReport) -> dict[int, dict[int, object]]:
    """The series with a column per year, so that the same month stands beside itself."""
    years: dict[int, dict[int, object]] = {}
    for row in report.months:
        years.setdefault(row.month.year, {})[row.month.month] = row
    return years
