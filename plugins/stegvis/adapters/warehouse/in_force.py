"""Which deliveries were in force at a moment, for steps and closes to pin."""

from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection, select

from stegvis.adapters.warehouse.reading import read_frame
from stegvis.adapters.warehouse.schema import tables
from stegvis.domain.extracts import EXTRACTS, Mode
from stegvis.domain.sources import last_period


def deliveries_in_force(
    connection: Connection,
    municipality_code: str,
    extract: str,
    as_of: date,
    moment: datetime,
) -> pd.DataFrame:
    """Choose the deliveries of an extract that count (contract 1, "what a new file does").

    Accepted ones, superseded since or not, whose period is not after ``as_of``
    and that were known at ``moment``. Of one period the newest received counts;
    of a snapshot only the newest period does. For an extract that adds up, the
    newest period goes first for a key: that is for whoever reads the rows.

    Args:
        connection: Of ``Warehouse.begin`` or ``Warehouse.read``.
        municipality_code: Municipality code.
        extract: Extract.
        as_of: Periods after this day do not count.
        moment: What was known later does not count.

    Returns:
        delivery_id, period, columns_present, received_at, known_at; oldest period first.
    """
    declared = EXTRACTS[extract]
    delivery = tables.delivery.columns
    query = (
        select(
            delivery.delivery_id,
            delivery.period,
            delivery.columns_present,
            delivery.received_at,
            delivery.known_at,
        )
        .where(
            delivery.municipality_code == municipality_code,
            delivery.extract == extract,
            delivery.status.in_(["accepted", "superseded"]),
            delivery.period <= last_period(declared, as_of),
            delivery.known_at <= moment,
        )
        .order_by(
            delivery.period,
            delivery.received_at,
            delivery.known_at,
            delivery.ordinal,
            delivery.delivery_id,
        )
    )
    newest = read_frame(connection, query).drop_duplicates("period", keep="last")
    if declared.mode is Mode.SNAPSHOT:
        newest = newest.tail(1)
    return newest.reset_index(drop=True)
