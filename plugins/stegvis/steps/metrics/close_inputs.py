"""What a close rests on: pinned deliveries, the screening known then, and working tables.

Everything here is written in the close's own transaction, so that a close that
is killed leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Connection

from stegvis.adapters.metric_files import load_statement
from stegvis.adapters.warehouse import (
    append,
    deliveries_in_force,
    read_frame,
    replace_partition,
    tables,
)
from stegvis.domain.clock import add_months
from stegvis.domain.metrics.availability import Available
from stegvis.domain.metrics.closing import Closing, Week, midnight
from stegvis.domain.metrics.promises import Applied, application_clocks
from stegvis.domain.programmes import Programme
from stegvis.domain.pseudonyms import short_hash
from stegvis.steps.context import StepContext
from stegvis.steps.metrics.known_people import keep_what_is_known_of_people
from stegvis.steps.metrics.long_term_adults import store_long_term_adults

MEASURED_EXTRACTS = (
    "bistand",
    "avslut",
    "ansokan",
    "erbjudande",
    "plan",
    "placering",
    "plats",
    "valbefinnande",
    "befolkning",
)

_FIRST_CALENDAR_DAY = date(2010, 1, 1)


@dataclass(frozen=True)
class Pins:
    """Deliveries in force at a week's close, by extract: ``delivery_id, period, known_at``."""

    deliveries: Mapping[str, pd.DataFrame]

    @property
    def delivery_ids(self) -> list[str]:
        """All of them, sorted."""
        return sorted(
            delivery_id
            for frame in self.deliveries.values()
            for delivery_id in frame["delivery_id"]
        )

    def newest_complete_month(self, week: Week) -> date | None:
        """First day of the newest aid month that had ended by the week's end."""
        periods = self.deliveries["bistand"]["period"]
        ended = periods[periods <= f"{week.newest_complete_month:%Y%m}"]
        if ended.empty:
            return None
        newest = str(ended.max())
        return date(int(newest[:4]), int(newest[4:]), 1)

    def of_month(self, aid_month: date | None) -> str | None:
        """The delivery of an aid month; of one month there is one in force."""
        if aid_month is None:
            return None
        frame = self.deliveries["bistand"]
        return str(frame.loc[frame["period"] == f"{aid_month:%Y%m}", "delivery_id"].iloc[0])

    def year_to(self, aid_month: date | None) -> list[str]:
        """Deliveries of the twelve aid months that end with this one, those that there are."""
        if aid_month is None:
            return []
        frame = self.deliveries["bistand"]
        first = f"{add_months(aid_month, -11):%Y%m}"
        chosen = frame["period"].between(first, f"{aid_month:%Y%m}")
        return sorted(frame.loc[chosen, "delivery_id"])

    def available(self, aid_month: date | None) -> Available:
        """What there is to compute from."""
        periods = {name: frozenset(frame["period"]) for name, frame in self.deliveries.items()}
        if aid_month is None:
            return Available(periods, is_preliminary=False)
        months = self.deliveries["bistand"]
        known_at = months.loc[months["period"] == f"{aid_month:%Y%m}", "known_at"].max()
        is_preliminary = known_at < pd.Timestamp(midnight(add_months(aid_month, 1)))
        return Available(periods, is_preliminary=bool(is_preliminary))


def pin(context: StepContext, connection: Connection, week: Week) -> Pins:
    """The deliveries in force when the week was closed, whatever is in force now."""
    code = context.municipality.code
    return Pins(
        {
            extract: deliveries_in_force(connection, code, extract, week.last_day, week.known_at)
            for extract in MEASURED_EXTRACTS
        }
    )


def closing_of(
    context: StepContext, connection: Connection, week: Week, pins: Pins, close_id: str
) -> Closing:
    """The week as it is closed for this municipality."""
    run_id, screened_on = _newest_screening(context, connection, week)
    aid_month = pins.newest_complete_month(week)
    return Closing(
        municipality_code=context.municipality.code,
        close_id=close_id,
        week=week,
        aid_month=aid_month,
        aid_month_delivery_id=pins.of_month(aid_month),
        year_id=short_hash("year", *pins.year_to(aid_month)),
        run_id=run_id,
        screened_on=screened_on,
        rules=context.municipality.metrics,
        application_window_days=context.municipality.fact_rules.application_window_days,
        restricted_unit=context.municipality.restricted_unit.id,
    )


def store_working_tables(
    context: StepContext, connection: Connection, closing: Closing, pins: Pins
) -> None:
    """Fill what metric SQL reads besides the deliveries' own tables."""
    _store_calendar(context, connection, closing.week.end)
    keep_what_is_known_of_people(connection, closing.municipality_code, closing.week.known_at)
    _store_programmes(context, connection, closing.close_id)
    _store_month_sums(context, connection, pins)
    store_long_term_adults(
        connection,
        context.settings.include_dir,
        closing.municipality_code,
        closing.year_id,
        pins.year_to(closing.aid_month),
    )
    _store_application_clocks(context, connection, closing, pins)


