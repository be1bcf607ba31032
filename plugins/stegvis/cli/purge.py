"""``stegvis purge``: what may be purged, counted. Deleting takes a person's yes in Airflow."""

import os
from datetime import datetime
from typing import Annotated

import typer

from stegvis.domain.clock import STOCKHOLM
from stegvis.settings import Settings


def purge(
    municipality: Annotated[
        list[str] | None, typer.Option(help="Slug; may be repeated. Without it: all of them.")
    ] = None,
) -> None:
    """Count what may be purged today, and delete nothing.

    By table and reason. Also counts who is kept, and why. Deleting happens in approve_purge in
    Airflow, after a person's yes.

    Raises:
        SettingsError: The environment does not say where the warehouse is.
        WarehouseError: The warehouse cannot be read.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from stegvis.adapters.municipality_files import municipality_slugs
    from stegvis.domain.retention import IN_SWEDISH, Reason
    from stegvis.steps.context import open_context
    from stegvis.steps.retention.purge import count_purge

    settings, now = Settings.from_environment(os.environ), datetime.now(STOCKHOLM)
    for slug in municipality or municipality_slugs(settings.include_dir):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=slug, title_justify="left")
        table.add_column("tabell eller filer")
        table.add_column("skäl", overflow="fold")
        table.add_column("antal", justify="right")
        for (name, reason), count in count_purge(open_context(settings, slug, now)).items():
            table.add_row(name, IN_SWEDISH[Reason(reason)], str(count))
        Console().print(table)
