"""``stegvis dictionary``: what a municipality delivers and what the warehouse holds, in words."""

from typing import Annotated

import typer

from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.extracts.dictionary import data_dictionary


def dictionary(
    warehouse: Annotated[
        bool, typer.Option("--warehouse", help="Print the warehouse's tables instead.")
    ] = False,
) -> None:
    """Print the data dictionary of deliveries, as Markdown."""
    if warehouse:
        from stegvis.adapters.warehouse.dictionary import warehouse_dictionary

        typer.echo(warehouse_dictionary(), nl=False)
    else:
        typer.echo(data_dictionary(EXTRACTS.values()), nl=False)
