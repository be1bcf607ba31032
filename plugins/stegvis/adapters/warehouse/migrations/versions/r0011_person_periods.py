"""Keep the period of each thing known of a person, so that extracts may come in any order."""

import sqlalchemy as sa
from alembic import op

from stegvis.adapters.warehouse.column_types import Words

revision = "0011"
down_revision = "0010"

TELLING = {
    "name_period": "first_name is not null or last_name is not null",
    "address_period": "care_of is not null or street_address is not null "
    "or postcode is not null or post_town is not null",
    "email_period": "email is not null",
    "mobile_phone_period": "mobile_phone is not null",
    "interpreter_period": "needs_interpreter is not null or interpreter_language is not null",
    "case_period": "case_id is not null or unit is not null or caseworker is not null",
}


def upgrade() -> None:
    """Add the periods; what is known already is as old as its row."""
    for name, is_told in TELLING.items():
        op.add_column("person", sa.Column(name, Words, nullable=True))
        op.execute(f"update person set {name} = seen_period where {is_told}")  # noqa: S608
