"""Which offers have become placements: the last step of an offer's life."""

from datetime import date

import pandas as pd

from stegvis.domain.clock_columns import STOCKHOLM_DTYPE
from stegvis.domain.offers.events import ACCEPTED, DECLINED, NO_REPLY, RELEASED

_HEARD_OF = (RELEASED, NO_REPLY, DECLINED, ACCEPTED)


def offers_placed(offers: pd.DataFrame, placements: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the offers whose person has begun in the programme, with ``begun_at``.

    A placement that began before the offer was released is an earlier one.
    Whoever never answered, or said no at first, has answered by beginning.

    Args:
        offers: Rows of the view ``offer``.
        placements: ``programme_id, person_id, start_date`` of those who take part.
        as_of: Today; what begins later has not begun.
    """
    heard_of = offers[offers["status"].isin(_HEARD_OF)]
    begun = placements[placements["start_date"] <= pd.Timestamp(as_of)]
    rows = heard_of.merge(begun, on=["programme_id", "person_id"])
    released_on = rows["released_at"].dt.tz_localize(None).dt.normalize()
    rows = rows[rows["start_date"] >= released_on]
    rows = rows.sort_values(["start_date", "round"]).drop_duplicates("offer_id")
    rows = rows.sort_values("round").drop_duplicates(["programme_id", "person_id"], keep="last")
    begun_at = rows["start_date"].dt.tz_localize("Europe/Stockholm").astype(STOCKHOLM_DTYPE)
    placed: pd.DataFrame = rows.assign(begun_at=begun_at)
    return placed
