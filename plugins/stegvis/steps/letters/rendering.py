"""Rendering: the planned letters as PDF and page, and nothing but the planned letters.

Killed anywhere and run again, it goes on where the ledger says: a file whose
event was not written is written again with the same bytes. One broken letter
never stops the others, and is left to a person after three tries.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.engine import Connection

from stegvis.adapters.letters.files import LetterFiles
from stegvis.adapters.letters.press import LetterPress
from stegvis.adapters.warehouse import append, read_frame, tables
from stegvis.domain.letters import ledger
from stegvis.domain.offers.events import HANDLED_OTHERWISE, PLANNED
from stegvis.domain.offers.reminding import is_needless
from stegvis.domain.offers.stops import reasons_to_wait
from stegvis.domain.programmes import Programme
from stegvis.errors import LetterError
from stegvis.steps.context import StepContext
from stegvis.steps.letters.batches import held_batches, read_letters
from stegvis.steps.letters.subjects import Row, ledger_template, letter_rows, subject_of

CHUNK = 50
"""Letters whose events are written together; so many are rendered again after a kill."""


def render_letters(context: StepContext, limit: int) -> int:
    """Render at most ``limit`` of the planned letters; returns how many became files.

    Letters of a batch that waits for a person's yes, and of a programme that
    a gate or its dates stop, are passed over.
    """
    with context.warehouse.read() as connection:
        letter_ids = _letters_to_render(context, connection, limit)
    if not letter_ids:
        return 0
    press = LetterPress.of(context.settings.include_dir)
    chunks = (letter_ids[start : start + CHUNK] for start in range(0, len(letter_ids), CHUNK))
    return sum(_render(context, press, chunk) for chunk in chunks)


def _letters_to_render(context: StepContext, connection: Connection, limit: int) -> list[str]:
    """Ids of the letters whose turn it is, in the order in which they were planned."""
    offer = tables.offer.columns
    query = select(offer.offer_id, offer.programme_id, offer.status.label("offer_status")).where(
        offer.municipality_code == context.municipality.code
    )
    offers = read_frame(connection, query)
    letters = read_letters(context, connection)
    waiting = ledger.waiting_letters(letters).merge(offers, on="offer_id")
    held = {i for batch in held_batches(context, connection, letters) for i in batch.letter_ids}
    open_ = [
        programme.programme_id
        for programme in context.programmes
        if not reasons_to_wait(programme, context.as_of)
    ]
    has_turn = (
        ((waiting["offer_status"] == PLANNED) | _is_due_reminder(waiting))
        & waiting["programme_id"].isin(open_)
        & ~waiting["letter_id"].isin(held)
    )
    return list(waiting["letter_id"][has_turn].head(limit))


def _is_due_reminder(waiting: pd.DataFrame) -> pd.Series:
    """Whether a letter reminds of an offer that still waits for an answer."""
    return ~is_needless(waiting, waiting["offer_status"]) & waiting["template"].map(
        ledger.kind_of
    ).eq(ledger.REMINDER)


def _render(context: StepContext, press: LetterPress, letter_ids: list[str]) -> int:
    """Make some letters, then write down what came of each."""
    with context.warehouse.read() as connection:
        rows = letter_rows(context, connection, letter_ids)
    maker = _Maker(context, press)
    events = [event for event in map(maker.event, rows) if event]
    with context.warehouse.begin() as connection:
        append(connection, tables.letter_event, events)
    return sum(event["event"] == ledger.RENDERED for event in events)


@dataclass(frozen=True)
class _Maker:
    """Makes one letter after another."""

    context: StepContext
    press: LetterPress

    @cached_property
    def files(self) -> LetterFiles:
        return LetterFiles(self.context.output)

    def event(self, row: Row) -> dict[str, Any] | None:
        """What came of a letter; None where it waits to be planned anew."""
        programme = self.context.programme(row["programme_id"])
        template = ledger_template(row, programme.letter)
        if row["is_protected"] is not False:
            return self._event(row, ledger.WITHDRAWN, reason=HANDLED_OTHERWISE)
        if row["template_version"] != self.press.wording.version(template):
            return None
        try:
            return self._rendered(row, programme)
        except LetterError as error:
            reason = str(error)
        except OSError:
            raise  # a full disk is nothing that is wrong with the letter
        except Exception as error:  # one letter never stops the others
            reason = f"Oväntat fel ({type(error).__name__})."
        cycle = str(row["tries"] + 1)
        return self._event(row, ledger.FAILED, cycle=cycle, reason=reason)

    def _rendered(self, row: Row, programme: Programme) -> dict[str, Any]:
        if programme.individual_selection and not row["selected_by"]:
            raise LetterError(
                "Ingen har valt personen. En namngiven person väntades (K7). Välj eller avstå i "
                "arbetslistan."
            )
        subject = subject_of(row, programme, self.context)
        paper = self.press.compose(subject, programme, self.context.municipality)
        pdf, page = self.press.printer.pdf(paper), self.press.pages.html(paper)
        kept = self.files.keep(
            programme.programme_id, subject.planned_on, row["letter_id"], pdf, page
        )
        problem = subject.address_problem or None
        return self._event(row, ledger.RENDERED, sha256=kept.sha256, path=kept.path, reason=problem)

    def _event(self, row: Row, event: str, **known: Any) -> dict[str, Any]:
        return ledger.letter_event(row, event, at=self.context.now, **known)
