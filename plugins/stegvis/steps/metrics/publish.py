"""Publishing: close the weeks that are due, and write the report that management reads.

A week is closed for what was known on the Monday after it, 05:00. What was
reported first stays as it is. If deliveries that should have counted come to
light later (a backfill), closing the week again adds a revision with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection

from stegvis.adapters.metric_files import load_catalogue
from stegvis.adapters.reports import write_figures, write_page, write_workbook
from stegvis.adapters.warehouse import append, read_frame, tables
from stegvis.domain.clock import iso_week as iso_week_of
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.metrics.catalogue import Catalogue
from stegvis.domain.metrics.closing import Week
from stegvis.domain.metrics.figures import Figure
from stegvis.domain.pseudonyms import short_hash
from stegvis.errors import MetricError
from stegvis.steps.context import StepContext
from stegvis.steps.metrics.close_inputs import Pins, closing_of, pin, store_working_tables
from stegvis.steps.metrics.published import publish_close, published_rows, read_report
from stegvis.steps.metrics.weekly_figures import figures_of_week

WEEKS_REVISED = 13
"""How many weeks back a delivery that comes to light late gives a new revision by itself."""


def weeks_to_close(context: StepContext) -> list[str]:
    """The weeks that are due and have something left to do, oldest first.

    That is: not closed, closed without the report having been written, or
    lately closed on other deliveries than those that now count. The first
    week is that of the first delivery received, so a missed Monday heals and
    a backfilled history gives no weeks of its own.
    """
    code = {"municipality_code": context.municipality.code}
    with context.warehouse.read() as connection:
        first = read_frame(
            connection,
            "select min(received_at) as received_at from delivery_record "
            "where municipality_code = :municipality_code",
            code,
        )["received_at"].iloc[0]
        closed = _closes(connection, context)
        due = [] if pd.isna(first) else list(_weeks_due(context, Week(iso_week_of(first.date()))))
        recent = {week.iso_week for week in due[-WEEKS_REVISED:]}
        return [
            week.iso_week
            for week in due
            if week.iso_week not in set(closed["iso_week"])
            or not report_path(context, week.iso_week).exists()
            or (
                week.iso_week in recent
                and _close_id(context, week, pin(context, connection, week))
                not in set(closed["close_id"])
            )
        ]


def close_week(context: StepContext, iso_week: str) -> str:
    """Compute all metrics of a week and publish them, in one transaction.

    The first close is revision 1. Closing again on the same deliveries
    changes nothing; on others it adds a revision, with the reason.

    Returns:
        The close's id.

    Raises:
        MetricError: The week is not over, or a metric's file is wrong.
    """
    week = _ended(context, iso_week)
    catalogue = load_catalogue(context.settings.include_dir)
    with context.warehouse.begin() as connection:
        pins = pin(context, connection, week)
        close_id = _close_id(context, week, pins)
        closed = _closes(connection, context)
        if close_id in set(closed["close_id"]):
            return close_id
        mine = closed[closed["iso_week"] == iso_week]
        revision = 1 if mine.empty else int(mine["revision"].max()) + 1
        _store_close(context, connection, week, pins, close_id, revision)
        closing = closing_of(context, connection, week, pins, close_id)
        store_working_tables(context, connection, closing, pins)
        available = pins.available(closing.aid_month)
        programmes = context.programmes
        figures = figures_of_week(connection, catalogue, closing, available, programmes)
        _store_figures(context, connection, iso_week, revision, figures)
        publish_close(context, connection, catalogue, closing, revision, figures)
    return close_id


def write_report(context: StepContext, iso_week: str) -> str:
    """Write the week's page, workbook and file of figures from what is published.

    Returns:
        The page's path.

    Raises:
        MetricError: The week has not been closed.
    """
    catalogue: Catalogue = load_catalogue(context.settings.include_dir)
    report = read_report(context, catalogue, iso_week)
    page = report_path(context, iso_week)
    page.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The page goes last: where it stands, the other files stand too.
    write_figures(published_rows(context, iso_week), page.with_suffix(".parquet"))
    write_workbook(report, page.with_suffix(".xlsx"))
    write_page(report, context.settings.include_dir, page)
    return str(page)


def report_path(context: StepContext, iso_week: str) -> Path:
    """Where the week's page is, or will be."""
    return context.output / "reports" / iso_week / f"{context.municipality.slug}.html"


