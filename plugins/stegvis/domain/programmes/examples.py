"""Examples: people made up to show what a programme's rules say of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema, field_validator

from stegvis.domain.declared import Day, Declared, Sentence, mistake
from stegvis.domain.facts.vocabulary import FACTS, Unit
from stegvis.domain.programmes.wording import nearest

Outcome = Literal["eligible", "not_eligible", "needs_review"]


def _answer_or_number(value: object) -> object:
    """Kept apart by type, since in Python True would pass for 1."""
    if not isinstance(value, bool | int):
        raise mistake(f"expected true, false or a whole number, found {value!r}")
    return value


FactValue = Annotated[bool | int, BeforeValidator(_answer_or_number)]
FactValues = Annotated[
    dict[str, FactValue],
    WithJsonSchema(
        {
            "type": "object",
            "properties": {
                kind.name: {
                    "type": "boolean" if kind.unit is Unit.YES_NO else "integer",
                    "description": kind.title,
                }
                for kind in FACTS.values()
            },
            "additionalProperties": False,
        }
    ),
]


class Example(Declared):
    """One made-up person and the outcome that the rules have to give.

    ``name`` is a Swedish sentence. ``facts`` holds what is known; a fact that
    is left out is unknown. ``not_met`` and ``unknown`` are the criteria that
    the screening has to name, no more and no fewer.
    """

    name: Sentence
    as_of: Day
    facts: FactValues
    outcome: Outcome
    not_met: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

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
