"""Keep what closes knew of people, and what figures are called, for those who read tables."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Flag, Instant, Words

revision = "0013"
down_revision = "0012"

METADATA = sa.MetaData()

sa.Table(
    "known_person",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("known_from", Instant(), nullable=False),
    sa.Column("known_until", Instant(), nullable=False),
    sa.Column("sex_code", Words, nullable=True),
    sa.Column("is_protected", Flag, nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "person_id", "known_from", name="pk_known_person"),
    sa.Index("ix_known_person_known_until", "municipality_code", "known_until"),
    sqlite_with_rowid=False,
)

sa.Table(
    "long_term_adult",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("year_id", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "year_id", "person_id", name="pk_long_term_adult"),
    sqlite_with_rowid=False,
)

sa.Table(
    "management_metric",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("metric_id", Words, nullable=False),
    sa.Column("title", Words, nullable=False),
    sa.Column("definition", Words, nullable=False),
    sa.Column("theme", Words, nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("direction", Words, nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "metric_id", name="pk_management_metric"),
)


def upgrade() -> None:
    """Create the tables, and find a month's exits without reading all of them."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
    op.create_index("ix_aid_exit_aid_month", "aid_exit", ["municipality_code", "aid_month"])
