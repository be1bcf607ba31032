"""Pin what a letter rests on, and keep who let an unusually big batch be made."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Day, Flag, Instant, Whole, Words

revision = "0009"
down_revision = "0008"

METADATA = sa.MetaData()

sa.Table(
    "letter_batch_approval",
    METADATA,
    sa.Column("municipality_code", Words, nullable=False),
    sa.Column("batch_id", Words, nullable=False),
    sa.Column("planned_date", Day, nullable=False),
    sa.Column("letters_count", Whole, nullable=False),
    sa.Column("approved", Flag, nullable=False),
    sa.Column("approved_by", Words, nullable=False),
    sa.Column("approved_at", Instant(), nullable=False),
    sa.PrimaryKeyConstraint("municipality_code", "batch_id", name="pk_letter_batch_approval"),
)


def upgrade() -> None:
    """Add the column and create the table."""
    op.add_column("letter_event", sa.Column("legal_basis", Words, nullable=True))
    METADATA.create_all(op.get_bind(), checkfirst=False)
