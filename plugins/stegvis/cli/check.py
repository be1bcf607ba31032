"""``stegvis check``: are the programme files right?"""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from stegvis.settings import include_dir
from stegvis.steps.check import check_programmes
from stegvis.steps.programme_docs import write_programme_docs


def check(
    file: Annotated[
        Path | None,
        typer.Argument(help="One programme file. Without it all files are checked."),
    ] = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Also write docs/programmes.md and the editors' schema anew."),
    ] = False,
) -> None:
    """Check programme files and run the examples in them.

    Prints a line per programme when everything is right. Otherwise every
    mistake is shown with its file and line, and the exit status is 2.
    --write goes with all files, not with one.

    Raises:
        ProgrammeFileError: There is a mistake.
        MunicipalityFileError: A municipality's file cannot be used.
    """
    if file and write:
        raise typer.BadParameter("--write goes with all files; leave FILE out")
    include = include_dir(os.environ)
    programmes = check_programmes(include, file)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("programme", "criteria", "examples", "rule version"):
        table.add_column(
            heading, justify="right" if heading in ("criteria", "examples") else "left"
        )
    for programme in programmes:
        counts = str(len(programme.criteria)), str(len(programme.examples))
        table.add_row(programme.programme_id, *counts, programme.rule_version)
    Console().print(table)
    if write:
        for path in write_programme_docs(include, programmes):
            Console().print(f"Written: {path}")
    Console().print("Every example ends as it says, and every limit is tried on both sides.")
