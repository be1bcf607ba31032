"""``stegvis metrics``: a closed week's figures as management reads them."""

import os
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from stegvis.domain.clock import STOCKHOLM
from stegvis.settings import Settings, include_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.table import Table

    from stegvis.domain.metrics.report import WeeklyReport
    from stegvis.steps.context import StepContext


def metrics(
    week: Annotated[str, typer.Option(help="ISO week, such as 2026-W47.")] = "",
    municipality: Annotated[
        list[str] | None, typer.Option(help="Slug; may be repeated. Without it: all of them.")
    ] = None,
    dictionary: Annotated[
        bool, typer.Option("--dictionary", help="Print what every figure means, as Markdown.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Compute the week again, and compare with revision 1."),
    ] = False,
) -> None:
    """Print a closed week's figures, small counts hidden.

    The same figures as on the page and in the workbook under reports/. A week
    that has not been closed is an error; publishing closes it on Mondays.
    With --check nothing is printed but whether the week, computed again from
    what was known then, gives what was first reported; status 1 if it does not.

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
    contexts = _contexts(Settings.from_environment(os.environ), municipality or [])
    if check:
        _check_week(contexts, week)
    else:
        _print_week(contexts, week)


def _contexts(settings: Settings, chosen: list[str]) -> "Iterator[StepContext]":
    from stegvis.adapters.municipality_files import municipality_slugs
    from stegvis.steps.context import open_context

    for slug in chosen or municipality_slugs(settings.include_dir):
        yield open_context(settings, slug, datetime.now(STOCKHOLM))


def _print_week(contexts: "Iterable[StepContext]", week: str) -> None:
    from rich.console import Console

    from stegvis.adapters.metric_files import load_catalogue
    from stegvis.steps.metrics.published import read_report

    console = Console()
    for context in contexts:
        catalogue = load_catalogue(context.settings.include_dir)
        console.print(_table(read_report(context, catalogue, week)))


def _check_week(contexts: "Iterable[StepContext]", week: str) -> None:
    """Say whether the week still comes out as it was first reported."""
    from stegvis.steps.metrics.recompute import differences

    found = False
    for context in contexts:
        compared, differing = differences(context, week)
        said = f"different: {', '.join(differing)}" if differing else "all the same"
        typer.echo(f"{context.municipality.name}, {week}: {compared} figures, {said}.")
        found = found or bool(differing)
    raise typer.Exit(1 if found else 0)


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
