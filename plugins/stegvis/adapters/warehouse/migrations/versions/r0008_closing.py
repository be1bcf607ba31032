"""Create the tables that a close of a week works with and publishes."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Day, Flag, Instant, Real, Whole, Words

revision = "0008"
down_revision = "0007"

METADATA = sa.MetaData()

sa.Table(
    "calendar_day",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("calendar_date", Day, nullable=False),
    sa.Column("starts_at", Instant(), nullable=False),
    sa.Column("day_number", Whole, nullable=False),
    sa.Column("month_number", Whole, nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "calendar_date", name="pk_calendar_day"),
    sa.Index("ix_calendar_day_starts_at", "municipality_code", "starts_at"),
)

sa.Table(
    "close_programme",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("close_id", Words, nullable=False),
    sa.Column("programme_id", Words, nullable=False),
    sa.Column("population", Words, nullable=False),
    sa.Column("capacity", Whole, nullable=True),
    sa.Column("needs_place", Flag, nullable=False),
    sa.Column("promises_working_days", Flag, nullable=False),
    sa.Column("promises_elapsed_hours", Flag, nullable=False),
    sa.Column("promises_working_hours", Flag, nullable=False),
    sa.Column("stay_weeks", Whole, nullable=True),
    sa.Column("open_from", Day, nullable=True),
    sa.Column("open_to", Day, nullable=True),
    sa.PrimaryKeyConstraint(
        "municipality_code", "close_id", "programme_id", name="pk_close_programme"
    ),
)

sa.Table(
    "application_clock",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("close_id", Words, nullable=False),
    sa.Column("programme_id", Words, nullable=False),
    sa.Column("application_ref", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("applied_at", Instant(), nullable=False),
    sa.Column("working_days_due_at", Instant(), nullable=True),
    sa.Column("elapsed_hours_due_at", Instant(), nullable=True),
    sa.Column("working_hours_due_at", Instant(), nullable=True),
    sa.Column("stopped_at", Instant(), nullable=True),
    sa.Column("lead_days", Real, nullable=True),
    sa.Column("is_excepted", Flag, nullable=True),
    sa.Column("is_new_applicant", Flag, nullable=True),
    sa.Column("is_screened_out", Flag, nullable=False),
    sa.Column("unit", Words, nullable=True),
    sa.Column("sex_code", Words, nullable=True),
    sa.Column("is_protected", Flag, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code",
        "close_id",
        "programme_id",
        "application_ref",
        "person_id",
        name="pk_application_clock",
    ),
)

sa.Table(
    "month_summary",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("aid_month", Day, nullable=False),
    sa.Column("month_number", Whole, nullable=False),
    sa.Column("households_count", Whole, nullable=False),
    sa.Column("persons_count", Whole, nullable=False),
    sa.Column("assistance_sek", Whole, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "delivery_id", "aid_month", name="pk_month_summary"
    ),
)

sa.Table(
    "management_month",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("iso_week", Words, nullable=False),
    sa.Column("aid_month", Day, nullable=False),
    sa.Column("households_count", Whole, nullable=True),
    sa.Column("assistance_sek", Whole, nullable=True),
    sa.Column("is_preliminary", Flag, nullable=False),
    sa.Column("is_current", Flag, nullable=False),
    sa.Column("hidden", Whole, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "iso_week", "aid_month", name="pk_management_month"
    ),
)

sa.Table(
    "management_delivery",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("iso_week", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("extract", Words, nullable=False),
    sa.Column("period", Words, nullable=False),
    sa.Column("status", Words, nullable=False),
    sa.Column("reason", Words, nullable=True),
    sa.Column("received_at", Instant(), nullable=False),
    sa.Column("rows_received", Whole, nullable=False),
    sa.Column("rows_accepted", Whole, nullable=False),
    sa.Column("rows_quarantined", Whole, nullable=False),
    sa.Column("rows_rejected", Whole, nullable=False),
    sa.Column("rows_held", Whole, nullable=False),
    sa.Column("rows_repeated", Whole, nullable=False),
    sa.Column("is_in_force", Flag, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "iso_week", "delivery_id", name="pk_management_delivery"
    ),
    sa.Index("ix_management_delivery_iso_week", "municipality_code", "iso_week"),
)


def upgrade() -> None:
    """Create them."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
