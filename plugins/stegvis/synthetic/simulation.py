"""How a municipality's households come, stay, split and leave, month by month.

Each month rests only on the months before it, so a world that is lived one
month longer has the same past.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from stegvis.synthetic.arrays import Numbers, Texts
from stegvis.synthetic.luck import Luck
from stegvis.synthetic.months import in_force, level, months_of
from stegvis.synthetic.parameters import Common, Place
from stegvis.synthetic.settling import settle
from stegvis.synthetic.town import NEVER, NOBODY, Households, Town

_MONTHS_AWAY = (2, 30)
_REFUSED_WHO_CAME_BACK = 0.6
_FOR_GOOD = ("flytt", "avliden", "annan_ersattning")
_WORKING_MONTHS = 4
PLACED = "arbete_med_stod"


@dataclass(frozen=True)
class World:
    """What happened, as tables.

    Attributes:
        people: number, birth_day, is_man, family; the index is the person.
        households: lead, partner, partner_until; the index is the household.
        children: household, person, from_month, until_month.
        months: month, household, streak_from, is_refused; one row per household
            and month with a decision.
        entries: month, household, is_refused; who applied to come in.
        exits: month (the last with assistance), household, reason.
        special: the person of each special case.
    """

    people: pd.DataFrame
    households: pd.DataFrame
    children: pd.DataFrame
    months: pd.DataFrame
    entries: pd.DataFrame
    exits: pd.DataFrame
    special: dict[str, int]

    def leads(self, households: Numbers) -> Numbers:
        """The person who leads each household."""
        return self.households["lead"].to_numpy()[households]

    @cached_property
    def adults(self) -> pd.DataFrame:
        """Each adult's months: month, household, person, role, streak_from, is_refused."""
        lead = self.months.assign(person=self.leads(self.months["household"].to_numpy()), role="1")
        until = self.households["partner_until"].to_numpy()[self.months["household"]]
        partner = self.months.assign(
            person=self.households["partner"].to_numpy()[self.months["household"]], role="2"
        )[self.months["month"].to_numpy() < until]
        return pd.concat([lead, partner], ignore_index=True)

    @cached_property
    def first_months(self) -> pd.Series:
        """The month in which each adult was first heard of."""
        return self.adults.groupby("person")["month"].min()

    @cached_property
    def adults_by_month(self) -> dict[int, pd.DataFrame]:
        """The rows of ``adults`` of each month."""
        months = self.adults["month"].unique().tolist()
        grouped = self.adults.groupby("month")
        return {month: grouped.get_group(month) for month in months}

    def adults_of(self, cases: pd.DataFrame) -> pd.DataFrame:
        """The adults of each case in the month it names: person and role beside its columns."""
        months = [self.adults_by_month[month] for month in cases["month"].unique()]
        columns = ["month", "household", "person", "role"]
        members = pd.concat(months)[columns] if months else self.adults.loc[:-1, columns]
        return cases.merge(members, on=["month", "household"], how="inner")


def simulate(common: Common, place: Place, luck: Luck, last_month: int) -> World:
    """Live from the first month of the parameters to ``last_month``."""
    return _Life(common, place, luck).lived_to(last_month)


