"""Rows that repeat each other, and rows that contradict each other (contract 1.5).

Both are settled within one file, and after reading: dates are cut and spaces
trimmed before anything is compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from stegvis.domain.row_rules.received import Mask, ReceivedRows, Stack


@dataclass(frozen=True)
class Distinct:
    """A file without its exact repeats, and how many those were."""

    received: ReceivedRows
    repeated: int


def without_repeats(received: ReceivedRows) -> Distinct:
    """Keep the first of rows that repeat each other exactly."""
    candidates = _sharing(received.rows, list(received.extract.key))
    if candidates.empty:
        return Distinct(received, 0)
    # What could not be read tells rows apart just as what could.
    compared = candidates.drop(columns="row_number").assign(marks=_mark_texts(received, candidates))
    repeats = candidates.index[compared.duplicated().to_numpy()]
    kept = np.ones(len(received.rows), dtype=bool)
    kept[repeats.to_numpy()] = False
    return Distinct(received.only(kept), len(repeats))


def breaks_duplicate_key(stack: Stack) -> Mask:
    """Rows of one file and key that differ; exact repeats are gone before.

    In ``af_status`` a query without an answer is no word against an answer
    of the same day.
    """
    key = list(stack.extract.key)
    rows = stack.rows[key].assign(delivery=stack.delivery)
    compared = [*key, "delivery"]
    if "answer_code" in stack.rows:
        rows["is_silent"] = (stack.rows["answer_code"] != 0).fillna(False).astype(bool)
        compared.append("is_silent")
    broken = np.zeros(len(stack), dtype=bool)
    candidates = _sharing(rows, compared)
    candidates = candidates[candidates[key].notna().all(axis=1)]
    broken[candidates.index[candidates.duplicated(compared, keep=False).to_numpy()]] = True
    return broken


def _sharing(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """A superset of the rows that share their whole key with another, mostly far smaller.

    One column at a time, the telling ones first: comparing whole keys of all
    rows would cost several times as much.
    """
    telling_first = sorted(key, key=lambda name: (name != "personal_number", -len(name)))
    candidates = rows
    for name in telling_first:
        if candidates.empty:
            break
        candidates = candidates[candidates[name].duplicated(keep=False).to_numpy()]
    return candidates


def _mark_texts(received: ReceivedRows, candidates: pd.DataFrame) -> pd.Series:
    """Everything that could not be read of each row, as one text."""
    marks = received.marks
    texts = (marks["column"] + "\x1f" + marks["mark"] + "\x1f" + marks["text"]).groupby(
        marks["position"]
    )
    return texts.agg("\x1e".join).reindex(candidates.index, fill_value="")
