"""A municipality: what it decides about itself, apart from its programmes.

Defaults are the choices made where the municipal texts are silent
(requirements 0). Each can be changed in ``include/municipalities/<slug>.yaml``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, time
from typing import Literal

from pydantic import Field, field_validator, model_validator

from stegvis.domain.declared import (
    Day,
    Declared,
    Sentence,
    Share,
    Slug,
    WholeNumber,
    YesNo,
    mistake,
)
from stegvis.domain.task_rules import TaskRules

ObstacleGroup = Literal[
    "unemployed",
    "involuntary_part_time",
    "full_time_work",
    "sick_leave",
    "sickness_compensation",
    "social_reasons",
    "parental_leave",
    "establishment",
    "pension",
    "student_youth",
    "language",
    "other",
    "none",
]
JobseekerGroup = Literal[
    "openly_unemployed",
    "hindered",
    "programme",
    "part_time",
    "subsidised_employment",
    "employed",
    "eu_job_search",
]
SupportForm = Literal[
    "nystartsjobb",
    "introduktionsjobb",
    "yrkesintroduktion",
    "osa",
    "lonebidrag",
    "etableringsjobb",
]


class Unit(Declared):
    """A unit that gets its own worklists.

    ``name`` is what people read and what the extracts write under ``enhet``;
    ``also_called`` are other spellings there. A ``restricted`` unit handles
    protected people (X2). A ``labour_market`` unit lies outside the secrecy of
    social services and gets only what it needs (K10, X3). ``board`` is the
    nämnd it answers to.
    """

    id: Slug
    name: Sentence
    kind: Literal["assistance", "labour_market", "restricted", "lead"]
    board: Sentence
    also_called: tuple[Sentence, ...] = ()
    phone: str = ""
    phone_hours: str = ""


class Letterhead(Declared):
    """What stands at the head and the foot of a letter (requirements 3)."""

    sender: Sentence
    department: Sentence
    address_lines: tuple[Sentence, ...] = Field(min_length=1)
    visiting_address: str = ""
    phone: Sentence
    phone_hours: Sentence
    web: Sentence
    privacy_notice_url: Sentence
    text_telephone: Sentence
    interpreter_line: Sentence


class LongTermMonths(Declared):
    """Months without work that count as long-term, below and from age 25 (A4)."""

    under_25: int = Field(default=6, ge=1, strict=True)
    from_25: int = Field(default=12, ge=1, strict=True)


class FactRules(Declared):
    """The choices behind the facts (contract 2). Days, months and ages in whole numbers.

    ``stale_months``: an older newest aid month leaves assistance unknown.
    ``negative_word_months``: how long AF's no without an end counts.
    ``income_support_gap_months``: months that a streak may lack (K2).
    ``childcare_age_under``: children below it raise the childcare question (A5).
    """

    af_answer_max_age_days: int = Field(default=31, ge=0, strict=True)
    application_window_days: int = Field(default=31, ge=0, strict=True)
    long_term_months: LongTermMonths = LongTermMonths()
    unemployment_gap_days: int = Field(default=30, ge=0, strict=True)
    stale_months: int = Field(default=2, ge=0, strict=True)
    income_support_gap_months: int = Field(default=0, ge=0, le=11, strict=True)
    negative_word_months: int = Field(default=12, ge=1, strict=True)
    supported_job_forms: tuple[SupportForm, ...] = Field(
        default=("nystartsjobb", "introduktionsjobb", "yrkesintroduktion", "osa", "lonebidrag"),
        min_length=1,
    )
    young_adult_from: int = Field(default=18, ge=0, strict=True)
    young_adult_to: int = Field(default=24, ge=0, strict=True)
    childcare_age_under: int = Field(default=13, ge=1, le=18, strict=True)


class CalendarRules(Declared):
    """Working days beyond the law of holidays.

    ``de_facto_eves``: midsommarafton, julafton and nyårsafton are closed.
    ``closed_days`` are further days on which nobody works. ``after_hours``:
    an application after ``office_closes`` counts from the same day, or
    ``roll``s to the next working day (requirements 2.2). ``decided_to_year``:
    the last year whose closed days have been decided on and stand here; from
    1 November on the unit that leads is asked for the next.
    """

    de_facto_eves: YesNo = True
    closed_days: tuple[Day, ...] = ()
    after_hours: Literal["same_day", "roll"] = "same_day"
    office_closes: time = time(16, 30)
    decided_to_year: WholeNumber | None = None


class Retention(Declared):
    """What may be purged, and when (X5).

    ``preserve``: everybody for research, or people born on day 5, 15 and 25.
    """

    preserve: Literal["all", "born_day_5_15_25"]
    working_files_days: int = Field(default=90, ge=1, strict=True)
    source: Sentence


class HoldRules(Declared):
    """When a monthly delivery waits for a person's yes (contract 1)."""

    row_change_share: Share = 0.25
    minimum_rows: int = Field(default=200, ge=0, strict=True)


