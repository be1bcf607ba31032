"""What a file's header says, held against the declaration (contract 1)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from stegvis.domain.deliveries import DeliveryName
from stegvis.domain.extracts import EXTRACTS, Column, Extract
from stegvis.errors import DeliveryRejected

# A file without a header starts with a person's data: only what looks like a name is ever kept.
_COLUMN_NAME = re.compile(r"(?!.*[0-9]{4})[^\W\d][\w .:/()%-]{0,39}")
_DICTIONARY = "docs/data-dictionary.md"


@dataclass(frozen=True)
class Header:
    """The declared column of each cell of the header, None for one that is not ours."""

    columns: tuple[Column | None, ...]

    @property
    def present(self) -> frozenset[str]:
        """Our names of the declared columns that the file has."""
        return frozenset(column.name for column in self.columns if column is not None)

    @property
    def unknown_count(self) -> int:
        """How many columns are not ours."""
        return self.columns.count(None)


def known_names(extract_name: str, cells: Sequence[str]) -> int:
    """How many of the cells are names of declared columns; tells a header from anything else."""
    sources = EXTRACTS[extract_name].sources
    return sum(_plain(cell) in sources for cell in cells)


def read_header(name: DeliveryName, cells: Sequence[str]) -> Header:
    """Find the declared columns.

    Names are trimmed and compared without regard to case; order is free.

    Raises:
        DeliveryRejected: ``not_csv`` (no declared column at all),
            ``unknown_column`` (where the law lists the columns, X6),
            ``duplicate_column`` or ``missing_column``.
    """
    sources = EXTRACTS[name.extract].sources
    plain = [_plain(cell) for cell in cells]
    header = Header(tuple(sources.get(cell) for cell in plain))
    if not header.present:
        raise _rejected(
            name, "not_csv", "no column of this extract stands in the first row. A header was", []
        )
    fault = _fault(EXTRACTS[name.extract], plain, header)
    if fault is not None:
        raise _rejected(name, *fault, plain)
    return header


def _fault(extract: Extract, plain: Sequence[str], header: Header) -> tuple[str, str] | None:
    """The first file rule that the header breaks, and what to say of it; None if none."""
    if extract.strict_columns and header.unknown_count:
        count = header.unknown_count
        fault = f"{count} of the columns are not among those that the law lists. Only those were"
        return "unknown_column", fault
    counts = Counter(cell for cell in plain if cell)
    repeated = [_storable(cell) for cell, count in counts.items() if count > 1]
    if repeated:
        return "duplicate_column", f"the header repeats {', '.join(repeated)}. Each name once was"
    missing = [
        column.source
        for column in extract.columns
        if column.column_required and column.source not in counts
    ]
    if missing:
        return "missing_column", f"the header lacks {', '.join(missing)}. Required columns were"
    return None


def _plain(cell: str) -> str:
    return cell.strip().casefold()


def _storable(cell: str) -> str:
    return cell if _COLUMN_NAME.fullmatch(cell) else "?"


def _rejected(name: DeliveryName, reason: str, fault: str, cells: list[str]) -> DeliveryRejected:
    return DeliveryRejected(
        f"{name.file_name}: {fault} expected; {_DICTIONARY} lists them. Deliver the file anew.",
        reason=reason,
        columns=tuple(_storable(cell) for cell in cells),
    )
