"""Create the tables for monthly rows."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Day, Flag, Whole, Words

revision = "0002"
down_revision = "0001"

METADATA = sa.MetaData()

sa.Table(
    "household_month",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("aid_month", Day, nullable=False),
    sa.Column("household_id", Words, nullable=False),
    sa.Column("case_reference", Words, nullable=True),
    sa.Column("household_type_code", Words, nullable=True),
    sa.Column("children_count", Whole, nullable=True),
    sa.Column("adults_count", Whole, nullable=False),
    sa.Column("assistance_sek", Whole, nullable=True),
    sa.Column("income_support_sek", Whole, nullable=True),
    sa.Column("assessed_need_sek", Whole, nullable=True),
    sa.Column("is_assisted", Flag, nullable=False),
    sa.Column("unit", Words, nullable=True),
    sa.Column("is_protected", Flag, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "delivery_id", "household_id", name="pk_household_month"
    ),
    sa.Index("ix_household_month_aid_month", "municipality_code", "aid_month"),
    sa.Index(
        "ix_household_month_household_id_aid_month",
        "municipality_code",
        "household_id",
        "aid_month",
    ),
    sqlite_with_rowid=False,
)

sa.Table(
    "person_month",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("aid_month", Day, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("household_id", Words, nullable=False),
    sa.Column("household_role", Words, nullable=True),
    sa.Column("sex_code", Words, nullable=True),
    sa.Column("decision_type_code", Words, nullable=True),
    sa.Column("is_assisted", Flag, nullable=False),
    sa.Column("counts_income_support", Flag, nullable=True),
    sa.Column("has_labour_market_measure", Flag, nullable=True),
    sa.Column("unit", Words, nullable=True),
    sa.Column("is_protected", Flag, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "delivery_id", "household_id", "person_id", name="pk_person_month"
    ),
    sa.Index("ix_person_month_aid_month", "municipality_code", "aid_month"),
    sa.Index("ix_person_month_person_id_aid_month", "municipality_code", "person_id", "aid_month"),
    sqlite_with_rowid=False,
)

sa.Table(
    "month_obstacle",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("aid_month", Day, nullable=False),
    sa.Column("obstacle_group", Words, nullable=False),
    sa.Column("sex_code", Words, nullable=False),
    sa.Column("persons_count", Whole, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code",
        "delivery_id",
        "aid_month",
        "obstacle_group",
        "sex_code",
        name="pk_month_obstacle",
    ),
)

sa.Table(
    "aid_exit",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("aid_month", Day, nullable=False),
    sa.Column("household_id", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("exit_reason", Words, nullable=False),
    sa.Column("exit_date", Day, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "delivery_id", "household_id", "person_id", name="pk_aid_exit"
    ),
    sa.CheckConstraint("exit_reason <> 'ohalsa'", name="ck_aid_exit_no_health"),
    sa.Index("ix_aid_exit_exit_date", "municipality_code", "exit_date"),
)


def upgrade() -> None:
    """Create them."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
