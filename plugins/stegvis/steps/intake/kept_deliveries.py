"""What was kept of a delivery when it came, and what has become of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import select

from stegvis.adapters.raw_store import Receipt
from stegvis.adapters.warehouse import read_frame, tables
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.manifests import Manifest, read_manifest
from stegvis.errors import DeliveryRejected
from stegvis.steps.context import StepContext
from stegvis.steps.intake.read_deliveries import DeliveryFile


def file_of(context: StepContext, receipt: Receipt) -> DeliveryFile:
    """The file and its manifest, byte for byte."""
    manifest = manifest_of(context, receipt)
    known_at = manifest.known_at(receipt.received_at) if manifest else receipt.received_at
    return DeliveryFile(
        name=receipt.name,
        data=context.raw_store.read(receipt.sha256),
        manifest=_manifest_bytes(context, receipt),
        received_on=known_at.astimezone(STOCKHOLM).date(),
        ordinal=receipt.ordinal,
    )


def manifest_of(context: StepContext, receipt: Receipt) -> Manifest | None:
    """What the manifest says; None if there is none that can be read."""
    content = _manifest_bytes(context, receipt)
    if content is not None:
        with suppress(DeliveryRejected):
            return read_manifest(receipt.name, content)
    return None


def statuses(context: StepContext, receipts: Sequence[Receipt]) -> dict[str, str]:
    """What has become of those deliveries that were judged, by id."""
    delivery = tables.delivery.columns
    query = select(delivery.delivery_id, delivery.status).where(
        delivery.municipality_code == context.municipality.code,
        delivery.delivery_id.in_([receipt.delivery_id for receipt in receipts]),
    )
    with context.warehouse.read() as connection:
        rows = read_frame(connection, query)
    return dict(zip(rows["delivery_id"], rows["status"], strict=True))


def _manifest_bytes(context: StepContext, receipt: Receipt) -> bytes | None:
    if receipt.manifest_sha256 is None:
        return None
    return context.raw_store.read(receipt.manifest_sha256)
