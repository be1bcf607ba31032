"""Pin which translation goes with a letter when the letter is planned."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Words

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the column; letters planned before it have no translation with them."""
    op.add_column("letter_event", sa.Column("enclosure_language", Words, nullable=True))
