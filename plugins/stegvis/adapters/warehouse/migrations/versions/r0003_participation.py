"""Create the tables for applications, places and plans."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Day, Flag, Instant, Whole, Words

revision = "0003"
down_revision = "0002"

METADATA = sa.MetaData()

sa.Table(
    "application",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("period", Words, nullable=False),
    sa.Column("application_ref", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("household_id", Words, nullable=False),
    sa.Column("applied_at", Instant(), nullable=False),
    sa.Column("is_time_imputed", Flag, nullable=False),
    sa.Column("channel", Words, nullable=True),
    sa.Column("is_excepted", Flag, nullable=True),
    sa.Column("unit", Words, nullable=True),
    sa.Column("caseworker", Words, nullable=True),
    sa.Column("case_reference", Words, nullable=True),
    sa.Column("is_protected", Flag, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "delivery_id", "application_ref", "person_id", name="pk_application"
    ),
    sa.Index("ix_application_applied_at", "municipality_code", "applied_at"),
    sa.Index("ix_application_person_id_applied_at", "municipality_code", "person_id", "applied_at"),
)

sa.Table(
    "outside_offer",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("period", Words, nullable=False),
    sa.Column("outside_offer_id", Words, nullable=False),
    sa.Column("application_ref", Words, nullable=True),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("programme_id", Words, nullable=False),
    sa.Column("offered_at", Instant(), nullable=False),
    sa.Column("reply", Words, nullable=True),
    sa.Column("reply_date", Day, nullable=True),
    sa.PrimaryKeyConstraint(
        "municipality_code", "delivery_id", "outside_offer_id", name="pk_outside_offer"
    ),
    sa.Index("ix_outside_offer_application_ref", "municipality_code", "application_ref"),
    sa.Index(
        "ix_outside_offer_person_id_offered_at", "municipality_code", "person_id", "offered_at"
    ),
)

sa.Table(
    "place",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("period", Words, nullable=False),
    sa.Column("place_id", Words, nullable=False),
    sa.Column("programme_id", Words, nullable=False),
    sa.Column("employer", Words, nullable=True),
    sa.Column("workplace", Words, nullable=True),
    sa.Column("employer_type", Words, nullable=True),
    sa.Column("duties", Words, nullable=True),
    sa.Column("extent_percent", Whole, nullable=False),
    sa.Column("start_date", Day, nullable=False),
    sa.Column("end_date", Day, nullable=True),
    sa.Column("supervisor", Words, nullable=True),
    sa.Column("no_displacement_confirmed", Flag, nullable=True),
    sa.Column("places_count", Whole, nullable=False),
    sa.Column("occupation_code", Words, nullable=True),
    sa.PrimaryKeyConstraint("municipality_code", "delivery_id", "place_id", name="pk_place"),
)

sa.Table(
    "placement",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("period", Words, nullable=False),
    sa.Column("placement_id", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("programme_id", Words, nullable=False),
    sa.Column("offer_id", Words, nullable=True),
    sa.Column("employer_type", Words, nullable=True),
    sa.Column("extent_percent", Whole, nullable=True),
    sa.Column("start_date", Day, nullable=False),
    sa.Column("planned_end_date", Day, nullable=True),
    sa.Column("actual_end_date", Day, nullable=True),
    sa.Column("has_supervisor", Flag, nullable=False),
    sa.Column("mapping_date", Day, nullable=True),
    sa.Column("no_displacement_confirmed", Flag, nullable=True),
    sa.Column("planned_hours", Whole, nullable=True),
    sa.Column("attended_hours", Whole, nullable=True),
    sa.Column("wage_cost_sek", Whole, nullable=True),
    sa.Column("subsidy_sek", Whole, nullable=True),
    sa.Column("exit_reason", Words, nullable=True),
    sa.PrimaryKeyConstraint(
        "municipality_code", "delivery_id", "placement_id", name="pk_placement"
    ),
    sa.CheckConstraint("exit_reason <> 'ohalsa'", name="ck_placement_no_health"),
    sa.Index("ix_placement_person_id_start_date", "municipality_code", "person_id", "start_date"),
)

sa.Table(
    "plan",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("period", Words, nullable=False),
    sa.Column("plan_id", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("plan_type", Words, nullable=False),
    sa.Column("track", Words, nullable=True),
    sa.Column("competences_count", Whole, nullable=True),
    sa.Column("competence_codes", Words, nullable=True),
    sa.Column("drawn_up_date", Day, nullable=False),
    sa.Column("is_agreed", Flag, nullable=True),
    sa.Column("is_complete", Flag, nullable=False),
    sa.Column("follow_up_date", Day, nullable=True),
    sa.Column("planned_weekly_hours", Whole, nullable=True),
    sa.Column("is_full_for_capacity", Flag, nullable=True),
    sa.Column("last_activity_date", Day, nullable=True),
    sa.Column("closed_date", Day, nullable=True),
    sa.PrimaryKeyConstraint("municipality_code", "delivery_id", "plan_id", name="pk_plan"),
    sa.CheckConstraint("track <> 'rehabilitering'", name="ck_plan_no_health"),
    sa.Index("ix_plan_person_id_drawn_up_date", "municipality_code", "person_id", "drawn_up_date"),
)

sa.Table(
    "wellbeing",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("period", Words, nullable=False),
    sa.Column("placement_id", Words, nullable=False),
    sa.Column("occasion", Words, nullable=False),
    sa.Column("measured_date", Day, nullable=True),
    sa.Column("is_improved", Flag, nullable=True),
    sa.PrimaryKeyConstraint(
        "municipality_code", "delivery_id", "placement_id", "occasion", name="pk_wellbeing"
    ),
)

sa.Table(
    "population",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("period", Words, nullable=False),
    sa.Column("year", Whole, nullable=False),
    sa.Column("population_count", Whole, nullable=False),
    sa.Column("employed_count", Whole, nullable=True),
    sa.Column("statistics_source", Words, nullable=False),
    sa.Column("fetched_date", Day, nullable=True),
    sa.PrimaryKeyConstraint("municipality_code", "delivery_id", "year", name="pk_population"),
)


def upgrade() -> None:
    """Create them."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
