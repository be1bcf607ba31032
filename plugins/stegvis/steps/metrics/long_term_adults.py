"""Who has had assistance for long, worked out once for all weeks that rest on the same months.

Twelve months are many rows, of which eleven were read last month too; a week
whose twelve months are those of the week before costs nothing here.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, bindparam, delete, exists, select, text

from stegvis.adapters.metric_files import load_statement
from stegvis.adapters.warehouse import tables


def store_long_term_adults(
    connection: Connection,
    include_dir: Path,
    municipality_code: str,
    year_id: str,
    delivery_ids: list[str],
) -> None:
    """Work out the long-term adults of twelve months, unless they are the last ones worked out.

    Args:
        connection: Of the close's own transaction.
        include_dir: Where the statement stands.
        municipality_code: Municipality code.
        year_id: Names the months' deliveries.
        delivery_ids: Those deliveries.
    """
    adults = tables.long_term_adult
    mine = adults.columns.municipality_code == municipality_code
    known = select(exists().where(mine, adults.columns.year_id == year_id))
    if not delivery_ids or connection.execute(known).scalar_one():
        return
    connection.execute(delete(adults).where(mine))
    statement = text(load_statement(include_dir, "long_term_adults"))
    connection.execute(
        statement.bindparams(bindparam("delivery_ids", expanding=True)),
        {
            "municipality_code": municipality_code,
            "year_id": year_id,
            "delivery_ids": delivery_ids,
        },
    )
