"""What there is to do now, before it is compared with the tasks that exist.

A wanted task is a row: its kind, whom it is about, what makes it a task of
its own, and what its list says. ``reconcile`` turns wanted rows into events.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from stegvis.domain.clock import WorkCalendar, WorkingDays, working_days_due
from stegvis.domain.clock_columns import STOCKHOLM_DTYPE
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme
from stegvis.domain.tasks.kinds import TaskKind

COLUMNS: dict[str, Any] = {
    "kind": "str",
    "programme_id": "str",
    "person_id": "str",
    "household_id": "str",
    "case_id": "str",
    "fact": "str",
    "cycle": "str",
    "unit": "str",
    "caseworker": "str",
    "due_at": STOCKHOLM_DTYPE,
    "due_follows_facts": "bool",
    "priority": "Int64",
    "legal_basis": "str",
    "source_rule": "str",
    "title": "str",
    "explanation": "str",
    "ended": "str",
    "may_open": "bool",
}
"""Columns of wanted tasks.

``person_id`` is missing for what concerns a case or the municipality.
``cycle`` names the business fact behind the task (an application, an offer, a
letter), and is empty where the cause itself comes and goes. With
``due_follows_facts`` the due time comes from a promise or a date, and a new
one moves a running deadline; otherwise it is so many working days after the
opening, and only the calendar moves it. ``ended`` is missing while the task is
wanted, else why not; a row that is ended opens nothing and closes what is
open. Without ``may_open`` a task that stands goes on, but none is opened. An
``explanation`` is one or more sentences, each on its own line.
"""

_EMPTY_TEXT = ("programme_id", "fact", "cycle", "unit", "caseworker")


@dataclass(frozen=True)
class TaskSetting:
    """Where and when tasks are generated.

    ``now`` is aware; what is due is due by it, so a missed run heals.
    """

    municipality: Municipality
    programmes: tuple[Programme, ...]
    calendar: WorkCalendar
    now: datetime

    def due_after_opening(self, kind: TaskKind) -> datetime:
        """When a task of the kind that opens now is due, if nothing else says it."""
        return working_days_due(self.now, WorkingDays(kind.due_working_days), self.calendar)

    def programme_name(self, programme_id: str) -> str:
        """The programme's Swedish name; its id if it is no longer among the programmes."""
        names = {programme.programme_id: programme.name for programme in self.programmes}
        return names.get(programme_id, programme_id)


def wanted_tasks(kind: TaskKind, rows: pd.DataFrame, setting: TaskSetting) -> pd.DataFrame:
    """``rows`` as wanted tasks of one kind, with what the kind says filled in.

    Args:
        kind: Its title, basis and priority stand on every row.
        rows: Some of ``COLUMNS``; the rest is filled in. Other columns are left out.
        setting: Gives the due time where ``rows`` has none, or a missing one.
    """
    filled: dict[str, Any] = {
        "kind": kind.kind,
        "title": kind.title,
        "legal_basis": kind.legal_basis,
        "priority": kind.priority,
        "source_rule": kind.source,
        "due_at": pd.Series(pd.NaT, index=rows.index, dtype=STOCKHOLM_DTYPE),
        "may_open": True,
        **dict.fromkeys(_EMPTY_TEXT, ""),
    }
    tasks = rows.assign(**{name: value for name, value in filled.items() if name not in rows})
    tasks = tasks.assign(due_follows_facts=tasks["due_at"].notna())
    tasks = tasks.reindex(columns=list(COLUMNS)).astype(COLUMNS)
    tasks["due_at"] = tasks["due_at"].fillna(pd.Timestamp(setting.due_after_opening(kind)))
    return tasks.fillna(dict.fromkeys(_EMPTY_TEXT, ""))


def no_tasks() -> pd.DataFrame:
    """A frame of wanted tasks without rows."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS.items()})


def together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Wanted tasks of several kinds in one frame."""
    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled, ignore_index=True) if filled else no_tasks()
