"""Who stands in deliveries, what they say of protection, and how that joins what is known.

The ``person`` table is what is known now: of each group of columns (name,
address, …) the newest period that says anything counts, so that an
application without an address does not wipe out the one that is known. The
period stands beside its group, so that extracts may come in any order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from stegvis.domain import identity
from stegvis.domain.derived_rows.let_in import LetIn
from stegvis.domain.derived_rows.naming import Naming
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.row_rules.protection import CONTACT_COLUMNS, is_protected

ABOUT_PEOPLE = ("bistand", "ansokan")
"""Extracts that say how to name and reach somebody."""

TELL_PROTECTION = (*ABOUT_PEOPLE, "af_status")
"""Extracts that say whether somebody is protected."""

GROUPS = {
    "name_period": ["first_name", "last_name"],
    "address_period": ["care_of", "street_address", "postcode", "post_town"],
    "email_period": ["email"],
    "mobile_phone_period": ["mobile_phone"],
    "interpreter_period": ["needs_interpreter", "interpreter_language"],
    "case_period": ["case_id", "unit", "caseworker"],
}
"""Columns that only mean something together, and so come from one delivery, by whose it is."""


@dataclass(frozen=True)
class People:
    """The people of deliveries of one extract.

    ``rows`` has one line per person and delivery, oldest period first, with
    ``period`` and ``delivery_id``. ``protection`` has one line for everybody of whom
    they say whether they are protected: the newest word. Rows that are
    quarantined count too, as far as they can be read: protection is not lost
    for a misspelt amount.
    """

    rows: pd.DataFrame
    protection: pd.DataFrame
    describes: bool

    @property
    def person_ids(self) -> pd.Index:
        """Everybody, once."""
        everybody: pd.Index = pd.Index(self.rows["person_id"].unique())
        return everybody


def people_of(let_in: LetIn, naming: Naming) -> People:
    """The people whose personal number can be read."""
    extract = let_in.extract.name
    rows = let_in.rows
    if "personal_number" not in rows:
        rows = rows.head(0).assign(personal_number=pd.Series(dtype="str"))
    rows = rows[identity.is_valid(rows["personal_number"]).to_numpy()]
    rows = rows.assign(
        person_id=naming.persons(rows["personal_number"]), period=rows["period"].map(comparable)
    )
    # Where somebody stands several times in a file, a good row goes before a quarantined one.
    good_first = rows.sort_values("is_quarantined", kind="stable")
    first = good_first.drop_duplicates(["delivery_id", "person_id"]).sort_index()
    protection = _protection(extract, rows[rows["delivery_id"].isin(let_in.replacing)])
    return People(first.reset_index(drop=True), protection, extract in ABOUT_PEOPLE)


def comparable(period: str) -> str:
    """A period that sorts among others: a month stands before its days."""
    return period.ljust(8, "0")


def _protection(extract: str, rows: pd.DataFrame) -> pd.DataFrame:
    """``person_id, period, delivery_id, is_protected``; in a file one such row is enough."""
    if extract == "af_status":
        said = rows[rows["has_secrecy_marking"].notna()]
        flags = said["has_secrecy_marking"].to_numpy(dtype=bool)
    elif extract in ABOUT_PEOPLE:
        said = rows
        flags = is_protected(EXTRACTS[extract], rows)
    else:
        said, flags = rows.head(0), np.zeros(0, dtype=bool)
    each = said[["person_id", "period", "delivery_id"]].assign(is_protected=flags)
    by_file = each.groupby(["person_id", "period", "delivery_id"], as_index=False).any()
    return by_file.drop_duplicates("person_id", keep="last")


def merged(people: People, known: pd.DataFrame) -> pd.DataFrame:
    """What is known of the people after their deliveries.

    Args:
        people: The deliveries'.
        known: The rows of ``person`` for them, or for more people.

    Returns:
        Rows for ``person`` but ``is_protected`` and ``seen_at``.
    """
    before = known.set_index("person_id").reindex(people.person_ids)
    seen = before["seen_period"].fillna("").astype("str")
    newest = people.rows.drop_duplicates("person_id", keep="last").set_index("person_id")
    newest = newest.reindex(before.index)
    numbers = newest["personal_number"]
    said = identity.describe(numbers)
    rows = pd.DataFrame(
        {
            "personal_number": numbers,
            "birth_date": said["birth_date"],
            "sex_code": said["sex_code"],
        }
    )
    for period in GROUPS:
        rows = rows.join(_told(people, period, before))
    is_source = (newest["period"] >= seen) & people.describes
    rows["seen_period"] = seen.mask(is_source, newest["period"])
    rows["delivery_id"] = newest["delivery_id"].where(is_source, _vouching(people, before, seen))
    return rows.rename_axis("person_id").reset_index()


def _vouching(people: People, before: pd.DataFrame, seen: pd.Series) -> pd.Series:
    """The delivery behind a row that none of these describes.

    Somebody whom no delivery has described is known from the one with the
    smallest id, so that it does not matter which of them came first.
    """
    smallest = people.rows.groupby("person_id")["delivery_id"].min().reindex(before.index)
    known = before["delivery_id"].fillna(smallest)
    return known.mask((seen == "") & (smallest < known), smallest)


def _told(people: People, period: str, before: pd.DataFrame) -> pd.DataFrame:
    """One group of columns and its period: the newest word, unless something newer is known."""
    names = GROUPS[period]
    if not people.describes:
        return before[[*names, period]]
    telling = people.rows[people.rows[names].notna().any(axis=1)]
    newest = telling.drop_duplicates("person_id", keep="last").set_index("person_id")
    word = newest.reindex(before.index)
    takes = word["period"].notna() & (word["period"] >= before[period].fillna(""))
    told = word[names].assign(**{period: word["period"]})
    columns = {name: told[name].astype(before[name].dtype) for name in told}
    return pd.DataFrame({name: cells.where(takes, before[name]) for name, cells in columns.items()})


def with_protection(persons: pd.DataFrame, protection: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``person`` with ``is_protected``; what reaches the protected is emptied (X2).

    Any source that says so protects. So does the silence of all of them.

    Args:
        persons: Rows of ``person``.
        protection: ``person_id`` and ``is_protected``, one row per source that
            has said something of the person.
    """
    by_person = protection.groupby("person_id")["is_protected"].any()
    flags = persons["person_id"].map(by_person)
    protected = flags.isna() | (flags == True)  # noqa: E712 - missing is protected
    emptied = {name: persons[name].mask(protected) for name in CONTACT_COLUMNS}
    return persons.assign(is_protected=protected, **emptied)
