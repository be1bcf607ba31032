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
from stegvis.domain.row_rules.received import Mark, ReceivedRows, Stack
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
    distinct: Distinct,
    broken: pd.DataFrame,
    municipality: Municipality,
    received_on: tuple[date | None, ...],
) -> list[ReadDelivery]:
    """Divide the answered checks over the files.

    Args:
        distinct: The rows that were judged, and how many repeats were left out.
        broken: ``position`` in the stack, our ``column`` and ``rule``, one
            line per row and rule broken.
        municipality: Whose labels count.
        received_on: The day each file could be known, for the age of a month.
    """
    stack = distinct.stack
    unreadable = _unreadable(stack, broken)
    rows = _without_unreadable(stack.rows, unreadable)
    is_quarantined = np.zeros(len(rows), dtype=bool)
    is_quarantined[broken["position"].to_numpy()] = True
    rows = rows.assign(is_quarantined=is_quarantined, unreadable=_names_of(stack, unreadable))
    warnings = _warnings(stack, rows, municipality, received_on)
    rows = without_forbidden_addresses(stack.extract, rows)
    quarantined = _quarantined(stack, broken)
    starts = np.searchsorted(stack.delivery, np.arange(len(stack.deliveries) + 1))
    return [
        _settle_one(
            received,
            int(distinct.repeated[number]),
            rows.iloc[starts[number] : starts[number + 1]].reset_index(drop=True),
            quarantined[quarantined["delivery"] == number],
            warnings[number],
        )
        for number, received in enumerate(stack.deliveries)
    ]


def _warnings(
    stack: Stack,
    rows: pd.DataFrame,
    municipality: Municipality,
    received_on: tuple[date | None, ...],
) -> list[dict[str, int]]:
    files = pd.DataFrame(
        {
            "file_day": np.array(
                [received.name.first_day for received in stack.deliveries], dtype="datetime64[s]"
            ),
            "received_on": np.array(received_on, dtype="datetime64[s]"),
        }
    )
    going_on = rows.assign(delivery=stack.delivery)[~rows["is_quarantined"]]
    return row_warnings(stack.extract, going_on, files, municipality)


def with_delivery_id(read: ReadDelivery, delivery_id: str) -> ReadDelivery:
    """The same delivery under its id."""
    return replace(read, delivered=replace(read.delivered, delivery_id=delivery_id))


def _settle_one(
    received: ReceivedRows,
    repeated: int,
    rows: pd.DataFrame,
    quarantined: pd.DataFrame,
    row_warnings: Mapping[str, int],
) -> ReadDelivery:
    warnings = {**received.warnings, **row_warnings}
    if repeated:
        warnings[Warned.REPEATED] = repeated
    set_aside = int(rows["is_quarantined"].sum())
    return ReadDelivery(
        delivered=DeliveredRows(
            extract=received.extract.name,
            period=received.name.period,
            delivery_id="",
            columns_present=received.columns_present,
            rows=rows,
        ),
        quarantined=quarantined.drop(columns="delivery").reset_index(drop=True),
        warnings={str(warning): count for warning, count in warnings.items()},
        counts=RowCounts(
            received=len(rows) + repeated,
            accepted=len(rows) - set_aside,
            quarantined=set_aside,
            repeated=repeated,
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
    """What ``ReadDelivery.quarantined`` holds, of all files, with the file's number."""
    source = {column.name: column.source for column in stack.extract.columns} | {"": ""}
    position = broken["position"].to_numpy()
    quarantined = pd.DataFrame(
        {
            "delivery": stack.delivery[position],
            "row_number": stack.rows["row_number"].to_numpy()[position],
            "column_name": broken["column"].map(source).astype("str").to_numpy(),
            "rule": broken["rule"].astype("str").to_numpy(),
        }
    )
    in_order = ["delivery", "row_number", "column_name", "rule"]
    return quarantined.drop_duplicates().sort_values(in_order)
