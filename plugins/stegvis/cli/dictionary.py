"""``stegvis dictionary``: what a municipality delivers, in words."""

import typer

from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.extracts.dictionary import data_dictionary


def dictionary() -> None:
    """Print the data dictionary of deliveries, as Markdown."""
    typer.echo(data_dictionary(EXTRACTS.values()), nl=False)
