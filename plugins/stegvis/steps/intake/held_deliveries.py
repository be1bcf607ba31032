"""Deliveries that wait for a person: which they are, what to say of them, and the answer."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
from sqlalchemy import select
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import append, read_frame, tables
from stegvis.domain.deliveries import Status
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.row_rules.settled import ReadDelivery
from stegvis.steps.audit import APPROVAL, audit_row, write_audit
from stegvis.steps.context import StepContext
from stegvis.steps.intake.kept_deliveries import file_of, statuses
from stegvis.steps.intake.loaded_rows import load_rows
from stegvis.steps.intake.read_deliveries import read_deliveries
from stegvis.steps.intake.recorded_deliveries import newest_accepted_month


def held_deliveries(context: StepContext) -> list[str]:
    """The ids of deliveries that wait for a yes or a no, oldest first.

    One that a later delivery of its period has replaced waits no more: a yes
    would change nothing.
    """
    with context.warehouse.read() as connection:
        rows = _deliveries(context, connection)
    accepted = rows[rows["status"] == Status.ACCEPTED]
    held = rows[rows["status"] == Status.HELD].sort_values(["received_at", "delivery_id"])
    replaced_at = accepted.groupby(["extract", "period"])["received_at"].max()
    period = pd.MultiIndex.from_frame(held[["extract", "period"]])
    later = replaced_at.reindex(period).set_axis(held.index)
    return list(held.loc[~(later > held["received_at"]), "delivery_id"])


def describe_held(context: StepContext, delivery_id: str) -> str:
    """What a person needs to know to say yes or no, in Swedish. No rows, only their number."""
    with context.warehouse.read() as connection:
        rows = _deliveries(context, connection)
        one = rows[rows["delivery_id"] == delivery_id].iloc[0]
        newest = newest_accepted_month(context, connection, one["extract"])
    title = EXTRACTS[one["extract"]].title
    known = (
        f"Den senast godkända månaden ({newest[0]}) har {newest[1]} rader."
        if newest
        else "Ingen månad är godkänd ännu."
    )
    return (
        f"{title} för {one['period']}: filen har {one['rows_received']} rader, varav "
        f"{one['rows_quarantined']} i karantän. {known} Filen kom {_written(one['received_at'])} "
        f"och väntar. Till dess gäller det som gällde förut. Leverans {delivery_id}."
    )


def approve(context: StepContext, delivery_id: str, approved: bool, approved_by: str) -> str:
    """Write down a person's word on a held delivery, and let it in on yes.

    The first word counts. A word on a delivery that is not held changes nothing.

    Returns:
        The delivery's status after it.
    """
    receipt = context.raw_store.receipt(context.municipality.code, delivery_id)
    if statuses(context, [receipt]).get(delivery_id) != Status.HELD:
        return statuses(context, [receipt])[delivery_id]
    row = {
        "municipality_code": context.municipality.code,
        "delivery_id": delivery_id,
        "approved": approved,
        "approved_by": approved_by,
        "approved_at": context.now,
    }
    # Names and addresses are in the file only, so it is read again.
    reading = read_deliveries([file_of(context, receipt)] if approved else [], context.municipality)
    with context.warehouse.begin() as connection:
        if append(connection, tables.delivery_approval, [row]):
            said = audit_row(context, APPROVAL, ("delivery", delivery_id), by=approved_by)
            write_audit(connection, [said])
            read = [one for one in reading.results if isinstance(one, ReadDelivery)]
            load_rows(context, connection, [one.delivered for one in read])
    return statuses(context, [receipt])[delivery_id]


def _deliveries(context: StepContext, connection: Connection) -> pd.DataFrame:
    delivery = tables.delivery.columns
    query = select(
        delivery.delivery_id,
        delivery.extract,
        delivery.period,
        delivery.status,
        delivery.rows_received,
        delivery.rows_quarantined,
        delivery.received_at,
    ).where(delivery.municipality_code == context.municipality.code)
    return read_frame(connection, query)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d kl. %H.%M}"
