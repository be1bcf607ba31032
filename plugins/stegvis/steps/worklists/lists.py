"""The lists of the morning: a workbook and a page for everybody who has something to do.

The unit that leads gets an overview besides.

Everything lies under the municipality's output folder, open to its owner only.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pandas as pd
from sqlalchemy.engine import Connection

from stegvis.adapters.private_files import write_whole
from stegvis.adapters.warehouse import append, read_frame, tables
from stegvis.adapters.worklists.file_names import OVERVIEW, WHOLE_UNIT, relative_link, safe_names
from stegvis.adapters.worklists.overview_workbook import overview_bytes
from stegvis.adapters.worklists.page import WorklistPages
from stegvis.adapters.worklists.workbook import is_as_written, workbook_bytes
from stegvis.domain.tasks.overview import overview
from stegvis.domain.tasks.signatures import line_key
from stegvis.domain.tasks.unknown_facts import lead_unit
from stegvis.domain.tasks.worklist import Audience, Worklist
from stegvis.domain.tasks.worklist_lines import worklists
from stegvis.steps.context import StepContext
from stegvis.steps.worklists.background import read_background
from stegvis.steps.worklists.remind import setting_of
from stegvis.steps.worklists.task_state import own_rows

TEMPLATES = Path("templates") / "worklists"
WORKLISTS, RESTRICTED = "worklists", "restricted"


def write_worklists(context: StepContext) -> int:
    """Write every list that has a task on it; returns how many lists.

    The same tasks give the same files. A list is kept in the warehouse with
    its lines before anybody can open it, so that each answer can be checked
    against it. A list of today that nothing stands on any more is removed. A
    workbook that somebody has filled in where it lay is never written over.
    """
    with context.warehouse.read() as connection:
        tasks = read_frame(connection, own_rows(context, "task"))
    lists = _lists(context, tasks)
    paths = _paths(context, lists)
    with context.warehouse.begin() as connection:
        append(connection, tables.worklist, [_row(context, w, paths[w.list_id]) for w in lists])
        append(connection, tables.worklist_line, _line_rows(context, lists))
        earlier = _written_today(context, connection)
    pages = WorklistPages(context.settings.include_dir / TEMPLATES)
    for worklist in lists:
        _write(context, worklist, paths[worklist.list_id], pages)
    _write_overview(context, lists, tasks, pages)
    for path in earlier - {path.as_posix() for path in paths.values()}:
        _take_away(context.output / f"{path}.xlsx")
        (context.output / f"{path}.html").unlink(missing_ok=True)
    return len(lists)


def _written_today(context: StepContext, connection: Connection) -> set[str]:
    """Paths of today's lists, this run's and earlier ones', without their endings."""
    query = own_rows(context, "worklist", "path").where(
        tables.worklist.columns.as_of == context.as_of
    )
    return set(read_frame(connection, query)["path"].str.removesuffix(".xlsx"))


def _lists(context: StepContext, tasks: pd.DataFrame) -> tuple[Worklist, ...]:
    is_open = tasks[tasks["status"] == "open"]
    with context.warehouse.read() as connection:
        background = read_background(context, connection, is_open)
    return worklists(is_open, background, setting_of(context))


def _paths(context: StepContext, lists: tuple[Worklist, ...]) -> dict[str, Path]:
    """Where each list lies below the municipality's output folder, without its ending."""
    day = context.as_of.isoformat()
    paths = {}
    for unit in {worklist.unit for worklist in lists}:
        own = [worklist for worklist in lists if worklist.unit == unit]
        names = safe_names(worklist.caseworker for worklist in own)
        for worklist in own:
            path = Path(WORKLISTS) / day / unit / names[worklist.caseworker]
            if worklist.audience is Audience.LABOUR_MARKET:
                path = path.with_name(WHOLE_UNIT)
            if worklist.is_restricted:
                path = Path(RESTRICTED) / day / "skyddade-arenden"
            paths[worklist.list_id] = path
    return paths


def _write_overview(
    context: StepContext,
    lists: tuple[Worklist, ...],
    tasks: pd.DataFrame,
    pages: WorklistPages,
) -> None:
    """The lead's own pages, which nobody answers in; written over every time."""
    setting = setting_of(context)
    unit = lead_unit(setting)
    made = overview(lists, tasks, unit, setting)
    path = context.output / WORKLISTS / context.as_of.isoformat() / unit / OVERVIEW
    write_whole(path.with_suffix(".xlsx"), overview_bytes(made))
    write_whole(path.with_suffix(".html"), pages.overview_html(made))


def _write(context: StepContext, worklist: Worklist, path: Path, pages: WorklistPages) -> None:
    key = context.settings.list_signing_key
    book, page = path.with_name(f"{path.name}.xlsx"), path.with_name(f"{path.name}.html")

    def link(letter_path: str) -> str:
        return relative_link(path.parent, letter_path)

    def link_to_page(letter_path: str) -> str:
        return link(Path(letter_path).with_suffix(".html").as_posix())

    def key_of(task_id: str) -> str:
        return line_key(key, worklist.list_id, task_id)

    answer_name = f"svar_{worklist.unit}_{path.name}_{worklist.as_of}.xlsx"
    _take_away(context.output / book)
    write_whole(context.output / book, workbook_bytes(worklist, key_of, link, answer_name))
    write_whole(context.output / page, pages.html(worklist, link_to_page, book.name))


def _take_away(book: Path) -> None:
    """Remove a workbook as we wrote it; one that somebody has saved is kept under another name."""
    if not book.exists():
        return
    if is_as_written(book.read_bytes()):
        book.unlink()
        return
    taken = (book.with_name(f"{book.stem}_ifylld_{number}.xlsx") for number in count(1))
    book.rename(next(path for path in taken if not path.exists()))


def _row(context: StepContext, worklist: Worklist, path: Path) -> Mapping[str, object]:
    return {
        "municipality_code": context.municipality.code,
        "list_id": worklist.list_id,
        "as_of": worklist.as_of,
        "unit": worklist.unit,
        "caseworker": worklist.caseworker or None,
        "path": f"{path.as_posix()}.xlsx",
        "created_at": context.now,
    }


def _line_rows(context: StepContext, lists: tuple[Worklist, ...]) -> pd.DataFrame:
    rows = [
        (context.municipality.code, worklist.list_id, line.number, line.task_id)
        for worklist in lists
        for line in worklist.lines
    ]
    return pd.DataFrame(rows, columns=["municipality_code", "list_id", "line_number", "task_id"])
