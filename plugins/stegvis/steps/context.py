"""What every step is given: one municipality, one moment, and where things are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from stegvis.adapters.municipality_files import load_municipality
from stegvis.adapters.programme_files import load_programmes_of
from stegvis.adapters.raw_store import RawStore
from stegvis.adapters.row_store import RowStore
from stegvis.adapters.warehouse import Warehouse, open_warehouse
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme
from stegvis.domain.work_calendar import WorkCalendar, municipal_calendar
from stegvis.settings import Settings


@dataclass(frozen=True)
class StepContext:
    """One municipality at one moment.

    ``now`` is aware and Swedish: the only clock a step has. What is due is
    due by ``now``, so a run that was missed heals at the next.
    """

    settings: Settings
    municipality: Municipality
    now: datetime
    warehouse: Warehouse
    raw_store: RawStore
    row_store: RowStore

    @property
    def as_of(self) -> date:
        """The Swedish date of ``now``."""
        return self.now.date()

    @property
    def output(self) -> Path:
        """The municipality's own output folder, open to its owner only."""
        folder = self.settings.output_dir / self.municipality.slug
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """The municipality's programmes, in order of id."""
        return load_programmes_of(self.settings.include_dir, self.municipality)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The municipality's working days."""
        return municipal_calendar(self.municipality.calendar, self.as_of)

    def programme(self, programme_id: str) -> Programme:
        """The programme with this id; KeyError if it is another municipality's or none."""
        return {programme.programme_id: programme for programme in self.programmes}[programme_id]


def open_context(settings: Settings, slug: str, now: datetime) -> StepContext:
    """The context of the municipality called ``slug`` at ``now`` (any aware instant).

    Raises:
        MunicipalityFileError: There is no such municipality, or its file is wrong.
        WarehouseError: The warehouse cannot be reached.
    """
    return StepContext(
        settings=settings,
        municipality=load_municipality(settings.include_dir, slug),
        now=now.astimezone(STOCKHOLM),
        warehouse=open_warehouse(settings.warehouse_url),
        raw_store=RawStore(settings.data_dir / "raw"),
        row_store=RowStore(settings.data_dir / "rows"),
    )
