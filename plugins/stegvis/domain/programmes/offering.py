"""What follows a screening: capacity, gates, clocks, employment, follow-up, targets."""

from __future__ import annotations

from datetime import date, time
from typing import Literal

from pydantic import Field, model_validator

from stegvis.domain.declared import Day, Declared, Sentence, Slug, WholeNumber, YesNo, mistake

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
Employer = Literal["kommun", "kommunalt_bolag", "privat", "ideell"]


class Capacity(Declared):
    """How many may take part at the same time (A11).

    Whoever is eligible beyond it waits in rank order and is never dropped.
    """

    places: int = Field(ge=1, strict=True)
    source: Sentence


class Gate(Declared):
    """A decision that has to be made before any letter is drafted (A15, K15).

    A gate stops letters and nothing else: screening goes on. An open gate
    names the decision and its day.
    """

    id: Slug
    title: Sentence
    open: YesNo
    reference: str = ""
    decided_on: Day | None = None
    source: Sentence

    @model_validator(mode="after")
    def _open_by_decision(self) -> Gate:
        if self.open and not (self.reference and self.decided_on):
            raise mistake("an open gate names its decision: `reference` and `decided_on`", "open")
        return self


class Clock(Declared):
    """A promise of time from the application on (requirements 2.2).

    ``counts`` says what ``amount`` and ``remind_after`` count. ``headline``
    marks the one that is shown first. A ``working_days`` clock runs to the
    end of the last day. ``task`` is the task that stands on the list until
    the clock stops.
    """

    id: Slug
    title: Sentence
    counts: Literal["elapsed_hours", "working_hours", "working_days"]
    amount: int = Field(ge=1, strict=True)
    remind_after: tuple[WholeNumber, ...] = ()
    headline: YesNo = True
    stops_at: Literal["referral", "offer"]
    task: Literal["anvisa_48h", "erbjud_tva_arbetsdagar"]
    source: Sentence


class Employment(Declared):
    """The job that is offered.

    ``term_months`` empty: the term is the place's own (K12), and a place
    without an end gives no letter. ``employers`` are the kinds of employer
    that a place may have (A13, K13). ``may_run_past_close`` is the explicit
    yes to a term that ends after the programme does (K14);
    ``past_close_decision`` says whose yes it is, and when.
    """

    term_months: int | None = Field(default=None, ge=1, strict=True)
    employers: tuple[Employer, ...] = Field(min_length=1)
    may_run_past_close: YesNo = False
    past_close_decision: str = ""
    source: Sentence

    @model_validator(mode="after")
    def _a_yes_is_somebodys(self) -> Employment:
        if self.may_run_past_close and not self.past_close_decision.strip():
            raise mistake(
                "a job may run past the programme's last day only by an explicit yes: say who "
                "decided it, and when, under `past_close_decision`",
                "may_run_past_close",
            )
        return self


class Reception(Declared):
    """Where and when a person is received, for programmes without places.

    ``starts_at`` is Swedish local time. ``stay_weeks`` is how long one stays
    (T5), ``hours_per_week`` what full time means there (T4).
    ``notice_working_days`` lie at least between the letter and the first day,
    so that it arrives in time.
    """

    place: Sentence
    address_lines: tuple[Sentence, ...] = Field(min_length=1)
    weekdays: tuple[Weekday, ...] = Field(min_length=1)
    starts_at: tuple[time, ...] = Field(min_length=1)
    notice_working_days: int = Field(default=4, ge=1, strict=True)
    stay_weeks: int | None = Field(default=None, ge=1, strict=True)
    hours_per_week: int | None = Field(default=None, ge=1, le=40, strict=True)
    bring: tuple[Sentence, ...] = ()
    source: Sentence


class FollowUp(Declared):
    """A task that a placement or an offer leads to, at a set time.

    Due ``months``, ``weeks`` and ``days`` after ``anchor``, before it if
    negative. ``parents_only``: only with a child under the childcare age in
    the household (A5). With ``every_weeks`` it comes back as often from the
    first day on, until the person needs no assistance any more, unless there
    has been an activity in as many weeks (T11).
    """

    kind: Literal[
        "bekrafta_barnomsorg",
        "samrad_af",
        "folj_upp_svar",
        "uppratta_plan",
        "kartlaggning_och_handledare",
        "avstamning",
        "ansok_af_stod",
        "fornya_af_stod",
        "valmaende",
        "uppfoljning_efter_avslut",
    ]
    title: Sentence
    anchor: Literal["released", "reply_due", "start", "planned_end", "exit"]
    months: WholeNumber = 0
    weeks: WholeNumber = 0
    days: WholeNumber = 0
    parents_only: YesNo = False
    every_weeks: int | None = Field(default=None, ge=1, strict=True)
    source: Sentence

    @model_validator(mode="after")
    def _comes_back_from_the_start(self) -> FollowUp:
        if self.every_weeks and (self.anchor != "start" or self.months or self.weeks or self.days):
            raise mistake(
                "what comes back is counted from the first day alone: `anchor: start`, and no "
                "`months`, `weeks` or `days`",
                "every_weeks",
            )
        return self


class Target(Declared):
    """What the programme is to reach, as one bound on a metric.

    Shares are 0-1. ``more_than`` is strict (L2: 50.0 % is not a majority),
    the others include the bound. ``lower_than_in`` and ``higher_than_in``
    compare with a base year (A8, A9). Outside ``from_`` and ``to`` the metric
    is still shown, and said to be outside the target's period.
    """

    metric: Slug
    at_least: float | None = None
    at_most: float | None = None
    more_than: float | None = None
    lower_than_in: WholeNumber | None = None
    higher_than_in: WholeNumber | None = None
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    source: Sentence

    @model_validator(mode="after")
    def _one_bound(self) -> Target:
        bounds = ("at_least", "at_most", "more_than", "lower_than_in", "higher_than_in")
        if sum(getattr(self, name) is not None for name in bounds) != 1:
            raise mistake(f"a target has exactly one of {', '.join(f'`{b}`' for b in bounds)}")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether ``day`` lies in the target's period, ends included."""
        return (self.from_ or date.min) <= day <= (self.to or date.max)
