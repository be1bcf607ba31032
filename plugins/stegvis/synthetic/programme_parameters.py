"""Parameters of what a municipality offers, and of what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from stegvis.domain.declared import Day, Declared, Sentence, Share, Slug
from stegvis.synthetic.parameter_types import AtLeastOne, Count, DayOfMonth, Level, Mix, Span


class Offering(Declared):
    """How applications are answered outside stegvis, by telephone or at the desk.

    ``main_rule`` says whom the promise is for. Of those, ``offered_main`` get
    an offer and ``quick_share`` of these after ``quick_hours`` office hours,
    the rest after ``slow_hours``.
    """

    programme: Slug
    main_rule: Literal["everybody", "no_exception", "unemployed"]
    offered_main: Level
    offered_others: Level
    quick_share: Level
    quick_hours: Span
    slow_hours: Span
    replies: Mix
    reply_days: Span
    starts_share: Share
    weeks: AtLeastOne


class Participation(Declared):
    """Placements of people who leave assistance for one, and how placements end.

    ``declined_share``: offers that were declined, beside each one accepted.
    Well-being is asked of ``wellbeing_share`` of them; exactly ``improved_share``
    of the answers say better or much better (K9).
    """

    programme: Slug
    employment_form: Sentence
    months: AtLeastOne
    declined_share: Share
    early_end_share: Share
    early_reasons: Mix
    end_reasons: Mix
    wage_sek: Count
    subsidy_share: Share
    wellbeing_share: Share
    improved_share: Share


class Workplace(Declared):
    """An employer with places to offer; ``count`` is how many.

    ``confirmed`` is whether nobody's job is displaced; empty means not yet
    looked into (A13). Without ``listed`` it only has placements.
    """

    employer: Sentence
    workplace: Sentence
    employer_type: Literal["kommun", "kommunalt_bolag", "privat", "ideell"]
    duties: Sentence
    occupation: Annotated[str, Field(pattern=r"^\d{4}$")]
    percent: Annotated[int, Field(ge=10, le=100)] = 100
    count: Count
    confirmed: bool | None = True
    has_supervisor: bool = True
    months_ahead: Count = 2
    start_day: DayOfMonth = 11
    months: AtLeastOne = 12
    last_day: Day | None = None


class Plans(Declared):
    """Plans: ``share`` of the adults with assistance has, or once had, one.

    Of the plans with those who begin the measure ``participants_in_time_share``
    are drawn up within four weeks (T6); empty where there are none.
    ``lapsed_share`` of the plans are no longer followed up, ``idle_share`` have
    no recent activity (L3).
    """

    plan_type: Literal["handlingsplan", "arbetsmarknadsplanering"]
    share: Level
    participants_in_time_share: Share | None = None
    delay_days: Count
    lapsed_share: Share
    idle_share: Share
    tracks: Mix


class Assessments(Declared):
    """Staff's own assessments of capacity, childcare and consent."""

    capacity_percent: Mix
    capacity_missing_share: Share
    childcare: Mix
    consent_share: Share


class Words(Declared):
    """Arbetsförmedlingen's word on forms of support.

    ``about_share`` of registered jobseekers have a word on one form, and
    ``all_refused_share`` a no on every form.
    """

    about_share: Share
    all_refused_share: Share
    forms: Mix
    yes_share: Share
    levels: Mix
    sources: Mix
    has_end_share: Share


class Population(Declared):
    """Population and employed people at the end of each year, as open statistics have it."""

    source: Sentence
    people: Mapping[Day, Count]
    employed: Mapping[Day, Count]
