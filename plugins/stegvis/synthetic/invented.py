"""One invented municipality with all that its extracts draw from, and the sure cases in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.clock import WorkCalendar
from stegvis.domain.municipalities import Municipality
from stegvis.synthetic.arrays import Booleans, Numbers, Texts, days_of, only_where
from stegvis.synthetic.luck import Luck
from stegvis.synthetic.parameters import Common, Place
from stegvis.synthetic.simulation import World

SECRECY_MARKING = ("secrecy_marking", "both_protections", "protected_with_address")
PROTECTED_REGISTRATION = ("protected_registration", "both_protections")
_LABEL_MONTHS = 30
_NO_CASE_NUMBER_SHARE = 0.02


@dataclass(frozen=True)
class Invented:
    """A municipality, its parameters, its chance and what has happened in it."""

    municipality: Municipality
    common: Common
    place: Place
    luck: Luck
    world: World
    calendar: WorkCalendar

    @property
    def slug(self) -> str:
        """The municipality's slug."""
        return self.municipality.slug

    def numbers(self, people: npt.ArrayLike) -> Texts:
        """The identity number of each person."""
        everybody = np.asarray(self.world.people["number"], dtype=object)
        return np.asarray(everybody[np.asarray(people)])

    def is_case(self, people: npt.ArrayLike, *cases: str) -> Booleans:
        """Which of the people are one of the special cases."""
        return np.isin(people, [self.world.special.get(case, -1) for case in cases])

    def obstacles(self, people: Numbers, months: npt.ArrayLike) -> pd.DataFrame:
        """Support obstacle of each person in each month: group and label.

        Most people keep theirs; for the others it is drawn anew now and then.
        """
        changes = (
            self.luck.uniform("label changes", people) < self.common.person.label_changes_share
        )
        phase = self.luck.whole("label phase", 0, _LABEL_MONTHS, people)
        era = (np.asarray(months) + phase) // _LABEL_MONTHS * changes
        groups = self.luck.pick("obstacle", self.place.obstacles, people, era)
        groups[self.is_case(people, "unmapped_obstacle")] = "unmapped"
        groups[self.is_case(people, "only_children")] = "none"
        labels = np.empty(len(people), dtype=object)
        for group in set(groups):
            here = groups == group
            labels[here] = self.luck.pick(
                "label", self.common.labels[group], people[here], era[here]
            )
        return pd.DataFrame({"group": groups, "label": labels})

    @cached_property
    def first_group(self) -> pd.Series:
        """The group of obstacle with which each adult first came; the index is the person."""
        first = self.world.first_months
        groups = self.obstacles(first.index.to_numpy(), first.to_numpy())["group"]
        return pd.Series(groups.to_numpy(), index=first.index)

    def ages(self, people: npt.ArrayLike, days: npt.NDArray[np.datetime64]) -> Numbers:
        """Full years of each person on each day, give or take a day at the birthday."""
        born = days_of(self.world.people["birth_day"])[np.asarray(people)]
        return np.asarray(((days - born).astype(np.int64) / 365.2425).astype(np.int64))

    def routing(self, households: Numbers) -> pd.DataFrame:
        """Unit and caseworker of each household's case."""
        units = [unit.name for unit in self.municipality.units if unit.kind == "assistance"]
        unit = self.luck.whole("unit", 0, len(units), households)
        each = self.place.caseworkers_per_unit
        worker = unit * each + self.luck.whole("caseworker", 0, each, households)
        staff = np.array(self._staff, dtype=object)
        return pd.DataFrame(
            {"unit": np.array(units, dtype=object)[unit], "caseworker": staff[worker % len(staff)]}
        )

    @property
    def _staff(self) -> list[str]:
        order = np.argsort(self.luck.uniform("staff", np.arange(len(self.common.staff))))
        return [self.common.staff[place] for place in order]

    def staff(self, topic: str, keys: Numbers) -> Texts:
        """A member of staff for each key, such as a supervisor."""
        return self.luck.pick(topic, dict.fromkeys(self.common.staff, 1.0), keys)

    def household_ids(self, households: Numbers) -> Texts:
        """The source system's id of each household; in some systems it holds a number."""
        if self.place.household_id == "number":
            return np.array([f"H{household + 1:06d}" for household in households], dtype=object)
        leads = self.world.leads(households)
        return np.array([f"{number}-1" for number in self.numbers(leads)], dtype=object)

    def case_ids(self, households: Numbers) -> Texts:
        """The case number of each household; a few have none."""
        return self._case_ids[households]

    @cached_property
    def _case_ids(self) -> Texts:
        first = self.world.months.groupby("household")["month"].min()
        every = np.arange(len(self.world.households))
        years = first.reindex(every).to_numpy() // 12
        ids = [f"EK{year:.0f}-{household:05d}" for household, year in enumerate(years, start=1)]
        has_none = self.luck.uniform("no case number", every) < _NO_CASE_NUMBER_SHARE
        return only_where(~has_none, ids)
