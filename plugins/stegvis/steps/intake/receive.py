"""Receiving: judge what is new, write down what became of it, and let in what may come in.

The deliveries of an extract are written in one transaction, so a run that is
killed leaves nothing half-written behind, and the next one goes on with the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from stegvis.adapters.raw_store import Receipt
from stegvis.domain.deliveries import Status
from stegvis.domain.row_rules.settled import ReadDelivery
from stegvis.errors import DeliveryRejected
from stegvis.steps.context import StepContext
from stegvis.steps.intake.held_deliveries import approve, describe_held, held_deliveries
from stegvis.steps.intake.kept_deliveries import file_of, statuses
from stegvis.steps.intake.new_deliveries import find_new
from stegvis.steps.intake.read_deliveries import Reading, read_deliveries
from stegvis.steps.intake.recorded_deliveries import record
from stegvis.steps.intake.validation_page import write_validation_page

__all__ = [
    "approve",
    "describe_held",
    "extracts_of",
    "find_new",
    "held_deliveries",
    "receive_extract",
]


def extracts_of(context: StepContext, delivery_ids: Sequence[str]) -> list[str]:
    """The extracts that the deliveries are of, so that no work is begun for the others."""
    code = context.municipality.code
    names = {context.raw_store.receipt(code, each).name.extract for each in delivery_ids}
    return sorted(names)


def receive_extract(context: StepContext, extract: str, delivery_ids: Sequence[str]) -> int:
    """Judge the deliveries of one extract and let in what may come in.

    Args:
        context: Municipality and moment.
        extract: Its deliveries are taken, oldest period first.
        delivery_ids: As ``find_new`` gave them; those of other extracts are left alone.

    Returns:
        How many of them are let in, now or by an earlier run of the same task.
    """
    code = context.municipality.code
    receipts = [context.raw_store.receipt(code, each) for each in delivery_ids]
    own = [receipt for receipt in receipts if receipt.name.extract == extract]
    if not own:
        return 0
    judged_before = statuses(context, own)
    waiting = sorted(
        (receipt for receipt in own if receipt.delivery_id not in judged_before),
        key=lambda receipt: (receipt.name.period, receipt.received_at, receipt.ordinal),
    )
    if waiting:
        reading, results = _read(context, waiting)
        recorded = record(context, waiting, results)
        write_validation_page(context, extract, recorded, reading)
    let_in = (Status.ACCEPTED, Status.SUPERSEDED)
    return sum(status in let_in for status in statuses(context, own).values())


def _read(
    context: StepContext, receipts: Sequence[Receipt]
) -> tuple[Reading, dict[str, ReadDelivery | DeliveryRejected]]:
    """Judge the files together; what may not be kept was judged when it came."""
    kept = [receipt for receipt in receipts if receipt.refusal is None]
    reading = read_deliveries([file_of(context, each) for each in kept], context.municipality)
    results: dict[str, ReadDelivery | DeliveryRejected] = {
        receipt.delivery_id: result for receipt, result in zip(kept, reading.results, strict=True)
    }
    for receipt in receipts:
        if receipt.refusal is not None:
            results[receipt.delivery_id] = DeliveryRejected(
                receipt.refusal.message,
                reason=receipt.refusal.reason,
                columns=receipt.refusal.columns,
                rows=receipt.refusal.rows,
            )
    return reading, results
