"""``stegvis migrate``: bring the warehouse to the schema that this version expects."""

import os

import typer

from stegvis.adapters import warehouse
from stegvis.settings import warehouse_url


def migrate() -> None:
    """Create or upgrade the warehouse.

    Safe to run at any time and by several at once. Needs the warehouse's
    address and no key. Take a backup before an upgrade.

    Raises:
        SettingsError: The environment does not say where the warehouse is.
        WarehouseError: It cannot be reached, or is newer than this code.
    """
    revision = warehouse.migrate(warehouse_url(os.environ))
    typer.echo(f"The warehouse's schema is {revision}.")
