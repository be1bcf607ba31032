"""Events of an offer, and the keys that keep anything from happening twice.

An offer is named by municipality, programme, person and round, so a run that
is late, repeated or doubled names the same offer again instead of a second one.
"""

from datetime import datetime
from typing import Any, Final

import pandas as pd

from stegvis.domain.pseudonyms import short_hash

DRAFTED, SELECTED, PLANNED, RELEASED = "drafted", "selected", "planned", "released"
ACCEPTED, DECLINED, NO_REPLY = "accepted", "declined", "no_reply"
PLACED, WITHDRAWN = "placed", "withdrawn"

UNRELEASED: Final = (DRAFTED, SELECTED, PLANNED)
"""The person does not know of the offer yet, so it can be taken back quietly."""

OPEN: Final = (*UNRELEASED, RELEASED, ACCEPTED)
"""The offer holds a share of the capacity, and its place."""

NO_LONGER_LISTED: Final = "no_longer_listed"
HANDLED_OTHERWISE: Final = "handled_otherwise"
PLACE_GONE: Final = "place_gone"
PROGRAMME_REASONS: Final = (NO_LONGER_LISTED, HANDLED_OTHERWISE, PLACE_GONE)
"""Why the program takes an unreleased offer back. None of them tells of the person."""

_COLUMNS: dict[str, Any] = {
    "municipality_code": "str",
    "event_key": "str",
    "offer_id": "str",
    "programme_id": "str",
    "person_id": "str",
    "household_id": "str",
    "round": "Int64",
    "event": "str",
    "at": None,
    "by": "str",
    "reason": "str",
    "place_id": "str",
    "due_at": None,
    "reply_due_date": None,
    "rank": "Int64",
    "source": "str",
    "recorded_at": None,
}


def offer_id_of(municipality_code: str, programme_id: str, person_id: str, round_: int) -> str:
    """Return the id of a person's offer in a programme; round 1 is the first."""
    return short_hash(municipality_code, programme_id, person_id, str(round_))


def offer_events(
    offers: pd.DataFrame,
    event: str,
    *,
    at: datetime,
    by: str | None = None,
    cycle: pd.Series | str = "",
) -> pd.DataFrame:
    """Return one event for each offer, as rows of ``offer_event``.

    Args:
        offers: ``municipality_code, offer_id, programme_id, person_id,
            household_id, round`` and whatever else of the event is known.
        event: What happened.
        at: When, aware.
        by: The person who did it; None where the program did.
        cycle: What lets the same event happen to an offer again, such as the
            letter's id; empty for what happens once.
    """
    cycles = cycle if isinstance(cycle, pd.Series) else pd.Series(cycle, index=offers.index)
    pairs = zip(offers["offer_id"], cycles, strict=True)
    rows = offers.assign(
        event=event,
        event_key=[short_hash(offer_id, event, again) for offer_id, again in pairs],
        at=pd.Timestamp(at),
        recorded_at=pd.Timestamp(at),
        by=by,
    )
    rows = rows.reindex(columns=list(_COLUMNS))
    return rows.astype({name: dtype for name, dtype in _COLUMNS.items() if dtype})
