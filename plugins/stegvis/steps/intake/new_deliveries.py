"""Finding what is new in the inbox, and keeping it before anything else happens."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
from sqlalchemy import select

from stegvis.adapters.csv_reader import refusal_of
from stegvis.adapters.inbox import InboxFile, InboxPath, inbox_failures, list_inbox
from stegvis.adapters.raw_store import Receipt, Refusal
from stegvis.adapters.warehouse import read_frame, tables, upsert
from stegvis.domain.deliveries import (
    WRONG_MUNICIPALITY,
    DeliveryName,
    Known,
    KnownDelivery,
    delivery_id,
)
from stegvis.domain.manifests import read_manifest
from stegvis.errors import DeliveryRejected
from stegvis.steps.context import StepContext

LOG = logging.getLogger(__name__)
MANIFEST_REASONS = ("manifest_mismatch", "manifest_unreadable")


def find_new(
    context: StepContext, inbox: InboxPath, let_settle: Callable[[], None] = lambda: None
) -> list[str]:
    """Keep what is new in the inbox; returns the ids of all deliveries that wait to be judged.

    A file is new when its content differs from that of the newest delivery of
    the same extract and period. Files still being written are left for the
    next time. What an earlier run kept and did not get to is returned too, but
    not what came after the moment of this one.

    Args:
        context: Municipality and moment.
        inbox: The municipality's folder.
        let_settle: Waits a moment once, if there is anything new, so that a file
            that somebody is writing shows it by growing.

    Raises:
        DeliveryMissing: The municipality has no inbox.
        InboxUnavailable: It does not answer; what was kept before that is kept.
        InboxRefused: It does not let us in.
    """
    with inbox_failures(inbox):
        return _find_new(context, inbox, let_settle)


def _find_new(context: StepContext, inbox: InboxPath, let_settle: Callable[[], None]) -> list[str]:
    listing = list_inbox(inbox)
    if listing.not_taken:
        LOG.warning("%d files in the inbox are no deliveries by name", listing.not_taken)
    known, waiting = _known(context)
    seen = _seen_before(context)
    found = []
    if any(_key(file) not in seen for file in listing.deliveries):
        let_settle()
    for file in listing.deliveries:
        sha256 = seen.get(_key(file))
        if sha256 is None or not _is_old(known, file, sha256):
            sha256 = _keep_if_new(context, known, file, waiting)
        if sha256 is not None:
            found.append((file, sha256))
    _remember(context, found)
    return sorted(waiting)


def _key(file: InboxFile) -> tuple[str, int, str]:
    return (file.path.name, file.size, file.modified_at)


def _keep_if_new(
    context: StepContext, known: Known, file: InboxFile, waiting: set[str]
) -> str | None:
    """Keep a file with its receipt; returns its SHA-256, None while it is being written."""
    data = file.read()
    if data is None:
        return None
    sha256 = hashlib.sha256(data).hexdigest()
    if _is_old(known, file, sha256):
        return sha256
    manifest = file.read_manifest()
    receipt = Receipt(
        municipality_code=context.municipality.code,
        delivery_id=delivery_id(file.name, sha256, known.ordinal(file.name, sha256)),
        name=file.name,
        sha256=sha256,
        ordinal=known.ordinal(file.name, sha256),
        received_at=context.now,
        manifest_sha256=None if manifest is None else context.raw_store.keep(manifest),
        refusal=_refusal(file.name, data),
    )
    if receipt.refusal is None:
        context.raw_store.keep(data)
    context.raw_store.keep_receipt(receipt)
    waiting.add(receipt.delivery_id)
    return sha256


def _refusal(name: DeliveryName, data: bytes) -> Refusal | None:
    """Why the content may not even be kept: columns that the law does not list (X6)."""
    refused = refusal_of(name, data)
    if refused is None:
        return None
    return Refusal(
        reason=refused.reason, message=str(refused), columns=refused.columns, rows=refused.rows
    )


def _is_old(known: Known, file: InboxFile, sha256: str) -> bool:
    """Whether the file is the newest delivery again.

    The same file with another manifest is new where it was the manifest that
    had it rejected.
    """
    newest = known.newest(file.name, sha256)
    if newest is None or newest.sha256 != sha256:
        return False
    if newest.reason not in MANIFEST_REASONS:
        return True
    content = file.read_manifest()
    if content is None:
        return False
    try:
        manifest = read_manifest(file.name, content)
    except DeliveryRejected:
        return True
    return bool(manifest.disagreements(file.name, sha256, newest.rows_received))


def _known(context: StepContext) -> tuple[Known, set[str]]:
    """What was delivered before, and the ids of what was received and not judged yet."""
    delivery = tables.delivery_record.columns
    code = context.municipality.code
    query = select(tables.delivery_record).where(delivery.municipality_code == code)
    with context.warehouse.read() as connection:
        rows = read_frame(connection, query)
    judged = [_judged(row) for row in rows.itertuples(index=False)]
    unjudged = context.raw_store.received(code) - {each.delivery_id for each in judged}
    receipts = [context.raw_store.receipt(code, each) for each in unjudged]
    waiting = {each.delivery_id for each in receipts if each.received_at <= context.now}
    return Known(code, [*judged, *map(_waiting, receipts)]), waiting


def _judged(row: Any) -> KnownDelivery:
    return KnownDelivery(
        delivery_id=row.delivery_id,
        extract=row.extract,
        period=row.period,
        sha256=row.sha256,
        ordinal=row.ordinal,
        rows_received=row.rows_received,
        reason=None if pd.isna(row.reason) else row.reason,
        received_at=row.received_at,
    )


def _waiting(receipt: Receipt) -> KnownDelivery:
    is_foreign = receipt.name.municipality_code != receipt.municipality_code
    return KnownDelivery(
        delivery_id=receipt.delivery_id,
        extract=receipt.name.extract,
        period=receipt.name.period,
        sha256=receipt.sha256,
        ordinal=receipt.ordinal,
        rows_received=0,
        reason=WRONG_MUNICIPALITY if is_foreign else None,
        received_at=receipt.received_at,
    )


def _seen_before(context: StepContext) -> dict[tuple[str, int, str], str]:
    """The SHA-256 of files by name, size and time of change."""
    table = tables.inbox_file
    query = select(table).where(table.columns.municipality_code == context.municipality.code)
    with context.warehouse.read() as connection:
        rows = read_frame(connection, query)
    files = zip(rows["file_name"], rows["size"], rows["modified_at"], strict=True)
    return dict(zip(files, rows["sha256"], strict=True))


def _remember(context: StepContext, found: Iterable[tuple[InboxFile, str]]) -> None:
    rows = [
        {
            "municipality_code": context.municipality.code,
            "file_name": file.path.name,
            "size": file.size,
            "modified_at": file.modified_at,
            "sha256": sha256,
        }
        for file, sha256 in found
        # A place that cannot tell when a file changed cannot be trusted not to have changed it.
        if file.modified_at
    ]
    if rows:
        with context.warehouse.begin() as connection:
            upsert(connection, tables.inbox_file, rows)
