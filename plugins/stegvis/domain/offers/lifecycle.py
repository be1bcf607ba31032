"""An offer's status, derived from its events.

drafted → selected → planned → released → accepted, declined or no_reply →
placed; withdrawn at any point. What stands further on counts, in whatever
order the events came to be known; among answers the latest does, so that a
late yes counts. The view ``offer`` says the same in SQL.
"""

import pandas as pd

from stegvis.domain.offers.events import (
    ACCEPTED,
    DECLINED,
    DRAFTED,
    NO_REPLY,
    PLACED,
    PLANNED,
    RELEASED,
    SELECTED,
    WITHDRAWN,
)

STAGES: dict[str, int] = {
    DRAFTED: 0,
    SELECTED: 1,
    PLANNED: 2,
    RELEASED: 3,
    NO_REPLY: 4,
    DECLINED: 5,
    ACCEPTED: 5,
    PLACED: 6,
    WITHDRAWN: 7,
}
"""How far along each event is. An answer is further along than that none came."""


def offer_status(events: pd.DataFrame) -> pd.Series:
    """Return the status of each offer, by ``offer_id``.

    Args:
        events: ``offer_id, event, at``, of one or more offers, in any order.
    """
    accepted_first = events["event"].eq(ACCEPTED)
    ordered = events.assign(stage=events["event"].map(STAGES), wins=accepted_first).sort_values(
        ["stage", "at", "wins"]
    )
    return ordered.groupby("offer_id")["event"].last()
