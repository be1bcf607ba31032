"""The tables that management reads: writing them at a close, and reading them for reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from stegvis.adapters.warehouse import read_frame, replace_partition, tables
from stegvis.domain.clock import add_months
from stegvis.domain.clock import iso_week as iso_week_of
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.metrics.availability import month_name
from stegvis.domain.metrics.catalogue import Catalogue, Metric
from stegvis.domain.metrics.closing import Closing, Week, midnight
from stegvis.domain.metrics.figures import Figure
from stegvis.domain.metrics.lines import Published, history_place, place_of
from stegvis.domain.metrics.protection import PublishedFigure, published
from stegvis.domain.metrics.report import DeliveryLine, MonthRow, WeeklyReport
from stegvis.domain.metrics.reporting import Closed, weekly_report
from stegvis.domain.metrics.series import WEEKS
from stegvis.errors import MetricError
from stegvis.steps.context import StepContext
from stegvis.steps.metrics.close_inputs import statement_rows
from stegvis.steps.metrics.hidden_before import hidden_before

_FIGURE = (
    "metric_id",
    "programme_id",
    "dimension",
    "dimension_value",
    "numerator",
    "denominator",
    "value",
    "unit",
    "target",
    "target_met",
    "note",
)
_ROWS = (
    "rows_received",
    "rows_accepted",
    "rows_quarantined",
    "rows_rejected",
    "rows_held",
    "rows_repeated",
)


def publish_close(
    context: StepContext,
    connection: Connection,
    catalogue: Catalogue,
    closing: Closing,
    revision: int,
    figures: Sequence[Figure],
) -> None:
    """Replace what management reads of the week by this, the newest revision (X12)."""
    week = {"municipality_code": closing.municipality_code, "iso_week": closing.week.iso_week}
    earlier = hidden_before(context, connection, closing)
    shown = published(figures, catalogue, context.municipality.smallest_count, earlier)
    computed = {"revision": revision, "computed_at": context.now}
    metrics = pd.DataFrame([_row(one) | computed for one in shown])
    replace_partition(connection, tables.management_weekly_metric, week, metrics)
    months = _months(context, connection, closing)
    replace_partition(connection, tables.management_month, week, months)
    deliveries = _deliveries(context, connection, closing)
    replace_partition(connection, tables.management_delivery, week, deliveries)
    meanings = pd.DataFrame([_meaning(metric) for metric in catalogue.values()])
    owner = {"municipality_code": closing.municipality_code}
    replace_partition(connection, tables.management_metric, owner, meanings)


def read_report(context: StepContext, catalogue: Catalogue, iso_week: str) -> WeeklyReport:
    """The week's report, read from the published tables alone.

    Raises:
        MetricError: The week has not been closed.
    """
    week = Week(iso_week)
    with context.warehouse.read() as connection:
        closed = _closed(context, connection, week)
        figures = _published_of(context, connection, week)
        before = {
            place_of(one.figure): one for one in _published_of(context, connection, week.previous)
        }
        history = _history(context, connection, week)
        months = _read_months(context, connection, week)
        deliveries = _read_deliveries(context, connection, week)
    current = next((row.month for row in reversed(months)), None)
    seen = Published(
        catalogue=catalogue,
        current=[one for one in figures if one.figure.metric_id in catalogue],
        before=before,
        history=history,
        programmes=context.programmes,
        week_before=f"vecka {week.previous.number}",
        month=month_name(current) if current else "",
        unit_names={unit.id: unit.name for unit in context.municipality.units},
        smallest=context.municipality.smallest_count,
    )
    return weekly_report(context.municipality, closed, seen, months, deliveries)


def published_rows(context: StepContext, iso_week: str) -> pd.DataFrame:
    """The week's rows of ``management_figure``, as BI tools read them too."""
    order = "metric_id programme_id dimension dimension_value"
    with context.warehouse.read() as connection:
        return _rows_of_week(context, connection, "management_figure", Week(iso_week), order)


def _row(one: PublishedFigure) -> dict[str, Any]:
    row = {name: getattr(one.figure, name) for name in _FIGURE}
    return row | {"note": one.figure.note or None, "hidden": int(one.is_hidden)}


def _meaning(metric: Metric) -> dict[str, str]:
    """A metric in words, for those who read the figures outside the report."""
    return {
        "metric_id": metric.id,
        "title": metric.title,
        "definition": metric.definition,
        "theme": metric.theme.value,
        "unit": metric.unit.value,
        "direction": metric.direction.value,
    }


def _deliveries(context: StepContext, connection: Connection, closing: Closing) -> pd.DataFrame:
    parameters = ("municipality_code", "close_id", "week_start_at", "known_at")
    rows = statement_rows(context, connection, closing, "deliveries_of_week", *parameters)
    used = rows.pop("used").astype(bool)
    return rows.assign(is_in_force=used)


