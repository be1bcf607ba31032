"""A programme: whom it is for, in which order, and what follows an offer."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Literal, TypeVar

from pydantic import ConfigDict, Field, field_validator, model_validator

from stegvis.domain.declared import Day, Declared, Sentence, Slug, YesNo, mistake
from stegvis.domain.programmes.criteria import AnyCriterion, AnyOf, Criterion, FactTest
from stegvis.domain.programmes.examples import Example
from stegvis.domain.programmes.offering import (
    Capacity,
    Clock,
    Employment,
    FollowUp,
    Gate,
    Reception,
    Target,
)
from stegvis.domain.programmes.wording import nearest

Population = Literal["recipients", "applicants", "recipients_and_applicants"]
RankKey = Literal[
    "months_with_income_support_desc",
    "applied_at_asc",
    "has_children_first",
    "has_children_or_young_adult_first",  # one tier (K3)
]
LegalBasis = Literal["erbjudande_anstallning", "SoL_12_3", "SoL_12_4"]
Things = TypeVar("Things", bound=tuple[Criterion | AnyOf | Gate | Clock, ...])


class Programme(Declared):
    """One programme, as its municipality decided it."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    programme_id: Slug
    """The programme's name in files and tables; the file is called after it."""
    municipality: Slug
    """Whose programme it is: the name of a file in `include/municipalities`."""
    name: Sentence
    """What people call it, in Swedish."""
    purpose: Sentence
    """What it is for, in one Swedish sentence."""
    decided_by: Sentence
    """Who decided the rules (T15)."""
    decision_reference: Sentence
    """Where the decision can be found (T15)."""
    open_from: Day | None = None
    """First day of offers and letters; without it there is no first day. Changes no outcome."""
    open_to: Day | None = None
    """Last day of offers and letters; without it there is no last day. Changes no outcome."""
    population: Population
    """Who is screened: the adults of the newest aid month (`recipients`), people with an
    application of the last month (`applicants`), or both."""
    applications_from: Day | None = None
    """Applications from earlier days are outside the promise (V1); without it all count."""
    criteria: tuple[AnyCriterion, ...] = Field(min_length=1)
    """What has to hold, all of it, in the order in which results list it."""
    rank: tuple[RankKey, ...] = Field(min_length=1)
    """Order among the eligible, the first key before the next. Ties go by household and person."""
    capacity: Capacity | None = None
    """How many may take part at once; without it there is no limit."""
    gates: tuple[Gate, ...] = ()
    """Decisions without which no letter is drafted. Screening goes on."""
    individual_selection: YesNo = False
    """A named person selects each participant before there is a letter (K7)."""
    needs_place: YesNo = False
    """An offer takes a confirmed place; without one there is a task and no letter (A13, K13)."""
    clocks: tuple[Clock, ...] = ()
    """Promises of time from the application on."""
    letter: Slug
    """The letter's folder in `include/templates/letters`."""
    legal_basis: LegalBasis
    """What the letter rests on when the activity requirement does not apply (X11)."""
    reply_days: int = Field(ge=1, strict=True)
    """Calendar days that a person has to answer."""
    reminder_days: int = Field(default=4, ge=0, strict=True)
    """Calendar days before the last day to answer a reminder is drafted; 0: no reminder."""
    park_days: int = Field(default=60, ge=0, strict=True)
    """Calendar days after a no, or no answer, before a new offer; 0 means at once."""
    contact_unit: Slug
    """The unit that the letter names, by its id in the municipality's file."""
    employment: Employment | None = None
    """The job that is offered; goes with `needs_place: true`."""
    reception: Reception | None = None
    """Where and when people are received, where there are no places."""
    follow_up: tuple[FollowUp, ...] = ()
    """Tasks that an offer or a placement leads to."""
    targets: tuple[Target, ...] = ()
    """What the programme is to reach, metric by metric."""
    examples: tuple[Example, ...] = Field(min_length=1)
    """Made-up people with the outcome that the rules have to give them."""

    @field_validator("criteria", "gates", "clocks")
    @classmethod
    def _ids_differ(cls, things: Things) -> Things:
        seen: set[str] = set()
        for number, thing in enumerate(things):
            if thing.id in seen:
                raise mistake(f"the id `{thing.id}` is used twice", number, "id")
            seen.add(thing.id)
        return things

    @model_validator(mode="after")
    def _holds_together(self) -> Programme:
        if self.open_from and self.open_to and self.open_to < self.open_from:
            raise mistake("`open_to` comes before `open_from`", "open_to")
        if self.needs_place != (self.employment is not None):
            message = "a programme that needs a place says so by `needs_place: true`"
            raise mistake(f"{message} and describes the job under `employment`", "needs_place")
        for number, example in enumerate(self.examples):
            for field in ("not_met", "unknown"):
                for named in getattr(example, field):
                    if named not in self.criterion_ids:
                        message = f"there is no criterion called `{named}`. "
                        message += nearest(named, self.criterion_ids)
                        raise mistake(message.strip(), "examples", number, field)
        return self

    @property
    def criterion_ids(self) -> tuple[str, ...]:
        """Ids in the order in which results list them."""
        return tuple(criterion.id for criterion in self.criteria)

    @property
    def closed_gates(self) -> tuple[Gate, ...]:
        """The gates that stop letters; empty when all decisions are made."""
        return tuple(gate for gate in self.gates if not gate.open)

    def is_open_on(self, day: date) -> bool:
        """Whether offers and letters may be made on ``day``, as far as dates go."""
        return (self.open_from or date.min) <= day <= (self.open_to or date.max)

    @property
    def rule_version(self) -> str:
        """A name for the rules as they decide outcomes, such as ``r-3f9a…``.

        The same for two files whose criteria (facts and limits by date),
        population, rank and dates are the same. A new wording, letter, gate,
        capacity or example leaves it as it is: see ``content_hash`` (T15).
        """
        rules = {
            "programme_id": self.programme_id,
            "population": self.population,
            "applications_from": str(self.applications_from),
            "criteria": [
                {"id": criterion.id, "tests": [_plain(test) for test in criterion.tests]}
                for criterion in self.criteria
            ],
            "rank": self.rank,
            "open": [str(self.open_from), str(self.open_to)],
        }
        text = json.dumps(rules, sort_keys=True)
        return f"r-{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    @property
    def content_hash(self) -> str:
        """64 hex of everything that the file says, wording included, comments not."""
        return hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()


def _plain(test: FactTest) -> list[object]:
    """A test's fact and its limits by date, as text and lists."""
    return [test.fact, [[str(day), repr(limit)] for day, limit in test.limits]]
