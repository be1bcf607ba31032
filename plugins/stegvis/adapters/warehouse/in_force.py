"""Which deliveries were in force at a moment, for steps and closes to pin."""

from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, select

from stegvis.adapters.warehouse.reading import read_frame
from stegvis.adapters.warehouse.schema import tables
from stegvis.domain.extracts import EXTRACTS, Mode
from stegvis.domain.sources import last_period

_delivery = tables.delivery.columns


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
    query = _accepted(municipality_code, extract).where(
        _delivery.period <= last_period(declared, as_of), _delivery.known_at <= moment
    )
    newest = read_frame(connection, query).drop_duplicates("period", keep="last")
    if declared.mode is Mode.SNAPSHOT:
        newest = newest.tail(1)
    return newest.reset_index(drop=True)


def _accepted(municipality_code: str, extract: str) -> Select[Any]:
    """Deliveries that are or were accepted; of one period the newest received comes last."""
    return (
        select(
            _delivery.delivery_id,
            _delivery.period,
            _delivery.columns_present,
            _delivery.received_at,
            _delivery.known_at,
        )
        .where(
            _delivery.municipality_code == municipality_code,
            _delivery.extract == extract,
            _delivery.status.in_(["accepted", "superseded"]),
        )
        .order_by(
            _delivery.period,
            _delivery.received_at,
            _delivery.known_at,
            _delivery.ordinal,
            _delivery.delivery_id,
        )
    )
