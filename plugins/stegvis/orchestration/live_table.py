"""What ``make demo-live`` shows of Airflow's work: each run, and what woke it."""

from __future__ import annotations

from collections import Counter

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from stegvis.orchestration.live_client import Run, Task

_WOKEN_BY = {"asset_triggered": "an asset", "manual": "hand", "scheduled": "the clock"}


def show_runs(runs: list[Run], tasks: list[Task], console: Console) -> None:
    """Print one line per run: its DAG, what woke it, tasks done and skipped, seconds."""
    table = Table(box=SIMPLE_HEAD, collapse_padding=True)
    table.add_column("DAG run")
    table.add_column("woken by")
    for title in ("tasks", "skipped", "seconds"):
        table.add_column(title, justify="right")
    for run in runs:
        # Runs of several DAGs have the same id where the clock has woken them at one time.
        own = (run.dag_id, run.run_id)
        states = Counter(task.state for task in tasks if (task.dag_id, task.run_id) == own)
        table.add_row(
            run.dag_id,
            _WOKEN_BY.get(run.woken_by, run.woken_by),
            str(states.total() - states["skipped"]),
            str(states["skipped"]),
            f"{_seconds(run):.1f}",
        )
    console.print(table)


def _seconds(run: Run) -> float:
    if run.started is None or run.ended is None:
        return 0.0
    return (run.ended - run.started).total_seconds()