class LetterRules(Declared):
    """When a batch of letters is unusually big, and when the activity requirement began.

    A batch above ``unusual_factor`` times the median of at least
    ``batches_known`` earlier ones waits for a person; before that many are
    known, one above ``absolute_batch_limit``. ``activity_requirement_month``
    is the first aid month of SoL 12:4 a, for whoever has had income support
    for ``activity_requirement_after_months`` months in a row (X11).
    """

    absolute_batch_limit: int = Field(ge=1, strict=True)
    unusual_factor: int = Field(default=3, ge=1, strict=True)
    batches_known: int = Field(default=5, ge=1, strict=True)
    activity_requirement_month: Day = date(2026, 10, 1)
    activity_requirement_after_months: int = Field(default=3, ge=1, strict=True)


class MetricRules(Declared):
    """The choices behind the metrics.

    ``base_month``: first day of the month that V5 compares with, or instead
    ``base_calendar_month``: 3 is the latest March before the newest month.
    ``base_lead_time_days``: the median lead time that L1 compares with.
    ``base_year``: the year that A8, A9 and V4 compare with. What is empty is
    not measured. ``new_applicant_months``: no assistance in so many months
    before the application makes an applicant new (V2). ``following_plan_days``:
    an activity within so many days means that the plan is followed (L3).
    """

    base_month: Day | None = None
    base_calendar_month: int | None = Field(default=None, ge=1, le=12, strict=True)
    base_year: WholeNumber | None = None
    base_lead_time_days: float | None = Field(default=None, gt=0)
    new_applicant_months: int = Field(default=6, ge=1, strict=True)
    full_time_hours_per_week: int = Field(default=40, ge=1, strict=True)
    following_plan_days: int = Field(default=30, ge=1, strict=True)

    @model_validator(mode="after")
    def _one_base(self) -> MetricRules:
        if self.base_month is not None and self.base_calendar_month is not None:
            raise mistake("name `base_month` or `base_calendar_month`, not both")
        return self


class JobseekerCategory(Declared):
    """One of Arbetsförmedlingen's categories: code, text and our group."""

    code: str = Field(pattern=r"^\d{2}$")
    text: Sentence
    group: JobseekerGroup


class Event(Declared):
    """A day on which a series may break, shown in every report (L11)."""

    day: Day
    title: Sentence
    source: Sentence


class Municipality(Declared):
    """One municipality.

    ``obstacle_groups`` maps the municipality's own obstacle labels to our
    groups; ``jobseeker_categories`` are AF's. ``smallest_count``: counts from
    1 up to it, itself excluded, are hidden (X12). Tasks without a known unit
    go to ``unassigned_unit``.
    """

    slug: Slug
    code: str = Field(pattern=r"^\d{4}$")
    name: Sentence
    units: tuple[Unit, ...] = Field(min_length=2)
    unassigned_unit: Slug
    letterhead: Letterhead
    obstacle_groups: Mapping[str, ObstacleGroup]
    jobseeker_categories: tuple[JobseekerCategory, ...]
    fact_rules: FactRules = FactRules()
    calendar: CalendarRules = CalendarRules()
    retention: Retention
    hold: HoldRules = HoldRules()
    letters: LetterRules
    tasks: TaskRules = TaskRules()
    metrics: MetricRules = MetricRules()
    smallest_count: int = Field(default=5, ge=1, le=10, strict=True)
    events: tuple[Event, ...] = ()

    @field_validator("units")
    @classmethod
    def _units_differ(cls, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
        seen: set[str] = set()
        for number, unit in enumerate(units):
            if unit.id in seen:
                raise mistake(f"the unit `{unit.id}` stands here twice", number, "id")
            seen.add(unit.id)
        if sum(unit.kind == "restricted" for unit in units) != 1:
            raise mistake("exactly one unit is of kind `restricted`: protected people go there")
        return units

    @model_validator(mode="after")
    def _unassigned_exists(self) -> Municipality:
        if self.unassigned_unit not in {unit.id for unit in self.units}:
            message = f"there is no unit `{self.unassigned_unit}` under `units`"
            raise mistake(message, "unassigned_unit")
        return self

    def unit(self, unit_id: str) -> Unit:
        """The unit with this id; KeyError if there is none."""
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise KeyError(unit_id)

    @property
    def restricted_unit(self) -> Unit:
        """The one unit that handles protected people (X2)."""
        return next(unit for unit in self.units if unit.kind == "restricted")

    @property
    def rule_version(self) -> str:
        """A name for the choices that change facts and so outcomes, such as ``m-3f9a…``."""
        rules = {
            "facts": self.fact_rules.model_dump(mode="json"),
            "obstacles": dict(self.obstacle_groups),
            "categories": [category.model_dump() for category in self.jobseeker_categories],
        }
        text = json.dumps(rules, sort_keys=True)
        return f"m-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
