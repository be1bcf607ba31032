"""``stegvis status``: how things stand, for people and for monitoring."""

import os
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from stegvis.domain.clock import STOCKHOLM
from stegvis.settings import Settings

if TYPE_CHECKING:
    from rich.table import Table

    from stegvis.domain.status import MunicipalityStatus


def status(
    municipality: Annotated[
        list[str] | None, typer.Option(help="Slug; may be repeated. Without it: all of them.")
    ] = None,
) -> None:
    """Show how each stage stands and what waits for a person.

    Exit status 0: fine. 1: a person is waited for (a held delivery, an approval,
    an overdue task). 2: a stage is late, or the warehouse cannot be read.
    Reads the warehouse only, so it answers when Airflow is down. No names.

    Raises:
        SettingsError: The environment does not say where the warehouse is.
        WarehouseError: The warehouse cannot be read.
    """
    from rich.console import Console

    from stegvis.adapters.municipality_files import municipality_slugs
    from stegvis.steps.context import open_context
    from stegvis.steps.status import municipality_status

    settings, now = Settings.from_environment(os.environ), datetime.now(STOCKHOLM)
    slugs = municipality or municipality_slugs(settings.include_dir)
    found = [municipality_status(open_context(settings, slug, now)) for slug in slugs]
    console = Console()
    for one in found:
        console.print(_table(one))
    raise typer.Exit(max((int(one.level) for one in found), default=0))


def _table(found: "MunicipalityStatus") -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=found.slug, title_justify="left")
    for heading in ("stage", "last success", "newest", ""):
        table.add_column(heading)
    for stage in found.stages:
        last = f"{stage.last.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}" if stage.last else "never"
        table.add_row(stage.stage, last, stage.newest, "LATE" if stage.is_late else "")
    waiting = [f"{what}: {count}" for what, count in found.waiting.items() if count]
    table.caption = "; ".join(waiting) or "nobody is waited for"
    table.caption_justify = "left"
    return table
