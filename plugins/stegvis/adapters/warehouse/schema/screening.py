"""A screening: what it rested on, what it answered and what it did not know."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint

from stegvis.adapters.warehouse.schema.declaration import (
    ACCOUNTABILITY,
    CASES,
    day,
    household_id,
    index,
    instant,
    person_id,
    programme_id,
    table,
    whole,
    words,
)

RUN = "Hash of pinned deliveries, rule versions and as_of."


def _of_run() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["municipality_code", "run_id"],
        ["screening_run.municipality_code", "screening_run.run_id"],
        deferrable=True,
        initially="DEFERRED",
    )


screening_run = table(
    "screening_run",
    "A screening of a municipality's programmes on one day (T15, X15).",
    ACCOUNTABILITY,
    words("run_id", RUN),
    day("as_of", "Screening date."),
    words("rule_versions", "programme=version, joined by |."),
    words("code_version", "Version of stegvis."),
    instant("screened_at", "When it was first done."),
    index("screening_run", "as_of"),
    key=("run_id",),
)

screening_run_delivery = table(
    "screening_run_delivery",
    "A delivery that a screening rests on.",
    ACCOUNTABILITY,
    words("run_id", RUN),
    words("extract", "Extract of the delivery."),
    words("delivery_id", "Delivery in force, or rows that stegvis itself has come to know."),
    _of_run(),
    key=("run_id", "delivery_id"),
)

screening_result = table(
    "screening_result",
    "A person's outcome for a programme. A proposal, never a decision (X4).",
    CASES,
    words("run_id", RUN),
    programme_id(),
    person_id(),
    household_id(missing=True),
    day("as_of", "Screening date."),
    words("outcome", "eligible, not_eligible or needs_review."),
    words("not_met", "Criterion ids joined by |; empty if none."),
    words("unknown", "Criterion ids joined by |; empty if none."),
    whole("rank", "1 is first among the eligible; beyond capacity is the queue.", missing=True),
    day("eligible_from", "When time alone makes the person eligible.", missing=True),
    words("rule_version", "Version of the programme's rules."),
    CheckConstraint("outcome in ('eligible', 'not_eligible', 'needs_review')", name="outcome"),
    index("screening_result", "programme_id", "as_of"),
    index("screening_result", "person_id", "as_of"),
    key=("run_id", "programme_id", "person_id"),
    clustered=True,
)

screening_unknown = table(
    "screening_unknown",
    "A fact that a screening lacked about a person, and why.",
    CASES,
    words("run_id", RUN),
    programme_id(),
    person_id(),
    words("fact", "Fact as programmes name it."),
    words("reason", "Code of why it is unknown: not asked, no answer, empty, quarantined …"),
    key=("run_id", "programme_id", "person_id", "fact"),
    clustered=True,
)
