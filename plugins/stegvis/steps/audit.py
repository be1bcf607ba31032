"""The log of who did what in which case, without the data itself (X9).

A line is written where the thing happens, in its transaction where there is
one. Lines have keys made of business facts, so a task that runs again adds
nothing, and the database lets nobody change or delete one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import append, read_frame, tables
from stegvis.domain.pseudonyms import short_hash
from stegvis.steps.context import StepContext
from stegvis.steps.worklists.task_state import own_rows

LETTER_RELEASED = "letter_released"
ANSWER = "answer"
APPROVAL = "approval"
OVERRIDE = "override"
EXPLANATION = "explanation"
EXPORT = "export"


def audit_row(
    context: StepContext,
    event: str,
    subject: tuple[str, str],
    *,
    by: str | None,
    at: datetime | None = None,
    case_reference: str | None = None,
) -> dict[str, Any]:
    """One line of the log.

    Args:
        context: Whose log it is; ``now`` is when the log learned of it.
        event: One of the events above.
        subject: Kind and id of what it was done with, such as ``("letter", letter_id)``;
            never a name, a number or what was said.
        by: Who did it; None for the program.
        at: When; None is now.
        case_reference: The case's number, where it is about a case.
    """
    when = at or context.now
    return {
        "municipality_code": context.municipality.code,
        "audit_id": short_hash("audit", event, *subject, by or "", when.isoformat()),
        "event": event,
        "at": when,
        "by": by or None,
        "case_reference": case_reference or None,
        "subject_kind": subject[0],
        "subject_id": subject[1],
        "recorded_at": context.now,
    }


def write_audit(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> int:
    """Add lines that are not there yet, in the caller's transaction; returns how many."""
    return append(connection, tables.audit_event, list(rows))


def audit(
    context: StepContext,
    event: str,
    subject: tuple[str, str],
    *,
    by: str | None,
    case_reference: str | None = None,
) -> None:
    """Write a line for what happens now, in a transaction of its own."""
    row = audit_row(context, event, subject, by=by, case_reference=case_reference)
    with context.warehouse.begin() as connection:
        write_audit(connection, [row])


def read_audit(
    context: StepContext,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    equal: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The log's lines, oldest first.

    Args:
        context: Whose log it is.
        since: Only from then on.
        until: Only before then.
        equal: Column to value, such as ``event``, ``by`` or ``case_reference``.
    """
    column = tables.audit_event.columns
    query = own_rows(context, "audit_event")
    if since is not None:
        query = query.where(column.at >= since)
    if until is not None:
        query = query.where(column.at < until)
    for name, value in (equal or {}).items():
        query = query.where(column[name] == value)
    with context.warehouse.read() as connection:
        return read_frame(connection, query.order_by(column.at, column.audit_id))
