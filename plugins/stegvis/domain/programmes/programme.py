"""A programme: whom it is for, in which order, and what follows an offer."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Literal, TypeVar

from pydantic import Field, field_validator, model_validator

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
    """One programme, as its municipality decided it.

    Attributes:
        population: ``recipients`` are the adults of the newest aid month,
            ``applicants`` the people with a counting application.
        open_from, open_to: First and last day of offers and letters, both
            included; empty means without end. They change no outcome.
        applications_from: Applications from earlier days are outside the
            promise (V1); empty means that every application counts.
        rank: Order among the eligible, the first key going before the next;
            ties go by household and personal number (contract 2.1).
        individual_selection: A named person selects before any letter (K7).
        needs_place: An offer takes a confirmed place (A13, K13).
        legal_basis: What a letter rests on when the activity requirement does
            not apply to the person (X11).
        decided_by, decision_reference: Who decided the rules, and where (T15).
    """

    programme_id: Slug
    municipality: Slug
    name: Sentence
    purpose: Sentence
    decided_by: Sentence
    decision_reference: Sentence
    open_from: Day | None = None
    open_to: Day | None = None
    population: Population
    applications_from: Day | None = None
    criteria: tuple[AnyCriterion, ...] = Field(min_length=1)
    rank: tuple[RankKey, ...] = Field(min_length=1)
    capacity: Capacity | None = None
    gates: tuple[Gate, ...] = ()
    individual_selection: YesNo = False
    needs_place: YesNo = False
    clocks: tuple[Clock, ...] = ()
    letter: Slug
    legal_basis: LegalBasis
    reply_days: int = Field(ge=1, strict=True)
    contact_unit: Slug
    employment: Employment | None = None
    reception: Reception | None = None
    follow_up: tuple[FollowUp, ...] = ()
    targets: tuple[Target, ...] = ()
    examples: tuple[Example, ...] = Field(min_length=1)

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
