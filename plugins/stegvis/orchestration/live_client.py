"""Airflow's API as ``make demo-live`` uses it: who started what, and how it ended."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_PAGE = 100
"""Airflow gives no more lines at a time."""

_OVER = ("success", "failed")


@dataclass(frozen=True)
class Run:
    """A DAG run. ``woken_by`` is ``asset_triggered``, ``manual`` or ``scheduled``."""

    dag_id: str
    run_id: str
    woken_by: str
    state: str
    started: datetime | None
    ended: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether it has succeeded or failed."""
        return self.state in _OVER


@dataclass(frozen=True)
class Task:
    """One task of a run, or one of its copies; ``seconds`` is missing if it never ran."""

    dag_id: str
    run_id: str
    task_id: str
    state: str
    seconds: float | None


class AirflowClient:
    """A person who is logged in."""

    def __init__(self, address: str, username: str, password: str) -> None:
        self._address = address
        self._token = ""
        who = {"username": username, "password": password}
        self._token = self._ask("POST", "/auth/token", who)["access_token"]

    def dag_ids(self) -> set[str]:
        """The DAGs that Airflow has read so far."""
        return {dag["dag_id"] for dag in self._all("/api/v2/dags", "dags")}

    def unpause(self, dag_ids: Iterable[str]) -> None:
        """Let these DAGs be woken."""
        for dag_id in dag_ids:
            self._ask("PATCH", f"/api/v2/dags/{dag_id}", {"is_paused": False})

    def trigger(self, dag_id: str) -> None:
        """Start a run by hand."""
        self._ask("POST", f"/api/v2/dags/{dag_id}/dagRuns", {"logical_date": None})

    def runs(self) -> list[Run]:
        """Every run there is, the oldest first."""
        found = self._all("/api/v2/dags/~/dagRuns", "dag_runs", "&order_by=id")
        return [
            Run(
                run["dag_id"],
                run["dag_run_id"],
                run["run_type"],
                run["state"],
                _instant(run["start_date"]),
                _instant(run["end_date"]),
            )
            for run in found
        ]

    def tasks(self) -> list[Task]:
        """Every task of every run."""
        found = self._all("/api/v2/dags/~/dagRuns/~/taskInstances", "task_instances")
        return [
            Task(
                task["dag_id"],
                task["dag_run_id"],
                task["task_id"],
                str(task["state"]),
                task["duration"],
            )
            for task in found
        ]

    def _all(self, path: str, name: str, more: str = "") -> list[dict[str, Any]]:
        """Every line, page by page."""
        lines: list[dict[str, Any]] = []
        while True:
            page = self._ask("GET", f"{path}?limit={_PAGE}&offset={len(lines)}{more}")
            lines += page[name]
            if len(page[name]) < _PAGE:
                return lines

    def _ask(self, method: str, path: str, said: Any = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        asked = urllib.request.Request(  # noqa: S310 - our own loopback address
            self._address + path,
            data=None if said is None else json.dumps(said).encode(),
            headers=headers,
            method=method,
        )
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            return json.load(answer)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