def _ended(context: StepContext, iso_week: str) -> Week:
    week = Week(iso_week)
    if week.known_at > context.now:
        raise MetricError(
            f"Week {iso_week} is closed on {week.known_at:%Y-%m-%d} at 05:00, and it is "
            f"{context.now:%Y-%m-%d %H:%M}. Close it when it is over."
        )
    return week


def _weeks_due(context: StepContext, first: Week) -> Iterator[Week]:
    week = first
    while week.known_at <= context.now:
        yield week
        week = Week(iso_week_of(week.start + timedelta(days=7)))


def _close_id(context: StepContext, week: Week, pins: Pins) -> str:
    return short_hash(context.municipality.code, week.iso_week, *pins.delivery_ids)


def _closes(connection: Connection, context: StepContext) -> pd.DataFrame:
    query = """
        select close_id, iso_week, revision from metric_close
        where municipality_code = :municipality_code
    """
    return read_frame(connection, query, {"municipality_code": context.municipality.code})


def _store_close(
    context: StepContext,
    connection: Connection,
    week: Week,
    pins: Pins,
    close_id: str,
    revision: int,
) -> None:
    key = {"municipality_code": context.municipality.code, "close_id": close_id}
    close = {
        **key,
        "iso_week": week.iso_week,
        "revision": revision,
        "reason": None if revision == 1 else _reason(context, connection, week, pins, revision - 1),
        "known_at": week.known_at,
        "closed_at": context.now,
    }
    append(connection, tables.metric_close, [close])
    pinned = [{**key, "delivery_id": delivery_id} for delivery_id in pins.delivery_ids]
    append(connection, tables.metric_close_delivery, pinned)


def _reason(
    context: StepContext, connection: Connection, week: Week, pins: Pins, before: int
) -> str:
    """Which deliveries came to light since the revision before, in Swedish."""
    query = """
        select pinned.delivery_id
        from metric_close_delivery as pinned
        inner join metric_close
            on
                pinned.municipality_code = metric_close.municipality_code
                and pinned.close_id = metric_close.close_id
        where
            pinned.municipality_code = :municipality_code
            and metric_close.iso_week = :iso_week
            and metric_close.revision = :revision
    """
    where = {
        "municipality_code": context.municipality.code,
        "iso_week": week.iso_week,
        "revision": before,
    }
    known = set(read_frame(connection, query, where)["delivery_id"])
    new = [
        f"{EXTRACTS[extract].title.lower()} {period}"
        for extract, frame in pins.deliveries.items()
        for period in frame.loc[~frame["delivery_id"].isin(known), "period"]
    ]
    return f"Leveranser som kom fram senare: {', '.join(new)}." if new else "Leveranser föll bort."


def _store_figures(
    context: StepContext,
    connection: Connection,
    iso_week: str,
    revision: int,
    figures: list[Figure],
) -> None:
    rows = [
        {
            "municipality_code": context.municipality.code,
            "programme_id": figure.programme_id,
            "iso_week": iso_week,
            "metric_id": figure.metric_id,
            "dimension": figure.dimension,
            "dimension_value": figure.dimension_value,
            "revision": revision,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "value": figure.value,
            "unit": figure.unit,
            "target": figure.target,
            "target_met": figure.target_met,
            "note": figure.note or None,
            "computed_at": context.now,
        }
        for figure in figures
    ]
    append(connection, tables.weekly_metric, rows)
