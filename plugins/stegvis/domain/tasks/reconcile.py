"""What is wanted, compared with the tasks that exist, becomes events.

Rules that hold however often and however late this is run:

* A task is known by municipality, kind, subject, fact and cycle, so the same
  wish twice is one task.
* A task whose cause is gone closes itself and says why. A closed or done task
  is never opened again: if the cause comes back, that is a new cycle.
* A done task whose cause has never been away since stays done.
* A dismissed task is left alone until its stated end.
* A running deadline follows what it is counted from, the work calendar
  included, and every move is an event of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.clock import WorkCalendar, WorkingDays, working_days_due
from stegvis.domain.clock_columns import STOCKHOLM_DTYPE, over_distinct
from stegvis.domain.pseudonyms import short_hash
from stegvis.domain.tasks.kinds import HANDED_OVER, KINDS, LEFT_THE_EXTRACT, NOT_NEEDED

_OPENED = (
    "kind",
    "programme_id",
    "case_reference",
    "person_id",
    "household_id",
    "fact",
    "unit",
    "caseworker",
    "due_at",
    "priority",
    "legal_basis",
    "source_rule",
    "title",
    "explanation",
)
_MOVED = ("kind", "unit", "caseworker", "due_at", "priority", "explanation", "reason")

NEW_DUE = "sista tiden är omräknad"
NEW_OWNER = "annan handläggare eller enhet"
NEW_WORDS = "skälet är ett annat"


@dataclass(frozen=True)
class Standing:
    """What is already known of tasks and people.

    Attributes:
        tasks: Every task: ``task_id, kind, person_id, status, opened_at,
            due_at, unit, caseworker, explanation, dismissed_until``.
        judged: Kinds that this run has looked at. A kind whose source is
            missing is not judged, so none of its tasks is closed.
        present: People (``person_id``) who still stand in the extracts.
        protected: People whose tasks belong to the restricted unit.
        known_again: Done tasks (``task_id``) whose fact has been known since.
        not_known: Open tasks (``task_id``) whose fact is still not known, so
            that they end for another reason if they end.
        calendar: By which due times are counted from openings.
    """

    tasks: pd.DataFrame
    judged: Collection[str]
    present: Collection[str]
    protected: Collection[str]
    known_again: Collection[str]
    not_known: Collection[str]
    calendar: WorkCalendar


def task_events(
    municipality_code: str, wanted: pd.DataFrame, standing: Standing, now: datetime
) -> pd.DataFrame:
    """The events that bring the tasks in line with what is wanted at ``now``.

    Empty if nothing has changed since the last run.
    """
    tasks = standing.tasks.set_index("task_id")
    current = _with_task_ids(municipality_code, wanted, tasks, standing, now)
    alive = current[current["ended"].isna()]
    known = _among(alive["task_id"], tasks.index)
    frames = [
        _opened(alive[~known & alive["may_open"].to_numpy()]),
        _moved(alive[known], tasks, standing.calendar, now),
        _closed(current, tasks, standing),
    ]
    filled = [frame for frame in frames if not frame.empty]
    if not filled:
        return pd.DataFrame({"task_id": [], "event": []}, dtype="str")
    events = pd.concat(filled, ignore_index=True)
    return events.assign(municipality_code=municipality_code, at=now, recorded_at=now)


def task_id(municipality_code: str, kind: str, subject: str, fact: str, cycle: str) -> str:
    """The id of a task, from what makes it one task (contract 3)."""
    return short_hash("task", municipality_code, kind, subject, fact, cycle)


def _with_task_ids(
    municipality_code: str,
    wanted: pd.DataFrame,
    tasks: pd.DataFrame,
    standing: Standing,
    now: datetime,
) -> pd.DataFrame:
    """``wanted`` with ``task_id``: the newest cycle, and a new one only where that is called for.

    What is ended calls for no new cycle, but may end one.
    """
    finished = _finished(tasks, standing, now)
    settled, pending, number = [], wanted, 1
    while not pending.empty:
        ids = _task_ids(municipality_code, pending, number)
        pending = pending.assign(task_id=ids)
        again = _among(pending["task_id"], finished)
        settled.append(pending[~again])
        pending, number = pending[again], number + 1
    return pd.concat(settled) if settled else wanted.assign(task_id=pd.Series(dtype="str"))


def _finished(tasks: pd.DataFrame, standing: Standing, now: datetime) -> pd.Index:
    """Tasks after which the same wish is a new cycle."""
    over = (tasks["dismissed_until"] <= now).fillna(False).astype(bool)
    finished = (
        (tasks["status"] == "closed")
        | ((tasks["status"] == "dismissed") & over)
        | ((tasks["status"] == "done") & _among(tasks.index, standing.known_again))
    )
    return tasks.index[finished.astype(bool)]


def _task_ids(municipality_code: str, wanted: pd.DataFrame, number: int) -> list[str]:
    columns = (wanted["kind"], _subjects(wanted), wanted["fact"], wanted["cycle"])
    # Lists, since a column of text is slow to go through one by one.
    parts = zip(*(column.tolist() for column in columns), strict=True)
    return [
        task_id(municipality_code, kind, about, fact, f"{cycle}/{number}")
        for kind, about, fact, cycle in parts
    ]


def _subjects(wanted: pd.DataFrame) -> pd.Series:
    """Whom a task is about: a person, else a case, else the municipality itself."""
    case = "case:" + wanted["case_id"].fillna(wanted["household_id"])
    return ("person:" + wanted["person_id"]).fillna(case).fillna("municipality")


def _opened(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    numbers = "U-" + rows["task_id"].str.slice(0, 8).str.upper()
    # What stands for a case without number: the task's own short number (contract 3).
    opened = rows.assign(case_reference=rows["case_id"].fillna(numbers))
    opened = opened[["task_id", *_OPENED]]
    return opened.assign(event="opened", event_key=_event_keys(opened["task_id"], "opened"))


def _moved(
    rows: pd.DataFrame, tasks: pd.DataFrame, calendar: WorkCalendar, now: datetime
) -> pd.DataFrame:
    """Open tasks whose due time, list or explanation has changed.

    The key names the moment, since a task can move there and back again.
    """
    before = tasks.loc[rows["task_id"]].reset_index(drop=True)
    is_open = (before["status"] == "open").to_numpy(dtype=bool)
    rows, before = rows[is_open].reset_index(drop=True), before[is_open].reset_index(drop=True)
    rows = rows.assign(due_at=_due_now(rows, before, calendar))
    changes = {
        NEW_DUE: rows["due_at"] != before["due_at"],
        NEW_OWNER: (rows["unit"] != before["unit"].fillna(""))
        | (rows["caseworker"] != before["caseworker"].fillna("")),
        NEW_WORDS: rows["explanation"].fillna("") != before["explanation"].fillna(""),
    }
    moved = rows.assign(reason=_first_that_holds(changes, rows.index)).dropna(subset=["reason"])
    keys = _event_keys(moved["task_id"], "due_moved", now.isoformat())
    return moved[["task_id", *_MOVED]].assign(event="due_moved", event_key=keys)


def _due_now(rows: pd.DataFrame, before: pd.DataFrame, calendar: WorkCalendar) -> pd.Series:
    """When open tasks are due: by what they follow, else counted again from their opening."""
    due = rows["due_at"].copy()
    counted = ~rows["due_follows_facts"]
    for kind, own in rows[counted].groupby("kind"):
        days = WorkingDays(KINDS[str(kind)].due_working_days)
        opened = before.loc[own.index, "opened_at"]
        due[own.index] = over_distinct(
            opened, partial(working_days_due, days=days, calendar=calendar)
        )
    return due.astype(STOCKHOLM_DTYPE)


def _first_that_holds(changes: Mapping[str, pd.Series], index: pd.Index) -> pd.Series:
    """The first of the reasons that holds for each row; missing where none does."""
    reason = pd.Series(pd.NA, index=index, dtype="str")
    for words, holds in reversed(list(changes.items())):
        reason = reason.mask(holds, words)
    return reason


def _closed(current: pd.DataFrame, tasks: pd.DataFrame, standing: Standing) -> pd.DataFrame:
    """Open tasks of the judged kinds that are wanted no longer."""
    alive = current.loc[current["ended"].isna(), "task_id"]
    open_now = tasks[(tasks["status"] == "open") & _among(tasks["kind"], standing.judged)]
    gone = open_now[~_among(open_now.index, alive)]
    ended = current.dropna(subset=["ended"]).drop_duplicates("task_id").set_index("task_id")
    stated = ended["ended"].reindex(gone.index)
    keys = _event_keys(gone.index.to_series(), "closed")
    return pd.DataFrame(
        {
            "task_id": gone.index,
            "kind": gone["kind"],
            "event": "closed",
            "event_key": keys,
            "reason": _reasons(gone, stated, standing),
        }
    ).reset_index(drop=True)


def _reasons(gone: pd.DataFrame, stated: pd.Series, standing: Standing) -> pd.Series:
    """Why each closes: protection before all, then what is stated, absence, the kind's own."""
    reasons = gone["kind"].map({kind.kind: kind.cause_gone for kind in KINDS.values()})
    reasons = reasons.mask(_among(gone.index, standing.not_known), NOT_NEEDED)
    left = gone["person_id"].notna() & ~_among(gone["person_id"], standing.present)
    reasons = reasons.mask(left, LEFT_THE_EXTRACT)
    reasons = reasons.mask(stated.notna(), stated)
    return reasons.mask(_among(gone["person_id"], standing.protected), HANDED_OVER)


def _among(values: pd.Series | pd.Index, known: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Which values are known; several times faster than ``isin`` for columns of text."""
    listed = set(known)
    return np.array([value in listed for value in values.tolist()], dtype=bool)


def _event_keys(task_ids: pd.Series, event: str, *facts: str) -> list[str]:
    return [short_hash("task_event", task_id, event, *facts) for task_id in task_ids.tolist()]
