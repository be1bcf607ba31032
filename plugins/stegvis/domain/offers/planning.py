"""Which offers get a letter now, and which job it tells of.

A letter needs a person behind it: where the programme asks for individual
selection, nobody's name on the selection means no letter (K7, X4).
"""

from datetime import date

import pandas as pd

from stegvis.domain.letters.ledger import WITHDRAWN
from stegvis.domain.offers.drafting import in_order
from stegvis.domain.offers.events import DRAFTED, PLANNED, SELECTED
from stegvis.domain.programmes import Programme


def offers_for_letters(
    offers: pd.DataFrame,
    results: pd.DataFrame,
    letters: pd.DataFrame,
    protected: pd.Series,
    programme: Programme,
) -> pd.DataFrame:
    """Return the programme's offers that are to have a letter and have none that stands.

    Args:
        offers: Rows of the view ``offer``.
        results: ``programme_id, person_id, outcome`` of the newest screening;
            whoever is no longer certain to be eligible waits.
        letters: ``offer_id, status`` of the view ``letter``.
        protected: ``person_id`` of protected people, and of those of whom
            nothing is known.
        programme: Whose offers.
    """
    own = offers[offers["programme_id"] == programme.programme_id]
    eligible = results.loc[
        (results["programme_id"] == programme.programme_id) & (results["outcome"] == "eligible"),
        "person_id",
    ]
    standing = letters.loc[letters["status"] != WITHDRAWN, "offer_id"]
    ready = (SELECTED, PLANNED) if programme.individual_selection else (DRAFTED, SELECTED, PLANNED)
    is_ready = own["status"].isin(ready) & ~own["offer_id"].isin(standing)
    if programme.individual_selection:
        is_ready &= own["selected_by"].fillna("").str.strip() != ""
    may_have = own["person_id"].isin(eligible) & ~own["person_id"].isin(protected)
    return own[is_ready & may_have].sort_values(["rank", "offer_id"])


def with_places(offers: pd.DataFrame, slots: pd.Series, programme: Programme) -> pd.DataFrame:
    """Give a place to offers that lack one, in rank order; whoever gets none is left out.

    Args:
        offers: Of ``offers_for_letters``.
        slots: Place ids, one for each vacancy, in order.
        programme: One that needs places, or not.
    """
    if not programme.needs_place:
        return offers
    lacking = offers[offers["place_id"].isna()]
    given = offers.assign(place_id=offers["place_id"].fillna(in_order(lacking, slots)))
    return given[given["place_id"].notna()]


def is_out_of_date(letters: pd.DataFrame, first_days: pd.Series, as_of: date) -> pd.Series:
    """Whether an unreleased letter names a day that has passed.

    Args:
        letters: ``reply_due_date``, the last day to answer, counted in.
        first_days: The day that each person is to come; missing where none is named.
        as_of: Today.
    """
    today = pd.Timestamp(as_of)
    return (letters["reply_due_date"] < today) | (first_days <= today)
