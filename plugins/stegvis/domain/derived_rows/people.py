"""Who stands in a delivery, what it says of their protection, and how that joins what is known.

The ``person`` table is what is known now: of each group of columns (name,
address, …) the newest period that says anything counts, so that an
application without an address does not wipe out the one that is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from stegvis.domain import identity
from stegvis.domain.derived_rows.naming import Naming
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.row_rules.protection import CONTACT_COLUMNS, is_protected
from stegvis.domain.sources import DeliveredRows

ABOUT_PEOPLE = ("bistand", "ansokan")
"""Extracts that say how to name and reach somebody."""

GROUPS = (
    ("first_name", "last_name"),
    ("care_of", "street_address", "postcode", "post_town"),
    ("email",),
    ("mobile_phone",),
    ("needs_interpreter", "interpreter_language"),
    ("case_id", "unit", "caseworker"),
)
"""Columns that only mean something together, and so come from one delivery."""

_DESCRIBED = [name for group in GROUPS for name in group]
_FROM_NUMBER = ["personal_number", "birth_date", "sex_code"]


@dataclass(frozen=True)
class People:
    """The people of one delivery, one row each, by ``person_id``.

    ``protection`` has a row for everybody of whom the delivery says whether
    they are protected. Rows that are quarantined count too, as far as they
    can be read: protection is not lost for a misspelt amount.
    """

    persons: pd.DataFrame
    protection: pd.DataFrame
    period: str
    describes: bool


def people_of(delivered: DeliveredRows, naming: Naming) -> People:
    """The people whose personal number can be read."""
    rows = delivered.rows
    if "personal_number" not in rows:
        rows = rows.head(0).assign(personal_number=pd.Series(dtype="str"))
    rows = rows[identity.is_valid(rows["personal_number"]).to_numpy()]
    rows = rows.assign(person_id=naming.persons(rows["personal_number"]))
    # Where somebody stands several times, a good row goes before a quarantined one.
    first = rows.sort_values("is_quarantined", kind="stable").drop_duplicates("person_id")
    said = identity.describe(first["personal_number"])[["birth_date", "sex_code"]]
    described = [name for name in _DESCRIBED if name in first]
    persons = first[["person_id", "personal_number", *described]].drop(
        columns="sex_code", errors="ignore"
    )
    return People(
        persons=persons.join(said).reset_index(drop=True),
        protection=_protection(delivered.extract, rows),
        period=comparable(delivered.period),
        describes=delivered.extract in ABOUT_PEOPLE,
    )


def comparable(period: str) -> str:
    """A period that sorts among others: a month stands before its days."""
    return period.ljust(8, "0")


def _protection(extract: str, rows: pd.DataFrame) -> pd.DataFrame:
    """``person_id`` and ``is_protected``; one row that says so is enough."""
    if extract == "af_status":
        said = rows[rows["has_secrecy_marking"].notna()]
        flags = said["has_secrecy_marking"].astype(bool)
    elif extract in ABOUT_PEOPLE:
        said = rows
        flags = pd.Series(is_protected(EXTRACTS[extract], rows), index=rows.index)
    else:
        said, flags = rows.head(0), pd.Series(dtype=bool)
    each = pd.DataFrame(
        {"person_id": said["person_id"], "is_protected": flags.to_numpy(dtype=bool)}
    )
    return each.groupby("person_id", as_index=False)["is_protected"].any()


def merged(people: People, delivery_id: str, known: pd.DataFrame) -> pd.DataFrame:
    """What is known of the delivery's people after it.

    Args:
        people: The delivery's.
        delivery_id: The delivery.
        known: The rows of ``person`` for them, or for more people.

    Returns:
        Rows for ``person`` but ``is_protected`` and ``seen_at``.
    """
    before = known.set_index("person_id").reindex(people.persons["person_id"])
    now = people.persons.set_index("person_id")
    is_newer = before["seen_period"].fillna("") <= people.period
    rows = now[_FROM_NUMBER].copy()
    for group in GROUPS:
        names = list(group)
        told = now.reindex(columns=names)
        if not people.describes:
            told = told.mask(told.notna())
        tells = told.notna().any(axis=1)
        knows = before[names].notna().any(axis=1)
        takes = tells & (is_newer | ~knows)
        for name in names:
            rows[name] = told[name].astype(before[name].dtype).where(takes, before[name])
    is_source = is_newer & people.describes
    rows["seen_period"] = before["seen_period"].fillna("").mask(is_source, people.period)
    rows["delivery_id"] = before["delivery_id"].mask(
        is_source | before["delivery_id"].isna(), delivery_id
    )
    return rows.reset_index()


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
