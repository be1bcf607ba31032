"""The people and households of one invented municipality, and how they are founded.

People and households are numbered in the order in which they come, and a
household keeps its number when it comes back. All months are whole numbers
(``stegvis.synthetic.months``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from stegvis.synthetic.arrays import Booleans, Days, Numbers, Texts
from stegvis.synthetic.identity_numbers import NumberSupply, identity_numbers
from stegvis.synthetic.luck import Luck
from stegvis.synthetic.months import months_of
from stegvis.synthetic.parameters import Common

NOBODY = -1
NEVER = 10**6
_ADULT = 19
OF_AGE_MONTHS = 18 * 12
_PARENTS = (21, 54)
_WITH_CHILDREN = ("single_father", "single_mother", "couple_with_children")
_COUPLES = ("couple", "couple_with_children")
_MEN = ("single_man", "single_father")
_COUPLES_LED_BY_A_MAN = 0.55
_SAME_SEX_SHARE = 0.06


def _nobody() -> Numbers:
    return np.empty(0, dtype=np.int64)


def _append(table: object, added: Mapping[str, npt.NDArray[Any]]) -> None:
    for name, values in added.items():
        setattr(table, name, np.concatenate([getattr(table, name), values]))


@dataclass
class Households:
    """One entry per household; see ``stegvis.synthetic.months`` for months.

    ``partner_until`` is the first month without the partner, ``streak_from``
    the month since when assistance has gone on, ``left`` the first month
    without assistance (``NEVER`` before the first time), ``blocked_until`` the
    first month in which it may come back.
    """

    lead: Numbers
    partner: Numbers
    partner_until: Numbers
    stays: Booleans
    active: Booleans
    streak_from: Numbers
    left: Numbers
    blocked_until: Numbers

    @classmethod
    def none(cls) -> Households:
        """No household yet."""
        empty = np.empty(0, dtype=np.int64)
        nothing = np.empty(0, dtype=bool)
        return cls(empty, empty, empty, nothing, nothing, empty, empty, empty)

    def __len__(self) -> int:
        return len(self.lead)

    def add(self, lead: Numbers, partner: Numbers, month: int) -> Numbers:
        """New households that receive assistance from ``month`` on; their numbers."""
        count, start = len(lead), len(self)
        never = np.full(count, NEVER)
        added = {
            "lead": lead,
            "partner": partner,
            "partner_until": np.where(partner == NOBODY, 0, NEVER),
            "stays": np.zeros(count, dtype=bool),
            "active": np.ones(count, dtype=bool),
            "streak_from": np.full(count, month),
            "left": never,
            "blocked_until": np.zeros(count, dtype=np.int64),
        }
        _append(self, added)
        return np.arange(start, start + count)


@dataclass
class Children:
    """One entry per child and household it has lived in; ``until_month`` is not included."""

    household: Numbers = field(default_factory=_nobody)
    person: Numbers = field(default_factory=_nobody)
    from_month: Numbers = field(default_factory=_nobody)
    until_month: Numbers = field(default_factory=_nobody)

    def add(self, household: Numbers, person: Numbers, since: Numbers, until: Numbers) -> None:
        """Children who live in a household from one month to another."""
        _append(
            self,
            {"household": household, "person": person, "from_month": since, "until_month": until},
        )


@dataclass
class People:
    """One entry per person; ``family`` is the lead they came with."""

    number: Texts = field(default_factory=lambda: np.empty(0, dtype=object))
    birth_day: Days = field(default_factory=lambda: np.empty(0, dtype="datetime64[D]"))
    is_man: Booleans = field(default_factory=lambda: np.empty(0, dtype=bool))
    family: Numbers = field(default_factory=_nobody)

    def __len__(self) -> int:
        return len(self.number)

    def add(self, birth_day: Days, is_man: Booleans, family: Numbers | None) -> Numbers:
        """New people with numbers of their own; without ``family`` each is their own lead."""
        ids = np.arange(len(self), len(self) + len(birth_day))
        added = {
            "number": identity_numbers(birth_day, is_man),
            "birth_day": birth_day,
            "is_man": is_man,
            "family": ids if family is None else family,
        }
        _append(self, added)
        return ids


@dataclass
class Town:
    """Everybody who has ever come."""

    common: Common
    luck: Luck
    households: Households = field(default_factory=Households.none)
    people: People = field(default_factory=People)
    children: Children = field(default_factory=Children)
    special: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._supply = NumberSupply(self.luck)

    def found(self, month: int, kinds: Texts) -> Numbers:
        """New households of these kinds that come in ``month``; their numbers."""
        ids = np.arange(len(self.households), len(self.households) + len(kinds))
        has_children, in_couple = np.isin(kinds, _WITH_CHILDREN), np.isin(kinds, _COUPLES)
        ages = self._entry_ages(ids, has_children)
        is_man = np.isin(kinds, _MEN)
        is_man |= in_couple & (self.luck.uniform("lead", ids) < _COUPLES_LED_BY_A_MAN)
        leads = self._born(month // 12 - ages, is_man, None)
        partners = np.full(len(ids), NOBODY)
        partner_ages = np.maximum(ages + self.luck.whole("apart", -6, 7, ids), _ADULT)
        other_sex = self.luck.uniform("partner", ids) >= _SAME_SEX_SHARE
        partners[in_couple] = self._born(
            (month // 12 - partner_ages)[in_couple],
            (is_man ^ other_sex)[in_couple],
            leads[in_couple],
        )
        self._add_children(ids[has_children], leads[has_children], ages[has_children], month)
        return self.households.add(leads, partners, month)

    def add_person(self, birth_year: int) -> int:
        """One man or boy outside every household; his place among the people."""
        return int(self._born(np.array([birth_year]), np.array([True]), None)[0])

    def add_child(self, household: int, family: int, birth_year: int, month: int) -> int:
        """One child of a household; its place among the people."""
        person = self._born(np.array([birth_year]), np.array([True]), np.array([family]))
        self._keep_children(np.array([household]), person, month)
        return int(person[0])

    def move_children(self, from_household: Numbers, to_household: Numbers, month: int) -> None:
        """The children of some households live in others from ``month`` on."""
        all_of = self.children
        for old, new in zip(from_household.tolist(), to_household.tolist(), strict=True):
            here = (all_of.household == old) & (all_of.until_month > month)
            since = np.maximum(all_of.from_month[here], month)
            until = all_of.until_month[here]
            all_of.until_month[here] = month
            all_of.add(np.full(len(since), new), all_of.person[here], since, until)

    def _entry_ages(self, ids: Numbers, are_parents: Booleans) -> Numbers:
        bands = self.common.households.ages
        mix = {str(place): band.share for place, band in enumerate(bands)}
        band = self.luck.pick("age band", mix, ids).astype(int)
        low = np.array([band.first for band in bands])[band]
        high = np.array([band.last for band in bands])[band] + 1
        ages = (low + self.luck.uniform("age", ids) * (high - low)).astype(np.int64)
        return np.asarray(np.where(are_parents, np.clip(ages, *_PARENTS), ages))

    def _add_children(
        self, households: Numbers, leads: Numbers, lead_ages: Numbers, month: int
    ) -> None:
        shares = {str(n): share for n, share in enumerate(self.common.households.children, 1)}
        how_many = self.luck.pick("children", shares, households).astype(int)
        rows = np.repeat(np.arange(len(households)), how_many)
        number = np.arange(len(rows)) - np.repeat(np.cumsum(how_many) - how_many, how_many)
        oldest = np.minimum(17, lead_ages[rows] - _ADULT)
        draw = self.luck.uniform("child age", households[rows], number)
        birth_years = month // 12 - (draw * (oldest + 1)).astype(np.int64)
        is_boy = self.luck.uniform("boy", households[rows], number) < 0.5
        people = self._born(birth_years, is_boy, leads[rows])
        self._keep_children(households[rows], people, month)

    def _keep_children(self, households: Numbers, people: Numbers, month: int) -> None:
        """They live there from when they come, or are born, until they are of age."""
        born = months_of(self.people.birth_day[people])
        self.children.add(households, people, np.maximum(month, born), born + OF_AGE_MONTHS)

    def _born(self, years: Numbers, is_man: Booleans, family: Numbers | None) -> Numbers:
        return self.people.add(self._supply.take(years, is_man), is_man, family)
