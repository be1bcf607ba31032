"""Create the tables for what was delivered and who stands behind it."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Day, Flag, Instant, Whole, Words

revision = "0001"
down_revision = None

METADATA = sa.MetaData()

sa.Table(
    "delivery_record",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("extract", Words, nullable=False),
    sa.Column("period", Words, nullable=False),
    sa.Column("sha256", Words, nullable=False),
    sa.Column("ordinal", Whole, nullable=False),
    sa.Column("columns_present", Words, nullable=False),
    sa.Column("rows_received", Whole, nullable=False),
    sa.Column("rows_accepted", Whole, nullable=False),
    sa.Column("rows_quarantined", Whole, nullable=False),
    sa.Column("rows_rejected", Whole, nullable=False),
    sa.Column("rows_held", Whole, nullable=False),
    sa.Column("rows_repeated", Whole, nullable=False),
    sa.Column("status", Words, nullable=False),
    sa.Column("reason", Words, nullable=True),
    sa.Column("is_backfill", Flag, nullable=False),
    sa.Column("received_at", Instant(), nullable=False),
    sa.Column("known_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "delivery_id", name="pk_delivery_record"),
    sa.CheckConstraint(
        "rows_received = rows_accepted + rows_quarantined + rows_rejected + rows_held "
        "+ rows_repeated",
        name="ck_delivery_record_every_row_counted",
    ),
    sa.CheckConstraint(
        "status in ('accepted', 'rejected', 'held')", name="ck_delivery_record_status"
    ),
    sa.Index(
        "ix_delivery_record_extract_period_received_at",
        "municipality_code",
        "extract",
        "period",
        "received_at",
    ),
)

sa.Table(
    "delivery_approval",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("approved", Flag, nullable=False),
    sa.Column("approved_by", Words, nullable=False),
    sa.Column("approved_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "delivery_id", name="pk_delivery_approval"),
)

sa.Table(
    "quarantined_row",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("row_number", Whole, nullable=False),
    sa.Column("column_name", Words, nullable=False),
    sa.Column("rule", Words, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code",
        "delivery_id",
        "row_number",
        "column_name",
        "rule",
        name="pk_quarantined_row",
    ),
    sqlite_with_rowid=False,
)

sa.Table(
    "delivery_warning",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("warning", Words, nullable=False),
    sa.Column("rows_count", Whole, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "delivery_id", "warning", name="pk_delivery_warning"
    ),
)

sa.Table(
    "inbox_file",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("file_name", Words, nullable=False),
    sa.Column("size", Whole, nullable=False),
    sa.Column("modified_at", Words, nullable=False),
    sa.Column("sha256", Words, nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "file_name", name="pk_inbox_file"),
)

sa.Table(
    "person",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("personal_number", Words, nullable=False),
    sa.Column("birth_date", Day, nullable=True),
    sa.Column("sex_code", Words, nullable=True),
    sa.Column("first_name", Words, nullable=True),
    sa.Column("last_name", Words, nullable=True),
    sa.Column("care_of", Words, nullable=True),
    sa.Column("street_address", Words, nullable=True),
    sa.Column("postcode", Words, nullable=True),
    sa.Column("post_town", Words, nullable=True),
    sa.Column("email", Words, nullable=True),
    sa.Column("mobile_phone", Words, nullable=True),
    sa.Column("needs_interpreter", Flag, nullable=True),
    sa.Column("interpreter_language", Words, nullable=True),
    sa.Column("is_protected", Flag, nullable=False),
    sa.Column("case_id", Words, nullable=True),
    sa.Column("unit", Words, nullable=True),
    sa.Column("caseworker", Words, nullable=True),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("seen_period", Words, nullable=False),
    sa.Column("seen_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "person_id", name="pk_person"),
    sa.Index("ix_person_personal_number", "municipality_code", "personal_number"),
)

sa.Table(
    "person_alias",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("alias_id", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("personal_number", Words, nullable=False),
    sa.Column("source", Words, nullable=False),
    sa.Column("seen_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "alias_id", name="pk_person_alias"),
    sa.Index("ix_person_alias_person_id", "municipality_code", "person_id"),
)


def upgrade() -> None:
    """Create them."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
