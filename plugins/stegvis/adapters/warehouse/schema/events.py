"""The three ledgers of what happens to offers, letters and tasks, and who let letters be made.

Rows are only added, under ``event_key``: a hash of the business facts, so that
the same event written twice is one row. What stands now is read through the
views offer, letter and task.
"""

from sqlalchemy import CheckConstraint

from stegvis.adapters.warehouse.schema.declaration import (
    CASES,
    day,
    flag,
    household_id,
    index,
    instant,
    person_id,
    programme_id,
    recorded_at,
    table,
    whole,
    words,
)

OFFER_EVENTS = (
    "drafted",
    "selected",
    "planned",
    "released",
    "accepted",
    "declined",
    "no_reply",
    "placed",
    "withdrawn",
)
LETTER_EVENTS = ("planned", "rendered", "released", "withdrawn", "failed")
TASK_EVENTS = ("opened", "due_moved", "done", "dismissed", "closed")


def _one_of(column: str, codes: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{code}'" for code in codes)
    return CheckConstraint(f"{column} in ({listed})", name=column)


offer_event = table(
    "offer_event",
    "Ledger: something that happened to an offer.",
    CASES,
    words("event_key", "Hash of the business facts; the same event again is not added."),
    words("offer_id", "Hash of programme, person and round."),
    programme_id(),
    person_id(),
    household_id(missing=True),
    whole("round", "1 is the person's first offer in the programme."),
    words("event", " | ".join(OFFER_EVENTS)),
    instant("at", "When it happened."),
    words("by", "Who did it; missing if the program did.", missing=True),
    words("reason", "Code or the caseworker's word on why.", missing=True),
    words("place_id", "Place that is offered.", missing=True),
    instant("due_at", "When the promise falls due.", missing=True),
    day("reply_due_date", "Last day to answer.", missing=True),
    whole("rank", "Rank at the screening it came from.", missing=True),
    words("source", "Screening run, worklist or delivery that it came from.", missing=True),
    recorded_at(),
    _one_of("event", OFFER_EVENTS),
    index("offer_event", "offer_id", "event"),
    index("offer_event", "person_id"),
    index("offer_event", "event", "at"),
    key=("event_key",),
)

letter_event = table(
    "letter_event",
    "Ledger: something that happened to a letter. Nothing is ever sent by the program.",
    CASES,
    words("event_key", "Hash of the business facts; the same event again is not added."),
    words("letter_id", "Hash of offer, template and language."),
    words("offer_id", "Offer that the letter tells of."),
    words("template", "Template."),
    words("template_version", "Hash of the template's wording and layout."),
    words("language", "Language, ISO 639."),
    words("event", " | ".join(LETTER_EVENTS)),
    instant("at", "When it happened."),
    words("by", "Who did it; missing if the program did.", missing=True),
    words("legal_basis", "What the letter rests on (X11), from planned on.", missing=True),
    words(
        "enclosure_language",
        "Language of the translation that goes with it, ISO 639, from planned on.",
        missing=True,
    ),
    words("sha256", "SHA-256 of the PDF that was rendered.", missing=True),
    words("path", "Path below the municipality's output folder.", missing=True),
    words("reason", "Why it failed or was withdrawn, or is handed over in person.", missing=True),
    recorded_at(),
    _one_of("event", LETTER_EVENTS),
    index("letter_event", "letter_id", "event"),
    index("letter_event", "offer_id"),
    key=("event_key",),
)

letter_batch_approval = table(
    "letter_batch_approval",
    "Ledger: a person's word on an unusually big batch of letters.",
    CASES,
    words("batch_id", "Hash of the letters that the batch is of."),
    day("planned_date", "Day the batch was planned."),
    whole("letters_count", "Letters in it."),
    flag("approved", "Whether they may be made."),
    words("approved_by", "Who said so."),
    instant("approved_at", "When."),
    key=("batch_id",),
)

task_event = table(
    "task_event",
    "Ledger: something that happened to a caseworker's task.",
    CASES,
    words("event_key", "Hash of the business facts; the same event again is not added."),
    words("task_id", "Hash of municipality, kind, person or household, fact and cycle."),
    words("event", " | ".join(TASK_EVENTS)),
    words("kind", "Kind of task, a Swedish id."),
    programme_id(missing=True),
    words("case_reference", "Case number, or the task's own short number.", missing=True),
    person_id(missing=True),
    household_id(missing=True),
    words("fact", "Fact that is unknown, where the task is about one.", missing=True),
    words("unit", "Unit whose list it stands on.", missing=True),
    words("caseworker", "Caseworker whose list it stands on.", missing=True),
    instant("due_at", "When it has to be done.", missing=True),
    whole("priority", "1 is the most urgent.", missing=True),
    words("legal_basis", "Paragraph that the task rests on (X11).", missing=True),
    words("source_rule", "Programme, criterion or rule that asks for it.", missing=True),
    words("title", "What to do, in Swedish. No name, number or address.", missing=True),
    words("explanation", "Why, in Swedish. No name, number or address.", missing=True),
    instant("until", "End of a dismissal.", missing=True),
    instant("at", "When it happened."),
    words("by", "Who did it; missing if the program did.", missing=True),
    words("reason", "Why it was dismissed or closed.", missing=True),
    recorded_at(),
    _one_of("event", TASK_EVENTS),
    index("task_event", "task_id", "event", "at", unique=True),
    index("task_event", "person_id"),
    index("task_event", "event", "at"),
    key=("event_key",),
)
