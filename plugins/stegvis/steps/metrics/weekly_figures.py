"""Running every metric of the catalogue for a week that is being closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from stegvis.adapters.warehouse import read_frame
from stegvis.domain.metrics.availability import (
    Available,
    missing_note,
    preliminary_note,
    rows_without_value,
)
from stegvis.domain.metrics.catalogue import Catalogue, Metric
from stegvis.domain.metrics.closing import Closing
from stegvis.domain.metrics.figures import (
    Figure,
    Row,
    figure_of,
    joined,
    target_for,
    with_target,
)
from stegvis.domain.programmes import Programme
from stegvis.errors import MetricError

_COLUMNS = {field.name for field in fields(Row)}
_WHOLE = ("basis_count", "beside_count")


def figures_of_week(
    connection: Connection,
    catalogue: Catalogue,
    closing: Closing,
    available: Available,
    programmes: Sequence[Programme],
) -> list[Figure]:
    """Every metric's figures, at least one each; what cannot be had says why."""
    return [
        figure
        for metric in catalogue.values()
        for figure in _figures_of(connection, metric, closing, available, programmes)
    ]


def _figures_of(
    connection: Connection,
    metric: Metric,
    closing: Closing,
    available: Available,
    programmes: Sequence[Programme],
) -> list[Figure]:
    rows = _rows_of(connection, metric, closing, available, programmes)
    preliminary = preliminary_note(metric, closing, available)
    figures = []
    for row in rows:
        figure = figure_of(metric, row)
        if figure.value is not None and preliminary:
            figure = replace(figure, note=joined(preliminary, figure.note))
        target = target_for(figure, programmes)
        if target is not None:
            figure = with_target(
                figure, row, target, closing.week.last_day, closing.rules.base_year
            )
        figures.append(figure)
    return figures


def _rows_of(
    connection: Connection,
    metric: Metric,
    closing: Closing,
    available: Available,
    programmes: Sequence[Programme],
) -> list[Row]:
    names = [name.rstrip("?") for name in metric.parameters]
    parameters = closing.parameters(names)
    programme_ids = [programme.programme_id for programme in programmes]
    note = missing_note(metric, closing, available, parameters)
    if note:
        return rows_without_value(metric, programme_ids, note)
    frame = read_frame(connection, metric.sql, parameters)
    unknown = set(frame.columns) - _COLUMNS
    if unknown:
        raise MetricError(
            f"include/sql/metrics/{metric.id}.sql returns {', '.join(sorted(unknown))}, which no "
            f"metric has. Its columns are {', '.join(sorted(_COLUMNS))}. Correct the statement."
        )
    if frame.empty:
        return [Row(note=metric.absent or "ej tillämpligt")]
    ordered = frame.sort_values(["programme_id", "dimension", "dimension_value"])
    return [_row(record) for record in ordered.to_dict("records")]


def _row(record: dict[Any, Any]) -> Row:
    filled = {str(name): value for name, value in record.items() if not pd.isna(value)}
    for name in _WHOLE:
        if name in filled:
            filled[name] = int(filled[name])
    for name in ("numerator", "denominator", "base_numerator", "base_denominator"):
        if name in filled:
            filled[name] = float(filled[name])
    return Row(**filled)
