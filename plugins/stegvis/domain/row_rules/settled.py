"""What becomes of each file once its checks are answered: good rows, quarantine, counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from stegvis.domain.deliveries import RowCounts
from stegvis.domain.municipalities import Municipality
from stegvis.domain.row_rules.checks import UNREADABLE_RULES
from stegvis.domain.row_rules.keys import Distinct
from stegvis.domain.row_rules.protection import without_forbidden_addresses
from stegvis.domain.row_rules.received import Mark, Stack
from stegvis.domain.row_rules.row_warnings import Warned, row_warnings
from stegvis.domain.sources import DeliveredRows


@dataclass(frozen=True)
class ReadDelivery:
    """A delivery that broke no file rule.

    ``quarantined`` has ``row_number``, ``column_name`` (as the header names
    it; "" for the row as a whole) and ``rule``, one line per broken rule.
    ``warnings`` counts rows by warning id.
    """

    delivered: DeliveredRows
    quarantined: pd.DataFrame
    warnings: Mapping[str, int]
    counts: RowCounts


def settle(
    stack: Stack,
    broken: pd.DataFrame,
    distinct: tuple[Distinct, ...],
    municipality: Municipality,
    received_on: tuple[date | None, ...],
) -> list[ReadDelivery]:
    """Divide the answered checks over the files.

    Args:
        stack: The rows that were judged.
        broken: ``position`` in the stack, our ``column`` and ``rule``, one
            line per row and rule broken.
        distinct: The files in the order of the stack.
        municipality: Whose labels count.
        received_on: The day each file could be known, for the age of a month.
    """
    unreadable = _unreadable(stack, broken)
    rows = _without_unreadable(stack.rows, unreadable)
    rows = rows.assign(is_quarantined=False, unreadable=_names_of(stack, unreadable))
    rows.loc[broken["position"].unique(), "is_quarantined"] = True
    starts = np.searchsorted(stack.delivery, np.arange(len(distinct) + 1))
    settled = []
    for number, (one, day) in enumerate(zip(distinct, received_on, strict=True)):
        own = slice(starts[number], starts[number + 1])
        of_file = broken[broken["position"].between(own.start, own.stop - 1)]
        quarantined = _quarantined(stack, of_file)
        own_rows = rows.iloc[own].reset_index(drop=True)
        settled.append(_settle_one(one, own_rows, quarantined, municipality, day))
    return settled


def with_delivery_id(read: ReadDelivery, delivery_id: str) -> ReadDelivery:
    """The same delivery under its id."""
    return replace(read, delivered=replace(read.delivered, delivery_id=delivery_id))


def _settle_one(
    distinct: Distinct,
    rows: pd.DataFrame,
    quarantined: pd.DataFrame,
    municipality: Municipality,
    received_on: date | None,
) -> ReadDelivery:
    received = distinct.received
    extract, name = received.extract, received.name
    going_on = rows[~rows["is_quarantined"]]
    found = row_warnings(extract, going_on, name.first_day, municipality, received_on)
    warnings = {**received.warnings, **found}
    if distinct.repeated:
        warnings[Warned.REPEATED] = distinct.repeated
    return ReadDelivery(
        delivered=DeliveredRows(
            extract=extract.name,
            period=name.period,
            delivery_id="",
            columns_present=received.columns_present,
            rows=without_forbidden_addresses(extract, rows),
        ),
        quarantined=quarantined,
        warnings=warnings,
        counts=RowCounts(
            received=len(rows) + distinct.repeated,
            accepted=len(going_on),
            quarantined=len(rows) - len(going_on),
            repeated=distinct.repeated,
        ),
    )


def _unreadable(stack: Stack, broken: pd.DataFrame) -> pd.DataFrame:
    """``position`` and ``column`` of each cell that was there but says nothing, once."""
    judged = broken[broken["rule"].isin([*UNREADABLE_RULES])]
    read = stack.marks[stack.marks["mark"] != Mark.RAGGED]
    cells = pd.concat([judged[["position", "column"]], read[["position", "column"]]])
    return cells[cells["column"] != ""].drop_duplicates()


def _without_unreadable(rows: pd.DataFrame, unreadable: pd.DataFrame) -> pd.DataFrame:
    if unreadable.empty:
        return rows
    emptied = {}
    for column, cells in unreadable.groupby("column"):
        hit = np.zeros(len(rows), dtype=bool)
        hit[cells["position"].to_numpy()] = True
        emptied[str(column)] = rows[column].mask(hit)
    return rows.assign(**emptied)


def _names_of(stack: Stack, unreadable: pd.DataFrame) -> pd.Series:
    """Our names of each row's unreadable cells, joined by ``|`` in the declared order."""
    names = pd.Series("", index=stack.rows.index, dtype="str")
    if unreadable.empty:
        return names
    order = {column.name: number for number, column in enumerate(stack.extract.columns)}
    in_order = unreadable.sort_values("column", key=lambda names: names.map(order), kind="stable")
    joined = in_order.groupby("position")["column"].agg("|".join)
    names.loc[joined.index] = joined
    return names


def _quarantined(stack: Stack, broken: pd.DataFrame) -> pd.DataFrame:
    source = {column.name: column.source for column in stack.extract.columns} | {"": ""}
    quarantined = pd.DataFrame(
        {
            "row_number": stack.rows["row_number"].to_numpy()[broken["position"].to_numpy()],
            "column_name": broken["column"].map(source).astype("str").to_numpy(),
            "rule": broken["rule"].astype("str").to_numpy(),
        }
    )
    quarantined = quarantined.drop_duplicates().sort_values(["row_number", "column_name", "rule"])
    return quarantined.reset_index(drop=True)
