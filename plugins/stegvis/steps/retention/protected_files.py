"""Files from before somebody became protected: lists and letters that still say the name (X2).

The lists of today are made without protected people. Those of earlier days,
and copies of letters, are removed as soon as anybody on them is protected;
whatever else stood on such a list stands on today's. Nobody is asked first:
a name that is left lying does harm, and tasks and letters stay in the ledgers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from sqlalchemy import select
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import read_frame, tables
from stegvis.steps.audited_reading import audit_export
from stegvis.steps.context import StepContext


def remove_protected(context: StepContext) -> int:
    """Remove what names somebody protected; returns how many files.

    Also logs that today's restricted list was written (X9).
    """
    with context.warehouse.read() as connection:
        lists = _lists_with_protected(context, connection)
        letters = _letters_to_protected(context, connection)
    paths = {*_list_files(context, lists), *_letter_files(context, letters)}
    there = [path for path in sorted(paths) if path.is_file()]
    for path in there:
        path.unlink()
    _log_restricted_list(context)
    return len(there)


def _lists_with_protected(context: StepContext, connection: Connection) -> pd.DataFrame:
    worklist, line = tables.worklist.columns, tables.worklist_line.columns
    task, person = tables.task_event.columns, tables.person.columns
    code = context.municipality.code
    tasks = (
        select(task.task_id)
        .join(
            tables.person,
            (person.municipality_code == task.municipality_code)
            & (person.person_id == task.person_id),
        )
        .where(task.municipality_code == code, person.is_protected.is_(True))
    )
    lists = select(line.list_id).where(line.municipality_code == code, line.task_id.in_(tasks))
    query = select(worklist.path, worklist.unit, worklist.as_of).where(
        worklist.municipality_code == code,
        worklist.as_of < context.as_of,
        worklist.path.not_like("restricted/%"),
        worklist.list_id.in_(lists),
    )
    return read_frame(connection, query)


def _list_files(context: StepContext, lists: pd.DataFrame) -> Iterator[Path]:
    """The workbook, its page, copies that were filled in, and rows that came back."""
    for path, unit, day in zip(lists["path"], lists["unit"], lists["as_of"], strict=True):
        book = context.output / path
        answered = f"svar_{unit}_{book.stem}_{day:%Y-%m-%d}.fel.xlsx"
        yield from (book, book.with_suffix(".html"))
        yield from book.parent.glob(f"{book.stem}_ifylld_*.xlsx")
        yield context.output / "worklists" / "fel" / answered


def _letters_to_protected(context: StepContext, connection: Connection) -> pd.DataFrame:
    letter, offer, person = tables.letter.columns, tables.offer.columns, tables.person.columns
    query = (
        select(letter.path)
        .join(
            tables.offer,
            (offer.municipality_code == letter.municipality_code)
            & (offer.offer_id == letter.offer_id),
        )
        .join(
            tables.person,
            (person.municipality_code == offer.municipality_code)
            & (person.person_id == offer.person_id),
        )
        .where(
            letter.municipality_code == context.municipality.code,
            person.is_protected.is_(True),
            letter.path.is_not(None),
        )
    )
    return read_frame(connection, query)


def _letter_files(context: StepContext, letters: pd.DataFrame) -> Iterator[Path]:
    for path in letters["path"]:
        yield from ((context.output / path).with_suffix(kind) for kind in (".pdf", ".html"))


def _log_restricted_list(context: StepContext) -> None:
    folder = context.output / "restricted" / context.as_of.isoformat()
    for path in sorted(folder.glob("*.xlsx")):
        audit_export(context, path.relative_to(context.output).as_posix(), by=None)
