"""Purging: count what may go, ask a person, and delete what was said yes to (X5).

Nothing is deleted without a yes that names who gave it. Killed anywhere and
run again, a purge goes on where it was: files first, which can be told to be
old without the warehouse, then all rows in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import append, read_frame, tables
from stegvis.adapters.warehouse.purging import Leaving, count_rows, delete_rows
from stegvis.domain.pseudonyms import short_hash
from stegvis.domain.retention import IN_SWEDISH, PURGED, Reason
from stegvis.steps.audit import APPROVAL, audit_row, write_audit
from stegvis.steps.context import StepContext
from stegvis.steps.retention.files_to_purge import OldFiles, old_files
from stegvis.steps.retention.people_to_purge import JudgedPeople, judged_people
from stegvis.steps.retention.rows_to_purge import trimmed_rows
from stegvis.steps.worklists.task_state import own_rows

ROWS = "files/rows"
Counts = dict[tuple[str, str], int]
"""Table or kind of file, and reason → rows or files."""


@dataclass(frozen=True)
class _Found:
    people: JudgedPeople
    files: OldFiles


def count_purge(context: StepContext) -> Counts:
    """What a purge of today would delete, and how many people are kept and why; deletes nothing."""
    with context.warehouse.read() as connection:
        found = _find(context, connection, context.as_of)
        counts = _file_counts(context, connection, found) | _row_counts(context, connection, found)
        kept = {("person", reason): count for reason, count in found.people.kept().items()}
    return dict(sorted((counts | kept).items()))


def propose_purge(context: StepContext) -> str | None:
    """Write down what a purge of today would delete; returns the proposal's id, None if nothing."""
    counts = count_purge(context)
    if not any(reason in PURGED for _, reason in counts):
        return None
    told = [f"{name}/{reason}={count}" for (name, reason), count in counts.items()]
    plan_id = short_hash("purge", context.municipality.code, context.as_of.isoformat(), *told)
    with context.warehouse.begin() as connection:
        _note(context, connection, plan_id, "planned", context.as_of)
        _store_counts(context, connection, plan_id, "planned", counts)
    return plan_id


def proposals_to_answer(context: StepContext) -> list[str]:
    """The newest proposal, if nobody has said yes or no to it; older ones are out of date."""
    events = _events(context)
    planned = events[events["event"] == "planned"].sort_values(["as_of", "at", "plan_id"])
    newest = list(planned["plan_id"].tail(1))
    answered = events.loc[events["event"].isin(("approved", "refused")), "plan_id"]
    return [plan_id for plan_id in newest if plan_id not in set(answered)]


def describe_purge(context: StepContext, plan_id: str) -> str:
    """What a person needs to know to say yes or no, in Swedish: counts, and nobody."""
    query = own_rows(context, "purge_count", "name", "reason", "rows_count").where(
        tables.purge_count.columns.plan_id == plan_id,
        tables.purge_count.columns.stage == "planned",
    )
    with context.warehouse.read() as connection:
        rows = read_frame(connection, query).sort_values(["reason", "name"])
    counted = zip(rows["name"], rows["reason"], rows["rows_count"], strict=True)
    lines = [f"| {name} | {IN_SWEDISH[Reason(why)]} | {count} |" for name, why, count in counted]
    table = "\n".join(["| tabell eller filer | skäl | antal |", "|---|---|---|", *lines])
    return (
        f"{context.municipality.name}: det här får gallras enligt "
        f"{context.municipality.retention.source}. Det som gallras går inte att få tillbaka, och "
        f"säkerhetskopior gallras för sig. Nyckeltalen rörs inte.\n\n{table}\n\nFörslag {plan_id}."
    )


def answer_purge(context: StepContext, plan_id: str, approved: bool, by: str) -> str:
    """Write down a person's word on a proposal; the first word counts. Returns it."""
    if plan_id not in proposals_to_answer(context):
        events = _events(context)
        said = events.loc[events["plan_id"] == plan_id, "event"]
        return "approved" if "approved" in set(said) else "refused"
    word = "approved" if approved else "refused"
    events = _events(context)
    as_of = events.loc[events["plan_id"] == plan_id, "as_of"].iloc[0].date()
    with context.warehouse.begin() as connection:
        _note(context, connection, plan_id, word, as_of, by)
        write_audit(connection, [audit_row(context, APPROVAL, ("purge", plan_id), by=by)])
    return word


