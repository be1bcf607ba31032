"""What all our DAGs have in common: id, owner, tags, dates, retries by cause."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pendulum
from airflow.sdk import (
    DAG,
    ExceptionRetryPolicy,
    RetryAction,
    RetryRule,
    get_parsing_context,
)
from airflow.sdk.definitions.callback import SyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference

from stegvis.adapters.municipality_files import municipality_slugs
from stegvis.orchestration.alerts import run_late, task_failed
from stegvis.orchestration.timetable import SwedishWorkingDays
from stegvis.settings import include_dir

OWNER = "data-team"
STAGES = ("receive", "screen", "offer", "remind", "collect", "publish", "retention", "approve")
FIRST_DAY = pendulum.datetime(2026, 1, 1, tz="Europe/Stockholm")

OVER_WITHIN = {
    "receive": timedelta(hours=1),
    "collect": timedelta(minutes=30),
    "screen": timedelta(minutes=45),
    "offer": timedelta(hours=1),
    "remind": timedelta(minutes=25),
    "publish": timedelta(hours=1),
}
"""How long after it was queued a run is late; of what waits for a person nothing is said.
Lists are made at half past seven and opened at eight, hence remind's time."""

# A connection or a lock may be free a moment later; everything else stays as it
# is however often it is tried.
RETRY_BY_CAUSE = ExceptionRetryPolicy(
    rules=[
        RetryRule(
            exception=[
                "stegvis.errors.WarehouseUnavailable",
                "stegvis.errors.InboxUnavailable",
                ConnectionError,
                TimeoutError,
            ],
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
        deadline=_deadline(stage),
        default_args={
            "owner": OWNER,
            "retries": 3,
            "retry_delay": timedelta(minutes=5),
            "retry_policy": RETRY_BY_CAUSE,
            "on_failure_callback": task_failed,
            "execution_timeout": timedelta(hours=2),
        },
    )


def _deadline(stage: str) -> list[DeadlineAlert]:
    """The alert for a run of this stage that is not over in time."""
    if stage not in OVER_WITHIN:
        return []
    queued, callback = DeadlineReference.DAGRUN_QUEUED_AT, SyncCallback(run_late)
    return [DeadlineAlert(reference=queued, interval=OVER_WITHIN[stage], callback=callback)]


def on_working_days(slug: str, *times: str) -> SwedishWorkingDays:
    """On the municipality's working days, at these Swedish times."""
    return SwedishWorkingDays(slug, times)
