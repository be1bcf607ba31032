"""``stegvis metrics``: a closed week's figures as management reads them."""

import os
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from stegvis.domain.clock import STOCKHOLM
from stegvis.settings import Settings, include_dir

if TYPE_CHECKING:
    from rich.table import Table

    from stegvis.domain.metrics.report import WeeklyReport


def metrics(
    week: Annotated[str, typer.Option(help="ISO week, such as 2026-W47.")] = "",
    municipality: Annotated[
        list[str] | None, typer.Option(help="Slug; may be repeated. Without it: all of them.")
    ] = None,
    dictionary: Annotated[
        bool, typer.Option("--dictionary", help="Print what every figure means, as Markdown.")
    ] = False,
) -> None:
    """Print a closed week's figures, small counts hidden.

    The same figures as on the page and in the workbook under reports/. A week
    that has not been closed is an error; publishing closes it on Mondays.

    Raises:
        MetricError: The week has not been closed, or there is no such week.
        SettingsError: The environment does not say where the warehouse is.
    """
    from stegvis.adapters.metric_files import load_catalogue
    from stegvis.domain.metrics.dictionary import metrics_dictionary

    if dictionary:
        typer.echo(metrics_dictionary(load_catalogue(include_dir(os.environ))), nl=False)
        return
    if not week:
        raise typer.BadParameter("say which week, such as --week 2026-W47")
    _print_week(Settings.from_environment(os.environ), week, municipality or [])


def _print_week(settings: Settings, week: str, chosen: list[str]) -> None:
    from rich.console import Console

    from stegvis.adapters.metric_files import load_catalogue
    from stegvis.adapters.municipality_files import municipality_slugs
    from stegvis.steps.context import open_context
    from stegvis.steps.published import read_report

    catalogue = load_catalogue(settings.include_dir)
    console = Console()
    for slug in chosen or municipality_slugs(settings.include_dir):
        context = open_context(settings, slug, datetime.now(STOCKHOLM))
        console.print(_table(read_report(context, catalogue, week)))


def _table(report: "WeeklyReport") -> "Table":
    from rich import box
    from rich.table import Table

    title = f"{report.municipality}, vecka {report.week.number} {report.week.year}"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left")
    for heading in ("nyckeltal", "program", "värde", "mål", "sedan förra veckan", "anmärkning"):
        table.add_column(heading, overflow="fold")
    table.columns[2].justify = "right"
    for line in report.lines:
        goal = " – ".join(part for part in (line.target, line.status.value) if part)
        value = f"{line.value} ({line.fraction})" if line.fraction else line.value
        table.add_row(line.metric.title, line.programme, value, goal, line.change, line.note)
    table.caption = "Beskrivande, inte effekt."
    return table