def statement_rows(
    context: StepContext, connection: Connection, closing: Closing, name: str, *parameters: str
) -> pd.DataFrame:
    """The rows of a statement in ``include/sql/closing``."""
    sql = load_statement(context.settings.include_dir, name)
    return read_frame(connection, sql, closing.parameters(parameters))


def _newest_screening(
    context: StepContext, connection: Connection, week: Week
) -> tuple[str | None, date | None]:
    query = """
        select run_id, as_of from screening_run
        where
            municipality_code = :municipality_code
            and as_of <= :last_day
            and screened_at <= :known_at
        order by as_of desc, screened_at desc, run_id
        limit 1
    """
    known = {
        "municipality_code": context.municipality.code,
        "last_day": week.last_day,
        "known_at": week.known_at,
    }
    runs = read_frame(connection, query, known)
    if runs.empty:
        return None, None
    return str(runs["run_id"].iloc[0]), pd.Timestamp(runs["as_of"].iloc[0]).date()


def _store_calendar(context: StepContext, connection: Connection, until: date) -> None:
    """Days from 2010 to the end of next year; what is there already is not written again."""
    last = date(until.year + 1, 12, 31)
    query = """
        select max(calendar_date) as calendar_date from calendar_day
        where municipality_code = :municipality_code
    """
    code = context.municipality.code
    newest = read_frame(connection, query, {"municipality_code": code})["calendar_date"].max()
    first = _FIRST_CALENDAR_DAY if pd.isna(newest) else newest.date() + timedelta(days=1)
    days = pd.Series(pd.date_range(first, last, freq="D", unit="s"))
    if days.empty:
        return
    rows = pd.DataFrame(
        {
            "municipality_code": code,
            "calendar_date": days,
            "starts_at": days.dt.tz_localize("Europe/Stockholm"),
            "day_number": [day.toordinal() for day in days.dt.date],
            "month_number": days.dt.year * 12 + days.dt.month - 1,
        }
    )
    append(connection, tables.calendar_day, rows)


def _store_programmes(context: StepContext, connection: Connection, close_id: str) -> None:
    rows = [_programme_row(programme) for programme in context.programmes]
    partition = {"municipality_code": context.municipality.code, "close_id": close_id}
    columns = [column.name for column in tables.close_programme.columns][2:]
    replace_partition(
        connection, tables.close_programme, partition, pd.DataFrame(rows, columns=columns)
    )


def _programme_row(programme: Programme) -> dict[str, object]:
    promised = {clock.counts for clock in programme.clocks}
    reception = programme.reception
    return {
        "programme_id": programme.programme_id,
        "population": programme.population,
        "capacity": programme.capacity.places if programme.capacity else None,
        "needs_place": programme.needs_place,
        "promises_working_days": "working_days" in promised,
        "promises_elapsed_hours": "elapsed_hours" in promised,
        "promises_working_hours": "working_hours" in promised,
        "stay_weeks": reception.stay_weeks if reception else None,
        "open_from": programme.open_from,
        "open_to": programme.open_to,
    }


def _store_month_sums(context: StepContext, connection: Connection, pins: Pins) -> None:
    """Sum the months of deliveries that no earlier close has summed; history costs nothing."""
    code = context.municipality.code
    query = "select delivery_id from month_summary where municipality_code = :municipality_code"
    summed = set(read_frame(connection, query, {"municipality_code": code})["delivery_id"])
    new = sorted(set(pins.deliveries["bistand"]["delivery_id"]) - summed)
    if not new:
        return
    sql = load_statement(context.settings.include_dir, "month_sums")
    sums = read_frame(connection, sql, {"municipality_code": code, "delivery_ids": new})
    sums["month_number"] = sums["aid_month"].dt.year * 12 + sums["aid_month"].dt.month - 1
    append(connection, tables.month_summary, sums.assign(municipality_code=code))


def _store_application_clocks(
    context: StepContext, connection: Connection, closing: Closing, pins: Pins
) -> None:
    key = ("municipality_code", "close_id", "clock_start_at")

    def rows(name: str, *more: str) -> pd.DataFrame:
        return statement_rows(context, connection, closing, name, *key, *more)

    applications = rows("applications", "week_end_at", "known_at")
    protection = applications.pop("protection").astype("boolean").fillna(True)
    known = Applied(
        applications=applications.assign(is_protected=protection),
        stops=rows("stops", "known_at"),
        screened=rows("screened", "clock_start", "last_day", "known_at"),
        assisted=rows("assisted_months", "assisted_from"),
        months=_month_numbers(pins),
    )
    clocks = application_clocks(
        known, context.programmes, context.calendar, closing.rules.new_applicant_months
    )
    partition = {"municipality_code": closing.municipality_code, "close_id": closing.close_id}
    replace_partition(connection, tables.application_clock, partition, clocks)


def _month_numbers(pins: Pins) -> frozenset[int]:
    periods = pins.deliveries["bistand"]["period"]
    return frozenset(int(period[:4]) * 12 + int(period[4:]) - 1 for period in periods)
