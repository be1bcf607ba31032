"""Computing a closed week again from what was known at the time, and comparing.

Nothing is kept: what the computation writes is rolled back. A difference means
that a metric's file, a programme's or the municipality's settings have changed
since, or that rows have been purged whose time was over.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete

from stegvis.adapters.metric_files import load_catalogue
from stegvis.adapters.warehouse import read_frame, tables
from stegvis.domain.metrics.closing import Week
from stegvis.domain.metrics.figures import Figure
from stegvis.errors import MetricError
from stegvis.steps.context import StepContext
from stegvis.steps.metrics.close_inputs import (
    MEASURED_EXTRACTS,
    Pins,
    closing_of,
    store_working_tables,
)
from stegvis.steps.metrics.weekly_figures import figures_of_week

_PLACE = ("metric_id", "programme_id", "dimension", "dimension_value")
_PINNED = """
    select delivery.*, metric_close.close_id
    from metric_close
    inner join metric_close_delivery as pinned
        on
            metric_close.municipality_code = pinned.municipality_code
            and metric_close.close_id = pinned.close_id
    inner join delivery
        on
            pinned.municipality_code = delivery.municipality_code
            and pinned.delivery_id = delivery.delivery_id
    where
        metric_close.municipality_code = :municipality_code
        and metric_close.iso_week = :iso_week
        and metric_close.revision = :revision
    order by delivery.period, delivery.delivery_id
"""
_SAID = ("numerator", "denominator", "value", "unit", "target", "target_met", "note")


def differences(context: StepContext, iso_week: str, revision: int = 1) -> tuple[int, list[str]]:
    """Compute a closed week again and compare it with what was reported, to the last digit.

    Args:
        context: Of the municipality.
        iso_week: The week.
        revision: 1 is as first reported.

    Returns:
        How many figures were compared, and the metrics that differ.

    Raises:
        MetricError: The week has no such revision.
    """
    week = Week(iso_week)
    with context.warehouse.begin() as connection:
        reported = _reported(context, connection, week, revision)
        # Working tables are filled anew too, and everything is as it was afterwards.
        attempt = connection.begin_nested()
        figures = _again(context, connection, week, revision)
        attempt.rollback()
    again = {_place(figure): _said(figure) for figure in figures}
    differing = {
        place[0]
        for place in reported.keys() | again.keys()
        if reported.get(place) != again.get(place)
    }
    return len(reported), sorted(differing)


def _again(context: StepContext, connection: Connection, week: Week, revision: int) -> list[Figure]:
    pins, close_id = _pins(context, connection, week, revision)
    code = context.municipality.code
    for table in (tables.month_summary, tables.long_term_adult):
        connection.execute(delete(table).where(table.columns.municipality_code == code))
    closing = closing_of(context, connection, week, pins, close_id)
    store_working_tables(context, connection, closing, pins)
    return figures_of_week(
        connection,
        load_catalogue(context.settings.include_dir),
        closing,
        pins.available(closing.aid_month),
        context.programmes,
    )


def _reported(
    context: StepContext, connection: Connection, week: Week, revision: int
) -> dict[tuple[str, ...], tuple[object, ...]]:
    columns = tables.weekly_metric.columns
    query = tables.weekly_metric.select().where(
        columns.municipality_code == context.municipality.code,
        columns.iso_week == week.iso_week,
        columns.revision == revision,
    )
    rows = read_frame(connection, query)
    if rows.empty:
        raise MetricError(
            f"{context.municipality.name}: week {week.iso_week} has no revision {revision}. "
            "Weeks are closed by the publishing DAG. Name a week that has been closed."
        )
    return {
        tuple(str(row[name]) for name in _PLACE): tuple(_plain(row[name]) for name in _SAID)
        for row in rows.to_dict("records")
    }


def _pins(
    context: StepContext, connection: Connection, week: Week, revision: int
) -> tuple[Pins, str]:
    """The deliveries that the close rested on."""
    close = {
        "municipality_code": context.municipality.code,
        "iso_week": week.iso_week,
        "revision": revision,
    }
    frame = read_frame(connection, _PINNED, close)
    pins = Pins(
        {
            extract: frame[frame["extract"] == extract].reset_index(drop=True)
            for extract in MEASURED_EXTRACTS
        }
    )
    return pins, "" if frame.empty else str(frame["close_id"].iloc[0])


def _place(figure: Figure) -> tuple[str, ...]:
    return tuple(str(getattr(figure, name)) for name in _PLACE)


def _said(figure: Figure) -> tuple[object, ...]:
    return tuple(_plain(getattr(figure, name)) for name in _SAID)


def _plain(value: Any) -> object:
    """One form for what a table and a figure say alike; nothing is rounded."""
    if value is None or value == "" or pd.isna(value):
        return None
    return value if isinstance(value, str) else float(value)
