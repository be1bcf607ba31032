"""How things stand in a municipality, read from what each stage has left in the warehouse.

Nothing of Airflow is asked, so it can be run from anywhere that reaches the
warehouse, also when Airflow itself is down.
"""

from __future__ import annotations

from datetime import datetime

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import deliveries_in_force, tables
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.status import (
    LISTS_BY,
    SCREENED_BY,
    MunicipalityStatus,
    StageStatus,
    is_week_late,
    last_working_day,
)
from stegvis.steps.context import StepContext
from stegvis.steps.intake.held_deliveries import held_deliveries
from stegvis.steps.letters.batches import batches_to_approve
from stegvis.steps.retention.purge import proposals_to_answer

HELD, LETTERS, PURGE, OVERDUE = (
    "held deliveries",
    "letter batches",
    "purge proposals",
    "overdue tasks",
)


def municipality_status(context: StepContext) -> MunicipalityStatus:
    """Each stage's last trace, what is late, and what waits for a person."""
    with context.warehouse.read() as connection:
        stages = (
            _received(context, connection),
            _screened(context, connection),
            StageStatus("offer", _last(context, connection, "offer_event", "recorded_at")),
            _reminded(context, connection),
            StageStatus("collect", _last(context, connection, "answer", "recorded_at")),
            _published(context, connection),
            StageStatus("retention", _last(context, connection, "purge_event", "at")),
        )
        overdue = _overdue(context, connection)
    waiting = {
        HELD: len(held_deliveries(context)),
        LETTERS: len(batches_to_approve(context)),
        PURGE: len(proposals_to_answer(context)),
        OVERDUE: overdue,
    }
    return MunicipalityStatus(context.municipality.slug, stages, waiting)


def _received(context: StepContext, connection: Connection) -> StageStatus:
    """Late when the newest aid month is so old that facts have become unknown."""
    code = context.municipality.code
    months = deliveries_in_force(connection, code, "bistand", context.as_of, context.now)
    newest = str(months["period"].max()) if len(months) else ""
    month = pd.Period(f"{context.as_of:%Y-%m}") - context.municipality.fact_rules.stale_months
    is_late = newest < f"{month:%Y%m}"
    last = _last(context, connection, "delivery_record", "received_at")
    return StageStatus("receive", last, newest, is_late)


def _screened(context: StepContext, connection: Connection) -> StageStatus:
    last = _last(context, connection, "screening_run", "screened_at")
    due = last_working_day(context.calendar, context.now, SCREENED_BY)
    return StageStatus(
        "screen",
        last,
        f"{last.astimezone(STOCKHOLM):%Y-%m-%d}" if last else "",
        last is None or last.astimezone(STOCKHOLM).date() < due,
    )


def _reminded(context: StepContext, connection: Connection) -> StageStatus:
    """Late when there is something to do and no list of the last working day."""
    last = _last(context, connection, "worklist", "created_at")
    due = last_working_day(context.calendar, context.now, LISTS_BY)
    is_missing = last is None or last.astimezone(STOCKHOLM).date() < due
    return StageStatus(
        "remind",
        last,
        f"{last.astimezone(STOCKHOLM):%Y-%m-%d}" if last else "",
        is_missing and _open_tasks(context, connection) > 0,
    )


def _published(context: StepContext, connection: Connection) -> StageStatus:
    close = tables.metric_close.columns
    newest = connection.execute(
        select(func.max(close.iso_week)).where(close.municipality_code == context.municipality.code)
    ).scalar_one()
    record = tables.delivery_record.columns
    first = connection.execute(
        select(func.min(record.received_at)).where(
            record.municipality_code == context.municipality.code
        )
    ).scalar_one()
    last = _last(context, connection, "metric_close", "closed_at")
    return StageStatus(
        "publish", last, newest or "", is_week_late(newest or "", first, context.now)
    )


def _last(context: StepContext, connection: Connection, name: str, column: str) -> datetime | None:
    own = tables[name].columns
    found: datetime | None = connection.execute(
        select(func.max(own[column])).where(own.municipality_code == context.municipality.code)
    ).scalar_one()
    return found


def _open_tasks(context: StepContext, connection: Connection) -> int:
    task = tables.task.columns
    return connection.execute(
        select(func.count())
        .select_from(tables.task)
        .where(task.municipality_code == context.municipality.code, task.status == "open")
    ).scalar_one()


def _overdue(context: StepContext, connection: Connection) -> int:
    task = tables.task.columns
    return connection.execute(
        select(func.count())
        .select_from(tables.task)
        .where(
            task.municipality_code == context.municipality.code,
            task.status == "open",
            task.due_at < context.now,
        )
    ).scalar_one()
