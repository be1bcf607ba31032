"""Alembic's entry point. Run by ``migrate``, which hands in the open transaction."""

from alembic import context

from stegvis.adapters.warehouse.migrate import VERSION_TABLE
from stegvis.adapters.warehouse.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    # SQLite changes a table by copying it.
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
