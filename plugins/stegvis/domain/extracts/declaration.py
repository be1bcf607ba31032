"""The words in which an extract is declared: column, kind, codes, key.

One declaration serves the reader, the Great Expectations suite, the synthetic
data, the data dictionary and the error texts (contract 1). What the columns
of a given extract are stands in the module named after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds. An empty cell is missing: not zero and not "no"."""

    TEXT = "text"
    CODE = "code"  # text from a closed list
    LABEL = "label"  # text from an open list: a value outside it warns and is unknown
    DIGITS = "digits"  # text of exactly ``length`` digits
    IDENTITY = "identity"  # personnummer, samordningsnummer or temporary number
    INTEGER = "integer"
    PERCENT = "percent"  # whole number 0-100
    KRONOR = "kronor"  # whole Swedish kronor
    DATE = "date"
    TIMESTAMP = "timestamp"  # aware, Europe/Stockholm where no offset is given
    YES_NO = "yes_no"


class Need(StrEnum):
    """When a value has to be there."""

    KEY = "key"  # part of the key: missing breaks ``key_missing``
    ALWAYS = "always"  # missing breaks ``required``
    PROTECTION = "protection"  # the column is required; a missing value means protected
    SOMETIMES = "sometimes"  # the column is required; a row rule says when the value is
    OPTIONAL = "optional"  # column and value may be missing


class Mode(StrEnum):
    """What a new file does to what was delivered before (contract 1)."""

    MONTH = "month"  # replaces the same aid month whole
    ADDS = "adds"  # adds up; for one key the newest period wins
    SNAPSHOT = "snapshot"  # the newest period is the truth


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``name`` in our code, ``source`` in the file's header.

    ``codes`` maps each value to its meaning in Swedish. ``personal`` marks
    what only the restricted ``person`` table may keep. ``minimum`` and
    ``maximum`` are inclusive.
    """

    name: str
    source: str
    kind: Kind
    meaning: str
    need: Need = Need.OPTIONAL
    codes: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    personal: bool = False

    @property
    def column_required(self) -> bool:
        """Whether a file without this column is rejected."""
        return self.need is not Need.OPTIONAL


@dataclass(frozen=True, slots=True)
class Extract:
    """One kind of file that a municipality delivers.

    ``purpose`` says why we may hold it (X8). ``ordered`` lists pairs of date
    columns that may not stand the wrong way round. ``strict_columns``: an
    unknown column rejects the file, since the law lists what it may hold (X6).
    """

    name: str
    title: str
    purpose: str
    mode: Mode
    monthly: bool
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    ordered: tuple[tuple[str, str], ...] = ()
    strict_columns: bool = False

    @property
    def empty_file_accepted(self) -> bool:
        """Whether a header without rows is accepted (contract 1)."""
        return self.mode is not Mode.MONTH

    def column(self, name: str) -> Column:
        """The column called ``name`` in our code; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def sources(self) -> dict[str, Column]:
        """The columns by the name that the file's header uses."""
        return {column.source: column for column in self.columns}
