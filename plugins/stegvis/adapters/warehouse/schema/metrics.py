"""Closed weeks and their figures: as reported, and as management reads them."""

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint

from stegvis.adapters.warehouse.schema.declaration import (
    ACCOUNTABILITY,
    FOLLOW_UP,
    flag,
    index,
    instant,
    programme_id,
    real,
    table,
    whole,
    words,
)

WEEK = "ISO week, as 2026-W47."

metric_close = table(
    "metric_close",
    "Ledger: a closed week, or a later revision of one.",
    ACCOUNTABILITY,
    words("close_id", "Hash of week, revision and what it rests on."),
    words("iso_week", WEEK),
    whole("revision", "1 is as first reported."),
    words("reason", "Why it was revised; missing for the first.", missing=True),
    instant("known_at", "Only what was known by then counts."),
    instant("closed_at", "When it was computed."),
    index("metric_close", "iso_week", "revision", unique=True),
    key=("close_id",),
)

metric_close_delivery = table(
    "metric_close_delivery",
    "A delivery that a close rests on; metric SQL joins to it.",
    ACCOUNTABILITY,
    words("close_id", "Close."),
    words("delivery_id", "Delivery in force."),
    ForeignKeyConstraint(
        ["municipality_code", "close_id"],
        ["metric_close.municipality_code", "metric_close.close_id"],
        deferrable=True,
        initially="DEFERRED",
    ),
    key=("close_id", "delivery_id"),
)


def _figure() -> tuple[Column[str], ...]:
    return (
        programme_id(),
        words("iso_week", WEEK),
        words("metric_id", "Metric id, as its SQL file is called."),
        words("dimension", "kon, enhet or forsorjningshinder; empty for the total."),
        words("dimension_value", "Value of the dimension; empty for the total."),
    )


def _value() -> tuple[Column[float] | Column[str] | Column[bool], ...]:
    return (
        real("numerator", "Numerator, or the count itself.", missing=True),
        real("denominator", "Denominator.", missing=True),
        real("value", "The figure; null where it cannot be had, which is not 0.", missing=True),
        words("unit", "Unit of the value."),
        real("target", "What the municipality wants to reach.", missing=True),
        flag("target_met", "Whether it is reached; null without a target.", missing=True),
        words("note", "Why there is no value, or what to mind, in Swedish.", missing=True),
    )


weekly_metric = table(
    "weekly_metric",
    "Ledger: a figure of a closed week. programme_id is empty for the municipality as a whole.",
    FOLLOW_UP,
    *_figure(),
    whole("revision", "1 is as first reported."),
    *_value(),
    instant("computed_at", "When it was computed."),
    index("weekly_metric", "metric_id", "iso_week"),
    key=("iso_week", "revision", "programme_id", "metric_id", "dimension", "dimension_value"),
)

management_weekly_metric = table(
    "management_weekly_metric",
    "What management reads: the newest revision, small counts hidden (X12).",
    FOLLOW_UP,
    *_figure(),
    whole("revision", "Revision that the figure comes from."),
    *_value(),
    whole("hidden", "1 where value, numerator and denominator are hidden, else 0."),
    instant("computed_at", "When it was computed."),
    CheckConstraint(
        "hidden = 0 or (value is null and numerator is null and denominator is null)",
        name="hidden_is_null",
    ),
    index("management_weekly_metric", "metric_id", "iso_week"),
    key=("iso_week", "programme_id", "metric_id", "dimension", "dimension_value"),
)
