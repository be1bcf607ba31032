"""The print file of each day and unit: released letters only, and an index beside it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Select, select
from sqlalchemy.engine import Connection

from stegvis.adapters.letters.press import LETTERS
from stegvis.adapters.letters.print_file import BINDER, bound
from stegvis.adapters.private_files import write_whole
from stegvis.adapters.warehouse import read_frame, tables
from stegvis.domain.letters.ledger import RELEASED
from stegvis.domain.letters.print_runs import PrintRun, index_of, letters_in_index, print_runs
from stegvis.domain.tasks.routing import routed
from stegvis.steps.context import StepContext

FOLDER = "print"


def print_letters(context: StepContext) -> list[str]:
    """Write the print files that are not as they should be; returns their paths.

    A letter stands in the file of the day on which its release became known.
    A file is written again when a letter of it has been withdrawn, or its
    person has become protected [X2], and is removed when none is left.
    """
    with context.warehouse.read() as connection:
        runs = print_runs(_released(context, connection))
    _remove_others(context, runs)
    return [_write(context, run) for run in runs if not _is_written(context, run)]


def _released(context: StepContext, connection: Connection) -> pd.DataFrame:
    """Released letters, as far back as letters' files are kept; nobody who is protected."""
    rows = routed(read_frame(connection, _query(context)), context.municipality)
    days = timedelta(days=context.municipality.retention.working_files_days)
    is_kept = rows["recorded_at"].dt.date > context.as_of - days
    kept: pd.DataFrame = rows[is_kept & ~rows["is_protected"]].drop_duplicates("letter_id")
    return kept


def _query(context: StepContext) -> Select[Any]:
    letter, event = tables.letter.columns, tables.letter_event.columns
    offer, person = tables.offer.columns, tables.person.columns
    release = (event.municipality_code == letter.municipality_code) & (
        event.letter_id == letter.letter_id
    )
    of_offer = (offer.municipality_code == letter.municipality_code) & (
        offer.offer_id == letter.offer_id
    )
    of_person = (person.municipality_code == offer.municipality_code) & (
        person.person_id == offer.person_id
    )
    own = letter.municipality_code == context.municipality.code
    shown = (letter.letter_id, letter.path, letter.handed_over_reason, event.recorded_at)
    return (
        select(*shown, person.unit, person.caseworker, person.is_protected)
        .join(tables.letter_event, release & (event.event == RELEASED))
        .join(tables.offer, of_offer)
        .join(tables.person, of_person)
        .where(own, letter.status == RELEASED)
    )


def _path(run: PrintRun) -> Path:
    return Path(FOLDER, run.day.isoformat(), f"{run.unit}.pdf")


def _is_written(context: StepContext, run: PrintRun) -> bool:
    index = (context.output / _path(run)).with_suffix(".csv")
    return index.exists() and letters_in_index(index.read_bytes()) == run.letter_ids


def _write(context: StepContext, run: PrintRun) -> str:
    """Write a run; the index last, so that a kill between leaves a run to be written again."""
    binder = context.settings.include_dir / LETTERS / BINDER
    pdf, pages = bound(binder, context.output, run.paths)
    path = context.output / _path(run)
    path.with_suffix(".csv").unlink(missing_ok=True)
    write_whole(path, pdf)
    write_whole(path.with_suffix(".csv"), index_of(run, pages))
    return _path(run).as_posix()


def _remove_others(context: StepContext, runs: tuple[PrintRun, ...]) -> None:
    """Remove print files of which no letter is left."""
    wanted = {context.output / _path(run) for run in runs}
    for path in (context.output / FOLDER).glob("*/*.pdf"):
        if path not in wanted:
            path.with_suffix(".csv").unlink(missing_ok=True)
            path.unlink()
