"""Create the tables for weekly figures."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Flag, Instant, Real, Whole, Words

revision = "0007"
down_revision = "0006"

METADATA = sa.MetaData()

sa.Table(
    "metric_close",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("close_id", Words, nullable=False),
    sa.Column("iso_week", Words, nullable=False),
    sa.Column("revision", Whole, nullable=False),
    sa.Column("reason", Words, nullable=True),
    sa.Column("known_at", Instant(), nullable=False),
    sa.Column("closed_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "close_id", name="pk_metric_close"),
    sa.Index(
        "uq_metric_close_iso_week_revision",
        "municipality_code",
        "iso_week",
        "revision",
        unique=True,
    ),
)

sa.Table(
    "metric_close_delivery",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("close_id", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "close_id", "delivery_id", name="pk_metric_close_delivery"
    ),
    sa.ForeignKeyConstraint(
        ["municipality_code", "close_id"],
        ["metric_close.municipality_code", "metric_close.close_id"],
        name="fk_metric_close_delivery_metric_close",
        deferrable=True,
        initially="DEFERRED",
    ),
)

sa.Table(
    "weekly_metric",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("programme_id", Words, nullable=False),
    sa.Column("iso_week", Words, nullable=False),
    sa.Column("metric_id", Words, nullable=False),
    sa.Column("dimension", Words, nullable=False),
    sa.Column("dimension_value", Words, nullable=False),
    sa.Column("revision", Whole, nullable=False),
    sa.Column("numerator", Real, nullable=True),
    sa.Column("denominator", Real, nullable=True),
    sa.Column("value", Real, nullable=True),
    sa.Column("unit", Words, nullable=False),
    sa.Column("target", Real, nullable=True),
    sa.Column("target_met", Flag, nullable=True),
    sa.Column("note", Words, nullable=True),
    sa.Column("computed_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code",
        "iso_week",
        "revision",
        "programme_id",
        "metric_id",
        "dimension",
        "dimension_value",
        name="pk_weekly_metric",
    ),
    sa.Index("ix_weekly_metric_metric_id_iso_week", "municipality_code", "metric_id", "iso_week"),
)

sa.Table(
    "management_weekly_metric",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("programme_id", Words, nullable=False),
    sa.Column("iso_week", Words, nullable=False),
    sa.Column("metric_id", Words, nullable=False),
    sa.Column("dimension", Words, nullable=False),
    sa.Column("dimension_value", Words, nullable=False),
    sa.Column("revision", Whole, nullable=False),
    sa.Column("numerator", Real, nullable=True),
    sa.Column("denominator", Real, nullable=True),
    sa.Column("value", Real, nullable=True),
    sa.Column("unit", Words, nullable=False),
    sa.Column("target", Real, nullable=True),
    sa.Column("target_met", Flag, nullable=True),
    sa.Column("note", Words, nullable=True),
    sa.Column("hidden", Whole, nullable=False),
    sa.Column("computed_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code",
        "iso_week",
        "programme_id",
        "metric_id",
        "dimension",
        "dimension_value",
        name="pk_management_weekly_metric",
    ),
    sa.CheckConstraint(
        "hidden = 0 or (value is null and numerator is null and denominator is null)",
        name="ck_management_weekly_metric_hidden_is_null",
    ),
    sa.Index(
        "ix_management_weekly_metric_metric_id_iso_week",
        "municipality_code",
        "metric_id",
        "iso_week",
    ),
)


def upgrade() -> None:
    """Create them."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
