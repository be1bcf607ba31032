"""A programme's criteria put to everybody: met, not met or unknown.

Worked in blocks of people that fit the processor's cache: whole columns of a
million are several times slower and need more memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from stegvis.domain.facts.fact_table import AT_LEAST, UNKNOWN, FactColumn, FactTable
from stegvis.domain.programmes import AtLeast, AtMost, Between, Is, Limit, Programme

NOT_MET, MET, UNDECIDED = np.int8(0), np.int8(1), np.int8(2)
OUTCOMES = ("not_eligible", "eligible", "needs_review")
_BLOCK = 32_768

Codes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Answers:
    """Every criterion's answer for everybody.

    ``codes`` has one row per criterion and one column per person: 1 met, 0
    not met, 2 unknown. ``outcome_codes`` index ``OUTCOMES``.
    """

    criteria: tuple[str, ...]
    codes: Codes
    outcome_codes: Codes

    @property
    def outcomes(self) -> npt.NDArray[np.str_]:
        """``eligible``, ``not_eligible`` or ``needs_review`` for each person."""
        return np.array(OUTCOMES)[self.outcome_codes]

    def named(self, code: np.int8) -> list[str]:
        """Per person the criteria with this answer, in order, joined by ``|``."""
        masks = np.zeros(self.codes.shape[1], dtype=np.int64)
        for bit, row in enumerate(self.codes):
            masks |= (row == code).astype(np.int64) << bit
        distinct, whose = np.unique(masks, return_inverse=True)
        words = [
            "|".join(name for bit, name in enumerate(self.criteria) if mask >> bit & 1)
            for mask in distinct.tolist()
        ]
        return [words[number] for number in whose.tolist()]


def evaluate(programme: Programme, facts: FactTable, as_of: date) -> Answers:
    """Puts every criterion, with the limit in force on ``as_of``, to everybody.

    Eligible: all met. Not eligible: at least one not met. Otherwise a person
    has to look. An any-of group is met if one leg is, not met if none can be.
    """
    groups = [
        [(facts.columns[test.fact], test.limit_on(as_of)) for test in criterion.tests]
        for criterion in programme.criteria
    ]
    codes = np.empty((len(groups), len(facts)), dtype=np.int8)
    outcomes = np.empty(len(facts), dtype=np.int8)
    for start in range(0, len(facts), _BLOCK):
        block = slice(start, start + _BLOCK)
        for number, group in enumerate(groups):
            codes[number, block] = _group_answer(group, block)
        outcomes[block] = _outcome(codes[:, block])
    return Answers(programme.criterion_ids, codes, outcomes)


def _group_answer(group: Sequence[tuple[FactColumn, Limit]], block: slice) -> Codes:
    legs = [put_test(column, limit, block) for column, limit in group]
    if len(legs) == 1:
        return legs[0]
    some_met = np.logical_or.reduce([leg == MET for leg in legs])
    some_unknown = np.logical_or.reduce([leg == UNDECIDED for leg in legs])
    return np.where(some_met, MET, some_unknown.view(np.int8) << 1).astype(np.int8)


def _outcome(codes: Codes) -> Codes:
    """0 where any criterion is not met, else 2 where any is unknown, else 1."""
    worst = codes.min(axis=0)
    return np.where(worst == NOT_MET, NOT_MET, codes.max(axis=0)).astype(np.int8)


def put_test(column: FactColumn, limit: Limit, block: slice = slice(None)) -> Codes:
    """One test put to one fact: 1 met, 0 not met, 2 unknown.

    A value that is only known to be at least so much answers what every
    larger value would answer alike.
    """
    values, state = column.values[block], column.state[block]
    codes = _compare(limit)(values).view(np.int8)
    if not state.any():
        return codes
    unsure = state == UNKNOWN
    growing = state == AT_LEAST
    if growing.any():
        unsure |= growing & ~_settled(limit)(values)
    return np.where(unsure, UNDECIDED, codes)


def _compare(limit: Limit) -> Callable[[npt.NDArray[np.int32]], npt.NDArray[np.bool_]]:
    match limit:
        case Is(expected):
            return lambda values: values == int(expected)
        case AtLeast(number):
            return lambda values: values >= number
        case AtMost(number):
            return lambda values: values <= number
        case Between(low, high):
            return lambda values: (values >= low) & (values <= high)


def _settled(limit: Limit) -> Callable[[npt.NDArray[np.int32]], npt.NDArray[np.bool_]]:
    """Where a lower bound answers the test as surely as the value itself would."""
    match limit:
        case AtLeast(number):
            return lambda values: values >= number
        case AtMost(number) | Between(_, number):
            return lambda values: values > number
        case Is():
            return lambda values: np.zeros(len(values), dtype=bool)
