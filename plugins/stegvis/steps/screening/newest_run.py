"""Which screening counts now, for all that rests on one: offers, letters, tasks, explanations."""

from __future__ import annotations

from sqlalchemy import Connection, select

from stegvis.adapters.warehouse import tables
from stegvis.steps.context import StepContext


def newest_run(context: StepContext, connection: Connection) -> str | None:
    """The newest screening so far; None where nobody has been screened yet."""
    run = tables.screening_run.columns
    query = (
        select(run.run_id)
        .where(
            run.municipality_code == context.municipality.code,
            run.as_of <= context.as_of,
            run.screened_at <= context.now,
        )
        .order_by(run.as_of.desc(), run.screened_at.desc(), run.run_id)
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()
