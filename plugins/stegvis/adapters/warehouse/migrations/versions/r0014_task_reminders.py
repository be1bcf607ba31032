"""Keep each reminder of a promise once."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Flag, Instant, Whole, Words

revision = "0014"
down_revision = "0013"

METADATA = sa.MetaData()

sa.Table(
    "task_reminder",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("reminder_id", Words, nullable=False),
    sa.Column("task_id", Words, nullable=False),
    sa.Column("step", Words, nullable=False),
    sa.Column("step_number", Whole, nullable=False),
    sa.Column("about_at", Instant(), nullable=False),
    sa.Column("to_lead", Flag, nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("caseworker", Words, nullable=True),
    sa.Column("said", Words, nullable=False),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("recorded_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "reminder_id", name="pk_task_reminder"),
    sa.Index("ix_task_reminder_task_id", "municipality_code", "task_id"),
)


def upgrade() -> None:
    """Create the table."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
