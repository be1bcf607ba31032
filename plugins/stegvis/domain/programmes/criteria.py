"""Criteria: what a programme asks about a person, why, and on whose word."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import (
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from stegvis.domain.declared import Declared, Sentence, Slug, mistake
from stegvis.domain.facts.vocabulary import FACTS, Unit
from stegvis.domain.programmes.limits import (
    AtLeast,
    AtMost,
    Between,
    DatedAnswer,
    DatedNumber,
    DatedRange,
    Is,
    Limit,
)
from stegvis.domain.programmes.wording import nearest

LARGEST = {Unit.YEARS: 130, Unit.MONTHS: 1200, Unit.PERCENT: 100}
"""The largest limit that makes sense, by what a fact counts."""

TESTS = {"is_": "is", "at_least": "at_least", "at_most": "at_most", "between": "between"}


FactName = Annotated[
    str,
    WithJsonSchema({"oneOf": [{"const": k.name, "description": k.title} for k in FACTS.values()]}),
]


class FactTest(Declared):
    """A fact and exactly one test of it; numeric limits are inclusive.

    A limit is a value, or values by the date from which each holds. Before
    the first date the first value holds, because a programme's dates change
    no outcome (contract 2.1).
    """

    fact: FactName
    is_: DatedAnswer | None = Field(default=None, alias="is")
    at_least: DatedNumber | None = None
    at_most: DatedNumber | None = None
    between: DatedRange | None = None

    @model_validator(mode="before")
    @classmethod
    def _no_group(cls, written: Any) -> Any:
        if isinstance(written, dict) and "any_of" in written:
            message = "an `any_of` cannot stand inside another `any_of`; name a fact and its test"
            raise mistake(message, "any_of")
        return written

    @field_validator("fact")
    @classmethod
    def _known(cls, fact: str) -> str:
        if fact not in FACTS:
            guess = nearest(fact, FACTS)
            listed = "All facts are listed in docs/programmes.md."
            raise mistake(f"there is no fact called `{fact}`. {guess}{listed}")
        return fact

    @model_validator(mode="after")
    def _fits(self) -> FactTest:
        written = [name for name in TESTS if getattr(self, name) is not None]
        if len(written) != 1:
            found = ", ".join(f"`{TESTS[name]}`" for name in written) or "none"
            expected = "exactly one of `is`, `at_least`, `at_most` and `between`"
            raise mistake(f"a test of `{self.fact}` has {expected}, found {found}")
        self._fits_unit(written[0])
        return self

    def _fits_unit(self, test: str) -> None:
        """Yes/no facts are tested by ``is``, all others by a number they can reach."""
        unit, key = FACTS[self.fact].unit, TESTS[test]
        if unit is Unit.YES_NO and test != "is_":
            message = f"`{self.fact}` is answered by yes or no, so its test is `is: true`"
            raise mistake(f"{message} or `is: false`, not `{key}`", key)
        if unit is Unit.YES_NO:
            return
        largest = LARGEST[unit]
        if test == "is_":
            message = f"`{self.fact}` counts {unit.value}, so its test is `at_least`"
            raise mistake(f"{message}, `at_most` or `between`, not `is`", key)
        for numbers in getattr(self, test).values():
            if not all(0 <= n <= largest for n in (numbers if test == "between" else (numbers,))):
                message = f"`{self.fact}` counts {unit.value}, from 0 to {largest}"
                raise mistake(f"{message}, found {numbers}", key)

    @property
    def limits(self) -> tuple[tuple[date, Limit], ...]:
        """Every limit with the date from which it holds, in order of date."""
        if self.is_ is not None:
            return tuple((day, Is(answer)) for day, answer in self.is_.items())
        if self.at_least is not None:
            return tuple((day, AtLeast(number)) for day, number in self.at_least.items())
        if self.at_most is not None:
            return tuple((day, AtMost(number)) for day, number in self.at_most.items())
        assert self.between is not None  # noqa: S101  (exactly one test, see _fits)
        return tuple((day, Between(*pair)) for day, pair in self.between.items())

    def entry_on(self, as_of: date) -> tuple[date, Limit]:
        """The date and limit in force on ``as_of``; before the first date, the first."""
        in_force = self.limits[0]
        for entry in self.limits:
            if entry[0] <= as_of:
                in_force = entry
        return in_force

    def limit_on(self, as_of: date) -> Limit:
        """The limit in force on ``as_of``; before the first date, the first."""
        return self.entry_on(as_of)[1]


class Criterion(FactTest):
    """One test with its reason and its source.

    ``because`` can be read aloud to the person. ``source`` is the requirement
    id and the municipality's own words in short.
    """

    id: Slug
    because: Sentence
    source: Sentence

    @property
    def tests(self) -> tuple[FactTest, ...]:
        """The one test, so that criteria and any-of groups read alike."""
        return (self,)


class AnyOf(Declared):
    """A group of tests of which one has to be met; groups do not nest."""

    id: Slug
    any_of: tuple[FactTest, ...] = Field(min_length=2)
    because: Sentence
    source: Sentence

    @property
    def tests(self) -> tuple[FactTest, ...]:
        """The group's tests, in the file's order."""
        return self.any_of


def _which(value: Any) -> str:
    """Tells a group from a single test, as YAML or as built in code."""
    is_group = isinstance(value, AnyOf) or (isinstance(value, dict) and "any_of" in value)
    return "group" if is_group else "single"


AnyCriterion = Annotated[
    Annotated[Criterion, Tag("single")] | Annotated[AnyOf, Tag("group")], Discriminator(_which)
]
