"""One chain of DAG runs through a running Airflow, from a receive by hand to the last remind."""

from __future__ import annotations

import time
from collections.abc import Sequence

from stegvis.errors import StegvisError
from stegvis.orchestration.live_client import AirflowClient, Run
from stegvis.orchestration.processes import Processes

PATIENCE_SECONDS = 1800
BY_ASSETS = ("screen", "offer", "remind")
STAGES = ("receive", *BY_ASSETS, "publish")
_POLL_SECONDS = 1.0
_QUIET_SECONDS = 6.0
"""Longer than the scheduler needs to see an asset and start what it wakes."""


class ChainError(StegvisError):
    """A DAG run did not succeed, or one that was expected never came."""

    exit_code = 1


class Chain:
    """The DAGs of some municipalities in a running Airflow."""

    def __init__(self, client: AirflowClient, slugs: Sequence[str], processes: Processes) -> None:
        self._client = client
        self._slugs = slugs
        self._processes = processes
        self._deadline = time.monotonic() + PATIENCE_SECONDS

    def run(self) -> None:
        """Receive, and wait for what assets wake; then let the clock wake the weekly close.

        A DAG that has a cron is woken for the newest time that has passed as soon as it may run.

        Raises:
            ChainError: A run failed, a stage was not woken by an asset, or it takes too long.
            ProcessError: A server or a part of Airflow has ended.
        """
        self._wait_for_dags()
        self._unpause("receive", *BY_ASSETS)
        for slug in self._slugs:
            self._client.trigger(f"receive__{slug}")
        self._wait_for("receive", *BY_ASSETS)
        self._unpause("publish")
        self._wait_for("publish")
        self._require_assets()

    def _wait_for_dags(self) -> None:
        expected = {f"{stage}__{slug}" for stage in STAGES for slug in self._slugs}
        while not expected <= self._client.dag_ids():
            self._pause("Airflow to read the DAG files")

    def _unpause(self, *stages: str) -> None:
        self._client.unpause(f"{stage}__{slug}" for stage in stages for slug in self._slugs)

    def _wait_for(self, *stages: str) -> None:
        """Until each stage has a run for each municipality, and all has been over for a while."""
        expected = {f"{stage}__{slug}" for stage in stages for slug in self._slugs}
        seen: list[Run] = []
        since = time.monotonic()
        while True:
            runs = self._client.runs()
            self._require_success(runs)
            if runs != seen:
                seen, since = runs, time.monotonic()
            waited_for = expected - {run.dag_id for run in runs if run.is_over}
            waited_for |= {run.dag_id for run in runs if not run.is_over}
            if not waited_for and time.monotonic() - since > _QUIET_SECONDS:
                return
            self._pause(", ".join(sorted(waited_for)) or "the end")

    def _require_success(self, runs: list[Run]) -> None:
        failed = [run for run in runs if run.state == "failed"]
        if failed:
            tasks = [task for task in self._client.tasks() if task.state == "failed"]
            raise ChainError(
                f"{', '.join(run.dag_id for run in failed)} failed; success was expected. Failed "
                f"tasks: {', '.join(f'{task.dag_id}.{task.task_id}' for task in tasks)}. Their "
                "logs, in airflow/logs of the demo's folder, say why; docs/runbook.md says what "
                "to do."
            )

    def _require_assets(self) -> None:
        woken = {run.dag_id for run in self._client.runs() if run.woken_by == "asset_triggered"}
        expected = {f"{stage}__{slug}" for stage in BY_ASSETS for slug in self._slugs}
        if not expected <= woken:
            raise ChainError(
                f"{', '.join(sorted(expected - woken))} was not woken by an asset, as was expected."
            )

    def _pause(self, for_what: str) -> None:
        self._processes.require_all()
        if time.monotonic() > self._deadline:
            raise ChainError(
                f"The chain was not over after {PATIENCE_SECONDS / 60:.0f} minutes; "
                f"it waited for {for_what}."
            )
        time.sleep(_POLL_SECONDS)
