"""Files whose time is over: raw deliveries, kept rows, letters, worklists, requests (X5).

A delivery that waits, or whose rows a screening still reads, is no working
file yet. Of rows that have to stay, those of people who are gone are taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from sqlalchemy import select
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import deliveries_in_force, read_frame, tables
from stegvis.domain.extracts import EXTRACTS
from stegvis.steps.context import StepContext
from stegvis.steps.screening.newest_run import newest_run
from stegvis.steps.worklists.task_state import own_rows

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")
_ENDED = ("released_at", "withdrawn_at")


@dataclass(frozen=True)
class OldFiles:
    """What may be deleted of files.

    Attributes:
        paths: Files that are there, by kind such as ``files/letters``.
        delivery_ids: Deliveries whose working rows go from the warehouse too.
    """

    paths: dict[str, list[Path]]
    delivery_ids: tuple[str, ...]


def old_files(context: StepContext, connection: Connection, as_of: date) -> OldFiles:
    """Files that are older than the municipality's days for working files."""
    limit = as_of - timedelta(days=context.municipality.retention.working_files_days)
    ended = _ended_deliveries(context, connection, limit)
    output = context.output
    found = {
        "files/raw": _raw(context, connection, limit),
        "files/rows": [
            *(context.row_store.file(e, d) for e, d in ended),
            *_own_rows_files(context, connection, limit),
        ],
        "files/letters": _letters(context, connection, limit),
        "files/print": _dated(output / "print", limit),
        "files/worklists": _dated(output / "worklists", limit),
        "files/restricted": _dated(output / "restricted", limit),
        "files/requests": _dated(output / "requests", limit),
    }
    there = {kind: [path for path in paths if path.is_file()] for kind, paths in found.items()}
    return OldFiles(there, tuple(delivery_id for _, delivery_id in ended))


def deliveries_with_rows(
    context: StepContext, connection: Connection
) -> Iterator[tuple[str, str, str]]:
    """Extract, delivery and period of every delivery in force whose rows are kept."""
    for extract in EXTRACTS:
        in_force = deliveries_in_force(
            connection, context.municipality.code, extract, context.as_of, context.now
        )
        for delivery_id, period in zip(in_force["delivery_id"], in_force["period"], strict=True):
            if context.row_store.file(extract, delivery_id).is_file():
                yield extract, delivery_id, period


def _ended_deliveries(
    context: StepContext, connection: Connection, limit: date
) -> list[tuple[str, str]]:
    """Extract and id of old deliveries that nothing rests on any more."""
    rows = _deliveries(context, connection)
    in_use = _pinned(context, connection)
    for extract in EXTRACTS:
        in_force = deliveries_in_force(
            connection, context.municipality.code, extract, context.as_of, context.now
        )
        in_use |= set(in_force["delivery_id"])
    is_old = (rows["received_at"].dt.date <= limit) & (rows["status"] != "held")
    ended = rows[is_old & ~rows["delivery_id"].isin(in_use)]
    return list(zip(ended["extract"], ended["delivery_id"], strict=True))


def _raw(context: StepContext, connection: Connection, limit: date) -> list[Path]:
    """Raw files and manifests; the same bytes stay while any delivery needs them."""
    rows = _deliveries(context, connection)
    is_old = (rows["received_at"].dt.date <= limit) & (rows["status"] != "held")
    manifests = {
        receipt.manifest_sha256
        for delivery_id in rows.loc[is_old, "delivery_id"]
        for receipt in [context.raw_store.known_receipt(context.municipality.code, delivery_id)]
        if receipt is not None and receipt.manifest_sha256 is not None
    }
    old = set(rows.loc[is_old, "sha256"])
    # Every municipality's deliveries lie in one store.
    delivery = tables.delivery.columns
    everybodys = read_frame(
        connection, select(delivery.sha256, delivery.received_at, delivery.status)
    )
    is_needed = (everybodys["received_at"].dt.date > limit) | (everybodys["status"] == "held")
    needed = set(everybodys.loc[is_needed, "sha256"]) | _unjudged(context, rows)
    return [context.raw_store.file(sha256) for sha256 in sorted((old - needed) | manifests)]


def _unjudged(context: StepContext, rows: pd.DataFrame) -> set[str]:
    """What was kept and has not been judged yet."""
    code = context.municipality.code
    waiting = context.raw_store.received(code) - set(rows["delivery_id"])
    return {context.raw_store.receipt(code, each).sha256 for each in waiting}


def _own_rows_files(context: StepContext, connection: Connection, limit: date) -> list[Path]:
    """Rows that stegvis itself came to know, of screenings that are old."""
    pinned, run = tables.screening_run_delivery.columns, tables.screening_run.columns
    query = (
        select(pinned.extract, pinned.delivery_id, run.screened_at)
        .join(
            tables.screening_run,
            (run.municipality_code == pinned.municipality_code) & (run.run_id == pinned.run_id),
        )
        .where(
            pinned.municipality_code == context.municipality.code,
            pinned.delivery_id.like("stegvis-%"),
        )
    )
    rows = read_frame(connection, query)
    last = rows.sort_values("screened_at").drop_duplicates("delivery_id", keep="last")
    is_old = last["screened_at"].dt.date <= limit
    ended = last[is_old & ~last["delivery_id"].isin(_pinned(context, connection))]
    pairs = zip(ended["extract"], ended["delivery_id"], strict=True)
    return [context.row_store.file(extract, delivery_id) for extract, delivery_id in pairs]


def _pinned(context: StepContext, connection: Connection) -> set[str]:
    """Deliveries that the newest screening rests on: worklists explain it."""
    run_id = newest_run(context, connection)
    query = own_rows(context, "screening_run_delivery", "delivery_id").where(
        tables.screening_run_delivery.columns.run_id == (run_id or "")
    )
    return set(read_frame(connection, query)["delivery_id"])


def _letters(context: StepContext, connection: Connection, limit: date) -> list[Path]:
    """Working copies of letters that were handed out or taken back long ago."""
    rows = read_frame(connection, own_rows(context, "letter", "path", "status", *_ENDED))
    rows = rows[rows["status"].isin(("released", "withdrawn")) & rows["path"].notna()]
    ended = rows[list(_ENDED)].max(axis=1)
    old = rows.loc[ended.dt.date <= limit, "path"] if len(rows) else rows["path"]
    return [(context.output / path).with_suffix(kind) for path in old for kind in (".pdf", ".html")]


def _dated(folder: Path, limit: date) -> list[Path]:
    """Files of a day up to ``limit``: by the day in their path, else by their time of change."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _day_of(path, folder) <= limit
    ]


def _day_of(path: Path, folder: Path) -> date:
    said = _DAY.search(path.relative_to(folder).as_posix())
    return date.fromisoformat(said[1]) if said else date.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ012


def _deliveries(context: StepContext, connection: Connection) -> pd.DataFrame:
    columns = ("delivery_id", "extract", "sha256", "received_at", "status")
    return read_frame(connection, own_rows(context, "delivery", *columns))
