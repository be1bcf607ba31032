"""Offers: draft them from a screening, and take back those that cannot stand.

``place`` and ``withdraw`` go first, so that what they free can be offered; then
``draft``, ``plan_letters``, ``needs_yes`` and ``render_letters``. Each may run
any number of times.
"""

from __future__ import annotations

import pandas as pd

from stegvis.adapters.letters.files import LetterFiles
from stegvis.adapters.warehouse import append, tables
from stegvis.domain.letters.ledger import RELEASED, WITHDRAWN, letter_event
from stegvis.domain.offers.drafting import Drafting, draft_offers
from stegvis.domain.offers.events import PLACED, offer_events
from stegvis.domain.offers.events import WITHDRAWN as OFFER_WITHDRAWN
from stegvis.domain.offers.placing import offers_placed
from stegvis.domain.offers.withdrawing import offers_to_withdraw
from stegvis.domain.programmes import Programme
from stegvis.steps.context import StepContext
from stegvis.steps.letters.batches import approve_batch, batches_to_approve, needs_yes
from stegvis.steps.letters.planning import plan_letters
from stegvis.steps.letters.rendering import render_letters
from stegvis.steps.offers.offer_rows import Situation, situation

__all__ = [
    "approve_batch",
    "batches_to_approve",
    "draft",
    "needs_yes",
    "place",
    "plan_letters",
    "queue",
    "render_letters",
    "withdraw",
]


def place(context: StepContext) -> int:
    """Write down which offers have become placements; returns how many are new.

    The person's place in the programme is what the newest ``placering`` says.
    """
    with context.warehouse.begin() as connection:
        now = situation(context, connection)
        if now is None:
            return 0
        placed = offers_placed(now.offers, now.participants, context.as_of)
        events = offer_events(placed, PLACED, at=context.now)
        return append(connection, tables.offer_event, events.assign(at=placed["begun_at"]))


def draft(context: StepContext, run_id: str) -> int:
    """Draft offers for those next in line in each programme; returns how many are new [A11]."""
    with context.warehouse.begin() as connection:
        now = situation(context, connection, run_id)
        if now is None:
            return 0
        drafted = [_draft(context, now, programme).events for programme in context.programmes]
        return sum(append(connection, tables.offer_event, events) for events in drafted)


def queue(context: StepContext, run_id: str, programme_id: str) -> pd.DataFrame:
    """Who is eligible and waits, in order: ``queue_number`` 1 is next [A11].

    ``waits_for`` is ``capacity``, or ``programme`` where a gate or the
    programme's dates stop all offers. Protected people are left out.
    """
    with context.warehouse.read() as connection:
        now = situation(context, connection, run_id)
    assert now is not None  # noqa: S101  (a run was named)
    waiting = _draft(context, now, context.programme(programme_id)).queue
    return waiting[~waiting["person_id"].isin(now.protected)].reset_index(drop=True)


def withdraw(context: StepContext, run_id: str) -> int:
    """Take back offers that nobody has heard of and that cannot stand; returns how many.

    That is when the person is no longer listed, gets no letters, or the place
    is gone. Drafts of their letters are withdrawn and their files removed, and
    so is any file of a person who has become protected [X2].
    """
    with context.warehouse.begin() as connection:
        now = situation(context, connection, run_id)
        if now is None:
            return 0
        gone = offers_to_withdraw(
            now.offers,
            now.results,
            now.protected,
            now.places_that_stand(context.programmes, context.as_of),
        )
        events = offer_events(gone, OFFER_WITHDRAWN, at=context.now)
        count = append(connection, tables.offer_event, events)
        append(connection, tables.letter_event, _letters_withdrawn(context, now, gone))
    _remove_files(context, now, gone)
    return count


def _draft(context: StepContext, now: Situation, programme: Programme) -> Drafting:
    results = now.results[now.results["programme_id"] == programme.programme_id]
    return draft_offers(
        results,
        programme,
        now.standing(context, programme),
        municipality_code=context.municipality.code,
        calendar=context.calendar,
        now=context.now,
        run_id=now.run_id,
    )


def _letters_withdrawn(
    context: StepContext, now: Situation, gone: pd.DataFrame
) -> list[dict[str, object]]:
    """Events for the unreleased letters of offers that are taken back."""
    reasons = gone.set_index("offer_id")["reason"]
    drafts = now.letters[
        now.letters["offer_id"].isin(reasons.index)
        & ~now.letters["status"].isin((RELEASED, WITHDRAWN))
    ]
    return [
        letter_event(letter, WITHDRAWN, at=context.now, reason=reasons[letter["offer_id"]])
        for letter in drafts.to_dict("records")
    ]


def _remove_files(context: StepContext, now: Situation, gone: pd.DataFrame) -> None:
    """Remove drafts that are withdrawn, now or before, and every file of the protected."""
    offers_of_protected = now.offers.loc[now.offers["person_id"].isin(now.protected), "offer_id"]
    letters = now.letters
    has_to_go = (
        letters["offer_id"].isin(gone["offer_id"])
        | letters["offer_id"].isin(offers_of_protected)
        | (letters["status"] == WITHDRAWN)
    )
    files = LetterFiles(context.output)
    for path in letters["path"][has_to_go].dropna():
        files.remove(path)
