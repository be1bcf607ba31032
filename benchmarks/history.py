"""Ten invented years of a big municipality, for measuring how a week is closed.

Months are made inside the database by the same statement everywhere, since
36 million rows would take longer to send than to measure. Nobody is real, and
nothing here is written anywhere but to a temporary folder.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Column, Connection, MetaData, Table

from stegvis.adapters.warehouse import append, tables
from stegvis.adapters.warehouse.column_types import Whole, Words
from stegvis.domain.clock import STOCKHOLM, add_months
from stegvis.domain.metrics.closing import Week

CODE = "0580"
PROGRAMME = "linkoping_heltidsaktivering"
YEARS = 10
BIG_TABLES = ("person_month", "household_month", "aid_exit")

invented_person = Table(
    "invented_person",
    MetaData(),
    Column("number", Whole, primary_key=True),
    Column("home", Whole),
    *(Column(name, Words) for name in ("person_id", "household_id", "role", "sex_code")),
)

_COMES_AND_GOES = "(home * 31 + {number}) % 24 < home % 24"
_MONTH = (
    """
    insert into person_month (
        municipality_code, delivery_id, aid_month, person_id, household_id, household_role,
        sex_code, decision_type_code, is_assisted, is_protected
    )
    select
        '{code}', 'bistand-{period}', '{month}', person_id, household_id, role, sex_code, '01',
        {comes_and_goes}, number % 97 = 0
    from invented_person
    order by household_id, person_id
    """,
    """
    insert into household_month (
        municipality_code, delivery_id, aid_month, household_id, children_count, adults_count,
        assistance_sek, assessed_need_sek, is_assisted, is_protected
    )
    select
        '{code}', 'bistand-{period}', '{month}', household_id, max(number) % 3, count(*),
        7000 + max(home) % 4000, 12000, {comes_and_goes}, max(number % 97) = 0
    from invented_person
    group by household_id, home
    order by household_id
    """,
    """
    insert into aid_exit (
        municipality_code, delivery_id, aid_month, household_id, person_id, exit_reason, exit_date
    )
    select
        '{code}', 'avslut-{period}', '{month}', household_id, person_id,
        case home % 3 when 0 then 'arbete' when 1 then 'studier' else 'flytt' end, '{month}'
    from invented_person
    where (number + {number}) % 100 = 0
    """,
)


def add_month(execute: Callable[[str], Any], month: date) -> None:
    """Make an aid month: everybody has a row, half of them assistance, one in a hundred leaves."""
    number = month.year * 12 + month.month
    for statement in _MONTH:
        execute(
            statement.format(
                code=CODE,
                period=f"{month:%Y%m}",
                month=month.isoformat(),
                number=number,
                comes_and_goes=_COMES_AND_GOES.format(number=number),
            )
        )


def add_people(connection: Connection, people: int) -> None:
    """Two of three share a household; ids are as long as the pseudonyms are."""
    number = np.arange(people)
    home = number * 2 // 3
    ids = pd.Series([f"{hashed:032x}" for hashed in pd.util.hash_array(number)])
    frame = pd.DataFrame(
        {
            "number": number,
            "home": home,
            "person_id": ids,
            "household_id": "h" + ids.iloc[home].str[1:].to_numpy(),
            "role": np.where(number % 3 == 0, "1", np.where(number % 3 == 1, "3", "2")),
            "sex_code": np.where(number % 7 < 4, "1", "2"),
        }
    )
    invented_person.create(connection)
    append(connection, invented_person, frame)
    person = frame[["person_id", "sex_code"]].assign(
        municipality_code=CODE,
        personal_number="",
        is_protected=number % 97 == 0,
        delivery_id="",
        seen_period="",
        seen_at=datetime(2026, 11, 1, tzinfo=STOCKHOLM),
    )
    append(connection, tables.person, person)


def deliver(connection: Connection, extract: str, periods: dict[str, datetime]) -> None:
    """Accepted deliveries: period to when it was known."""
    frame = pd.DataFrame({"period": list(periods), "known_at": list(periods.values())})
    ids = extract + "-" + frame["period"]
    counted = ("rows_received", "rows_accepted", "rows_quarantined", "rows_rejected")
    rows = frame.assign(
        municipality_code=CODE,
        delivery_id=ids,
        extract=extract,
        sha256=ids,
        ordinal=0,
        columns_present="",
        status="accepted",
        is_backfill=True,
        received_at=frame["known_at"],
        **dict.fromkeys((*counted, "rows_held", "rows_repeated"), 0),
    )
    append(connection, tables.delivery_record, rows)


def moment(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), STOCKHOLM)


def deliver_month(connection: Connection, month: date) -> None:
    for extract in ("bistand", "avslut"):
        deliver(connection, extract, {f"{month:%Y%m}": moment(add_months(month, 1))})


def add_events(connection: Connection, people: int, week: Week) -> None:
    """Ten years of daily applications, and what stands in the week: plans, offers, tasks."""
    ids = pd.Series([f"{hashed:032x}" for hashed in pd.util.hash_array(np.arange(people))])
    _applications(connection, ids, week)
    _snapshots(connection, ids, week)
    _screening(connection, ids, week)
    _ledgers(connection, ids, week)


def _applications(connection: Connection, ids: pd.Series, week: Week) -> None:
    days = [week.end - timedelta(days=back) for back in range(1, 365 * YEARS)]
    days = [day for day in days if day.weekday() < 5]
    periods = {f"{day:%Y%m%d}": moment(day, 23) for day in days}
    each = max(len(ids) // 3000, 1)
    day_of = np.repeat(np.arange(len(days)), each)
    number = np.arange(len(day_of))
    period = pd.Series(list(periods)).iloc[day_of].reset_index(drop=True)
    applied = pd.Series([moment(day) for day in days]).iloc[day_of].reset_index(drop=True)
    common = {
        "municipality_code": CODE,
        "period": period,
        "application_ref": pd.Series(number).astype("str"),
        "person_id": ids.iloc[number * 7 % len(ids)].reset_index(drop=True),
    }
    deliver(connection, "ansokan", periods)
    deliver(connection, "erbjudande", periods)
    _applied(connection, common, applied)
    _answered(connection, common, applied, number % 3 > 0)


def _applied(connection: Connection, common: dict[str, Any], applied: pd.Series) -> None:
    fixed = {"is_time_imputed": False, "is_excepted": False, "is_protected": False}
    application = pd.DataFrame({**common, **fixed, "applied_at": applied, "household_id": "h"})
    ids = "ansokan-" + application["period"]
    append(connection, tables.application, application.assign(delivery_id=ids))


def _answered(
    connection: Connection, common: dict[str, Any], applied: pd.Series, is_offered: np.ndarray
) -> None:
    offered = pd.DataFrame({**common, "offered_at": applied + pd.Timedelta(days=2)})
    offered = offered.assign(
        delivery_id="erbjudande-" + offered["period"],
        outside_offer_id=offered["application_ref"],
        programme_id=PROGRAMME,
        reply="ja",
    )
    append(connection, tables.outside_offer, offered[is_offered])


def _snapshots(connection: Connection, ids: pd.Series, week: Week) -> None:
    period = f"{week.start:%Y%m%d}"
    for extract in ("plan", "placering"):
        deliver(connection, extract, {period: moment(week.start)})
    plans, placed = ids.iloc[::10], ids.iloc[::100]
    common = {"municipality_code": CODE, "period": period}
    plan = pd.DataFrame({"plan_id": plans, "person_id": plans}).assign(
        **common,
        delivery_id=f"plan-{period}",
        plan_type="handlingsplan",
        is_complete=True,
        drawn_up_date=week.start - timedelta(days=30),
        last_activity_date=week.start,
    )
    append(connection, tables.plan, plan)
    placement = pd.DataFrame({"placement_id": placed, "person_id": placed}).assign(
        **common,
        delivery_id=f"placering-{period}",
        programme_id=PROGRAMME,
        has_supervisor=True,
        start_date=week.start - timedelta(days=90),
        wage_cost_sek=30_000,
    )
    append(connection, tables.placement, placement)


def _screening(connection: Connection, ids: pd.Series, week: Week) -> None:
    run = {"municipality_code": CODE, "run_id": "run"}
    about = {"as_of": week.start, "rule_versions": "", "code_version": ""}
    append(connection, tables.screening_run, [{**run, **about, "screened_at": moment(week.start)}])
    month = {"extract": "bistand", "delivery_id": f"bistand-{add_months(week.start, -1):%Y%m}"}
    append(connection, tables.screening_run_delivery, [{**run, **month}])
    outcome = np.array(["eligible", "not_eligible", "needs_review"])[np.arange(len(ids)) % 3]
    result = pd.DataFrame({"person_id": ids, "outcome": outcome}).assign(
        **run, programme_id=PROGRAMME, as_of=week.start, not_met="", unknown="", rule_version=""
    )
    append(connection, tables.screening_result, result)


def _ledgers(connection: Connection, ids: pd.Series, week: Week) -> None:
    some = ids.iloc[::15].reset_index(drop=True)
    happened = {"municipality_code": CODE, "at": moment(week.start), "programme_id": PROGRAMME}
    recorded = {"recorded_at": moment(week.start)}
    for event in ("drafted", "released"):
        offer = pd.DataFrame({"offer_id": some, "person_id": some, "event_key": some + event})
        offer = offer.assign(**happened, **recorded, event=event, round=1)
        append(connection, tables.offer_event, offer)
    task = pd.DataFrame({"task_id": some, "person_id": some, "event_key": some}).assign(
        **happened, **recorded, event="opened", kind="folj_upp_svar", due_at=moment(week.start)
    )
    append(connection, tables.task_event, task.assign(unit="forsorjning_centrum"))
