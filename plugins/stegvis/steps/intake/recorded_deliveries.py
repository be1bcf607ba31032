"""Writing down what became of deliveries, and letting them in, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import select
from sqlalchemy.engine import Connection

from stegvis.adapters.raw_store import Receipt
from stegvis.adapters.warehouse import append, read_frame, tables
from stegvis.domain.deliveries import RowCounts, Status, is_count_off
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.row_rules.settled import ReadDelivery
from stegvis.domain.sources import DeliveredRows
from stegvis.errors import DeliveryRejected, WarehouseError
from stegvis.steps.context import StepContext
from stegvis.steps.intake.kept_deliveries import manifest_of
from stegvis.steps.intake.loaded_rows import load_rows

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

    @property
    def is_let_in(self) -> bool:
        """Whether its rows count from now on."""
        return self.status is Status.ACCEPTED

    @property
    def delivered(self) -> DeliveredRows:
        """Its rows; only what was not rejected has any."""
        assert isinstance(self.result, ReadDelivery)  # noqa: S101 - asked of what was read only
        return self.result.delivered


def record(
    context: StepContext,
    receipts: Sequence[Receipt],
    results: Mapping[str, ReadDelivery | DeliveryRejected],
) -> list[Recorded]:
    """Write deliveries of one extract to the ledger, and let in those that may come in.

    Args:
        context: Municipality and moment.
        receipts: The deliveries, oldest period first.
        results: What reading each gave, by delivery id.

    Raises:
        WarehouseError: Another run has written one of them meanwhile; nothing
            was written, and the next try goes on with the rest.
    """
    for result in results.values():
        if isinstance(result, ReadDelivery):
            # Before the transaction: rows nobody knows of do no harm, a ledger without rows would.
            context.row_store.write(result.delivered)
        else:
            LOG.warning("rejected: %s", result)
    with context.warehouse.begin() as connection:
        recorded = _judged(context, connection, receipts, results)
        ledger = [_ledger_row(context, one) for one in recorded]
        if append(connection, tables.delivery_record, ledger) != len(ledger):
            raise WarehouseError(
                f"{context.municipality.slug}: another run has received the same deliveries. One "
                "run at a time was expected. Run this task again."
            )
        _write_findings(context, connection, recorded)
        load_rows(context, connection, [one.delivered for one in recorded if one.is_let_in])
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


def _judged(
    context: StepContext,
    connection: Connection,
    receipts: Sequence[Receipt],
    results: Mapping[str, ReadDelivery | DeliveryRejected],
) -> list[Recorded]:
    """Whether each is let in, rejected or held; each month is held against the ones before it."""
    newest = newest_accepted_month(context, connection, receipts[0].name.extract)
    judged = []
    for receipt in receipts:
        one = _judged_one(context, receipt, results[receipt.delivery_id], newest)
        judged.append(one)
        if one.is_let_in and (newest is None or receipt.name.period >= newest[0]):
            newest = (receipt.name.period, one.counts.received)
    return judged


def _judged_one(
    context: StepContext,
    receipt: Receipt,
    result: ReadDelivery | DeliveryRejected,
    newest: tuple[str, int] | None,
) -> Recorded:
    if isinstance(result, DeliveryRejected):
        counts = RowCounts.of_rejected(result.rows)
        return Recorded(receipt, result, Status.REJECTED, result.reason, counts)
    rows = None if newest is None else newest[1]
    monthly = EXTRACTS[receipt.name.extract].monthly
    if monthly and is_count_off(result.counts.received, rows, context.municipality.hold):
        return Recorded(receipt, result, Status.HELD, ROW_COUNT_OFF, result.counts.as_held())
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


def _write_findings(
    context: StepContext, connection: Connection, recorded: Sequence[Recorded]
) -> None:
    """Write quarantined rows and warnings."""
    read = [one.result for one in recorded if isinstance(one.result, ReadDelivery)]
    own = {"municipality_code": context.municipality.code}
    warnings = [
        {**own, "delivery_id": one.delivered.delivery_id, "warning": warning, "rows_count": count}
        for one in read
        for warning, count in one.warnings.items()
    ]
    quarantined = [
        one.quarantined.assign(**own, delivery_id=one.delivered.delivery_id)
        for one in read
        if len(one.quarantined)
    ]
    if warnings:
        append(connection, tables.delivery_warning, warnings)
    if quarantined:
        append(connection, tables.quarantined_row, pd.concat(quarantined, ignore_index=True))
