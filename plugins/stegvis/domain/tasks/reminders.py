"""Reminders of the promises about time, to the caseworker and to whoever leads [T1, V1].

The caseworker is reminded when the programme's file says, and whoever leads
gets to know on the last list before the promise runs out, and when it has. A
reminder belongs to the last list before its moment, so one that falls on a
Saturday stands on Friday's list, and one that a missed run passed over comes
with the next run. Each is kept once, under what it is about.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pandas as pd

from stegvis.domain.clock import STOCKHOLM, working_hours_before
from stegvis.domain.programmes import Clock, Programme
from stegvis.domain.pseudonyms import short_hash
from stegvis.domain.tasks.list_times import next_list_read_at
from stegvis.domain.tasks.unknown_facts import lead_unit
from stegvis.domain.tasks.wanted import TaskSetting
from stegvis.domain.tasks.wording import swedish_day, swedish_moment

LAST_LIST, OVERDUE = "last_list", "overdue"
LAST_LIST_SAID = "Löftet går ut före nästa lista. Enhetens ledning har fått veta det."
OVERDUE_SAID = "Löftet har gått ut. Enhetens ledning har fått veta det."

Task = Mapping[Hashable, Any]


def due_reminders(tasks: pd.DataFrame, setting: TaskSetting) -> pd.DataFrame:
    """Every reminder that belongs to a list made now, or earlier, about open promises.

    Args:
        tasks: Open tasks: ``task_id, programme_id, kind, unit, caseworker, due_at``.
        setting: Municipality, programmes and moment.

    Returns:
        Rows of ``task_reminder``, the same row for the same reminder whenever asked.
    """
    rows: list[dict[str, object]] = []
    until = next_list_read_at(setting.now, setting.calendar)
    for programme, clock in _headlines(setting.programmes):
        own = (tasks["programme_id"] == programme.programme_id) & (tasks["kind"] == clock.task)
        for task in tasks[own].to_dict("records"):
            rows += _of_task(task, clock, until, setting)
    return pd.DataFrame(rows)


def newest_reminders(reminders: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """What the list says of each promise: ``task_id, said``, the newest reminder of it.

    What was said of a deadline that has moved since is left out.

    Args:
        reminders: Rows of ``task_reminder``.
        tasks: Open tasks: ``task_id, due_at``.
    """
    told = reminders.merge(tasks[["task_id", "due_at"]], on="task_id")
    told = told[~told["step"].isin((LAST_LIST, OVERDUE)) | (told["about_at"] == told["due_at"])]
    told = told.sort_values(["at", "step_number", "about_at"], kind="stable")
    return told.drop_duplicates("task_id", keep="last")[["task_id", "said"]]


def _headlines(programmes: tuple[Programme, ...]) -> Iterator[tuple[Programme, Clock]]:
    """The clock that each promise's task is due by."""
    for programme in programmes:
        for kind in dict.fromkeys(clock.task for clock in programme.clocks):
            clocks = [clock for clock in programme.clocks if clock.task == kind]
            yield programme, next((clock for clock in clocks if clock.headline), clocks[0])


def _of_task(
    task: Task, clock: Clock, until: datetime, setting: TaskSetting
) -> Iterator[dict[str, object]]:
    due_at = task["due_at"].to_pydatetime().astimezone(STOCKHOLM)
    for number, amount in enumerate(sorted(clock.remind_after), start=1):
        moment = _moment(clock, amount, due_at, setting)
        if moment < until:
            said = _said(clock, amount, moment)
            yield _row(task, (f"after_{amount}", number), moment, said, None, setting)
    lead, last = lead_unit(setting), len(clock.remind_after)
    if setting.now <= due_at < until:
        yield _row(task, (LAST_LIST, last + 1), due_at, LAST_LIST_SAID, lead, setting)
    if due_at < setting.now:
        yield _row(task, (OVERDUE, last + 2), due_at, OVERDUE_SAID, lead, setting)


def _moment(clock: Clock, amount: int, due_at: datetime, setting: TaskSetting) -> datetime:
    """When so much of the promise's time has passed, counted back from its due time."""
    left = clock.amount - amount
    match clock.counts:
        case "elapsed_hours":
            return (due_at.astimezone(UTC) - timedelta(hours=left)).astimezone(STOCKHOLM)
        case "working_hours":
            return working_hours_before(due_at, left, setting.calendar)
    day = setting.calendar.add_working_days(due_at.date(), -left)
    return datetime.combine(day, time(), STOCKHOLM)


def _said(clock: Clock, amount: int, moment: datetime) -> str:
    if clock.counts == "working_days":
        return f"Påminnelse: arbetsdag {amount} av {clock.amount}, {swedish_day(moment.date())}."
    return f"Påminnelse: {amount} av {clock.amount} timmar, {swedish_moment(moment)}."


def _row(
    task: Task,
    step: tuple[str, int],
    about_at: datetime,
    said: str,
    lead: str | None,
    setting: TaskSetting,
) -> dict[str, object]:
    name, number = step
    about = about_at.astimezone(UTC).isoformat()
    return {
        "municipality_code": setting.municipality.code,
        "reminder_id": short_hash("task_reminder", str(task["task_id"]), name, about),
        "task_id": task["task_id"],
        "step": name,
        "step_number": number,
        "about_at": about_at,
        "to_lead": lead is not None,
        "unit": lead or task["unit"],
        "caseworker": None if lead else task["caseworker"],
        "said": said,
        "at": setting.now,
        "recorded_at": setting.now,
    }
