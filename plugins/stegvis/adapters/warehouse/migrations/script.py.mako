"""${message}."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Instant
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """${message}."""
    ${upgrades if upgrades else "pass"}
