"""``bistand`` and ``avslut`` as monthly rows of households and persons.

Only good rows count. Where a household's head is quarantined, what was paid
is unknown, and so is what rests on it. No obstacle is kept per person (X8).
"""

from __future__ import annotations

import pandas as pd

from stegvis.domain.derived_rows.let_in import LetIn
from stegvis.domain.derived_rows.naming import Naming
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.facts.assistance import GRANTED
from stegvis.domain.facts.labels import normalised, normalised_label
from stegvis.domain.municipalities import Municipality
from stegvis.domain.row_rules.household_rules import HEAD, PARTNER
from stegvis.domain.row_rules.protection import is_protected

UNMAPPED = "unmapped"


def aid_months(
    let_in: LetIn, naming: Naming, municipality: Municipality
) -> dict[str, pd.DataFrame]:
    """``household_month``, ``person_month`` and ``month_obstacle`` of an aid month."""
    rows = _with_head_amounts(let_in).assign(
        aid_month=lambda good: _months(good["period"]),
        is_protected=lambda good: is_protected(EXTRACTS["bistand"], good),
        person_id=lambda good: naming.persons(good["personal_number"]),
        household_id=lambda good: naming.households(good["household_id"]),
    )
    return {
        "household_month": _households(rows),
        "person_month": _persons(rows),
        "month_obstacle": _obstacles(rows, municipality),
    }


def aid_exits(
    let_in: LetIn, naming: Naming, _municipality: Municipality
) -> dict[str, pd.DataFrame]:
    """``aid_exit``: health is written as another reason, so that no row tells of it (X8)."""
    good = let_in.good_rows
    exits = pd.DataFrame(
        {
            "delivery_id": good["delivery_id"],
            "aid_month": _months(good["period"]),
            "household_id": naming.households(good["household_id"]),
            "person_id": naming.persons(good["personal_number"]),
            "exit_reason": without_health(good["exit_reason"]),
            "exit_date": good["exit_date"],
        }
    )
    return {"aid_exit": exits}


def without_health(reasons: pd.Series) -> pd.Series:
    """Exit reasons with ``ohalsa`` written as ``annat``."""
    return reasons.replace({"ohalsa": "annat"})


def _months(periods: pd.Series) -> pd.Series:
    return pd.to_datetime(periods, format="%Y%m").astype("datetime64[s]")


def _with_head_amounts(let_in: LetIn) -> pd.DataFrame:
    """Beside each row what its household's head row says; missing where no good row is a head's."""
    good = let_in.good_rows
    household = ["delivery_id", "household_id"]
    amounts = ["assistance_sek", "income_support_sek", "assessed_need_sek"]
    heads = good.loc[good["household_role"] == HEAD, [*household, *amounts]]
    heads = heads.rename(columns={name: f"head_{name}" for name in amounts})
    rows = good.merge(heads, on=household, how="left", validate="many_to_one")
    has_income_support = rows["delivery_id"].isin(let_in.with_column("income_support_sek"))
    counted = rows["head_assistance_sek"].mask(has_income_support, rows["head_income_support_sek"])
    is_granted = rows["decision_type_code"].isin(GRANTED)
    is_adult = rows["household_role"].isin([HEAD, PARTNER])
    is_paid = rows["head_assistance_sek"] > 0
    return rows.assign(
        is_adult=is_adult,
        is_assisted=is_granted & is_paid.fillna(False).astype(bool),
        # An amount that is not known leaves it open whether the month counts.
        counts_income_support=(counted > 0) & (is_granted & is_adult),
    )


def _households(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per household; the head's word goes first."""
    by_role = rows.sort_values(["household_role", "row_number"], kind="stable")
    households = by_role.groupby(["delivery_id", "household_id"], sort=False)
    return households.agg(
        aid_month=("aid_month", "first"),
        case_reference=("case_id", "first"),
        household_type_code=("household_type_code", "first"),
        children_count=("children_count", "first"),
        adults_count=("is_adult", "sum"),
        assistance_sek=("head_assistance_sek", "first"),
        income_support_sek=("head_income_support_sek", "first"),
        assessed_need_sek=("head_assessed_need_sek", "first"),
        is_assisted=("is_assisted", "any"),
        unit=("unit", "first"),
        is_protected=("is_protected", "any"),
    ).reset_index()


def _persons(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[
        [
            "delivery_id",
            "aid_month",
            "person_id",
            "household_id",
            "household_role",
            "sex_code",
            "decision_type_code",
            "is_assisted",
            "counts_income_support",
            "has_labour_market_measure",
            "unit",
            "is_protected",
        ]
    ]


def _obstacles(rows: pd.DataFrame, municipality: Municipality) -> pd.DataFrame:
    """How many adults had obstacles of each group; protected people stand in no breakdown (X2)."""
    groups = {
        normalised_label(label): group for label, group in municipality.obstacle_groups.items()
    }
    adults = rows[rows["is_adult"] & ~rows["is_protected"]]
    counted = adults.assign(
        obstacle_group=normalised(adults["support_obstacle"]).map(groups).fillna(UNMAPPED),
        sex_code=adults["sex_code"].fillna(""),
    )
    key = ["delivery_id", "aid_month", "obstacle_group", "sex_code"]
    counts = counted.groupby(key)["person_id"].nunique()
    return counts.rename("persons_count").reset_index()
