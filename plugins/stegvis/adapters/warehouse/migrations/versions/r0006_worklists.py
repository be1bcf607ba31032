"""Create the tables for worklists and answers."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Day, Instant, Whole, Words

revision = "0006"
down_revision = "0005"

METADATA = sa.MetaData()

sa.Table(
    "worklist",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("list_id", Words, nullable=False),
    sa.Column("as_of", Day, nullable=False),
    sa.Column("unit", Words, nullable=True),
    sa.Column("caseworker", Words, nullable=True),
    sa.Column("path", Words, nullable=False),
    sa.Column("created_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "list_id", name="pk_worklist"),
    sa.Index("ix_worklist_as_of", "municipality_code", "as_of"),
)

sa.Table(
    "worklist_line",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("list_id", Words, nullable=False),
    sa.Column("line_number", Whole, nullable=False),
    sa.Column("task_id", Words, nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "list_id", "line_number", name="pk_worklist_line"),
    sa.ForeignKeyConstraint(
        ["municipality_code", "list_id"],
        ["worklist.municipality_code", "worklist.list_id"],
        name="fk_worklist_line_worklist",
        deferrable=True,
        initially="DEFERRED",
    ),
    sa.Index("ix_worklist_line_task_id", "municipality_code", "task_id"),
)

sa.Table(
    "answer",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("answer_id", Words, nullable=False),
    sa.Column("task_id", Words, nullable=False),
    sa.Column("field", Words, nullable=False),
    sa.Column("value", Words, nullable=False),
    sa.Column("answered_by", Words, nullable=False),
    sa.Column("answered_at", Instant(), nullable=False),
    sa.Column("recorded_at", Instant(), nullable=False),
    sa.Column("list_id", Words, nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "answer_id", name="pk_answer"),
    sa.Index("ix_answer_recorded_at", "municipality_code", "recorded_at"),
    sa.Index(
        "ix_answer_task_id_field_answered_at",
        "municipality_code",
        "task_id",
        "field",
        "answered_at",
    ),
)

sa.Table(
    "answer_error",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("error_id", Words, nullable=False),
    sa.Column("file_sha256", Words, nullable=False),
    sa.Column("list_id", Words, nullable=True),
    sa.Column("row_number", Whole, nullable=False),
    sa.Column("field", Words, nullable=True),
    sa.Column("reason", Words, nullable=False),
    sa.Column("recorded_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "error_id", name="pk_answer_error"),
)


def upgrade() -> None:
    """Create them."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
