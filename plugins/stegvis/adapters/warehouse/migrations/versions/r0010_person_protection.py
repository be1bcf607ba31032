"""Keep what each source last said of protection, so that a corrected file can lift it."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Flag, Words

revision = "0010"
down_revision = "0009"

METADATA = sa.MetaData()

sa.Table(
    "person_protection",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("person_id", Words, nullable=False),
    sa.Column("extract", Words, nullable=False),
    sa.Column("period", Words, nullable=False),
    sa.Column("delivery_id", Words, nullable=False),
    sa.Column("is_protected", Flag, nullable=False),
    sa.PrimaryKeyConstraint(
        "municipality_code", "person_id", "extract", name="pk_person_protection"
    ),
    sa.Index("ix_person_protection_extract_period", "municipality_code", "extract", "period"),
)


def upgrade() -> None:
    """Create the table."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
