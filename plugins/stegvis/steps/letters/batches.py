"""An unusually big batch of letters waits for a person, and everything else goes on."""

from __future__ import annotations

from datetime import date

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import append, read_frame, tables
from stegvis.domain.letters import ledger
from stegvis.steps.audit import APPROVAL, audit_row, write_audit
from stegvis.steps.context import StepContext


def needs_yes(context: StepContext) -> bool:
    """Whether a batch of planned letters is so big that a person has to say yes first."""
    return bool(batches_to_approve(context))


def batches_to_approve(context: StepContext) -> tuple[ledger.Batch, ...]:
    """Return the batches that wait for a person's word, oldest first."""
    with context.warehouse.read() as connection:
        return held_batches(context, connection, read_letters(context, connection))


def held_batches(
    context: StepContext, connection: Connection, letters: pd.DataFrame
) -> tuple[ledger.Batch, ...]:
    """Return the batches of which no letter may be rendered yet.

    A yes covers as many letters of the day as were asked about: more of them
    need a yes of their own, fewer do not.
    """
    approved = _approved_sizes(context, connection)
    rules = context.municipality.letters
    return tuple(
        batch
        for batch in ledger.batches(letters)
        if len(batch.letter_ids) > approved.get(batch.planned_date, 0)
        and ledger.is_unusual(
            len(batch.letter_ids), _sizes_before(letters, batch.planned_date), rules
        )
    )


def approve_batch(context: StepContext, batch_id: str, *, approved: bool, by: str) -> int:
    """Write down a person's word on a batch; returns how many letters it concerns.

    A no withdraws the letters. The offers stand, so the next planning asks again.
    """
    with context.warehouse.begin() as connection:
        held = held_batches(context, connection, read_letters(context, connection))
        batch = next((batch for batch in held if batch.batch_id == batch_id), None)
        if batch is None:
            return 0
        row = {
            "municipality_code": context.municipality.code,
            "batch_id": batch_id,
            "planned_date": batch.planned_date,
            "letters_count": len(batch.letter_ids),
            "approved": approved,
            "approved_by": by,
            "approved_at": context.now,
        }
        append(connection, tables.letter_batch_approval, [row])
        write_audit(connection, [audit_row(context, APPROVAL, ("batch", batch_id), by=by)])
        if not approved:
            _withdraw(context, connection, batch, by)
    return len(batch.letter_ids)


def read_letters(context: StepContext, connection: Connection) -> pd.DataFrame:
    """Return the municipality's letters as they stand."""
    letter = tables.letter
    query = select(letter).where(letter.columns.municipality_code == context.municipality.code)
    return read_frame(connection, query)


def _approved_sizes(context: StepContext, connection: Connection) -> dict[date, int]:
    """How many letters of each day a person has said yes to."""
    approval = tables.letter_batch_approval.columns
    query = (
        select(approval.planned_date, func.max(approval.letters_count))
        .where(approval.municipality_code == context.municipality.code, approval.approved.is_(True))
        .group_by(approval.planned_date)
    )
    return {day: int(size) for day, size in connection.execute(query).all()}


def _sizes_before(letters: pd.DataFrame, day: date) -> list[int]:
    """How many letters were rendered of each earlier day's."""
    rendered = letters[letters["rendered_at"].notna()]
    days = rendered["planned_at"].dt.date
    sizes = days[days < day].value_counts()
    return [int(size) for size in sizes]


def _withdraw(context: StepContext, connection: Connection, batch: ledger.Batch, by: str) -> None:
    letters = ledger.waiting_letters(read_letters(context, connection))
    refused = letters[letters["letter_id"].isin(batch.letter_ids)]
    events = [
        ledger.letter_event(
            row, ledger.WITHDRAWN, at=context.now, by=by, reason=ledger.BATCH_REFUSED
        )
        for row in refused.to_dict("records")
    ]
    append(connection, tables.letter_event, events)
