"""Choosing, for each person, the one row that a fact rests on.

Quarantined rows take part: if the row that would have been read is one of
them, the fact is unknown (contract 2, "Quarantine is missing knowledge").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain import identity
from stegvis.domain.facts.fact_table import Days, Mask


@dataclass(frozen=True)
class Picked:
    """The chosen row of each person, in the order of the people asked about."""

    rows: pd.DataFrame
    position: npt.NDArray[np.intp]

    @property
    def found(self) -> Mask:
        """Who has a row at all."""
        return np.asarray(self.position >= 0)

    @property
    def quarantined(self) -> Mask:
        """Whose chosen row was quarantined."""
        return self._flags("is_quarantined")

    def _flags(self, column: str) -> Mask:
        flags = np.append(self.rows[column].to_numpy(dtype=bool), False)
        return np.asarray(flags[self.position])

    def column(self, name: str) -> pd.Series:
        """The chosen rows' values; missing for those without a row."""
        taken = self.rows[name].array.take(self.position, allow_fill=True)
        return pd.Series(taken)

    def days(self, name: str) -> Days:
        """The chosen rows' dates as days; NaT for those without."""
        return as_days(self.column(name))

    def is_yes(self, name: str) -> Mask:
        """Where a yes/no column says yes."""
        return np.asarray(self.column(name).to_numpy(dtype=bool, na_value=False))


def pick_first(
    rows: pd.DataFrame, numbers: pd.Index, by: Sequence[str], ascending: Sequence[bool]
) -> Picked:
    """The first row of each of ``numbers`` when rows are sorted ``by``.

    Of rows that are equal in ``by`` a quarantined one goes first, so that
    doubt is never settled by chance.
    """
    ordered = rows.sort_values(
        [*by, "is_quarantined"], ascending=[*ascending, False], kind="stable"
    )
    chosen = ordered.drop_duplicates("personal_number").reset_index(drop=True)
    return Picked(chosen, pd.Index(chosen["personal_number"]).get_indexer(numbers))


def attributable(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that tell whose they are: a number that can be read and is valid."""
    readable = ~rows["is_quarantined"].to_numpy(dtype=bool)
    readable[~readable] = identity.is_valid(rows.loc[~readable, "personal_number"])
    return rows if readable.all() else rows[readable].reset_index(drop=True)


def file_dates(rows: pd.DataFrame) -> pd.Series:
    """The date in the name of the file that each row came in."""
    return pd.to_datetime(rows["period"], format="%Y%m%d").astype("datetime64[s]")


def standing_dates(rows: pd.DataFrame, column: str) -> pd.Series:
    """Each row's date, or the file's own where a quarantined row's cannot be read.

    A date that cannot be read may be as late as the file, so that is where
    the row stands.
    """
    return rows[column].fillna(file_dates(rows))


def as_days(dates: pd.Series) -> Days:
    """Dates as ``datetime64[D]``; missing is NaT."""
    return np.asarray(dates.to_numpy(dtype="datetime64[s]").astype("datetime64[D]"))


def any_of_each(rows: pd.DataFrame, holds: npt.ArrayLike, numbers: pd.Index) -> Mask:
    """Which of ``numbers`` has at least one row where ``holds``."""
    found = rows.loc[np.asarray(holds, dtype=bool), "personal_number"]
    # pandas' own ``isin`` takes text through a Python list, forty times as slowly.
    return np.asarray(pd.Index(found.unique()).get_indexer(numbers) >= 0)
