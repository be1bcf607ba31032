"""PostgreSQL's own comments: what each table and column means, for whoever looks there.

They are no part of the schema that migrations make, so that a better wording
needs no migration. SQLite has none.
"""

from sqlalchemy import Connection
from sqlalchemy.schema import SetColumnComment, SetTableComment

from stegvis.adapters.warehouse.schema import metadata


def write_comments(connection: Connection) -> None:
    """Write the declared meanings as comments."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.tables.values():
        connection.execute(SetTableComment(table))
        for column in table.columns:
            connection.execute(SetColumnComment(column))
