"""What stands now, derived from the ledgers by include/sql/views: read only.

A view's columns are declared here so that they can be selected by name and read
back with their types; a test compares them with what the SQL gives.
"""

from typing import Any

from sqlalchemy import Column, MetaData, Table

from stegvis.adapters.warehouse.column_types import Instant
from stegvis.adapters.warehouse.schema.declaration import instant, whole, words
from stegvis.adapters.warehouse.schema.deliveries import delivery_record
from stegvis.adapters.warehouse.schema.events import letter_event, offer_event, task_event
from stegvis.adapters.warehouse.schema.metrics import management_weekly_metric

view_metadata = MetaData()


def _view(name: str, base: Table, *own: Column[Any], without: tuple[str, ...] = ()) -> Table:
    """Declare a view: its base table's columns, less some, and columns of its own."""
    mine = {column.name for column in own} | set(without)
    taken = (
        Column(column.name, column.type, nullable=column.nullable, comment=column.comment)
        for column in base.columns
        if column.name not in mine
    )
    return Table(name, view_metadata, *taken, *own, info={"is_view": True})


def _moments(*names: str) -> tuple[Column[Any], ...]:
    return tuple(Column(name, Instant()) for name in names)


_EVENT = ("event_key", "event", "at", "by", "reason", "recorded_at")

delivery = _view(
    "delivery",
    delivery_record,
    words("status", "accepted, rejected, held or superseded."),
    words("approved_by", "Who let a held delivery in, or refused it.", missing=True),
    instant("approved_at", "When.", missing=True),
)

offer = _view(
    "offer",
    offer_event,
    words("status", "drafted, selected, planned, released, accepted, declined, no_reply …"),
    words("answer", "accepted or declined.", missing=True),
    words("selected_by", "Who selected the person (K7).", missing=True),
    words("released_by", "Who released the letter.", missing=True),
    words("withdrawn_reason", "Why it was withdrawn.", missing=True),
    *_moments(
        "drafted_at",
        "selected_at",
        "planned_at",
        "released_at",
        "answered_at",
        "placed_at",
        "withdrawn_at",
    ),
    without=_EVENT,
)

letter = _view(
    "letter",
    letter_event,
    words("status", "planned, rendered, released, withdrawn or failed."),
    words("released_by", "Who released it.", missing=True),
    words("handed_over_reason", "Why it is handed over in person; missing: post.", missing=True),
    words("failed_reason", "Why the latest failed try failed.", missing=True),
    words("withdrawn_reason", "Why it was withdrawn.", missing=True),
    whole("tries", "Renderings, failed ones too."),
    *_moments("planned_at", "rendered_at", "released_at", "withdrawn_at"),
    without=_EVENT,
)

task = _view(
    "task",
    task_event,
    words("status", "open, done, dismissed or closed."),
    words("closed_reason", "Why it was dismissed or closed.", missing=True),
    words("ended_by", "Who did, dismissed or closed it.", missing=True),
    *_moments("created_at", "opened_at", "done_at", "dismissed_until", "ended_at"),
    without=(*_EVENT, "until"),
)

management_figure = _view(
    "management_figure",
    management_weekly_metric,
    words("title", "Title in Swedish.", missing=True),
    words("theme", "Chapter of the report.", missing=True),
    words("direction", "up, down or none: which way is better.", missing=True),
)
