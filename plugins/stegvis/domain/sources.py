"""The delivered rows that an answer rests on, and which of them are in force.

Rows come here typed and with our own column names; what is good and what is
quarantined was settled at intake. Which *deliveries* are in force is chosen
before (``domain.deliveries``); which *rows* of them count is settled here, by
the mode that each extract is declared with (contract 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from stegvis.domain.extracts import EXTRACTS, Extract, Kind, Mode

PROVENANCE = ("row_number", "is_quarantined", "unreadable")


@dataclass(frozen=True)
class DeliveredRows:
    """One delivery's distinct rows, good and quarantined alike.

    ``rows`` has every declared column under our name (all missing where the
    file lacked it) and ``row_number`` (1 is the first after the header),
    ``is_quarantined`` and ``unreadable``: our names, joined by ``|``, of the
    cells that were filled but could not be read, else "".
    """

    extract: str
    period: str
    delivery_id: str
    columns_present: frozenset[str]
    rows: pd.DataFrame


@dataclass(frozen=True)
class Sources:
    """The deliveries that a screening is pinned to, by extract, oldest period first.

    Periods after ``as_of`` are never read (contract 2).
    """

    as_of: date
    deliveries: Mapping[str, tuple[DeliveredRows, ...]]

    @classmethod
    def pinned(cls, as_of: date, deliveries: Iterable[DeliveredRows]) -> Sources:
        """Sources of those deliveries whose period is not after ``as_of``."""
        by_extract: dict[str, list[DeliveredRows]] = {name: [] for name in EXTRACTS}
        for delivered in deliveries:
            if delivered.period <= last_period(EXTRACTS[delivered.extract], as_of):
                by_extract[delivered.extract].append(delivered)
        ordered = {
            name: tuple(sorted(found, key=lambda delivered: delivered.period))
            for name, found in by_extract.items()
        }
        return cls(as_of, ordered)

    def is_delivered(self, extract: str) -> bool:
        """Whether any file of the extract has been delivered up to ``as_of``."""
        return bool(self.deliveries[extract])

    def periods(self, extract: str) -> tuple[str, ...]:
        """The delivered periods, oldest first, without repetition."""
        return tuple(dict.fromkeys(found.period for found in self.deliveries[extract]))

    def has_column(self, extract: str, period: str, column: str) -> bool:
        """Whether the period's file had ``column``."""
        return any(
            column in found.columns_present
            for found in self.deliveries[extract]
            if found.period == period
        )

    def rows(self, extract: str) -> pd.DataFrame:
        """The rows in force: declared columns, provenance, ``period`` and ``delivery_id``.

        A snapshot gives its newest period only. An extract that adds up gives
        every row whose key no newer period has repeated; rows of one key in
        one period (quarantined as duplicates) all stay. Without deliveries
        the frame is empty but has the columns and their types.
        """
        declared = EXTRACTS[extract]
        found = self.deliveries[extract]
        if declared.mode is Mode.SNAPSHOT:
            found = found[-1:]
        if not found:
            return empty_rows(declared)
        frames = [_with_delivery(delivered) for delivered in found]
        together = pd.concat(frames, ignore_index=True)
        if declared.mode is not Mode.ADDS:
            return together
        return _newest_of_each_key(declared, together, self.as_of)


def last_period(extract: Extract, as_of: date) -> str:
    """The newest period of the extract that may be read on ``as_of``."""
    return as_of.strftime("%Y%m" if extract.monthly else "%Y%m%d")


def empty_rows(extract: Extract) -> pd.DataFrame:
    """A frame without rows that has the extract's columns and their types."""
    columns = {column.name: pd.Series(dtype=_DTYPES[column.kind]) for column in extract.columns}
    for column in extract.columns:
        if column.kind is Kind.TIMESTAMP:
            columns[f"{column.name}_is_imputed"] = pd.Series(dtype=bool)
    return pd.DataFrame(columns).assign(
        row_number=pd.Series(dtype="int64"),
        is_quarantined=pd.Series(dtype=bool),
        unreadable=pd.Series(dtype="str"),
        period=pd.Series(dtype="str"),
        delivery_id=pd.Series(dtype="str"),
    )


def is_unreadable(rows: pd.DataFrame, column: str) -> pd.Series:
    """Which rows had ``column`` filled with something that could not be read."""
    hits = rows["unreadable"] != ""
    if hits.any():
        marked = "|" + rows.loc[hits, "unreadable"].astype("str") + "|"
        hits.loc[hits] = marked.str.contains(f"|{column}|", regex=False).astype(bool)
    return hits


def is_silent(rows: pd.DataFrame) -> pd.Series:
    """Queries that got no answer; an unreadable or missing code is not one of them."""
    return (rows["answer_code"] != 0).fillna(False).astype(bool)


_HAPPENED_AT = {"ansokan": "applied_at", "erbjudande": "offered_at"}
"""When a row happened, for extracts whose key does not say so."""


def _lies_ahead(extract: Extract, rows: pd.DataFrame, as_of: date) -> pd.Series:
    """Quarantined rows that happened after ``as_of``, as far as can be read."""
    if extract.name not in _HAPPENED_AT:
        return pd.Series(False, index=rows.index)
    happened = rows[_HAPPENED_AT[extract.name]].dt.tz_localize(None)
    ahead: pd.Series = happened >= pd.Timestamp(as_of) + pd.Timedelta(days=1)
    return ahead & rows["is_quarantined"]


_DTYPES = {
    Kind.TEXT: "str",
    Kind.CODE: "str",
    Kind.LABEL: "str",
    Kind.DIGITS: "str",
    Kind.IDENTITY: "str",
    Kind.INTEGER: "Int64",
    Kind.PERCENT: "Int64",
    Kind.KRONOR: "Int64",
    Kind.DATE: "datetime64[s]",
    Kind.TIMESTAMP: "datetime64[s, Europe/Stockholm]",
    Kind.YES_NO: "boolean",
}


def _with_delivery(delivered: DeliveredRows) -> pd.DataFrame:
    return delivered.rows.assign(period=delivered.period, delivery_id=delivered.delivery_id)


def _newest_of_each_key(extract: Extract, rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Leave out rows whose key stands in a newer period too.

    A row whose key is not whole cannot be repeated, so it stays. In
    ``af_status`` a query without an answer never replaces an answer of the
    same day (contract 1.5), and a quarantined row that would not have been
    read replaces nothing (contract 2).
    """
    key = list(extract.key)
    replaces = rows[key].notna().all(axis=1) & ~_lies_ahead(extract, rows, as_of)
    if "answer_code" in rows:
        replaces &= ~is_silent(rows)
    contest = rows.loc[replaces, [*key, "period"]]
    newest = contest.groupby(key, sort=False)["period"].transform("max")
    outdated = pd.Series(False, index=rows.index)
    outdated.loc[newest.index] = rows.loc[newest.index, "period"] < newest
    return rows[~outdated].reset_index(drop=True)
