"""Closing a random world's week in a warehouse, for tests."""

from datetime import date, timedelta
from pathlib import Path

from metric_rows import World
from metric_world import random_world
from repository import ROOT
from stegvis.adapters.municipality_files import load_municipality
from stegvis.adapters.programme_files import load_programmes_of
from stegvis.adapters.raw_store import RawStore
from stegvis.adapters.row_store import RowStore
from stegvis.adapters.warehouse import Warehouse, read_frame
from stegvis.settings import Settings
from stegvis.steps.context import StepContext
from stegvis.steps.metrics.publish import close_week

INCLUDE = ROOT / "include"

Found = dict[tuple[str, str, str, str], tuple[float | None, float | None]]


def loaded(warehouse: Warehouse, slug: str, iso_week: str, seed: int) -> World:
    """A random world, stored in the warehouse; every choice behind a metric is made."""
    municipality = load_municipality(INCLUDE, slug)
    rules = municipality.metrics.model_copy(
        update={
            "base_month": None if seed % 2 else date(2025, 3, 1),
            "base_calendar_month": 3 if seed % 2 else None,
            "base_year": 2024,
            "base_lead_time_days": 21.0,
        }
    )
    municipality = municipality.model_copy(update={"metrics": rules})
    programmes = load_programmes_of(INCLUDE, municipality)
    names = tuple(programme.programme_id for programme in programmes)
    world = random_world(municipality, names, iso_week, seed)
    world.store(warehouse)
    return world


def context_of(warehouse: Warehouse, folder: Path, world: World) -> StepContext:
    """The context three hours after the world's week was due to be closed."""
    settings = Settings(
        include_dir=INCLUDE,
        data_dir=folder / "data",
        output_dir=folder / "output",
        inbox=str(folder / "inbox"),
        warehouse_url="",
        pseudonym_key=b"p" * 32,
        list_signing_key=b"l" * 32,
    )
    return StepContext(
        settings=settings,
        municipality=world.municipality,
        now=world.week.known_at + timedelta(hours=3),
        warehouse=warehouse,
        raw_store=RawStore(settings.data_dir / "raw"),
        row_store=RowStore(settings.data_dir / "rows"),
    )


def figures_of(context: StepContext, iso_week: str) -> Found:
    """Close the week and give numerator and denominator of every figure."""
    close_week(context, iso_week)
    frame = rows_of(context, "weekly_metric")
    frame = frame[frame["iso_week"] == iso_week]
    return {
        (row.metric_id, row.programme_id, row.dimension, row.dimension_value): (
            row.numerator,
            row.denominator,
        )
        for row in frame.itertuples()
    }


def rows_of(context: StepContext, table: str):
    """All rows of a table of one municipality."""
    query = f"select * from {table} where municipality_code = :code"  # noqa: S608
    with context.warehouse.read() as connection:
        return read_frame(connection, query, {"code": context.municipality.code})
