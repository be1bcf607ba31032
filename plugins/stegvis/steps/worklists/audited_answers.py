"""What answered worklists leave in the log: answers, released letters, and overrides (X9).

An override is a person who did otherwise than proposed: passed somebody over,
took a draft back, or set a task aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stegvis.domain.offers.events import RELEASED
from stegvis.domain.tasks.consequences import Consequences, Surroundings
from stegvis.domain.tasks.row_answers import DISMISSED
from stegvis.steps.audit import ANSWER, LETTER_RELEASED, OVERRIDE, audit_row
from stegvis.steps.context import StepContext


def answer_audit(
    context: StepContext, found: Consequences, now: Surroundings
) -> Iterator[dict[str, Any]]:
    """The log's lines of one list's answers: ids and case numbers, never what was said."""
    cases = {task_id: task["case_reference"] for task_id, task in now.tasks.items()}
    for answer in found.answers:
        yield audit_row(
            context,
            ANSWER,
            ("answer", answer["answer_id"]),
            by=answer["answered_by"],
            at=answer["answered_at"],
            case_reference=_text(cases.get(answer["task_id"])),
        )
    for event in found.task_events:
        if event["event"] == DISMISSED:
            case = _text(cases.get(event["task_id"]))
            yield _line(context, OVERRIDE, ("task", event["task_id"]), event, case)
    yield from _offers_and_letters(context, found, now)


def _offers_and_letters(
    context: StepContext, found: Consequences, now: Surroundings
) -> Iterator[dict[str, Any]]:
    by_person = {task["person_id"]: task["case_reference"] for task in now.tasks.values()}
    by_offer = {
        offer["offer_id"]: _text(by_person.get(offer["person_id"]))
        for offers in now.offers.values()
        for offer in offers
    }
    for event in found.letter_events:
        if event["event"] == RELEASED:
            case = by_offer.get(event["offer_id"])
            yield _line(context, LETTER_RELEASED, ("letter", event["letter_id"]), event, case)
    for rows in found.offer_rows.values():
        for row in rows:
            if row["reason"] is not None:
                case = by_offer.get(row["offer_id"])
                yield _line(context, OVERRIDE, ("offer", row["offer_id"]), row, case)


def _line(
    context: StepContext,
    event: str,
    subject: tuple[str, str],
    happened: dict[str, Any],
    case: str | None,
) -> dict[str, Any]:
    return audit_row(
        context, event, subject, by=happened["by"], at=happened["at"], case_reference=case
    )


def _text(value: Any) -> str | None:
    """Missing case numbers are None or NaN, as the frame that they come from has them."""
    return value if isinstance(value, str) and value else None
