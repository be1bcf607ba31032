"""The rows of files as they were read, before any of them is judged.

Several files of one extract are judged together, as a ``Stack``, since each
validation has a fixed cost; household and key rules still see one file at a
time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.deliveries import DeliveryName
from stegvis.domain.extracts import EXTRACTS, Column, Extract

Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]


class Mark(StrEnum):
    """What is the matter with a cell, or with a row as a whole (column "")."""

    UNREADABLE = "unreadable"  # filled, but not of the column's kind
    NOT_WHOLE = "not_whole"  # an amount with öre
    CUT_OFF = "cut_off"  # the row ended before this cell
    RAGGED = "ragged"  # the row has fewer or more cells than the header


def no_marks() -> pd.DataFrame:
    """The marks of a file in which every cell could be read."""
    return pd.DataFrame(
        {
            "position": pd.Series(dtype="int64"),
            "column": pd.Series(dtype="str"),
            "mark": pd.Series(dtype="str"),
            "text": pd.Series(dtype="str"),
        }
    )


@dataclass(frozen=True)
class ReceivedRows:
    """One file's rows, typed, in the order they were received.

    ``rows`` has every declared column under our name and ``row_number`` (1 is
    the first after the header). ``marks`` lists what could not be read:
    ``position`` in ``rows``, our ``column``, ``mark`` and the ``text`` that
    stood there. A code outside its list is kept as text until it is judged.
    ``warnings`` counts what the reader noticed of the file.
    """

    name: DeliveryName
    columns_present: frozenset[str]
    rows: pd.DataFrame
    marks: pd.DataFrame = field(default_factory=no_marks)
    warnings: Mapping[str, int] = field(default_factory=dict)

    @property
    def extract(self) -> Extract:
        """The declaration that the file was read by."""
        return EXTRACTS[self.name.extract]

    def with_warning(self, warning: str) -> ReceivedRows:
        """The same file with one more thing noticed."""
        return replace(self, warnings={**self.warnings, warning: 1})


@dataclass(frozen=True)
class Stack:
    """The rows of one or more files of one extract, one below the other.

    ``delivery`` says of each row which of ``deliveries`` it came in.
    """

    extract: Extract
    municipality_code: str
    deliveries: tuple[ReceivedRows, ...]
    rows: pd.DataFrame
    marks: pd.DataFrame
    delivery: Positions

    @classmethod
    def of(cls, deliveries: Sequence[ReceivedRows]) -> Stack:
        """The files' rows together; at least one file, all of one extract and municipality."""
        sizes = [len(received.rows) for received in deliveries]
        starts = np.cumsum([0, *sizes[:-1]])
        moved = [
            received.marks.assign(position=received.marks["position"] + start)
            for received, start in zip(deliveries, starts, strict=True)
        ]
        return cls(
            extract=deliveries[0].extract,
            municipality_code=deliveries[0].name.municipality_code,
            deliveries=tuple(deliveries),
            rows=_together([received.rows for received in deliveries]),
            marks=_together(moved),
            delivery=np.repeat(np.arange(len(deliveries)), sizes),
        )

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, kept: Mask) -> Stack:
        """The same files with some of their rows."""
        new_position = np.cumsum(kept) - 1
        marks = self.marks[kept[self.marks["position"].to_numpy()]]
        return replace(
            self,
            rows=self.rows[kept].reset_index(drop=True),
            marks=marks.assign(position=new_position[marks["position"].to_numpy()]),
            delivery=self.delivery[kept],
        )

    def marked(self, column: str, *kinds: Mark) -> Mask:
        """Which rows have one of these marks in ``column`` (any mark, if none is named)."""
        marked = np.zeros(len(self), dtype=bool)
        if self.marks.empty:
            return marked
        hits = (self.marks["column"] == column).to_numpy()
        if kinds:
            hits = hits & self.marks["mark"].isin([*kinds]).to_numpy()
        marked[self.marks["position"].to_numpy()[hits]] = True
        return marked

    def filled(self, column: str) -> Mask:
        """Which rows have something in ``column``, readable or not."""
        readable = self.rows[column].notna().to_numpy()
        return readable | self.marked(column, Mark.UNREADABLE, Mark.NOT_WHOLE)

    def has(self, column: str) -> bool:
        """Whether any of the files had ``column``."""
        return any(column in received.columns_present for received in self.deliveries)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The declared columns that any of the files had."""
        return tuple(column for column in self.extract.columns if self.has(column.name))

    @cached_property
    def file_days(self) -> pd.Series:
        """The day in the name of each row's file, as ``datetime64[s]``."""
        days = [np.datetime64(received.name.first_day, "s") for received in self.deliveries]
        return pd.Series(np.array(days, dtype="datetime64[s]")[self.delivery])

    def periods(self, part: slice) -> npt.NDArray[np.str_]:
        """A part of the period in the name of each row's file, such as the year."""
        parts = np.array([received.name.period[part] for received in self.deliveries])
        return np.asarray(parts[self.delivery])


def _together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
