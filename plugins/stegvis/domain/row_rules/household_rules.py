"""Rules about households, judged on all rows received (contract 1.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.row_rules.checks import Check, Rule, holds
from stegvis.domain.row_rules.received import Mask, Positions, Stack

HEAD, PARTNER = "1", "2"
COUPLES = ("7", "8")
WITH_CHILDREN = ("4", "6", "8")
WITHOUT_CHILDREN = ("3", "5", "7")


@dataclass(frozen=True)
class Households:
    """Which household and month each row belongs to; -1 where the row does not say."""

    number: Positions

    @classmethod
    def of(cls, stack: Stack) -> Households:
        """The households of each file by itself."""
        number, _ = pd.factorize(stack.rows["household_id"])
        for part in (stack.rows["year"], stack.rows["month"], pd.Series(stack.delivery)):
            codes, distinct = pd.factorize(part, use_na_sentinel=False)
            if len(distinct) > 1:
                number = np.where(number < 0, -1, number * len(distinct) + codes)
        codes, _ = pd.factorize(np.where(number < 0, np.nan, number))
        return cls(codes.astype(np.int64))

    def count(self, rows: Mask) -> npt.NDArray[np.int64]:
        """How many of ``rows`` each row's household has; 0 for rows of no household."""
        sizes = np.bincount(self.number + 1, weights=rows).astype(np.int64)
        sizes[0] = 0
        return np.asarray(sizes[self.number + 1])

    @property
    def known(self) -> Mask:
        """Which rows say their household."""
        return np.asarray(self.number >= 0)


def household_checks(stack: Stack) -> Iterator[Check]:
    """Checks of ``household_head`` and ``household_type``; none outside ``bistand``."""
    if stack.extract.name != "bistand":
        return
    households = Households.of(stack)
    role = stack.rows["household_role"]
    heads = households.count(_equal(role, HEAD))
    partners = households.count(_equal(role, PARTNER))
    in_order = ~households.known | ((heads == 1) & (partners <= 1))
    yield holds(Rule.HOUSEHOLD_HEAD, "household_role", in_order)
    fits = _type_fits(stack, partners > 0)
    yield holds(Rule.HOUSEHOLD_TYPE, "household_type_code", fits | ~households.known)


def _type_fits(stack: Stack, has_partner: Mask) -> Mask:
    """Rows whose type agrees with medsökande and with the row's own count of children.

    The count tells, not who is listed: a source may count children without
    listing them. A missing type breaks no rule here.
    """
    kind = stack.rows["household_type_code"]
    has_children = (stack.rows["children_count"] > 0).to_numpy(dtype=bool, na_value=False)
    says_couple = kind.isin(COUPLES).to_numpy()
    says_children = kind.isin(WITH_CHILDREN).to_numpy()
    says_none = kind.isin(WITHOUT_CHILDREN).to_numpy()
    wrong = (says_couple != has_partner) | (says_children & ~has_children)
    wrong |= says_none & has_children
    return np.asarray(~wrong | kind.isna().to_numpy())


def _equal(codes: pd.Series, code: str) -> Mask:
    return (codes == code).to_numpy(dtype=bool, na_value=False).copy()
