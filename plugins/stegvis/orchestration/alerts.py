"""One line for each cause of trouble, however many DAGs it strikes.

When the warehouse is away every municipality's every stage fails. Whoever is on
call needs one line for that, not forty. The first failure of a cause on a day
writes the line; later ones are told by Airflow's own pages alone.

A line holds no personal data: the messages of our own errors never do, and of
any other error only its kind and the place in our code are told.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from stegvis.domain.clock import STOCKHOLM
from stegvis.errors import StegvisError

ALERTS: dict[str, str] = {
    "WarehouseUnavailable": "warehouse-unavailable",
    "WarehouseError": "warehouse-refuses",
    "SettingsError": "settings",
    "MunicipalityFileError": "decided-file",
    "ProgrammeFileError": "decided-file",
    "CalendarError": "calendar",
    "DeliveryMissing": "delivery-missing",
    "ScreeningIncomplete": "screening-incomplete",
    "LetterError": "letter",
    "AnswerFileError": "answer-file",
    "MetricError": "metric",
    "OSError": "connection",
    "AirflowTaskTimeout": "too-slow",
    "MemoryError": "killed",
    "NoneType": "killed",
}
"""Kind of error, or of its nearest ancestor here → heading in docs/runbook-alerts.md."""

DEFECT, LATE = "defect", "late"
"""Headings for an error of any other kind, and for a run that is not over in time."""

_OURS = f"{os.sep}stegvis{os.sep}"
_log = logging.getLogger("stegvis.alerts")


@dataclass(frozen=True)
class Alert:
    """One cause, as it is told.

    Attributes:
        alert: Heading in docs/runbook-alerts.md.
        said: What went wrong, in a sentence without personal data.
        first: DAG and task that met it first.
        cause: Equal for all that have the same cause.
    """

    alert: str
    said: str
    first: str
    cause: str


def alert_of(error: BaseException | None, first: str) -> Alert:
    """What to tell of a task that failed with ``error``; without one it was killed."""
    kinds = [kind.__name__ for kind in type(error).__mro__]
    alert = next((ALERTS[kind] for kind in kinds if kind in ALERTS), DEFECT)
    if error is None:
        said = "A task has ended without a word: its worker was stopped, or ran out of memory."
    elif isinstance(error, StegvisError):
        said = str(error)
    else:
        said = f"{kinds[0]} in {_place(error)}"
    return Alert(alert, said, first, _cause(alert, said))


def late(dag_id: str) -> Alert:
    """What to tell of a DAG run that is not over in time: once a stage, not once a DAG."""
    stage = dag_id.partition("__")[0]
    said = f"{stage} was not over in time. Other municipalities may be late too."
    return Alert(LATE, said, dag_id, _cause(LATE, stage))


def tell(alert: Alert, folder: Path, now: datetime) -> bool:
    """Write the alert's line unless its cause has had one today; whether it was written.

    Args:
        alert: What to tell.
        folder: Where ``<date>.jsonl`` is kept, and a mark for each cause.
        now: Aware instant.
    """
    day = f"{now.astimezone(STOCKHOLM):%Y-%m-%d}"
    marks = folder / day
    marks.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        # Of several workers that meet the same cause at once, one makes the mark.
        (marks / alert.cause).touch(exist_ok=False)
    except FileExistsError:
        return False
    line = json.dumps({"at": now.isoformat(timespec="seconds")} | asdict(alert), ensure_ascii=False)
    _append(folder / f"{day}.jsonl", line)
    _log.error("%s: %s (first in %s)", alert.alert, alert.said, alert.first)
    return True


def _cause(*parts: str) -> str:
    # Imported late: whoever reads DAG files reads this module and needs no pandas.
    from stegvis.domain.pseudonyms import short_hash

    return short_hash(*parts)


def _append(file: Path, line: str) -> None:
    """Add one line in one write, so that lines of several workers never mix."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode())
    finally:
        os.close(descriptor)


def _place(error: BaseException) -> str:
    """Where in our code it came from; a message of a library's may hold a person's value."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _OURS in frame.filename] or frames
    if not ours:
        return "an unknown place"
    return f"{Path(ours[-1].filename).name}, line {ours[-1].lineno}, {ours[-1].name}"


def folder() -> Path:
    """Where alerts are kept: ``alerts/`` of STEGVIS_DATA, which every worker shares.

    Where that is not set, which is an alert itself, in Airflow's home.
    """
    home = os.environ.get("AIRFLOW_HOME") or str(Path.home() / "airflow")
    return Path(os.environ.get("STEGVIS_DATA") or home) / "alerts"


def task_failed(context: Any) -> None:
    """Airflow's failure callback: tries are used up, or another would not help."""
    task = context["ti"]
    error = context.get("exception")
    error = error if isinstance(error, BaseException) else None
    tell(alert_of(error, f"{task.dag_id}.{task.task_id}"), folder(), datetime.now(STOCKHOLM))


def run_late(context: Any = None, **more: Any) -> None:
    """Airflow's deadline callback: the run is not over in time."""
    tell(late(context["dag_run"]["dag_id"]), folder(), datetime.now(STOCKHOLM))