def _months(context: StepContext, connection: Connection, closing: Closing) -> pd.DataFrame:
    """The series as management reads it: a month of few households keeps neither number."""
    series = statement_rows(
        context, connection, closing, "series", "municipality_code", "close_id", "aid_month"
    )
    few = series["households_count"].between(1, context.municipality.smallest_count - 1)
    ended = [pd.Timestamp(midnight(add_months(month.date(), 1))) for month in series["aid_month"]]
    return pd.DataFrame(
        {
            "aid_month": series["aid_month"],
            "households_count": series["households_count"].mask(few),
            "assistance_sek": series["assistance_sek"].astype("Int64").mask(few),
            "is_preliminary": series["known_at"] < pd.Series(ended, dtype=series["known_at"].dtype),
            "is_current": series["aid_month"].dt.date == closing.aid_month,
            "hidden": few.astype("int64"),
        }
    )


def _rows_of_week(
    context: StepContext, connection: Connection, table: str, week: Week, order: str
) -> pd.DataFrame:
    columns = tables[table].columns
    query = (
        tables[table]
        .select()
        .where(
            columns.municipality_code == context.municipality.code,
            columns.iso_week == week.iso_week,
        )
        .order_by(*(columns[name] for name in order.split()))
    )
    return read_frame(connection, query)


def _closed(context: StepContext, connection: Connection, week: Week) -> Closed:
    closes = _rows_of_week(context, connection, "metric_close", week, "revision")
    if closes.empty:
        raise MetricError(
            f"{context.municipality.name}: week {week.iso_week} has not been closed. The weeks "
            "that are due are closed on Mondays. Run the publishing DAG, or wait for it."
        )
    newest = closes.iloc[-1]
    reason = newest["reason"]
    return Closed(
        week=week,
        revision=int(newest["revision"]),
        reason="" if pd.isna(reason) else str(reason),
        closed_at=newest["closed_at"].to_pydatetime(),
    )


def _published_of(
    context: StepContext, connection: Connection, week: Week
) -> list[PublishedFigure]:
    order = "metric_id programme_id dimension dimension_value"
    frame = _rows_of_week(context, connection, "management_weekly_metric", week, order)
    return [_published(record) for record in frame.to_dict("records")]


def _history(
    context: StepContext, connection: Connection, week: Week
) -> dict[str, dict[str, PublishedFigure]]:
    """What a year of weeks has published in totals, this week's own included."""
    first = Week(iso_week_of(week.start - timedelta(weeks=WEEKS - 1)))
    columns = tables.management_weekly_metric.columns
    query = tables.management_weekly_metric.select().where(
        columns.municipality_code == context.municipality.code,
        columns.iso_week >= first.iso_week,
        columns.iso_week <= week.iso_week,
        columns.dimension == "",
    )
    history: dict[str, dict[str, PublishedFigure]] = {}
    for record in read_frame(connection, query).to_dict("records"):
        one = _published(record)
        history.setdefault(history_place(one.figure), {})[str(record["iso_week"])] = one
    return history


def _published(record: Mapping[Any, Any]) -> PublishedFigure:
    figure = Figure(**{name: _plain(record[name], name) for name in _FIGURE})
    return PublishedFigure(figure, bool(record["hidden"]))


def _plain(value: Any, name: str) -> Any:
    if pd.isna(value):
        return "" if name == "note" else None
    return bool(value) if name == "target_met" else value


def _read_months(context: StepContext, connection: Connection, week: Week) -> list[MonthRow]:
    frame = _rows_of_week(context, connection, "management_month", week, "aid_month")
    return [
        MonthRow(
            month=row["aid_month"].date(),
            households=None if pd.isna(row["households_count"]) else int(row["households_count"]),
            assistance_sek=None if pd.isna(row["assistance_sek"]) else int(row["assistance_sek"]),
            is_preliminary=bool(row["is_preliminary"]),
        )
        for row in frame.to_dict("records")
    ]


def _read_deliveries(
    context: StepContext, connection: Connection, week: Week
) -> list[DeliveryLine]:
    """One line per extract: what came during the week, and the newest period in use."""
    frame = _rows_of_week(context, connection, "management_delivery", week, "extract period")
    lines = []
    for extract in [name for name in EXTRACTS if name in set(frame["extract"])]:
        mine = frame[frame["extract"] == extract]
        came = mine[mine["received_at"] >= pd.Timestamp(midnight(week.start))]
        used = mine.loc[mine["is_in_force"], "period"]
        lines.append(
            DeliveryLine(
                title=EXTRACTS[extract].title,
                newest="" if used.empty else str(used.max()),
                deliveries=len(came),
                rejected=int((came["status"] == "rejected").sum()),
                held=int((came["status"] == "held").sum()),
                **{name: int(came[name].sum()) for name in _ROWS},
            )
        )
    return lines
