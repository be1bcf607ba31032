"""Worklists that were written, what they remind of, and the answers that came back in them."""

from sqlalchemy import ForeignKeyConstraint

from stegvis.adapters.warehouse.schema.declaration import (
    ACCOUNTABILITY,
    CASES,
    day,
    flag,
    index,
    instant,
    recorded_at,
    table,
    whole,
    words,
)

worklist = table(
    "worklist",
    "A worklist that was written for a caseworker.",
    CASES,
    words("list_id", "Signed id that the workbook carries."),
    day("as_of", "Day of the list."),
    words("unit", "Unit.", missing=True),
    words("caseworker", "Caseworker; missing on a unit's list.", missing=True),
    words("path", "Path below the municipality's output folder."),
    instant("created_at", "When it was first written."),
    index("worklist", "as_of"),
    key=("list_id",),
)

worklist_line = table(
    "worklist_line",
    "A line of a worklist and the task that it asks about.",
    CASES,
    words("list_id", "Worklist."),
    whole("line_number", "1 is the first line."),
    words("task_id", "Task."),
    ForeignKeyConstraint(
        ["municipality_code", "list_id"],
        ["worklist.municipality_code", "worklist.list_id"],
        deferrable=True,
        initially="DEFERRED",
    ),
    index("worklist_line", "task_id"),
    key=("list_id", "line_number"),
)

answer = table(
    "answer",
    "Ledger: what a person answered.",
    ACCOUNTABILITY,
    words("answer_id", "Hash of list, task, field and value; the same answer is not added."),
    words("task_id", "Task that was asked about."),
    words("field", "Field of the worklist."),
    words("value", "What was answered; no free text about a person's health."),
    words("answered_by", "Who answered."),
    instant("answered_at", "When, as the workbook says."),
    recorded_at(),
    words("list_id", "Worklist that it was answered in."),
    index("answer", "task_id", "field", "answered_at"),
    index("answer", "recorded_at"),
    key=("answer_id",),
)

answer_error = table(
    "answer_error",
    "Ledger: a row of an answered workbook that could not be read. Never the value.",
    ACCOUNTABILITY,
    words("error_id", "Hash of file, row and rule."),
    words("file_sha256", "SHA-256 of the workbook."),
    words("list_id", "Worklist, where it could be read.", missing=True),
    whole("row_number", "Row of the workbook; 0 is the workbook as a whole."),
    words("field", "Field; missing for the row as a whole.", missing=True),
    words("reason", "Code of what is wrong."),
    recorded_at(),
    key=("error_id",),
)

task_reminder = table(
    "task_reminder",
    "Ledger: a reminder of a promise about time, to a caseworker or to the unit that leads.",
    CASES,
    words("reminder_id", "Hash of task, step and moment; the same reminder is not added."),
    words("task_id", "Task that is reminded of."),
    words("step", "after_<amount of the clock> | last_list | overdue."),
    whole("step_number", "1 is the promise's first reminder."),
    instant("about_at", "The moment that it is about; it stands on the last list before it."),
    flag("to_lead", "Whether the unit that leads was told, or the caseworker reminded."),
    words("unit", "Unit that was told."),
    words("caseworker", "Caseworker who was reminded; missing where the lead was.", missing=True),
    words("said", "What the list says, in Swedish. No name, number or address."),
    instant("at", "When it first stood on a list."),
    recorded_at(),
    index("task_reminder", "task_id"),
    key=("reminder_id",),
)
