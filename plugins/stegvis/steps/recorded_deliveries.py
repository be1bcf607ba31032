"""Writing down what became of a delivery, and letting it in, in one transaction."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import select
from sqlalchemy.engine import Connection

from stegvis.adapters.raw_store import Receipt
from stegvis.adapters.warehouse import append, read_frame, replace_partition, tables
from stegvis.domain.deliveries import RowCounts, Status, is_count_off
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.row_rules.settled import ReadDelivery
from stegvis.errors import DeliveryRejected
from stegvis.steps.context import StepContext
from stegvis.steps.kept_deliveries import manifest_of
from stegvis.steps.loaded_rows import load_rows

LOG = logging.getLogger(__name__)
ROW_COUNT_OFF = "row_count_off"


@dataclass(frozen=True)
class Recorded:
    """A delivery as the ledger has it. ``reason``: why it was rejected or held."""

    receipt: Receipt
    result: ReadDelivery | DeliveryRejected
    status: Status
    reason: str | None
    counts: RowCounts


def record(
    context: StepContext, receipt: Receipt, result: ReadDelivery | DeliveryRejected
) -> Recorded:
    """Write a delivery to the ledger and, unless it is rejected or held, let it in."""
    if isinstance(result, ReadDelivery):
        # Before the transaction: rows nobody knows of do no harm, a ledger without rows would.
        context.row_store.write(result.delivered)
    else:
        LOG.warning("rejected: %s", result)
    with context.warehouse.begin() as connection:
        recorded = _judge(context, connection, receipt, result)
        if append(connection, tables.delivery_record, [_ledger_row(context, recorded)]):
            _write_findings(context, connection, recorded)
            if isinstance(result, ReadDelivery) and recorded.status is Status.ACCEPTED:
                load_rows(context, connection, result.delivered)
    return recorded


def newest_accepted_month(
    context: StepContext, connection: Connection, extract: str
) -> tuple[str, int] | None:
    """Period and rows received of the newest month in force; None if there is none."""
    delivery = tables.delivery.columns
    query = (
        select(delivery.period, delivery.rows_received)
        .where(
            delivery.municipality_code == context.municipality.code,
            delivery.extract == extract,
            delivery.status == Status.ACCEPTED,
        )
        .order_by(delivery.period.desc())
        .limit(1)
    )
    found = read_frame(connection, query)
    return None if found.empty else (found["period"].iloc[0], int(found["rows_received"].iloc[0]))


def _judge(
    context: StepContext,
    connection: Connection,
    receipt: Receipt,
    result: ReadDelivery | DeliveryRejected,
) -> Recorded:
    if isinstance(result, DeliveryRejected):
        counts = RowCounts.of_rejected(result.rows)
        return Recorded(receipt, result, Status.REJECTED, result.reason, counts)
    if EXTRACTS[receipt.name.extract].monthly:
        newest = newest_accepted_month(context, connection, receipt.name.extract)
        rows = None if newest is None else newest[1]
        if is_count_off(result.counts.received, rows, context.municipality.hold):
            held = result.counts.as_held()
            return Recorded(receipt, result, Status.HELD, ROW_COUNT_OFF, held)
    return Recorded(receipt, result, Status.ACCEPTED, None, result.counts)


def _ledger_row(context: StepContext, recorded: Recorded) -> dict[str, object]:
    receipt, counts = recorded.receipt, recorded.counts
    manifest = manifest_of(context, receipt)
    known_at = manifest.known_at(receipt.received_at) if manifest else receipt.received_at
    return {
        "municipality_code": receipt.municipality_code,
        "delivery_id": receipt.delivery_id,
        "extract": receipt.name.extract,
        "period": receipt.name.period,
        "sha256": receipt.sha256,
        "ordinal": receipt.ordinal,
        "columns_present": _columns(recorded.result),
        "rows_received": counts.received,
        "rows_accepted": counts.accepted,
        "rows_quarantined": counts.quarantined,
        "rows_rejected": counts.rejected,
        "rows_held": counts.held,
        "rows_repeated": counts.repeated,
        "status": str(recorded.status),
        "reason": recorded.reason,
        "is_backfill": bool(manifest and manifest.backfill),
        "received_at": receipt.received_at,
        "known_at": known_at,
    }


def _columns(result: ReadDelivery | DeliveryRejected) -> str:
    """Our names of the columns; of a rejected file the header's, as far as they may be kept."""
    if isinstance(result, DeliveryRejected):
        return "|".join(result.columns)
    return "|".join(sorted(result.delivered.columns_present))


def _write_findings(context: StepContext, connection: Connection, recorded: Recorded) -> None:
    """Write quarantined rows and warnings."""
    result = recorded.result
    if isinstance(result, DeliveryRejected):
        return
    partition = {
        "municipality_code": context.municipality.code,
        "delivery_id": recorded.receipt.delivery_id,
    }
    replace_partition(connection, tables.quarantined_row, partition, result.quarantined)
    warnings = pd.DataFrame(
        {
            "warning": pd.Series(list(result.warnings), dtype="str"),
            "rows_count": pd.Series(list(result.warnings.values()), dtype="int64"),
        }
    )
    replace_partition(connection, tables.delivery_warning, partition, warnings)
