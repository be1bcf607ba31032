"""A person's word on one letter: released, or withdrawn with a reason.

The same as in the worklist, for the data team, and written under the same
keys: whoever says it second adds nothing.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from sqlalchemy import Select, select
from sqlalchemy.engine import Connection

from stegvis.adapters.letters.files import LetterFiles
from stegvis.adapters.warehouse import append, read_frame, tables
from stegvis.domain.letters import ledger
from stegvis.domain.letters.blocks import Block, BlockKind
from stegvis.domain.letters.plain_language import personal_numbers
from stegvis.domain.offers import events as offers
from stegvis.errors import LetterError
from stegvis.steps.audit import LETTER_RELEASED, OVERRIDE, audit_row, write_audit
from stegvis.steps.context import StepContext

_OFFER = ("programme_id", "person_id", "household_id", "round", "place_id", "rank")
_HELD_BY = {ledger.OFFER: offers.PLANNED, ledger.REMINDER: offers.RELEASED}
"""Where an offer stands while its letter waits to be released."""


def release_letter(context: StepContext, letter_id: str, *, by: str) -> None:
    """Write down that a named person has released a rendered letter, and so made the offer.

    Raises:
        LetterError: Nobody is named, or the letter cannot be released: it is
            not rendered, its offer does not stand, or the person is protected.
    """
    name = _a_name(by)
    with context.warehouse.begin() as connection:
        letter = _letter(context, connection, letter_id)
        if letter["status"] == ledger.RELEASED:
            return
        _expect_releasable(letter)
        event = ledger.letter_event(letter, ledger.RELEASED, at=context.now, by=name)
        append(connection, tables.letter_event, [event])
        if ledger.kind_of(letter["template"]) == ledger.OFFER:
            _follow(context, connection, letter, offers.RELEASED, by=name, cycle=letter_id)
        case, subject = letter["case_id"], ("letter", letter_id)
        line = audit_row(context, LETTER_RELEASED, subject, by=name, case_reference=case)
        write_audit(connection, [line])


def withdraw_letter(context: StepContext, letter_id: str, *, by: str, reason: str) -> None:
    """Write down that a named person withdraws a letter, and its offer with it.

    That can be done at any point of the offer's life. A reminder goes alone:
    the offer that it reminds of stands. The letter's files are removed.

    Raises:
        LetterError: Nobody is named, or no reason is, or it says a personal
            number; or there is no such letter.
    """
    name, why = _a_name(by), _a_reason(reason)
    with context.warehouse.begin() as connection:
        letter = _letter(context, connection, letter_id)
        if letter["status"] != ledger.WITHDRAWN:
            event = ledger.letter_event(
                letter, ledger.WITHDRAWN, at=context.now, by=name, reason=why
            )
            append(connection, tables.letter_event, [event])
            if ledger.kind_of(letter["template"]) == ledger.OFFER:
                _follow(context, connection, letter, offers.WITHDRAWN, by=name, reason=why)
            case, subject = letter["case_id"], ("letter", letter_id)
            line = audit_row(context, OVERRIDE, subject, by=name, case_reference=case)
            write_audit(connection, [line])
    if letter["path"]:
        LetterFiles(context.output).remove(letter["path"])


def _follow(
    context: StepContext,
    connection: Connection,
    letter: dict[Hashable, Any],
    event: str,
    *,
    by: str,
    cycle: str = "",
    reason: str | None = None,
) -> None:
    """Write what follows for the letter's offer."""
    row = pd.DataFrame([letter]).assign(reason=reason, source="stegvis letter")
    row = row.drop(columns=["reply_due_date", "due_at"], errors="ignore")
    made = offers.offer_events(row, event, at=context.now, by=by, cycle=cycle)
    append(connection, tables.offer_event, made)


def _letter(context: StepContext, connection: Connection, letter_id: str) -> dict[Hashable, Any]:
    """The letter with its offer and whether its person is protected; the unknown is None."""
    rows = read_frame(connection, _query(context, letter_id)).astype(object)
    if not len(rows):
        raise LetterError(
            f"{context.municipality.slug} has no letter {letter_id}. The id of a planned letter "
            "was expected. Take it from the name of the letter's file or from the worklist."
        )
    return rows.where(rows.notna(), None).to_dict("records")[0]


def _query(context: StepContext, letter_id: str) -> Select[Any]:
    letter, offer, person = tables.letter.columns, tables.offer.columns, tables.person.columns
    of_offer = (offer.municipality_code == letter.municipality_code) & (
        offer.offer_id == letter.offer_id
    )
    of_person = (person.municipality_code == offer.municipality_code) & (
        person.person_id == offer.person_id
    )
    return (
        select(
            tables.letter,
            *(offer[name] for name in _OFFER),
            offer.status.label("offer_status"),
            person.is_protected,
            person.case_id,
        )
        .join(tables.offer, of_offer)
        .outerjoin(tables.person, of_person)
        .where(letter.municipality_code == context.municipality.code, letter.letter_id == letter_id)
    )


def _expect_releasable(letter: dict[Hashable, Any]) -> None:
    letter_id = letter["letter_id"]
    if letter["is_protected"] is not False:
        raise LetterError(
            f"{letter_id}: this letter is not released here. Its case was expected on the list "
            "of the unit for restricted cases. Look there."
        )
    if letter["status"] != ledger.RENDERED:
        raise LetterError(
            f"{letter_id}: the letter is {letter['status']}. A rendered letter was expected. "
            f"Look what has happened: stegvis letter show {letter_id}."
        )
    expected = _HELD_BY[ledger.kind_of(letter["template"])]
    if letter["offer_status"] != expected:
        raise LetterError(
            f"{letter_id}: its offer is {letter['offer_status']}. An offer that is {expected} was "
            "expected. Let the next run take the draft back, or withdraw it."
        )


def _a_name(by: str) -> str:
    if by.strip():
        return by.strip()
    raise LetterError("--by is empty. The name of the person who says so was expected (X4).")


def _a_reason(reason: str) -> str:
    said = " ".join(reason.split())
    if said and not personal_numbers([Block(BlockKind.PARAGRAPH, text=said)]):
        return said
    raise LetterError(
        "--reason is empty or holds what looks like a personal number. A few words on why were "
        "expected, without names or numbers of anybody."
    )
