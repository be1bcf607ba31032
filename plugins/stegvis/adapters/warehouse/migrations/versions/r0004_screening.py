"""Create the tables for screenings."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Day, Instant, Whole, Words

revision = "0004"
down_revision = "0003"

METADATA = sa.MetaData()

sa.Table(
    "screening_run",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("run_id", Words, nullable=False),
    sa.Column("as_of", Day, nullable=False),
    sa.Column("rule_versions", Words, nullable=False),
    sa.Column("code_version", Words, nullable=False),
    sa.Column("screened_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "run_id", name="pk_screening_run"),
    sa.Index("ix_screening_run_as_of", "municipality_code", "as_of"),
)

sa.Table(
    "screening_run_delivery",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("run_id", Words, nullable=False),
    sa.Column("extract", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "run_id", "delivery_id", name="pk_screening_run_delivery"
    ),
    sa.ForeignKeyConstraint(
        ["municipality_code", "run_id"],
        ["screening_run.municipality_code", "screening_run.run_id"],
        name="fk_screening_run_delivery_screening_run",
        deferrable=True,
        initially="DEFERRED",
    ),
)

sa.Table(
    "screening_result",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("run_id", Words, nullable=False),
    sa.Column("programme_id", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("household_id", Words, nullable=True),
    sa.Column("as_of", Day, nullable=False),
    sa.Column("outcome", Words, nullable=False),
    sa.Column("not_met", Words, nullable=False),
    sa.Column("unknown", Words, nullable=False),
    sa.Column("rank", Whole, nullable=True),
    sa.Column("eligible_from", Day, nullable=True),
    sa.Column("rule_version", Words, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "run_id", "programme_id", "person_id", name="pk_screening_result"
    ),
    sa.CheckConstraint(
        "outcome in ('eligible', 'not_eligible', 'needs_review')",
        name="ck_screening_result_outcome",
    ),
    sa.Index("ix_screening_result_person_id_as_of", "municipality_code", "person_id", "as_of"),
    sa.Index(
        "ix_screening_result_programme_id_as_of", "municipality_code", "programme_id", "as_of"
    ),
    sqlite_with_rowid=False,
)

sa.Table(
    "screening_unknown",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("run_id", Words, nullable=False),
    sa.Column("programme_id", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("fact", Words, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code",
        "run_id",
        "programme_id",
        "person_id",
        "fact",
        name="pk_screening_unknown",
    ),
    sqlite_with_rowid=False,
)


def upgrade() -> None:
    """Create them."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
