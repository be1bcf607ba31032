"""A letter's life: planned, rendered, released; withdrawn, or failed three times.

A letter has an id from the moment it is planned. Rendering it again, after a
kill or by a second run, makes the same letter and never another one.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any, Final

import pandas as pd

from stegvis.domain.municipalities import LetterRules
from stegvis.domain.pseudonyms import short_hash

PLANNED, RENDERED, RELEASED = "planned", "rendered", "released"
WITHDRAWN, FAILED = "withdrawn", "failed"
LIFE: Final = (PLANNED, FAILED, RENDERED, RELEASED, WITHDRAWN)
"""The events in the order in which they can happen."""

_MAY_BE_KNOWN = ("by", "legal_basis", "enclosure_language", "sha256", "path", "reason")

MOST_TRIES: Final = 3
"""A letter that has failed so often is left to a person."""

OFFER, REMINDER = "offer", "reminder"
"""What a letter is for."""

NEW_WORDING: Final = "new_wording"
OUT_OF_DATE: Final = "out_of_date"
BATCH_REFUSED: Final = "batch_refused"
ANSWERED: Final = "answered"


def kind_of(template: str) -> str:
    """Return what a letter is for, ``offer`` or ``reminder``, from its template's name."""
    return template.rpartition("/")[2]


def letter_id_of(offer_id: str, template: str, language: str, round_: int) -> str:
    """Return the id of an offer's letter; round 1 is the first with this template."""
    return short_hash(offer_id, template, language, str(round_))


def event_key(letter_id: str, event: str, cycle: str = "") -> str:
    """Return the key under which an event of a letter is written once.

    ``cycle`` lets it happen again: the number of the try, for ``failed``.
    """
    return short_hash(letter_id, event, cycle)


def letter_event(
    letter: Mapping[Hashable, Any], event: str, *, at: datetime, cycle: str = "", **known: object
) -> dict[str, Any]:
    """Return one event of a letter as a row of ``letter_event``.

    Args:
        letter: ``municipality_code, letter_id, offer_id, template,
            template_version, language``.
        event: What happened.
        at: When, aware.
        cycle: See ``event_key``.
        known: ``by, legal_basis, enclosure_language, sha256, path, reason``, as far
            as there are any.
    """
    named = ("municipality_code", "letter_id", "offer_id", "template")
    return {
        **{name: letter[name] for name in (*named, "template_version", "language")},
        "event": event,
        "event_key": event_key(letter["letter_id"], event, cycle),
        "at": at,
        "recorded_at": at,
        **{name: known.get(name) for name in _MAY_BE_KNOWN},
    }


def waiting_letters(letters: pd.DataFrame) -> pd.DataFrame:
    """Return the letters that are still to be rendered, in the order in which they were planned.

    Args:
        letters: Rows of the view ``letter``.
    """
    unrendered = letters["status"].isin((PLANNED, FAILED)) & (letters["tries"] < MOST_TRIES)
    return letters[unrendered].sort_values(["planned_at", "letter_id"])


@dataclass(frozen=True, slots=True)
class Batch:
    """The letters planned on one day that stand, at least one of them still to be rendered."""

    planned_date: date
    letter_ids: tuple[str, ...]

    @property
    def batch_id(self) -> str:
        """The letters' own hash, so that what was asked about is known afterwards."""
        return short_hash(*self.letter_ids)


def batches(letters: pd.DataFrame) -> tuple[Batch, ...]:
    """Return each day's letters, where some still wait, oldest day first."""
    standing = letters[letters["status"] != WITHDRAWN]
    days = standing["planned_at"].dt.date
    waiting = sorted(set(days[waiting_letters(standing).index]))
    return tuple(Batch(day, tuple(sorted(standing["letter_id"][days == day]))) for day in waiting)


def is_unusual(size: int, earlier_sizes: Sequence[int], rules: LetterRules) -> bool:
    """Whether a batch is so big that a person has to say yes.

    Args:
        size: Letters in the batch.
        earlier_sizes: Letters rendered of each earlier day.
        rules: The municipality's.
    """
    if len(earlier_sizes) >= rules.batches_known:
        return size > rules.unusual_factor * median(earlier_sizes)
    return size > rules.absolute_batch_limit
