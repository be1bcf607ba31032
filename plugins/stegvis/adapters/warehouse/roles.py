"""The roles that the pipeline and an auditor work with, on PostgreSQL (X9).

Whoever runs the database makes the roles, once, and migrates as the owner of
the tables; docs/runbook.md, "Set up", says how. Each migration then gives each
role that exists what it needs: new tables come without grants, and views are
made anew.
"""

from sqlalchemy import Connection, text

from stegvis.adapters.warehouse.schema import metadata, view_metadata

PIPELINE, AUDIT = "stegvis_pipeline", "stegvis_audit"

NEVER_CHANGED = ("audit_event",)
"""What the pipeline may add to and read; a trigger refuses the owner the rest too."""

AUDITED = (
    "audit_event",
    "purge_event",
    "purge_count",
    "delivery_approval",
    "letter_batch_approval",
)
"""Who did what, without anybody's data: all that an auditor reads."""


def let_roles_work(connection: Connection, version_table: str) -> list[str]:
    """Give the roles that exist what they need; returns their names.

    Args:
        connection: Of a migration.
        version_table: Everybody who opens a warehouse reads its version.
    """
    if connection.dialect.name != "postgresql":
        return []
    found = [role for role in (PIPELINE, AUDIT) if _exists(connection, role)]
    schema = connection.execute(text("select quote_ident(current_schema())")).scalar_one()
    for role in found:
        connection.exec_driver_sql(f"revoke all on all tables in schema {schema} from {role}")
        connection.exec_driver_sql(f"grant usage on schema {schema} to {role}")
        connection.exec_driver_sql(f"grant select on {version_table} to {role}")
    if PIPELINE in found:
        _let_pipeline_write(connection)
    if AUDIT in found:
        connection.exec_driver_sql(f"grant select on {', '.join(AUDITED)} to {AUDIT}")
    return found


def _let_pipeline_write(connection: Connection) -> None:
    # From version 17 on, counting anew what a table holds is a right of its own.
    counting = ", maintain" if (connection.dialect.server_version_info or (0,)) >= (17,) else ""
    for name in metadata.tables:
        rights = "select, insert"
        if name not in NEVER_CHANGED:
            rights += f", update, delete{counting}"
        connection.exec_driver_sql(f"grant {rights} on {name} to {PIPELINE}")
    for name in view_metadata.tables:
        connection.exec_driver_sql(f"grant select on {name} to {PIPELINE}")


def _exists(connection: Connection, role: str) -> bool:
    found = connection.execute(text("select 1 from pg_roles where rolname = :name"), {"name": role})
    return found.first() is not None
