"""What has happened to one letter, without a word about whom it is to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from stegvis.adapters.warehouse import tables
from stegvis.domain.letters.ledger import LIFE
from stegvis.errors import LetterError
from stegvis.steps.context import StepContext


@dataclass(frozen=True, slots=True)
class LetterHappening:
    """One event of a letter; ``by`` is empty where the program did it."""

    at: datetime
    event: str
    by: str
    template: str
    template_version: str
    language: str
    path: str
    reason: str


def letter_history(context: StepContext, letter_id: str) -> tuple[LetterHappening, ...]:
    """Return a letter's events, oldest first.

    Raises:
        LetterError: The municipality has no letter with this id.
    """
    event = tables.letter_event.columns
    names = LetterHappening.__slots__
    query = (
        select(*(event[name] for name in names))
        .where(event.municipality_code == context.municipality.code, event.letter_id == letter_id)
        .order_by(event.at)
    )
    with context.warehouse.read() as connection:
        rows = connection.execute(query).all()
    if not rows:
        raise LetterError(
            f"{context.municipality.slug} has no letter {letter_id}. The id of a planned letter "
            "was expected. Take it from the name of the letter's file or from the worklist."
        )
    happened = (LetterHappening(row[0], *(value or "" for value in row[1:])) for row in rows)
    return tuple(sorted(happened, key=lambda one: (one.at, LIFE.index(one.event))))
