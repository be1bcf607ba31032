"""What is demanded of a column of values; who finds out is the validation engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd


class Rule(StrEnum):
    """The ids of the row rules (contract 1.5)."""

    KEY_MISSING = "key_missing"
    DUPLICATE_KEY = "duplicate_key"
    PERIOD = "period"
    MUNICIPALITY = "municipality"
    TYPE = "type"
    IDENTITY = "identity"
    HOUSEHOLD_HEAD = "household_head"
    HOUSEHOLD_TYPE = "household_type"
    AMOUNT = "amount"
    OBSTACLE = "obstacle"
    REQUIRED = "required"
    ORDER = "order"


UNREADABLE_RULES = (Rule.TYPE, Rule.IDENTITY)
"""Rules that say of a filled cell that it does not hold what it should."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Something stands there."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """What stands there is one of ``values``; nothing is fine."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The number is in an inclusive range; None is no limit. Nothing is fine."""

    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class AtMostLong:
    """The text has at most ``length`` characters; nothing is fine."""

    length: int


@dataclass(frozen=True, slots=True)
class Matches:
    """The whole text has the form of ``pattern``; nothing is fine."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Holds:
    """Worked out beforehand: true where the row is in order."""


Demand = Filled | OneOf | Between | AtMostLong | Matches | Holds


@dataclass(frozen=True)
class Check:
    """One demand on one column: a row that does not meet it breaks ``rule``.

    ``column`` is our name, or "" for a rule about the row as a whole.
    ``values`` has one value per row of the stack.
    """

    rule: Rule
    column: str
    demand: Demand
    values: pd.Series


def holds(rule: Rule, column: str, values: object) -> Check:
    """A check that was worked out beforehand."""
    return Check(rule, column, Holds(), pd.Series(values, dtype=bool))
