"""Reminding: bring the tasks in line with what there is to do, and remind of promises.

It may run any number of times; a morning that was missed heals at the next.
"""

from __future__ import annotations

import pandas as pd
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import append, read_frame, tables
from stegvis.domain.tasks.calendar_tasks import calendar_tasks
from stegvis.domain.tasks.follow_ups import follow_up_tasks
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.letter_tasks import letter_tasks
from stegvis.domain.tasks.offer_tasks import offer_tasks, place_tasks
from stegvis.domain.tasks.promises import promise_tasks
from stegvis.domain.tasks.protected_tasks import protected_tasks
from stegvis.domain.tasks.reconcile import Standing, task_events
from stegvis.domain.tasks.reminders import due_reminders
from stegvis.domain.tasks.unknown_facts import unknown_fact_tasks
from stegvis.domain.tasks.wanted import TaskSetting, together
from stegvis.steps.context import StepContext
from stegvis.steps.worklists.task_state import TaskState, own_rows, read_task_state


def remind(context: StepContext) -> int:
    """Append what has happened to tasks, and the reminders; returns how many events are new."""
    with context.warehouse.begin() as connection:
        state = read_task_state(context, connection)
        standing = Standing(
            tasks=state.tasks,
            judged=KINDS if state.run_id else (),
            present=state.present,
            protected=set(state.protected["person_id"]),
            known_again=_known_again(context, connection, state),
            not_known=state.not_known,
            calendar=context.calendar,
        )
        wanted = _wanted(setting_of(context), state)
        events = task_events(context.municipality.code, wanted, standing, context.now)
        new = append(connection, tables.task_event, events) if len(events) else 0
        _remind_of_promises(context, connection)
        return new


def _remind_of_promises(context: StepContext, connection: Connection) -> None:
    """Write down the reminders that belong to the list of this morning, each once."""
    setting = setting_of(context)
    kinds = {clock.task for programme in context.programmes for clock in programme.clocks}
    task = tables.task.columns
    if not kinds:
        return
    query = own_rows(context, "task").where(task.status == "open", task.kind.in_(kinds))
    reminders = due_reminders(read_frame(connection, query), setting)
    if len(reminders):
        append(connection, tables.task_reminder, reminders)


def setting_of(context: StepContext) -> TaskSetting:
    """The surroundings of tasks at ``context.now``."""
    return TaskSetting(context.municipality, context.programmes, context.calendar, context.now)


def _wanted(setting: TaskSetting, state: TaskState) -> pd.DataFrame:
    """Everything there is to do. Protected people stand in one kind of task only [X2]."""
    shown = state.shown
    # What is offered to somebody who has left the extract asks for nothing any more.
    offers = state.offers[state.offers["person_id"].isin(state.present)]
    applications = state.applications[state.applications["person_id"].isin(shown["person_id"])]
    return together(
        [
            unknown_fact_tasks(state.unknown, state.results, shown, setting),
            promise_tasks(applications, state.results, setting, state.clarified),
            offer_tasks(offers, state.letters, shown, setting),
            letter_tasks(state.letters, offers, shown, setting),
            place_tasks(offers, shown, setting),
            follow_up_tasks(state.placed, shown, setting),
            protected_tasks(state.results, state.protected, setting),
            calendar_tasks(setting),
        ]
    )


def _known_again(context: StepContext, connection: Connection, state: TaskState) -> set[str]:
    """Done tasks whose fact a later screening knew.

    Then its being unknown now is a new business fact. A screening knew a fact
    if it asked for it (someone lacked it), saw the person, and did not say
    that this person lacked it.
    """
    done = state.tasks[(state.tasks["status"] == "done") & (state.tasks["fact"].fillna("") != "")]
    if done.empty:
        return set()
    people = list(done["person_id"].dropna().unique())
    seen = _rows_about(context, connection, "screening_result", people, "as_of")
    lacked = _rows_about(context, connection, "screening_unknown", people, "fact")
    pairs = done[["task_id", "person_id", "programme_id", "fact", "done_at"]]
    later = pairs.merge(seen, on=["person_id", "programme_id"])
    later = later[later["as_of"] > later["done_at"].dt.tz_localize(None)]
    both = later.merge(
        lacked, on=["run_id", "programme_id", "person_id", "fact"], how="left", indicator=True
    )
    return set(both.loc[both["_merge"] == "left_only", "task_id"])


def _rows_about(
    context: StepContext, connection: Connection, name: str, people: list[str], column: str
) -> pd.DataFrame:
    query = own_rows(context, name, "run_id", "programme_id", "person_id", column)
    return read_frame(connection, query.where(tables[name].columns.person_id.in_(people)))
