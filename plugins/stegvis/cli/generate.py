"""``stegvis generate``: invented municipalities to try everything on."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from stegvis.settings import include_dir

EVERYBODY = "all"


def generate(
    out: Annotated[Path, typer.Option(help="Folder to write to; one folder per municipality.")],
    as_of: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="The newest day that is delivered.")
    ],
    municipality: Annotated[str, typer.Option(help="A slug, or `all`.")] = EVERYBODY,
    months: Annotated[int, typer.Option(min=1, help="Aid months of history.")] = 24,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
) -> None:
    """Write synthetic deliveries with invented people.

    Every extract of the data dictionary, with manifests, for one municipality
    or all of them. No person in them exists: identity numbers come from the
    series for tests, names and addresses are made up. What is wrong on
    purpose is listed in planted_<slug>.json beside the folders.

    Raises:
        SyntheticFileError: The parameters, or what is asked of them, cannot be used.
        MunicipalityFileError: A municipality's own file cannot be used.
    """
    from stegvis.synthetic.generating import generate_several
    from stegvis.synthetic.parameters import place_slugs

    slugs = place_slugs(include_dir(os.environ)) if municipality == EVERYBODY else (municipality,)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("municipality", "files", "rows", "planted"):
        table.add_column(heading, justify="left" if heading == "municipality" else "right")
    for made in generate_several(include_dir(os.environ), out, slugs, as_of.date(), months, seed):
        table.add_row(made.slug, str(made.files), str(made.rows), str(made.planted))
    Console().print(table)