@dataclass
class _Life:
    """One municipality as it goes on."""

    common: Common
    place: Place
    luck: Luck
    months: list[pd.DataFrame] = field(default_factory=list)
    entries: list[pd.DataFrame] = field(default_factory=list)
    exits: list[pd.DataFrame] = field(default_factory=list)

    def lived_to(self, last_month: int) -> World:
        first = months_of(np.array([self.common.first_month], dtype="datetime64[D]"))[0]
        self.town = Town(self.common, self.luck)
        settle(self.town, int(first), self._wanted(int(first)))
        self._remember(int(first), np.empty(0, dtype=np.int64))
        for month in range(int(first) + 1, last_month + 1):
            self._leave(month)
            self._split(month)
            self._enter(month)
            self._remember(month, self._refuse(month))
        return self._world()

    @property
    def _homes(self) -> Households:
        return self.town.households

    def _wanted(self, month: int) -> int:
        return round(level(self.place.households, month))

    def _leave(self, month: int) -> None:
        """Some leave by chance; more if the municipality is to have fewer households."""
        rules, homes = self.common.households, self._homes
        candidates = np.flatnonzero(homes.active & ~homes.stays)
        short = self.luck.uniform("short stay", candidates) < rules.short_stay_share
        rate = np.where(short, rules.leaves_monthly_short, rules.leaves_monthly_long)
        rate = np.where(self._ages(candidates, month) >= rules.pension_age, 0.5, rate)
        draw = self.luck.uniform("leave", candidates, month) / rate
        too_many = int(homes.active.sum()) - self._wanted(month)
        count = max(int((draw < 1).sum()), too_many, 1)
        self._close(candidates[np.argsort(draw, kind="stable")[:count]], month)

    def _close(self, leaving: Numbers, month: int) -> None:
        homes = self._homes
        reasons = self.luck.pick("exit", in_force(self.place.exit_reasons, month), leaving, month)
        old = self._ages(leaving, month) >= self.common.households.pension_age
        reasons[old] = "annan_ersattning"
        away = np.select(
            [np.isin(reasons, _FOR_GOOD), reasons == PLACED, reasons == "arbete"],
            [NEVER, self.place.participation.months + 1, _WORKING_MONTHS],
            0,
        )
        homes.active[leaving] = False
        homes.left[leaving] = month
        homes.blocked_until[leaving] = month + away
        exits = pd.DataFrame({"month": month - 1, "household": leaving, "reason": reasons})
        self.exits.append(exits.sort_values("household", ignore_index=True))

    def _split(self, month: int) -> None:
        """Couples part: one keeps the household, the other gets a new one (L5, K2)."""
        rules, homes = self.common.households, self._homes
        couples = np.flatnonzero(homes.active & ~homes.stays & (homes.partner_until == NEVER))
        parting = couples[self.luck.uniform("split", couples, month) < rules.splits_monthly]
        both = self.luck.uniform("overlap", parting, month) < rules.split_overlap_share
        new = homes.add(homes.partner[parting], np.full(len(parting), NOBODY), month)
        homes.streak_from[new] = homes.streak_from[parting]
        homes.partner_until[parting] = month + both
        with_partner = self.luck.uniform("custody", parting, month) < 0.5
        self.town.move_children(parting[with_partner], new[with_partner], month)

    def _enter(self, month: int) -> None:
        homes = self._homes
        wanted = self._wanted(month) - int(homes.active.sum())
        if wanted <= 0:
            return
        back = self._could_return(month)
        back = back[: round(wanted * self.common.households.returning_share)]
        homes.active[back] = True
        homes.streak_from[back] = month
        new = self.town.found(month, self._kinds(wanted - len(back), month))
        entering = np.concatenate([back, new])
        self.entries.append(_entry_rows(month, entering, is_refused=False))

    def _refuse(self, month: int) -> Numbers:
        """Households that apply and are refused, without assistance before or after."""
        homes = self._homes
        count = round(self._wanted(month) * self.common.households.refused_share)
        back = self._could_return(month)[: round(count * _REFUSED_WHO_CAME_BACK)]
        new = self.town.found(month, self._kinds(count - len(back), month))
        refused = np.concatenate([back, new])
        homes.active[refused] = False
        homes.left[refused] = month
        self.entries.append(_entry_rows(month, refused, is_refused=True))
        return refused

    def _could_return(self, month: int) -> Numbers:
        """Households that may come back, in the order that chance puts them."""
        homes = self._homes
        away = month - homes.left
        able = ~homes.active & (away >= _MONTHS_AWAY[0]) & (away <= _MONTHS_AWAY[1])
        able &= homes.blocked_until <= month
        candidates = np.flatnonzero(able)
        return candidates[np.argsort(self.luck.uniform("return", candidates, month))]

    def _kinds(self, count: int, month: int) -> Texts:
        mix = self.common.households.kinds
        return self.luck.pick("kind", mix, np.full(count, month), np.arange(count))

    def _ages(self, households: Numbers, month: int) -> Numbers:
        born = months_of(self.town.people.birth_day[self._homes.lead[households]])
        return (month - born) // 12

    def _remember(self, month: int, refused: Numbers) -> None:
        active = np.flatnonzero(self._homes.active)
        together = np.concatenate([active, refused])
        rows = {
            "month": month,
            "household": together,
            "streak_from": self._homes.streak_from[together],
            "is_refused": np.repeat([False, True], [len(active), len(refused)]),
        }
        self.months.append(pd.DataFrame(rows).sort_values("household", ignore_index=True))

    def _world(self) -> World:
        town = self.town
        people = pd.DataFrame(vars(town.people))
        homes = pd.DataFrame(vars(town.households))
        return World(
            people=people.assign(birth_day=people["birth_day"].astype("datetime64[s]")),
            households=homes[["lead", "partner", "partner_until"]],
            children=pd.DataFrame(vars(town.children)),
            months=pd.concat(self.months, ignore_index=True),
            entries=pd.concat(self.entries, ignore_index=True),
            exits=pd.concat(self.exits, ignore_index=True),
            special=self.town.special,
        )


def _entry_rows(month: int, households: Numbers, *, is_refused: bool) -> pd.DataFrame:
    return pd.DataFrame({"month": month, "household": households, "is_refused": is_refused})
