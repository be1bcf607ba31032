"""Collecting: read answered workbooks from the inbox and let the answers flow on.

Answers, events of tasks, offers and letters are appended in one transaction
per workbook, under keys made of what was said; the same file twice changes
nothing. Rows that cannot count come back in a workbook of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Select, select
from sqlalchemy.engine import Connection

from stegvis.adapters.inbox import InboxPath, entries, inbox_failures
from stegvis.adapters.private_files import write_whole
from stegvis.adapters.warehouse import append, read_frame, tables, upsert
from stegvis.adapters.worklists.answers import (
    LARGEST_FILE,
    AnsweredRow,
    read_answered_rows,
)
from stegvis.adapters.worklists.rejected_rows import RejectedRow, rejected_bytes
from stegvis.domain.pseudonyms import short_hash
from stegvis.domain.tasks.answered_rows import rows_from_answers
from stegvis.domain.tasks.consequences import Surroundings, consequences
from stegvis.domain.tasks.signatures import read_line_key
from stegvis.errors import AnswerFileError
from stegvis.steps.audit import write_audit
from stegvis.steps.context import StepContext
from stegvis.steps.worklists.answer_checks import CheckedRows, checked_rows
from stegvis.steps.worklists.audited_answers import answer_audit
from stegvis.steps.worklists.task_state import own_rows

ERRORS_FOLDER = Path("worklists") / "fel"


def collect(context: StepContext, inbox: InboxPath) -> int:
    """Read every ``svar_*.xlsx`` in ``inbox``; returns how many answers are new.

    What cannot be read lies afterwards in ``worklists/fel/`` under the same
    name with ``.fel.xlsx``, with the reason beside the cell.

    Raises:
        DeliveryMissing: The municipality has no inbox.
        InboxUnavailable: It does not answer.
        InboxRefused: It does not let us in.
    """
    with inbox_failures(inbox):
        files = [file for file in entries(inbox) if _is_answer(file.name)]
        in_order = sorted(files, key=lambda file: file.name)
        return sum(_collect_file(context, file) for file in in_order)


def answered_rows(context: StepContext) -> dict[str, pd.DataFrame]:
    """What answers have said, as rows of ``bedomning`` and ``stodbedomning`` (our column names)."""
    with context.warehouse.read() as connection:
        return rows_from_answers(read_frame(connection, _answers_with_numbers(context)))


def _answers_with_numbers(context: StepContext) -> Select[Any]:
    """Every answer so far, with the personal number of whom its task is about."""
    answer, task, person = tables.answer.columns, tables.task.columns, tables.person.columns
    said = ("field", "value", "answered_by", "answered_at", "recorded_at")
    of_task = (task.municipality_code == answer.municipality_code) & (
        task.task_id == answer.task_id
    )
    of_person = (person.municipality_code == task.municipality_code) & (
        person.person_id == task.person_id
    )
    return (
        select(person.personal_number, *(answer[name] for name in said))
        .join(tables.task, of_task)
        .join(tables.person, of_person)
        .where(
            answer.municipality_code == context.municipality.code,
            answer.recorded_at <= context.now,
        )
        .order_by(answer.answered_at, answer.recorded_at, answer.answer_id)
    )


def _is_answer(name: str) -> bool:
    written = name.casefold()
    return written.startswith("svar_") and written.endswith(".xlsx")


def _collect_file(context: StepContext, file: InboxPath) -> int:
    """Read one workbook unless it has been read as it is now.

    What comes back is written before the transaction ends, so that a kill in
    between has the whole file read again.
    """
    seen = _seen(context, file)
    with context.warehouse.begin() as connection:
        if _is_read(connection, seen):
            return 0
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)  # more is never opened, so never read
        new, rejected = _collect_rows(context, connection, data)
        sha256 = hashlib.sha256(data).hexdigest()
        if rejected:
            append(connection, tables.answer_error, _error_rows(context, sha256, rejected))
            _give_back(context, file.name, rejected)
        upsert(connection, tables.inbox_file, [{**seen, "sha256": sha256}])
    return new


def _collect_rows(
    context: StepContext, connection: Connection, data: bytes
) -> tuple[int, list[RejectedRow]]:
    """Store what counts; returns how many answers are new, and what comes back."""
    try:
        rows = read_answered_rows(data)
    except AnswerFileError as problem:
        return 0, [RejectedRow(None, {"": str(problem)})]
    surroundings = _surroundings(context, connection, rows)
    checked = checked_rows(context, connection, rows, surroundings)
    return _store(context, connection, checked, surroundings), checked.rejected


def _seen(context: StepContext, file: InboxPath) -> dict[str, Any]:
    """What tells this state of the file from another one."""
    status = file.stat()
    return {
        "municipality_code": context.municipality.code,
        "file_name": file.name,
        "size": int(status.st_size),
        "modified_at": str(status.st_mtime),
    }


def _is_read(connection: Connection, seen: dict[str, Any]) -> bool:
    columns = tables.inbox_file.columns
    same = [columns[name] == value for name, value in seen.items()]
    return connection.execute(select(columns.file_name).where(*same)).first() is not None


def _surroundings(
    context: StepContext, connection: Connection, rows: Sequence[AnsweredRow]
) -> Surroundings:
    """How things stand with the tasks that the rows are about, and no others."""
    keys = [read_line_key(context.settings.list_signing_key, row.key) for row in rows]

    def those(name: str, column: str, values: Iterable[str], *columns: str) -> pd.DataFrame:
        wanted = tables[name].columns[column].in_(sorted(set(values)))
        return read_frame(connection, own_rows(context, name, *columns).where(wanted))

    tasks = those("task", "task_id", [key[1] for key in keys if key is not None])
    concerned = tasks["person_id"].dropna()
    offers = those("offer", "person_id", concerned)
    people = those("person", "person_id", concerned, "person_id", "is_protected")
    protected = people["is_protected"].astype("boolean").fillna(True).astype(bool)
    return Surroundings.of_frames(
        context.municipality.code,
        tasks=tasks,
        offers=offers,
        letters=those("letter", "offer_id", offers["offer_id"]),
        protected=people.loc[protected, "person_id"],
        now=context.now,
    )


def _store(
    context: StepContext,
    connection: Connection,
    checked: CheckedRows,
    surroundings: Surroundings,
) -> int:
    new = 0
    for accepted in checked.accepted:
        found = consequences(accepted.answers, accepted.list_id, surroundings)
        new += append(connection, tables.answer, found.answers)
        append(connection, tables.task_event, found.task_events)
        append(connection, tables.letter_event, found.letter_events)
        append(connection, tables.offer_event, found.offer_events())
        write_audit(connection, answer_audit(context, found, surroundings))
    return new


def _give_back(context: StepContext, name: str, rejected: list[RejectedRow]) -> None:
    stem = Path(name).stem.removesuffix(".fel")
    content = rejected_bytes(rejected, context.as_of)
    write_whole(context.output / ERRORS_FOLDER / f"{stem}.fel.xlsx", content)


def _error_rows(
    context: StepContext, sha256: str, rejected: list[RejectedRow]
) -> list[dict[str, Any]]:
    """Where the workbook was wrong and why, never the value."""
    return [
        {
            "municipality_code": context.municipality.code,
            "error_id": short_hash("answer_error", sha256, str(number), field, reason),
            "file_sha256": sha256,
            "row_number": number,
            "field": field or None,
            "reason": reason,
            "recorded_at": context.now,
        }
        for item in rejected
        for number in [item.row.number if item.row is not None else 0]
        for field, reason in item.reasons.items()
    ]
