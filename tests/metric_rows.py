"""Rows of a small municipality for tests of metrics: as lists, and stored in a warehouse."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from stegvis.adapters.warehouse import Warehouse, append, tables
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.metrics.closing import Week
from stegvis.domain.municipalities import Municipality

REASONS = ("arbete", "arbete_med_stod", "studier", "annan_ersattning", "flytt", "annat")

Record = dict[str, object]


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """An instant in Sweden."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=STOCKHOLM)


@dataclass
class World:
    """Rows by table, as a warehouse would hold them."""

    municipality: Municipality
    programme_ids: tuple[str, ...]
    week: Week
    random: random.Random
    rows: dict[str, list[Record]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.municipality.code

    def add(self, table: str, **row: object) -> Record:
        """Add a row to a table."""
        whole = {"municipality_code": self.code, **row}
        self.rows.setdefault(table, []).append(whole)
        return whole

    def deliver(self, extract: str, period: str, known_at: datetime, ordinal: int = 0) -> str:
        """Add an accepted delivery and return its id."""
        delivery_id = f"{extract}-{period}-{ordinal}"
        self.add(
            "delivery_record",
            delivery_id=delivery_id,
            extract=extract,
            period=period,
            sha256=delivery_id,
            ordinal=ordinal,
            columns_present="",
            rows_received=1,
            rows_accepted=1,
            rows_quarantined=0,
            rows_rejected=0,
            rows_held=0,
            rows_repeated=0,
            status="accepted",
            reason=None,
            is_backfill=True,
            received_at=known_at,
            known_at=known_at,
        )
        return delivery_id

    def store(self, warehouse: Warehouse) -> None:
        """Write everything to a warehouse."""
        with warehouse.begin() as connection:
            for table in (
                "screening_run",
                *(name for name in self.rows if name != "screening_run"),
            ):
                if self.rows.get(table):
                    append(connection, tables[table], pd.DataFrame(self.rows[table]))

    def chance(self, share: float) -> bool:
        """True as often as ``share`` says."""
        return self.random.random() < share
