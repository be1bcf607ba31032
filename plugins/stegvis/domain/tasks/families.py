"""Whether there are children in a person's household, and young ones [A5, A12, X16]."""

from __future__ import annotations

from datetime import date

import pandas as pd

from stegvis.domain import identity


def children_of(
    households: pd.DataFrame, members: pd.DataFrame, as_of: date, young_under: int
) -> pd.DataFrame:
    """Per member of a household of the newest aid month: ``has_children, has_young_children``.

    ``boolean``; missing is unknown: the household's number of children is not
    stated, or some of them are not listed. A listed child without birth date
    may be young.

    Args:
        households: ``household_id, children_count``.
        members: ``household_id, person_id, household_role, birth_date``.
        as_of: Day on which ages are counted.
        young_under: Children below this age raise the childcare question.
    """
    age = identity.full_years(members["birth_date"], as_of)
    children = members.assign(age=age)[
        (members["household_role"] == "3") & ~(age >= 18).fillna(False)
    ]
    children = children.assign(is_young=~(children["age"] >= young_under).fillna(False))
    per_household = children.groupby("household_id").agg(
        listed=("person_id", "nunique"), young=("is_young", "any")
    )
    found = households.set_index("household_id").join(per_household)
    listed = found["listed"].fillna(0).astype("Int64")
    has_children = (found["children_count"] > 0) | (listed > 0)
    young = found["young"].astype("boolean").fillna(False)
    all_listed = (listed >= found["children_count"]).fillna(False)
    found = found.assign(
        has_children=has_children, has_young_children=young.mask(~young & ~all_listed, pd.NA)
    )
    whose = members[["person_id", "household_id"]].drop_duplicates("person_id")
    return whose.merge(
        found[["has_children", "has_young_children"]].reset_index(), on="household_id"
    ).drop(columns="household_id")
