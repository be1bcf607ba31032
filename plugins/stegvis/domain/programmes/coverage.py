"""What a programme's examples leave untried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import get_args

from stegvis.domain.facts.vocabulary import FACTS
from stegvis.domain.programmes.criteria import LARGEST, AnyOf, FactTest
from stegvis.domain.programmes.examples import Outcome
from stegvis.domain.programmes.limits import ALWAYS, Limit, sides_of
from stegvis.domain.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class Untried:
    """Something that an example has to try. ``location`` is its place in the file."""

    location: tuple[str | int, ...]
    message: str


def untried(programme: Programme) -> tuple[Untried, ...]:
    """Outcomes without an example, and numbers beside a limit that no example tries.

    Every limit, and each value of one that changes by date, needs an example
    just inside and just outside it, on a day when it is in force.
    """
    seen = {example.outcome for example in programme.examples}
    outcomes = tuple(
        Untried(("examples",), f"no example ends in `{outcome}`; add one")
        for outcome in get_args(Outcome)
        if outcome not in seen
    )
    sides = (
        Untried(location, _side_missing(test.fact, number, day))
        for location, test in _tests(programme)
        for day, limit in test.limits
        for number in _possible_sides(test, limit)
        if not _is_tried(programme, test, day, number)
    )
    return (*outcomes, *sides)


def _tests(programme: Programme) -> Iterator[tuple[tuple[str | int, ...], FactTest]]:
    for place, criterion in enumerate(programme.criteria):
        for leg, test in enumerate(criterion.tests):
            inner = ("any_of", leg) if isinstance(criterion, AnyOf) else ()
            yield ("criteria", place, *inner), test


def _possible_sides(test: FactTest, limit: Limit) -> tuple[int, ...]:
    largest = LARGEST.get(FACTS[test.fact].unit, 0)
    return tuple(number for number in sides_of(limit) if 0 <= number <= largest)


def _is_tried(programme: Programme, test: FactTest, day: date, number: int) -> bool:
    return any(
        example.facts.get(test.fact) == number and test.entry_on(example.as_of)[0] == day
        for example in programme.examples
    )


def _side_missing(fact: str, number: int, day: date) -> str:
    when = "" if day == ALWAYS else f" while the limit of {day} is in force"
    return f"no example has `{fact}: {number}`, right at the limit{when}; add one"
