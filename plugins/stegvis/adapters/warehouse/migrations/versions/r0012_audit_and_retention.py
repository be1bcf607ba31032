"""Create the log of who did what, which nobody can change, and the ledgers of purging."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Day, Instant, Whole, Words

revision = "0012"
down_revision = "0011"

METADATA = sa.MetaData()

sa.Table(
    "audit_event",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("audit_id", Words, nullable=False),
    sa.Column("event", Words, nullable=False),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("by", Words, nullable=True),
    sa.Column("case_reference", Words, nullable=True),
    sa.Column("subject_kind", Words, nullable=False),
    sa.Column("subject_id", Words, nullable=False),
    sa.Column("recorded_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "audit_id", name="pk_audit_event"),
    sa.CheckConstraint(
        "event in ('letter_released', 'answer', 'approval', 'override', 'explanation', 'export')",
        name="ck_audit_event_event",
    ),
    sa.Index("ix_audit_event_at", "municipality_code", "at"),
    sa.Index("ix_audit_event_case_reference_at", "municipality_code", "case_reference", "at"),
)

sa.Table(
    "purge_event",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("plan_id", Words, nullable=False),
    sa.Column("event", Words, nullable=False),
    sa.Column("as_of", Day, nullable=False),
    sa.Column("by", Words, nullable=True),
    sa.Column("at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "plan_id", "event", name="pk_purge_event"),
    sa.CheckConstraint(
        "event in ('planned', 'approved', 'refused', 'begun', 'done')",
        name="ck_purge_event_event",
    ),
)

sa.Table(
    "purge_count",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("plan_id", Words, nullable=False),
    sa.Column("stage", Words, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("rows_count", Whole, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "plan_id", "stage", "name", "reason", name="pk_purge_count"
    ),
    sa.CheckConstraint("stage in ('planned', 'purged')", name="ck_purge_count_stage"),
)

_SQLITE = """
    create trigger audit_event_no_{verb} before {verb} on audit_event
    begin
        select raise(abort, 'audit_event is append-only');
    end
"""
_POSTGRESQL = (
    """
    create function audit_event_is_append_only() returns trigger language plpgsql as $$
    begin
        raise exception 'audit_event is append-only'
            using errcode = 'integrity_constraint_violation';
    end
    $$
    """,
    """
    create trigger audit_event_is_append_only before update or delete on audit_event
    for each row execute function audit_event_is_append_only()
    """,
    """
    create trigger audit_event_is_never_emptied before truncate on audit_event
    for each statement execute function audit_event_is_append_only()
    """,
)


def upgrade() -> None:
    """Create the tables, and what refuses to change the log."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
    if op.get_bind().dialect.name == "postgresql":
        for statement in _POSTGRESQL:
            op.execute(statement)
    else:
        for verb in ("update", "delete"):
            op.execute(_SQLITE.format(verb=verb))
