"""Create the tables for offers, letters and tasks."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Day, Instant, Whole, Words

revision = "0005"
down_revision = "0004"

METADATA = sa.MetaData()

sa.Table(
    "offer_event",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("event_key", Words, nullable=False),
    sa.Column("offer_id", Words, nullable=False),
    sa.Column("programme_id", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("household_id", Words, nullable=True),
    sa.Column("round", Whole, nullable=False),
    sa.Column("event", Words, nullable=False),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("by", Words, nullable=True),
    sa.Column("reason", Words, nullable=True),
    sa.Column("place_id", Words, nullable=True),
    sa.Column("due_at", Instant(), nullable=True),
    sa.Column("reply_due_date", Day, nullable=True),
    sa.Column("rank", Whole, nullable=True),
    sa.Column("source", Words, nullable=True),
    sa.Column("recorded_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "event_key", name="pk_offer_event"),
    sa.CheckConstraint(
        "event in ('drafted', 'selected', 'planned', 'released', 'accepted', "
        "'declined', 'no_reply', 'placed', 'withdrawn')",
        name="ck_offer_event_event",
    ),
    sa.Index("ix_offer_event_event_at", "municipality_code", "event", "at"),
    sa.Index("ix_offer_event_offer_id_event", "municipality_code", "offer_id", "event"),
    sa.Index("ix_offer_event_person_id", "municipality_code", "person_id"),
)

sa.Table(
    "letter_event",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("event_key", Words, nullable=False),
    sa.Column("letter_id", Words, nullable=False),
    sa.Column("offer_id", Words, nullable=False),
    sa.Column("template", Words, nullable=False),
    sa.Column("template_version", Words, nullable=False),
    sa.Column("language", Words, nullable=False),
    sa.Column("event", Words, nullable=False),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("by", Words, nullable=True),
    sa.Column("sha256", Words, nullable=True),
    sa.Column("path", Words, nullable=True),
    sa.Column("reason", Words, nullable=True),
    sa.Column("recorded_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "event_key", name="pk_letter_event"),
    sa.CheckConstraint(
        "event in ('planned', 'rendered', 'released', 'withdrawn', 'failed')",
        name="ck_letter_event_event",
    ),
    sa.Index("ix_letter_event_letter_id_event", "municipality_code", "letter_id", "event"),
    sa.Index("ix_letter_event_offer_id", "municipality_code", "offer_id"),
)

sa.Table(
    "task_event",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("event_key", Words, nullable=False),
    sa.Column("task_id", Words, nullable=False),
    sa.Column("event", Words, nullable=False),
    sa.Column("kind", Words, nullable=False),
    sa.Column("programme_id", Words, nullable=True),
    sa.Column("case_reference", Words, nullable=True),
    sa.Column("person_id", Words, nullable=True),
    sa.Column("household_id", Words, nullable=True),
    sa.Column("fact", Words, nullable=True),
    sa.Column("unit", Words, nullable=True),
    sa.Column("caseworker", Words, nullable=True),
    sa.Column("due_at", Instant(), nullable=True),
    sa.Column("priority", Whole, nullable=True),
    sa.Column("legal_basis", Words, nullable=True),
    sa.Column("source_rule", Words, nullable=True),
    sa.Column("title", Words, nullable=True),
    sa.Column("explanation", Words, nullable=True),
    sa.Column("until", Instant(), nullable=True),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("by", Words, nullable=True),
    sa.Column("reason", Words, nullable=True),
    sa.Column("recorded_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "event_key", name="pk_task_event"),
    sa.CheckConstraint(
        "event in ('opened', 'due_moved', 'done', 'dismissed', 'closed')",
        name="ck_task_event_event",
    ),
    sa.Index("ix_task_event_event_at", "municipality_code", "event", "at"),
    sa.Index("ix_task_event_person_id", "municipality_code", "person_id"),
    sa.Index(
        "uq_task_event_task_id_event_at", "municipality_code", "task_id", "event", "at", unique=True
    ),
)


def upgrade() -> None:
    """Create them."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
