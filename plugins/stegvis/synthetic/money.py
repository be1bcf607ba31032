"""What a household needs, gets and is paid in a month, whole kronor."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stegvis.synthetic.arrays import Booleans, Numbers, Shares, Texts
from stegvis.synthetic.invented import Invented
from stegvis.synthetic.months import level

_VERY_HIGH = 64_500
_NOT_ADDED_UP = 700
_PARTIAL = 0.6


def amounts(invented: Invented, homes: pd.DataFrame, month: int) -> pd.DataFrame:
    """Beside each household of the month its kronor and the kind of the decision.

    Income support is scaled so that what is paid to a household is, on an
    average, what the parameters say of the month. ``homes`` has one row per
    household: household, has_partner, children and is_refused.
    """
    rules, luck, ids = invented.common.need, invented.luck, homes["household"].to_numpy()
    paid = ~homes["is_refused"].to_numpy()
    need = _need(invented, homes)
    other = _other_assistance(invented, ids, month) * paid
    only_other = is_other_assistance_only(invented, ids)
    partly = luck.uniform("partial", ids, month) < rules.partial_share
    support = need * _uncovered(invented, ids, month) * np.where(partly, _PARTIAL, 1.0)
    very_high = invented.is_case(invented.world.leads(ids), "very_high_amount")
    support[~paid | only_other | very_high] = 0
    wanted = level(invented.place.paid_per_household_sek, month) * paid.sum()
    scale = (wanted - other.sum() - _VERY_HIGH * very_high.sum()) / support.sum()
    kinds = np.select([~paid, partly], ["02", "03"], "01").astype(object)
    return _whole_kronor(invented, homes, support * scale, other, need * scale, kinds)


def is_other_assistance_only(invented: Invented, households: Numbers) -> Booleans:
    """Households that get help with other things and no income support (K2)."""
    share = invented.common.households.other_assistance_only_share
    chosen = invented.luck.uniform("other only", households) < share
    leads = invented.world.leads(households)
    return chosen & ~np.isin(leads, list(invented.world.special.values()))


def _whole_kronor(
    invented: Invented,
    homes: pd.DataFrame,
    support: Shares,
    other: Shares,
    need: Shares,
    kinds: Texts,
) -> pd.DataFrame:
    leads = invented.world.leads(homes["household"].to_numpy())
    support, other = np.rint(support).astype(np.int64), np.rint(other).astype(np.int64)
    support[invented.is_case(leads, "very_high_amount")] = _VERY_HIGH
    total = support + other + _NOT_ADDED_UP * invented.is_case(leads, "parts_do_not_add_up")
    return homes.assign(
        assistance_sek=total,
        income_support_sek=support,
        other_assistance_sek=other,
        assessed_need_sek=np.maximum(np.rint(need).astype(np.int64), support),
        decision_type_code=kinds,
    )


def _need(invented: Invented, homes: pd.DataFrame) -> Shares:
    rules = invented.common.need
    adults = np.where(homes["has_partner"], rules.couple, rules.single)
    children = homes["children"].to_numpy()
    need = adults + rules.rent + children * (rules.child + rules.rent_child)
    return np.asarray(need, dtype=float)


def _uncovered(invented: Invented, ids: Numbers, month: int) -> Shares:
    """The share of the need that income does not cover, nearly the same from month to month."""
    luck = invented.luck
    has_income = luck.uniform("has income", ids) < invented.common.need.has_income_share
    covered = np.where(has_income, 0.1 + 0.7 * luck.uniform("income", ids), 0.0)
    return (1 - covered) * (0.94 + 0.12 * luck.uniform("this month", ids, month))


def _other_assistance(invented: Invented, ids: Numbers, month: int) -> Shares:
    rules, luck = invented.common.need, invented.luck
    gets = luck.uniform("gets other", ids, month) < rules.other_assistance_share
    gets |= is_other_assistance_only(invented, ids)
    amount = 300 + luck.waiting("other", rules.other_assistance_mean, ids, month)
    return np.where(gets, np.minimum(amount, 9000), 0.0)
