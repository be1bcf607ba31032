"""From delivered rows to one table of facts: whom a programme is for, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from stegvis.domain import identity
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.facts import applications as applied
from stegvis.domain.facts import assessed, assistance, employment
from stegvis.domain.facts.applications import Applications
from stegvis.domain.facts.assistance import AidMonths
from stegvis.domain.facts.employment import Answers, JobseekerCategories
from stegvis.domain.facts.fact_table import FactColumn, FactTable, Reason, fact_column
from stegvis.domain.facts.labels import normalised_label
from stegvis.domain.facts.picking import Picked
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme
from stegvis.domain.sources import Sources, empty_rows


def compute_facts(sources: Sources, programme: Programme, municipality: Municipality) -> FactTable:
    """What is known on ``sources.as_of`` about everybody the programme is for.

    Facts that the programme neither asks about nor ranks by are left out.
    """
    return _Computation(sources, programme, municipality).table()


@dataclass(frozen=True)
class _Computation:
    """One programme's facts; each source is read once and only if it is needed."""

    sources: Sources
    programme: Programme
    municipality: Municipality

    def table(self) -> FactTable:
        columns = {name: self._fact(name) for name in sorted(self._needed)}
        return FactTable(self.people, columns, self.months.newest)

    @property
    def _needed(self) -> set[str]:
        asked = {test.fact for criterion in self.programme.criteria for test in criterion.tests}
        ranked = {
            "months_with_income_support_desc": {"months_with_income_support"},
            "has_children_first": {"has_children"},
            "has_children_or_young_adult_first": {"has_children", "age"},
            "applied_at_asc": set(),
        }
        return asked.union(*(ranked[key] for key in self.programme.rank))

    @cached_property
    def months(self) -> AidMonths:
        return AidMonths.of(self.sources)

    @cached_property
    def applications(self) -> Applications:
        window = self.municipality.fact_rules.application_window_days
        return Applications.of(self.sources, window)

    @cached_property
    def answers(self) -> Answers:
        listed = self.municipality.jobseeker_categories
        categories = JobseekerCategories(
            {category.code: category.group for category in listed},
            {normalised_label(category.text): category.code for category in listed},
        )
        return Answers.of(self.sources, categories)

    @cached_property
    def numbers(self) -> pd.Index:
        """Whom the programme is for, in plain order of personal number."""
        listed: set[str] = set()
        if self.programme.population != "applicants" and self.months.delivered:
            rows = self.months.newest_rows
            listed |= set(rows.loc[assistance.is_listed_adult(rows), "personal_number"])
        if self.programme.population != "recipients":
            listed |= set(self.applications.numbers)
        return pd.Index(sorted(listed), dtype="str")

    @cached_property
    def aid(self) -> Picked:
        """Everybody's row of the newest aid month, where there is one."""
        if self.months.delivered:
            return assistance.newest_rows(self.months, self.numbers)
        nobody = np.full(len(self.numbers), -1, dtype=np.intp)
        return Picked(empty_rows(EXTRACTS["bistand"]), nobody)

    @cached_property
    def application(self) -> Picked:
        return self.applications.newest(self.numbers)

    @cached_property
    def people(self) -> pd.DataFrame:
        """One row per person: what ranks, routes and projects, not what decides."""
        first, second = self.aid, self.application
        if self.programme.population == "applicants":
            first, second = second, first
        numbers = pd.Series(self.numbers, dtype="str")
        routed = {
            name: first.column(name).where(pd.Series(first.found), second.column(name))
            for name in ("household_id", "case_id", "unit", "caseworker")
        }
        return pd.DataFrame(
            {
                **routed,
                "personal_number": numbers,
                "birth_date": identity.birth_dates(numbers),
                "unemployed_from": self._unemployed_from(),
                "applied_at": self.application.column("stands_at"),
                "application_id": self.application.column("application_id"),
                "children_count": self.aid.column("children_count"),
            }
        )

    def _unemployed_from(self) -> pd.Series:
        if not self._needed & {"months_unemployed", "long_term_unemployed"}:
            return pd.Series(pd.NaT, index=range(len(self.numbers)), dtype="datetime64[s]")
        return pd.Series(self._unemployment[1].astype("datetime64[s]"))

    @cached_property
    def _registered(self) -> FactColumn:
        max_age = self.municipality.fact_rules.af_answer_max_age_days
        return employment.registered_jobseeker(self.answers, self.numbers, max_age)

    @cached_property
    def _unemployment(self) -> tuple[FactColumn, np.ndarray]:
        gap = self.municipality.fact_rules.unemployment_gap_days
        return employment.months_unemployed(self.answers, self.numbers, self._registered, gap)

    @cached_property
    def _ages(self) -> FactColumn:
        numbers = pd.Series(self.numbers, dtype="str")
        years = identity.full_years(identity.birth_dates(numbers), self.sources.as_of)
        unknown = years.isna().to_numpy()
        values = years.to_numpy(dtype="int64", na_value=0)
        return fact_column(values, unknown, Reason.NO_BIRTH_DATE)

    @cached_property
    def _words(self) -> pd.DataFrame:
        months = self.municipality.fact_rules.negative_word_months
        return assessed.words_on_forms(self.sources, months)

    def _fact(self, name: str) -> FactColumn:
        found: FactColumn = getattr(self, f"_fact_{name}")()
        return found

    def _fact_age(self) -> FactColumn:
        return self._ages

    def _fact_is_adult(self) -> FactColumn:
        of_age = self._ages.known & (self._ages.values >= 18)
        reasons = np.where(self._ages.known, Reason.UNDER_AGE, self._ages.reasons)
        return fact_column(of_age, ~of_age, reasons)

    def _fact_receives_assistance(self) -> FactColumn:
        stale = self.municipality.fact_rules.stale_months
        return assistance.receives_assistance(self.months, self.numbers, stale)

    def _fact_months_with_income_support(self) -> FactColumn:
        rules = self.municipality.fact_rules
        return assistance.months_with_income_support(
            self.months, self.numbers, rules.stale_months, rules.income_support_gap_months
        )

    def _fact_registered_jobseeker(self) -> FactColumn:
        return self._registered

    def _fact_months_unemployed(self) -> FactColumn:
        return self._unemployment[0]

    def _fact_long_term_unemployed(self) -> FactColumn:
        limits = self.municipality.fact_rules.long_term_months
        return employment.long_term_unemployed(
            self._unemployment[0], self._ages, limits.under_25, limits.from_25
        )

    def _fact_nystartsjobb_highest_level(self) -> FactColumn:
        return assessed.nystartsjobb_highest_level(self._words, self.numbers)

    def _fact_entitled_to_supported_job(self) -> FactColumn:
        forms = self.municipality.fact_rules.supported_job_forms
        return assessed.entitled_to_supported_job(self._words, self.numbers, forms)

    def _fact_work_capacity_percent(self) -> FactColumn:
        return assessed.work_capacity_percent(self.sources, self.numbers)

    def _fact_unemployed_obstacle(self) -> FactColumn:
        groups = {
            normalised_label(label): group
            for label, group in self.municipality.obstacle_groups.items()
        }
        return applied.unemployed_obstacle(self.applications, self.aid, self.numbers, groups)

    def _fact_has_active_plan(self) -> FactColumn:
        return applied.has_active_plan(self.sources, self.numbers)

    def _fact_is_applicant(self) -> FactColumn:
        return applied.is_applicant(self.applications, self.numbers)

    def _fact_has_open_application(self) -> FactColumn:
        opens_on: date | None = self.programme.applications_from
        return applied.has_open_application(self.applications, self.sources, self.numbers, opens_on)

    def _fact_exception_stated(self) -> FactColumn:
        return applied.exception_stated(self.applications, self.numbers)

    def _fact_has_children(self) -> FactColumn:
        """Only ranks: an unknown number of children gives no priority (K3, L13)."""
        count = self.aid.column("children_count")
        met = (count > 0).fillna(False).to_numpy(dtype=bool)
        reasons = np.where(self.aid.quarantined, Reason.QUARANTINED, Reason.FIELD_EMPTY)
        return fact_column(met, self.aid.quarantined | count.isna().to_numpy(), reasons)
