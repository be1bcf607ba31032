"""The role that BI tools read management's figures with, on PostgreSQL (X9, X12).

Whoever runs the database makes the role, once; a migration never does, since
it would need rights that it should not have. Each migration then gives the
role what it may read, for views are made anew and lose their grants. How the
role is made stands in ``docs/management-tables.md``.
"""

from sqlalchemy import Connection, text

ROLE = "stegvis_management"
READABLE = ("management_figure", "management_metric", "management_month", "management_delivery")
"""What stands in the report, small counts hidden, and nothing else."""


def let_management_read(connection: Connection) -> bool:
    """Give the role what it may read, and take all else from it.

    Returns:
        False where there is no such role, or no roles at all (SQLite).
    """
    if connection.dialect.name != "postgresql" or not _has_role(connection):
        return False
    schema = connection.execute(text("select quote_ident(current_schema())")).scalar_one()
    # Tables cover views too. What an earlier version let the role read is taken back.
    connection.exec_driver_sql(f"revoke all on all tables in schema {schema} from {ROLE}")
    connection.exec_driver_sql(f"grant usage on schema {schema} to {ROLE}")
    for name in READABLE:
        connection.exec_driver_sql(f"grant select on {name} to {ROLE}")
    return True


def _has_role(connection: Connection) -> bool:
    found = connection.execute(text("select 1 from pg_roles where rolname = :name"), {"name": ROLE})
    return found.first() is not None
