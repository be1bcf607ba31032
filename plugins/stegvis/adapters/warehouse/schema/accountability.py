"""Who did what with people's data, and what has been purged. Ledgers without the data itself."""

from sqlalchemy import CheckConstraint

from stegvis.adapters.warehouse.schema.declaration import (
    ACCOUNTABILITY,
    day,
    index,
    instant,
    recorded_at,
    table,
    whole,
    words,
)

AUDITED = (
    "letter_released",
    "answer",
    "approval",
    "override",
    "explanation",
    "export",
)
PURGE_EVENTS = ("planned", "approved", "refused", "begun", "done")
STAGES = ("planned", "purged")


def _one_of(column: str, codes: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{code}'" for code in codes)
    return CheckConstraint(f"{column} in ({listed})", name=column)


audit_event = table(
    "audit_event",
    "Ledger: who did what in which case, never the data itself (X9). The database refuses "
    "to change or delete a row.",
    ACCOUNTABILITY,
    words("audit_id", "Hash of the business facts; the same event again is not added."),
    words("event", " | ".join(AUDITED)),
    instant("at", "When it was done."),
    words("by", "Who did it; missing if the program did.", missing=True),
    words("case_reference", "Case number, where it is about a case.", missing=True),
    words("subject_kind", "What the subject is: letter, task, offer, delivery, batch, file …"),
    words("subject_id", "Id of what it was done with, as its own table or folder knows it."),
    recorded_at(),
    _one_of("event", AUDITED),
    index("audit_event", "at"),
    index("audit_event", "case_reference", "at"),
    key=("audit_id",),
)

purge_event = table(
    "purge_event",
    "Ledger: what became of a proposal to purge (X5).",
    ACCOUNTABILITY,
    words("plan_id", "Hash of the day and of what was counted."),
    words("event", " | ".join(PURGE_EVENTS)),
    day("as_of", "Five years, or the days of a working file, have passed by this day."),
    words("by", "Who said so; missing if the program did.", missing=True),
    instant("at", "When."),
    _one_of("event", PURGE_EVENTS),
    key=("plan_id", "event"),
)

purge_count = table(
    "purge_count",
    "Ledger: how many rows or files a proposal counted, and how many went (X5).",
    ACCOUNTABILITY,
    words("plan_id", "Proposal."),
    words("stage", " | ".join(STAGES)),
    words("name", "Table, or kind of file as files/letters."),
    words("reason", "Why they go, or why people are kept."),
    whole("rows_count", "Rows or files."),
    _one_of("stage", STAGES),
    key=("plan_id", "stage", "name", "reason"),
)
