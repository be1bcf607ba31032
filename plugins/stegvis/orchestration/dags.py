"""What all our DAGs have in common: id, owner, tags, dates, retries by cause."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pendulum
from airflow.sdk import DAG, ExceptionRetryPolicy, RetryAction, RetryRule, get_parsing_context

from stegvis.adapters.municipality_files import municipality_slugs
from stegvis.orchestration.timetable import SwedishWorkingDays
from stegvis.settings import include_dir

OWNER = "data-team"
STAGES = ("receive", "screen", "offer", "remind", "collect", "publish", "approve")
FIRST_DAY = pendulum.datetime(2026, 1, 1, tz="Europe/Stockholm")

# A connection or a lock may be free a moment later; everything else stays as it
# is however often it is tried.
RETRY_BY_CAUSE = ExceptionRetryPolicy(
    rules=[
        RetryRule(
            exception=["stegvis.errors.WarehouseUnavailable", ConnectionError, TimeoutError],
            action=RetryAction.RETRY,
            retry_delay=timedelta(minutes=1),
            reason="the other side may answer again",
        ),
        RetryRule(
            exception=Exception,
            action=RetryAction.FAIL,
            reason="it would only fail again",
        ),
    ]
)


def slugs() -> tuple[str, ...]:
    """Every municipality that has a file; no file is opened for it."""
    return municipality_slugs(include_dir(os.environ))


def slugs_for(name: str) -> tuple[str, ...]:
    """The municipalities whose DAG called ``name`` has to be built.

    A process that runs one task builds the one DAG it needs and no other;
    whoever reads the files to schedule them builds all.
    """
    wanted = get_parsing_context().dag_id
    return tuple(slug for slug in slugs() if wanted in (None, f"{name}__{slug}"))


def municipal_dag(stage: str, slug: str, *, schedule: Any, doc_md: str, name: str = "") -> DAG:
    """The DAG of one stage and one municipality, called ``<name or stage>__<slug>``.

    One at a time, so that two runs never meet in the same rows; no catch-up,
    since every stage takes what is due by now and a missed run heals.
    """
    return DAG(
        dag_id=f"{name or stage}__{slug}",
        schedule=schedule,
        start_date=FIRST_DAY,
        catchup=False,
        max_active_runs=1,
        doc_md=doc_md,
        tags=["stegvis", stage, slug],
        default_args={
            "owner": OWNER,
            "retries": 3,
            "retry_delay": timedelta(minutes=5),
            "retry_policy": RETRY_BY_CAUSE,
            "execution_timeout": timedelta(hours=2),
        },
    )


def on_working_days(slug: str, *times: str) -> SwedishWorkingDays:
    """On the municipality's working days, at these Swedish times."""
    return SwedishWorkingDays(slug, times)
