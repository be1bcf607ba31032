"""Puts a handful of stains on a file, and keeps account of what was planted where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from stegvis.domain.extracts import Extract
from stegvis.synthetic.luck import Luck
from stegvis.synthetic.stains import STAINS, Stain, candidates

_ROWS_PER_STAIN = 8
_REPEATED = "repeated"


@dataclass(frozen=True)
class Planted:
    """One thing that is wrong on purpose.

    ``row`` is 1 for the first row after the header; ``rule`` is the row rule,
    or ``repeated`` for a row that stands there twice.
    """

    row: int
    column: str
    rule: str


@dataclass(frozen=True)
class Soiling:
    """How one file is soiled.

    Attributes:
        how_many: Stains, if the file has rows enough for so many.
        spared: Identity numbers of people whom nothing may happen to.
    """

    luck: Luck
    how_many: int
    spared: frozenset[str]

    def soiled(
        self, extract: Extract, rows: pd.DataFrame, made_on: date
    ) -> tuple[pd.DataFrame, list[Planted]]:
        """The rows with stains on them and one row repeated, and where."""
        if not len(rows) or not self.how_many or not STAINS[extract.name]:
            return rows, []
        planted: list[Planted] = []
        free = np.ones(len(rows), dtype=bool)
        if "personal_number" in rows:
            free &= ~rows["personal_number"].isin(self.spared).to_numpy()
        for stain in self._turn(extract.name, len(rows), made_on):
            allowed = np.flatnonzero(free & candidates(rows, stain.where))
            if not len(allowed):
                continue
            row = self._one_of(allowed, extract.name, made_on, stain)
            rows, broken = stain.spoil(rows, row)
            free = np.append(free, np.zeros(len(rows) - len(free), dtype=bool))
            free[_beside(rows, row)] = False
            column = extract.column(stain.column).source
            planted += [Planted(number + 1, column, stain.rule) for number in broken]
        return self._with_a_repeat(rows, free, made_on, planted)

    def _turn(self, extract: str, rows: int, made_on: date) -> list[Stain]:
        """The stains whose turn it is, never more than a part of the rows."""
        stains = STAINS[extract]
        count = min(self.how_many, len(stains), max(rows // _ROWS_PER_STAIN, 0))
        first = made_on.toordinal() * max(count, 1) % len(stains)
        return [stains[(first + number) % len(stains)] for number in range(count)]

    def _one_of(self, rows: np.ndarray, extract: str, made_on: date, stain: Stain) -> int:
        topic = f"stain/{extract}/{stain.rule}/{stain.column}"
        draw = float(self.luck.uniform(topic, made_on.toordinal())[0])
        return int(rows[int(draw * len(rows))])

    def _with_a_repeat(
        self, rows: pd.DataFrame, free: np.ndarray, made_on: date, planted: list[Planted]
    ) -> tuple[pd.DataFrame, list[Planted]]:
        allowed = np.flatnonzero(free)
        if not planted or not len(allowed):
            return rows, planted
        draw = float(self.luck.uniform("stain/repeat", made_on.toordinal())[0])
        again = rows.iloc[[allowed[int(draw * len(allowed))]]]
        rows = pd.concat([rows, again], ignore_index=True)
        return rows, [*planted, Planted(len(rows), "", _REPEATED)]


def _beside(rows: pd.DataFrame, row: int) -> np.ndarray:
    """The rows of the same household, or the row itself: no second stain goes there."""
    if "household_id" not in rows or rows.at[row, "household_id"] is None:
        return np.array([row])
    return np.flatnonzero((rows["household_id"] == rows.at[row, "household_id"]).to_numpy())
