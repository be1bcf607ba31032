"""Whom to ask Arbetsförmedlingen about: a restricted file of personal numbers (contract 4, X7)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pandas as pd
from sqlalchemy.engine import Connection

from stegvis.adapters.private_files import write_whole
from stegvis.adapters.warehouse import deliveries_in_force, read_frame, tables
from stegvis.domain.sources import Sources
from stegvis.domain.tasks.af_requests import OngoingCases, people_to_ask_about
from stegvis.steps.audited_reading import audit_export
from stegvis.steps.context import StepContext
from stegvis.steps.worklists.task_state import own_rows, rows_in_force


def write_af_request(context: StepContext) -> int:
    """Write ``requests/af_<iso date>.csv``; returns how many people it asks about.

    People in ongoing cases without an answer from the last 14 days. Nobody
    else may be asked about, so a closed case never stands here.
    """
    with context.warehouse.read() as connection:
        cases = _ongoing_cases(context, connection)
        answers = _answers(context, connection)
    numbers = people_to_ask_about(cases, answers, context.as_of)
    content = "".join(f"{line}\n" for line in ["personnr", *numbers])
    path = Path("requests") / f"af_{context.as_of.isoformat()}.csv"
    # Nothing restricted is written that the log does not know of.
    audit_export(context, path.as_posix(), by=None)
    write_whole(context.output / path, content.encode())
    return len(numbers)


def _ongoing_cases(context: StepContext, connection: Connection) -> OngoingCases:
    months = _newest_month(context, connection)
    window = timedelta(days=context.municipality.fact_rules.application_window_days)
    applications = rows_in_force(context, connection, "application", "ansokan")
    applications = applications.drop_duplicates(["application_ref", "person_id"], keep="last")
    since = pd.Timestamp(context.as_of - window, tz=context.now.tzinfo)
    counts = (applications["applied_at"] >= since) & (applications["applied_at"] <= context.now)
    return OngoingCases(
        members=months,
        applications=applications.loc[counts, ["person_id", "household_id", "applied_at"]],
        exits=rows_in_force(context, connection, "aid_exit", "avslut"),
        people=read_frame(
            connection, own_rows(context, "person", "person_id", "personal_number", "is_protected")
        ),
    )


def _newest_month(context: StepContext, connection: Connection) -> pd.DataFrame:
    in_force = deliveries_in_force(
        connection, context.municipality.code, "bistand", context.as_of, context.now
    )
    month = tables.person_month.columns
    query = own_rows(
        context,
        "person_month",
        "person_id",
        "household_id",
        "household_role",
        "is_assisted",
        "aid_month",
    )
    return read_frame(
        connection, query.where(month.delivery_id.in_(list(in_force["delivery_id"].tail(1))))
    )


def _answers(context: StepContext, connection: Connection) -> pd.DataFrame:
    in_force = deliveries_in_force(
        connection, context.municipality.code, "af_status", context.as_of, context.now
    )
    delivered = context.row_store.read_all("af_status", in_force["delivery_id"].tolist())
    return Sources.pinned(context.as_of, delivered).rows("af_status")
