"""``stegvis screen``: who meets one programme's criteria, from files alone."""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stegvis.settings import include_dir

if TYPE_CHECKING:
    import pandas as pd

OWNER_ONLY = 0o600


def screen(
    programme: Annotated[str, typer.Option(help="Programme id, such as amal_utvecklingsjobb.")],
    inbox: Annotated[
        Path,
        typer.Option(
            help="One municipality's folder of delivered files.", exists=True, file_okay=False
        ),
    ],
    as_of: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], help="Screening date; later files are not read."),
    ],
    out: Annotated[Path, typer.Option(help="CSV to write, readable by you alone.")],
) -> None:
    """Screen for one programme from delivered files alone.

    Needs neither Airflow nor warehouse. THE RESULT IS RESTRICTED: it holds
    personal numbers, those of protected people too, so it is written with
    mode 0600 and belongs on no shared disk.

    Columns: programme_id, household_id, personal_number, outcome, not_met,
    unknown, rank, eligible_from. Exit status 0, or 2 with a sentence and
    nothing written: bad arguments, a file that had to be rejected, or no file
    that says whom to screen.

    Raises:
        StegvisError: The reason, in a sentence.
    """
    from stegvis.steps.screening.screen_files import screen_files

    if not out.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {out.parent} to write to")
    results = screen_files(
        include_dir(os.environ),
        programme,
        inbox,
        as_of.date(),
        lambda said: typer.echo(said, err=True),
    )
    _write(results, out)


def _write(results: "pd.DataFrame", out: Path) -> None:
    """The file appears whole or not at all, and never with other rights."""
    partial = out.with_name(f"{out.name}.part")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        results.to_csv(file, index=False, lineterminator="\n", date_format="%Y-%m-%d")
    partial.replace(out)
