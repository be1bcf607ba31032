"""Which rows of an answered workbook count: ours, asked, readable, and still possible."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import read_frame, tables
from stegvis.adapters.worklists.answers import AnsweredRow
from stegvis.adapters.worklists.rejected_rows import RejectedRow
from stegvis.domain.tasks.consequences import Surroundings, answer_id, objections, said
from stegvis.domain.tasks.row_answers import AskedTask, RowAnswer, UnreadableRow, read_row
from stegvis.domain.tasks.signatures import read_line_key
from stegvis.steps.context import StepContext
from stegvis.steps.worklists.task_state import own_rows

NOT_OURS = "Raden har ingen giltig nyckel. Svara i arbetslistans egen fil."
NOT_ASKED = "Uppgiften stod inte på den listan."
SAID_TWICE = "Uppgiften är besvarad på två rader i filen, med olika svar. Behåll en."


@dataclass(frozen=True)
class Accepted:
    """The answers of one list that count."""

    list_id: str
    answers: list[RowAnswer]


@dataclass
class CheckedRows:
    """A workbook's rows: what counts, list by list, and what comes back."""

    accepted: list[Accepted] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)


@dataclass(frozen=True)
class _Lists:
    """The lists that were written, and what has been answered already."""

    owners: dict[str, tuple[date, str]]
    lines: frozenset[tuple[str, str]]
    answers: frozenset[str]


def checked_rows(
    context: StepContext,
    connection: Connection,
    rows: list[AnsweredRow],
    surroundings: Surroundings,
) -> CheckedRows:
    """Sort rows into those that count and those that come back.

    A row that says what is known already is left out: it changes nothing, and
    is no mistake.
    """
    keyed = [(row, read_line_key(context.settings.list_signing_key, row.key)) for row in rows]
    list_ids = sorted({key[0] for _, key in keyed if key is not None})
    lists = _lists(context, connection, list_ids)
    checked, by_list, told = CheckedRows(), dict[str, list[RowAnswer]](), dict[str, RowAnswer]()
    for row, key in keyed:
        try:
            answer = _read(row, key, lists, surroundings)
            if answer is None or key is None or _is_known(answer, key[0], lists):
                continue
            if told.setdefault(key[1], answer) != answer:
                raise UnreadableRow({"": SAID_TWICE})
            reasons = objections(answer, surroundings)
            if reasons:
                raise UnreadableRow(reasons)
        except UnreadableRow as problem:
            checked.rejected.append(RejectedRow(row, problem.reasons))
        else:
            by_list.setdefault(key[0], []).append(answer)
    checked.accepted = [Accepted(list_id, answers) for list_id, answers in by_list.items()]
    return checked


def _read(
    row: AnsweredRow, key: tuple[str, str] | None, lists: _Lists, surroundings: Surroundings
) -> RowAnswer | None:
    if all(cell.is_empty for cell in row.cells.values()):
        return None
    if key is None:
        raise UnreadableRow({"": NOT_OURS})
    list_id, task_id = key
    if key not in lists.lines or task_id not in surroundings.tasks:
        raise UnreadableRow({"": NOT_ASKED})
    task = surroundings.tasks[task_id]
    as_of, caseworker = lists.owners[list_id]
    return read_row(
        AskedTask(task_id, str(task["kind"]), _text(task["fact"]), _text(task["person_id"])),
        row.cells,
        list_date=as_of,
        default_by=caseworker,
        now=surroundings.now,
    )


def _is_known(answer: RowAnswer, list_id: str, lists: _Lists) -> bool:
    ids = {answer_id(list_id, answer.task.task_id, *pair) for pair in said(answer).items()}
    return ids <= lists.answers


def _lists(context: StepContext, connection: Connection, list_ids: list[str]) -> _Lists:
    found = {
        name: read_frame(
            connection,
            own_rows(context, name, *columns).where(tables[name].columns.list_id.in_(list_ids)),
        )
        for name, columns in (
            ("worklist", ("list_id", "as_of", "caseworker")),
            ("worklist_line", ("list_id", "task_id")),
            ("answer", ("answer_id", "list_id")),
        )
    }
    lists = found["worklist"]
    days, names = lists["as_of"].dt.date, lists["caseworker"].fillna("")
    owners = dict(zip(lists["list_id"], zip(days, names, strict=True), strict=True))
    lines = found["worklist_line"]
    return _Lists(
        owners=owners,
        lines=frozenset(zip(lines["list_id"], lines["task_id"], strict=True)),
        answers=frozenset(found["answer"]["answer_id"]),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