def purge_approved(context: StepContext) -> int:
    """Delete what has got a yes and is not done; returns how many rows and files went.

    What was asked about is the most that goes: whoever has come back since,
    or has a new note, is kept.
    """
    events = _events(context)
    done = set(events.loc[events["event"] == "done", "plan_id"])
    approved = events[(events["event"] == "approved") & ~events["plan_id"].isin(done)]
    plans = zip(approved["plan_id"], approved["as_of"], strict=True)
    return sum(_purge(context, plan_id, as_of.date()) for plan_id, as_of in plans)


def _purge(context: StepContext, plan_id: str, as_of: date) -> int:
    with context.warehouse.begin() as connection:
        found = _find(context, connection, as_of)
        files = _file_counts(context, connection, found)
        if _note(context, connection, plan_id, "begun", as_of):
            _store_counts(context, connection, plan_id, "purged", files)
    _delete_files(context, found)
    with context.warehouse.begin() as connection:
        rows = _delete_rows(context, connection, _find(context, connection, as_of))
        _store_counts(context, connection, plan_id, "purged", rows)
        _note(context, connection, plan_id, "done", as_of)
    return sum(files.values()) + sum(rows.values())


def _find(context: StepContext, connection: Connection, as_of: date) -> _Found:
    people = judged_people(context, connection, as_of)
    return _Found(people, old_files(context, connection, as_of))


def _row_counts(context: StepContext, connection: Connection, found: _Found) -> Counts:
    return {
        (name, str(reason)): count
        for reason, leaving in _leaving(context, found)
        for name, count in count_rows(connection, leaving).items()
    }


def _delete_rows(context: StepContext, connection: Connection, found: _Found) -> Counts:
    return {
        (name, str(reason)): count
        for reason, leaving in _leaving(context, found)
        for name, count in delete_rows(connection, leaving).items()
    }


def _leaving(context: StepContext, found: _Found) -> list[tuple[Reason, Leaving]]:
    code = context.municipality.code
    return [
        *((r, found.people.leaving(code, r)) for r in (Reason.FIVE_YEARS, Reason.OVERDUE)),
        (Reason.WORKING_FILE, Leaving(code, delivery_ids=found.files.delivery_ids)),
    ]


def _file_counts(context: StepContext, connection: Connection, found: _Found) -> Counts:
    """Files that go, and rows that are taken out of kept files."""
    working = str(Reason.WORKING_FILE)
    counts = {(kind, working): len(paths) for kind, paths in found.files.paths.items() if paths}
    taken_out = sum(t.changed for t in trimmed_rows(context, connection, found.people))
    return counts | ({(ROWS, str(Reason.FIVE_YEARS)): taken_out} if taken_out else {})


def _delete_files(context: StepContext, found: _Found) -> None:
    for paths in found.files.paths.values():
        for path in paths:
            path.unlink(missing_ok=True)
    with context.warehouse.read() as connection:
        for trimmed in trimmed_rows(context, connection, found.people):
            context.row_store.write(trimmed.delivered)
    for folder in sorted(context.output.glob("*/**/"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _events(context: StepContext) -> pd.DataFrame:
    with context.warehouse.read() as connection:
        return read_frame(connection, own_rows(context, "purge_event"))


def _note(
    context: StepContext,
    connection: Connection,
    plan_id: str,
    event: str,
    as_of: date,
    by: str | None = None,
) -> int:
    row: dict[str, Any] = {
        "municipality_code": context.municipality.code,
        "plan_id": plan_id,
        "event": event,
        "as_of": as_of,
        "by": by,
        "at": context.now,
    }
    return append(connection, tables.purge_event, [row])


def _store_counts(
    context: StepContext, connection: Connection, plan_id: str, stage: str, counts: Counts
) -> None:
    rows = [
        {
            "municipality_code": context.municipality.code,
            "plan_id": plan_id,
            "stage": stage,
            "name": name,
            "reason": reason,
            "rows_count": count,
        }
        for (name, reason), count in counts.items()
    ]
    append(connection, tables.purge_count, rows)
