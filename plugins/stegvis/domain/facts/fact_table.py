"""Facts as columns: one value, one state and one reason per person.

A screening reads a million of these, so they are NumPy arrays. ``values`` is
meaningful where the state is ``KNOWN``; where it is ``AT_LEAST`` the true
value is that or more; where it is ``UNKNOWN`` it only ranks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.facts.vocabulary import FACTS, Unit

Ints = npt.NDArray[np.int32]
States = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]

KNOWN, AT_LEAST, UNKNOWN = np.int8(0), np.int8(1), np.int8(2)


class Reason(IntEnum):
    """Why a fact is unknown; the words stand in ``domain.screening.wording``."""

    NONE = 0
    NOT_DELIVERED = 1
    NOT_ASKED = 2
    NO_ANSWER = 3
    FIELD_EMPTY = 4
    TOO_OLD = 5
    QUARANTINED = 6
    UNMAPPED = 7
    HISTORY_ENDS = 8
    NO_BIRTH_DATE = 9
    NOT_ASSESSED = 10
    UNDER_AGE = 11


@dataclass(frozen=True)
class FactColumn:
    """One fact for everybody. Yes is 1 and no is 0 where the unit is yes/no."""

    values: Ints
    state: States
    reasons: States

    def __len__(self) -> int:
        """How many people."""
        return len(self.values)

    @property
    def known(self) -> Mask:
        """Where the value is exactly known."""
        return np.asarray(self.state == KNOWN)

    @property
    def is_met(self) -> Mask:
        """Where a yes/no fact is known to be yes."""
        return np.asarray(self.known & (self.values == 1))


def fact_column(values: npt.ArrayLike, unknown: Mask, reasons: npt.ArrayLike) -> FactColumn:
    """A column that is known everywhere but where ``unknown``, for ``reasons``."""
    state = np.where(unknown, UNKNOWN, KNOWN).astype(np.int8)
    why = np.where(unknown, reasons, Reason.NONE).astype(np.int8)
    return FactColumn(np.asarray(values).astype(np.int32), state, why)


@dataclass(frozen=True)
class FactTable:
    """The people of a screening and what is known about each.

    ``people`` has one row per person: ``household_id``, ``personal_number``
    and what else ranks, routes or projects them: ``birth_date`` (missing:
    unknown), ``unemployed_from`` (missing: not counting), ``applied_at``,
    ``children_count``. ``newest_aid_month`` is missing when none was delivered.
    """

    people: pd.DataFrame
    columns: Mapping[str, FactColumn]
    newest_aid_month: np.datetime64 = field(default=np.datetime64("NaT", "D"))

    def __len__(self) -> int:
        """How many people."""
        return len(self.people)

    @classmethod
    def of_examples(cls, examples: Sequence[Mapping[str, object]]) -> FactTable:
        """Facts as a programme file's examples state them; a fact left out is unknown."""
        columns = {name: _example_column(name, examples) for name in FACTS}
        people = pd.DataFrame(
            {
                "household_id": [f"example-{number:04d}" for number in range(len(examples))],
                "personal_number": [str(number) for number in range(len(examples))],
                "birth_date": pd.Series(pd.NaT, index=range(len(examples)), dtype="datetime64[s]"),
            }
        )
        return cls(people, columns)


def _example_column(name: str, examples: Sequence[Mapping[str, object]]) -> FactColumn:
    stated = [example.get(name) for example in examples]
    unknown = np.array([value is None for value in stated], dtype=bool)
    values = np.array([0 if value is None else int(value) for value in stated])  # type: ignore[call-overload]
    if FACTS[name].unit is Unit.YES_NO:
        values = (values != 0).astype(np.int32)
    return fact_column(values, unknown, Reason.FIELD_EMPTY)
