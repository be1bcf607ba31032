"""The page that the data team opens to see what a validation found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np

from stegvis.adapters.expectations import (
    ROWS_SHOWN,
    CheckLine,
    CheckOutcome,
    DeliveryLine,
    ValidationRun,
    write_page,
)
from stegvis.domain.pseudonyms import short_hash
from stegvis.domain.row_rules import Stack
from stegvis.domain.row_rules.settled import ReadDelivery
from stegvis.steps.context import StepContext
from stegvis.steps.intake.read_deliveries import Reading
from stegvis.steps.intake.recorded_deliveries import Recorded


def write_validation_page(
    context: StepContext, extract: str, recorded: Sequence[Recorded], reading: Reading
) -> None:
    """Write ``gx/<slug>/<extract>/<run>.html``; the same run writes the same page."""
    run = ValidationRun(
        run_id=_run_id(context, recorded),
        municipality=context.municipality.name,
        extract=extract,
        received_at=f"{context.now:%Y-%m-%d %H:%M}",
        deliveries=[_delivery_line(one) for one in recorded],
        checks=_check_lines(recorded, reading),
    )
    folder = context.settings.data_dir / "gx" / context.municipality.slug
    write_page(context.settings.include_dir, folder, run)


def _run_id(context: StepContext, recorded: Sequence[Recorded]) -> str:
    ids = sorted(one.receipt.delivery_id for one in recorded)
    return f"{context.now:%Y%m%dT%H%M}-{short_hash(*ids)}"


def _delivery_line(one: Recorded) -> DeliveryLine:
    warnings = one.result.warnings if isinstance(one.result, ReadDelivery) else {}
    return DeliveryLine(
        delivery_id=one.receipt.delivery_id,
        period=one.receipt.name.period,
        status=str(one.status),
        reason=one.reason or "",
        counts=asdict(one.counts),
        warnings=dict(warnings),
    )


def _check_lines(recorded: Sequence[Recorded], reading: Reading) -> list[CheckLine]:
    if reading.stack is None:
        return []
    # The stack holds the files that were not rejected, in the order of the recorded ones.
    ids = [one.receipt.delivery_id for one in recorded if isinstance(one.result, ReadDelivery)]
    sources = {column.name: column.source for column in reading.stack.extract.columns}
    return [_check_line(outcome, reading.stack, ids, sources) for outcome in reading.outcomes]


def _check_line(
    outcome: CheckOutcome, stack: Stack, ids: Sequence[str], sources: Mapping[str, str]
) -> CheckLine:
    numbers = stack.rows["row_number"].to_numpy()[outcome.broken]
    delivery = stack.delivery[outcome.broken]
    broken = []
    for number in np.unique(delivery):
        rows = np.sort(numbers[delivery == number])
        first = tuple(int(row) for row in rows[:ROWS_SHOWN])
        broken.append((ids[number], len(rows), first))
    return CheckLine(
        rule=str(outcome.check.rule),
        column=sources.get(outcome.check.column, ""),
        expectation=outcome.expectation,
        broken=tuple(broken),
    )
