"""An inbox and a warehouse of one municipality, for tests of receiving."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd

from delivery_builders import FILE_NAMES, a_municipality, as_file
from repository import ROOT
from stegvis.adapters.raw_store import RawStore
from stegvis.adapters.row_store import RowStore
from stegvis.adapters.warehouse import Warehouse, read_frame
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.pseudonyms import person_ids
from stegvis.settings import Settings
from stegvis.steps.context import StepContext
from stegvis.steps.intake.receive import find_new, receive_extract

FRIDAY = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)


@dataclass
class Inbox:
    """Delivers files and lets the pipeline receive them."""

    warehouse: Warehouse
    folder: Path
    now: datetime = FRIDAY

    @property
    def path(self) -> Path:
        return self.folder / "inbox" / "amal"

    @property
    def context(self) -> StepContext:
        settings = Settings(
            include_dir=ROOT / "include",
            data_dir=self.folder / "data",
            output_dir=self.folder / "output",
            inbox=str(self.folder / "inbox"),
            warehouse_url="",
            pseudonym_key=b"p" * 32,
            list_signing_key=b"l" * 32,
        )
        return StepContext(
            settings=settings,
            municipality=a_municipality(),
            now=self.now,
            warehouse=self.warehouse,
            raw_store=RawStore(settings.data_dir / "raw"),
            row_store=RowStore(settings.data_dir / "rows"),
        )

    def deliver(self, file_name: str, data: bytes, manifest: bytes | None = None) -> None:
        """Put a file into the inbox, a minute after the one before."""
        self.now += timedelta(minutes=1)
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / file_name).write_bytes(data)
        if manifest is not None:
            (self.path / f"{file_name}.manifest.json").write_bytes(manifest)

    def receive(self) -> int:
        """What the DAG does: find what is new, then each extract; returns how many are let in."""
        found = find_new(self.context, self.path)
        return sum(receive_extract(self.context, extract, found) for extract in EXTRACTS)

    def received(self, extract: str, *rows: dict[str, str], file_name: str = "") -> int:
        """Deliver rows of an extract and receive them."""
        self.deliver(file_name or FILE_NAMES[extract], as_file(*rows))
        return self.receive()

    def rows(self, query: str) -> pd.DataFrame:
        with self.warehouse.read() as connection:
            return read_frame(connection, query)

    def deliveries(self) -> list[tuple[str, str, str | None]]:
        """Period, status and reason of every delivery, as they were received."""
        rows = self.rows(
            "select period, status, reason from delivery order by received_at, delivery_id"
        )
        return [
            (row.period, row.status, None if pd.isna(row.reason) else row.reason)
            for row in rows.itertuples()
        ]

    def person(self, number: str) -> pd.Series:
        """The row of ``person``."""
        person_id = person_ids(b"p" * 32, "1492", pd.Series([number]))[0]
        rows = self.rows("select * from person")
        return rows[rows["person_id"] == person_id].iloc[0]

    def clear(self) -> None:
        shutil.rmtree(self.path)
