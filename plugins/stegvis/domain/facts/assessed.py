"""Facts that rest on somebody's word: Arbetsförmedlingen's on a form, staff's on capacity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.clock_columns import add_months_to_days
from stegvis.domain.facts.fact_table import FactColumn, Reason, fact_column
from stegvis.domain.facts.picking import Picked, as_days, attributable, pick_first, standing_dates
from stegvis.domain.sources import Sources, is_unreadable

NYSTARTSJOBB = "nystartsjobb"
HIGHEST_LEVEL = 3


class Word(IntEnum):
    """What Arbetsförmedlingen has said of one form and one person."""

    NONE = 0
    YES = 1
    NO = 2
    IN_DOUBT = 3


def words_on_forms(sources: Sources, no_holds_months: int) -> pd.DataFrame:
    """The valid words of Arbetsförmedlingen, each form's newest first.

    Our own calculation is set aside before anything else. A row of which the
    form cannot be read may be a word on any form, so it stands for each.
    """
    rows = attributable(sources.rows("stodbedomning"))
    rows = rows[rows["word_source"].fillna("") != "egen_berakning"]
    rows = rows.assign(stands_on=standing_dates(rows, "word_date"))
    rows = rows[rows["stands_on"] <= pd.Timestamp(sources.as_of)]
    rows = rows[_is_valid(rows, sources.as_of, no_holds_months)]
    order = {"af_beslut": 0, "af_besked": 1}
    rows = rows.assign(source_order=rows["word_source"].map(order).fillna(-1).astype("int64"))
    return rows.reset_index(drop=True)


def nystartsjobb_highest_level(words: pd.DataFrame, numbers: pd.Index) -> FactColumn:
    """A ``ja`` on the highest level of nystartsjobb [A4]; a ``ja`` without level is unknown."""
    newest = _newest_word(words, NYSTARTSJOBB, numbers)
    says_yes = (newest.column("word") == "ja").to_numpy(dtype=bool)
    level = newest.column("level").to_numpy(dtype="int64", na_value=0)
    met = says_yes & (level == HIGHEST_LEVEL)
    no_level = says_yes & (level == 0)
    unknown = ~newest.found | newest.quarantined | no_level
    reasons = np.select(
        [~newest.found, newest.quarantined],
        [Reason.NOT_ASSESSED, Reason.QUARANTINED],
        Reason.FIELD_EMPTY,
    )
    return fact_column(met, unknown, reasons)


def entitled_to_supported_job(
    words: pd.DataFrame, numbers: pd.Index, forms: Sequence[str]
) -> FactColumn:
    """One ``ja`` is enough; only a ``nej`` for every one of ``forms`` is a no [K4]."""
    said = np.stack([_word(words, form, numbers) for form in forms])
    met = (said == Word.YES).any(axis=0)
    refused = (said == Word.NO).all(axis=0)
    in_doubt = (said == Word.IN_DOUBT).any(axis=0)
    reasons = np.where(in_doubt, Reason.QUARANTINED, Reason.NOT_ASSESSED)
    return fact_column(met, ~met & ~refused, reasons)


def work_capacity_percent(sources: Sources, numbers: pd.Index) -> FactColumn:
    """The newest assessment that has a value [K5]; never inferred from anything else."""
    rows = attributable(sources.rows("bedomning"))
    rows = rows.assign(stands_on=standing_dates(rows, "assessed_date"))
    has_value = rows["work_capacity_percent"].notna() | is_unreadable(rows, "work_capacity_percent")
    rows = rows[has_value & (rows["stands_on"] <= pd.Timestamp(sources.as_of))]
    newest = pick_first(rows, numbers, ["stands_on"], [False])
    values = newest.column("work_capacity_percent").to_numpy(dtype="int64", na_value=0)
    reasons = np.where(newest.found, Reason.QUARANTINED, Reason.NOT_ASSESSED)
    return fact_column(values, ~newest.found | newest.quarantined, reasons)


def _is_valid(rows: pd.DataFrame, as_of: date, no_holds_months: int) -> pd.Series:
    """Which words hold on ``as_of``.

    Without a last day a yes has no end, while a no, or a level below the
    highest, holds up to and including ``no_holds_months`` after its date. A
    last day that cannot be read, or lies before the word's own date, proves
    nothing.
    """
    last = rows["valid_to_date"]
    ended = (last < pd.Timestamp(as_of)) & ~(last < rows["word_date"])
    low = (rows["level"] < HIGHEST_LEVEL).fillna(False).astype(bool)
    weak = (rows["word"] == "nej") | low
    end_of_weak = add_months_to_days(as_days(rows["stands_on"]), no_holds_months)
    open_ended = last.isna() & ~is_unreadable(rows, "valid_to_date")
    return ~(ended | (open_ended & weak & (end_of_weak < np.datetime64(as_of, "D"))))


def _word(words: pd.DataFrame, form: str, numbers: pd.Index) -> npt.NDArray[np.int8]:
    newest = _newest_word(words, form, numbers)
    says_yes = (newest.column("word") == "ja").to_numpy(dtype=bool)
    return np.select(
        [~newest.found, newest.quarantined, says_yes],
        [Word.NONE, Word.IN_DOUBT, Word.YES],
        Word.NO,
    ).astype(np.int8)


def _newest_word(words: pd.DataFrame, form: str, numbers: pd.Index) -> Picked:
    about = words["support_form"].isna() | (words["support_form"] == form)
    return pick_first(words[about], numbers, ["stands_on", "source_order"], [False, True])
