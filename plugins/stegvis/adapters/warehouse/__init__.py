"""The warehouse: SQLite by default, PostgreSQL in production, the same SQL on both.

Derived tables are replaced by partition, ledgers only ever grow, and what
stands now is read through views. docs/warehouse-sql.md says which SQL runs
alike on both databases.
"""

from stegvis.adapters.warehouse.engine import Warehouse, create_warehouse_engine
from stegvis.adapters.warehouse.in_force import deliveries_in_force
from stegvis.adapters.warehouse.ledgers import append, upsert
from stegvis.adapters.warehouse.migrate import check_schema, migrate
from stegvis.adapters.warehouse.partitions import replace_partition
from stegvis.adapters.warehouse.reading import read_frame
from stegvis.adapters.warehouse.schema import tables


def open_warehouse(url: str) -> Warehouse:
    """Open a warehouse whose schema is up to date.

    Args:
        url: ``sqlite:////path/file.db`` or ``postgresql+psycopg://…``.

    Raises:
        WarehouseError: It cannot be reached, or has to be migrated first.
    """
    warehouse = Warehouse(create_warehouse_engine(url))
    with warehouse.read() as connection:
        check_schema(connection)
    return warehouse


__all__ = [
    "Warehouse",
    "append",
    "deliveries_in_force",
    "migrate",
    "open_warehouse",
    "read_frame",
    "replace_partition",
    "tables",
    "upsert",
]
