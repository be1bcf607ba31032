"""Which offers the program takes back before the person has heard of them.

An offer that was released is the municipality's word, and only a person takes
it back. The reasons say nothing about anybody (X2).
"""

import pandas as pd

from stegvis.domain.offers.events import (
    HANDLED_OTHERWISE,
    NO_LONGER_LISTED,
    PLACE_GONE,
    UNRELEASED,
)


def offers_to_withdraw(
    offers: pd.DataFrame, results: pd.DataFrame, protected: pd.Series, usable_places: pd.Series
) -> pd.DataFrame:
    """Return the unreleased offers that cannot stand, with ``reason``.

    Args:
        offers: Rows of the view ``offer``.
        results: ``programme_id, person_id, outcome`` of the newest screening.
            A person in review is still listed.
        protected: ``person_id`` of protected people, and of those of whom
            nothing is known.
        usable_places: Ids of the places that can be offered now.
    """
    unreleased = offers[offers["status"].isin(UNRELEASED)]
    listed = results.loc[results["outcome"] != "not_eligible", ["programme_id", "person_id"]]
    is_listed = _pairs(unreleased).isin(_pairs(listed))
    has_lost_place = unreleased["place_id"].notna() & ~unreleased["place_id"].isin(usable_places)
    reason = pd.Series(pd.NA, index=unreleased.index, dtype="str")
    reason = reason.mask(has_lost_place, PLACE_GONE)
    reason = reason.mask(~is_listed, NO_LONGER_LISTED)
    reason = reason.mask(unreleased["person_id"].isin(protected), HANDLED_OTHERWISE)
    return unreleased.assign(reason=reason)[reason.notna()]


def _pairs(rows: pd.DataFrame) -> pd.Series:
    return rows["programme_id"] + "/" + rows["person_id"]
