"""Rows that repeat each other, and rows that contradict each other (contract 1.5).

Both are settled within one file, and after reading: dates are cut and spaces
trimmed before anything is compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from stegvis.domain.row_rules.received import Mask, Positions, Stack


@dataclass(frozen=True)
class Distinct:
    """A stack without exact repeats, and how many rows of each file those were."""

    stack: Stack
    repeated: Positions


def without_repeats(stack: Stack) -> Distinct:
    """Keep the first of rows of one file that repeat each other exactly."""
    rows = stack.rows.assign(delivery=stack.delivery)
    candidates = _sharing(rows, ["delivery", *stack.extract.key])
    # What could not be read tells rows apart just as what could.
    compared = candidates.drop(columns="row_number").assign(marks=_mark_texts(stack, candidates))
    repeats = candidates.index[compared.duplicated().to_numpy()].to_numpy()
    kept = np.ones(len(stack), dtype=bool)
    kept[repeats] = False
    repeated = np.bincount(stack.delivery[repeats], minlength=len(stack.deliveries))
    return Distinct(stack.only(kept) if len(repeats) else stack, repeated)


def breaks_duplicate_key(stack: Stack) -> Mask:
    """Rows of one file and key that differ; exact repeats are gone before.

    In ``af_status`` a query without an answer is no word against an answer
    of the same day.
    """
    key = list(stack.extract.key)
    rows = stack.rows[key].assign(delivery=stack.delivery)
    compared = ["delivery", *key]
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


def _mark_texts(stack: Stack, candidates: pd.DataFrame) -> pd.Series:
    """Everything that could not be read of each row, as one text."""
    marks = stack.marks[stack.marks["position"].isin(candidates.index)]
    words = marks["column"] + "\x1f" + marks["mark"] + "\x1f" + marks["text"]
    texts = words.groupby(marks["position"]).agg("\x1e".join)
    return texts.reindex(candidates.index, fill_value="")
