"""The rows of ``bistand``: who had assistance in a month, and how much."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stegvis.synthetic import personal
from stegvis.synthetic.arrays import Booleans, Numbers, Texts, later
from stegvis.synthetic.invented import Invented
from stegvis.synthetic.money import amounts, is_other_assistance_only
from stegvis.synthetic.months import first_day, first_days

_MONEY = ("assistance_sek", "income_support_sek", "other_assistance_sek", "assessed_need_sek")


def assistance_rows(invented: Invented, month: int) -> pd.DataFrame:
    """One row per person of every household with a decision for the month."""
    members = _members(invented, month)
    homes = amounts(invented, _homes(invented, members), month)
    rows = members.merge(homes.drop(columns="is_refused"), on="household", how="left")
    people, households = rows["person"].to_numpy(), rows["household"].to_numpy()
    flags = personal.protection(invented, people)
    hidden = personal.is_protected(flags)
    return pd.concat(
        [
            _of_the_household(invented, rows, month),
            _identity(invented, people, hidden),
            _case(invented, rows, month),
            _decision_days(invented, households, month),
            invented.routing(households),
            personal.language(invented, people),
            flags,
            personal.contact(invented, people, households, hidden),
        ],
        axis="columns",
    )


def _of_the_household(invented: Invented, rows: pd.DataFrame, month: int) -> pd.DataFrame:
    """Keys, role, type and decision; amounts stand on the head's row only."""
    households, day = rows["household"].to_numpy(), first_day(month)
    is_head = rows["role"] == "1"
    kept = ["household_type_code", "children_count", "decision_type_code"]
    return rows[kept].assign(
        **{name: rows[name].astype("Int64").where(is_head) for name in _MONEY},
        household_role=rows["role"],
        year=f"{day.year:04d}",
        month=f"{day.month:02d}",
        municipality_code=invented.municipality.code,
        household_id=invented.household_ids(households),
        case_id=invented.case_ids(households),
    )


def _members(invented: Invented, month: int) -> pd.DataFrame:
    """Everybody: household, person, role, streak_from, is_refused, heads first."""
    world = invented.world
    adults = world.adults_by_month[month].drop(columns="month")
    chunk = world.children
    chunk = chunk[(chunk["from_month"] <= month) & (chunk["until_month"] > month)]
    of_home = adults.loc[adults["role"] == "1", ["household", "streak_from", "is_refused"]]
    children = chunk[["household", "person"]].merge(of_home, on="household").assign(role="3")
    together = pd.concat([adults, children])
    return together.sort_values(["household", "role", "person"], ignore_index=True)


def _homes(invented: Invented, members: pd.DataFrame) -> pd.DataFrame:
    """One row per household: who is in it, and its type in the register."""
    heads = members[members["role"] == "1"].set_index("household")
    partners = members[members["role"] == "2"].groupby("household").size()
    children = members[members["role"] == "3"].groupby("household").size()
    alone = invented.is_case(heads["person"].to_numpy(), "only_children")
    children = children.reindex(heads.index, fill_value=0) + alone
    homes = pd.DataFrame(
        {
            "has_partner": partners.reindex(heads.index, fill_value=0) > 0,
            "children": children,
            "children_count": children,
            "is_refused": heads["is_refused"],
        }
    )
    codes = _types(invented, heads["person"].to_numpy(), homes)
    return homes.assign(household_type_code=codes).reset_index()


def _types(invented: Invented, lead: Numbers, homes: pd.DataFrame) -> Texts:
    is_man = invented.world.people["is_man"].to_numpy()[lead]
    parents = homes["children"].to_numpy() > 0
    partner = homes["has_partner"].to_numpy()
    return np.select(
        [
            invented.is_case(lead, "only_children"),
            invented.is_case(lead, "unknown_household_type"),
            partner & parents,
            partner,
            is_man & parents,
            is_man,
            parents,
        ],
        ["1", "9", "8", "7", "4", "3", "6"],
        "5",
    ).astype(object)


def _identity(invented: Invented, people: Numbers, hidden: Booleans) -> pd.DataFrame:
    """Number, name and registered sex; half of the protected are without a name."""
    is_man = invented.world.people["is_man"].to_numpy()[people]
    is_man = is_man ^ invented.is_case(people, "sex_against_number")
    nameless = hidden & (invented.luck.uniform("nameless", people) < 0.5)
    return (
        personal.names(invented, people)
        .where(pd.Series(~nameless))
        .assign(personal_number=invented.numbers(people), sex_code=np.where(is_man, "1", "2"))
    )


def _case(invented: Invented, rows: pd.DataFrame, month: int) -> pd.DataFrame:
    """Obstacle, months in a row and measure of the adults; empty for children."""
    people, rules, luck = rows["person"].to_numpy(), invented.common.person, invented.luck
    adult = rows["role"].to_numpy() != "3"
    labels = invented.obstacles(people, month)["label"]
    counts = (month - rows["streak_from"] + 1).astype("Int64")
    counts[is_other_assistance_only(invented, rows["household"].to_numpy())] = 0
    counted = adult & ~rows["is_refused"].to_numpy()
    counted &= luck.uniform("months counted", people) < rules.months_counted_share
    measure = pd.Series(luck.uniform("measure", people) < rules.measure_share, dtype="boolean")
    return pd.DataFrame(
        {
            "support_obstacle": labels.where(pd.Series(adult)),
            "consecutive_months": counts.where(pd.Series(counted)),
            "has_labour_market_measure": measure.where(pd.Series(adult)),
        }
    )


def _decision_days(invented: Invented, households: Numbers, month: int) -> pd.DataFrame:
    first = first_days(np.full(len(households), month))
    waited = invented.luck.whole("decided", -6, 10, households, month)
    return pd.DataFrame(
        {
            "decision_date": later(first, waited),
            "decision_from_date": first,
            "decision_to_date": first_days(np.full(len(households), month + 1)) - 1,
        }
    )
