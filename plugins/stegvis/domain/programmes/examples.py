"""Examples: people made up to show what a programme's rules say of them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from stegvis.domain.declared import Day, Declared, Sentence, WholeNumber, YesNo, mistake
from stegvis.domain.facts.vocabulary import FACTS, Unit
from stegvis.domain.programmes.wording import nearest

Outcome = Literal["eligible", "not_eligible", "needs_review"]


class Example(Declared):
    """One made-up person and the outcome that the rules have to give.

    ``name`` is a Swedish sentence. ``facts`` holds what is known; a fact that
    is left out is unknown. ``not_met`` and ``unknown`` are the criteria that
    the screening has to name, no more and no fewer.
    """

    name: Sentence
    as_of: Day
    facts: dict[str, YesNo | WholeNumber]
    outcome: Outcome
    not_met: tuple[str, ...] = ()
    unknown: tuple[str, ...] = Field(default=())

    @field_validator("facts")
    @classmethod
    def _known_and_fitting(cls, facts: dict[str, bool | int]) -> dict[str, bool | int]:
        for fact, value in facts.items():
            if fact not in FACTS:
                message = f"there is no fact called `{fact}`. {nearest(fact, FACTS)}"
                raise mistake(f"{message}All facts are listed in docs/programmes.md.", fact)
            is_yes_no = FACTS[fact].unit is Unit.YES_NO
            if isinstance(value, bool) != is_yes_no:
                expected = "true or false" if is_yes_no else f"a number of {FACTS[fact].unit.value}"
                raise mistake(f"`{fact}` is {expected}, found {value!r}", fact)
        return facts
