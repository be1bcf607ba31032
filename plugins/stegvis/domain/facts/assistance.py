"""Facts from the monthly aid rows: who receives assistance, and for how long.

A month of a person rests on two rows: the person's own (role, what was
decided) and the household head's (what was paid). Where either is
quarantined the month is unknown, never "no".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.facts.fact_table import (
    AT_LEAST,
    KNOWN,
    UNKNOWN,
    FactColumn,
    Mask,
    Reason,
    fact_column,
)
from stegvis.domain.facts.picking import Picked, any_of_each, attributable, pick_first
from stegvis.domain.sources import Sources

GRANTED = ("01", "03")
HEAD, CHILD, ADULT = "1", "3", ("1", "2")
_COUNTING = (
    *("personal_number", "household_id", "household_role", "decision_type_code"),
    *("assistance_sek", "income_support_sek", "is_quarantined"),
)
_OF_THE_NEWEST = (
    *("case_id", "unit", "caseworker"),
    *("children_count", "support_obstacle", "consecutive_months"),
)


class MonthState(IntEnum):
    """What one calendar month says about one person's income support."""

    DOES_NOT_COUNT = 0
    COUNTS = 1
    NO_AMOUNT = 2
    QUARANTINED = 3


@dataclass(frozen=True)
class AidMonths:
    """The delivered aid months, newest first, as months since year 0."""

    sources: Sources
    delivered: tuple[int, ...]

    @classmethod
    def of(cls, sources: Sources) -> AidMonths:
        """The months delivered up to the screening date."""
        periods = reversed(sources.periods("bistand"))
        return cls(sources, tuple(int(p[:4]) * 12 + int(p[4:]) - 1 for p in periods))

    @property
    def newest(self) -> np.datetime64:
        """First day of the newest aid month; NaT when none was delivered."""
        if not self.delivered:
            return np.datetime64("NaT", "D")
        return np.datetime64(_period_start(self.delivered[0]), "D")

    def is_stale(self, stale_months: int) -> bool:
        """Whether the newest month is more than ``stale_months`` before that of ``as_of``."""
        as_of = self.sources.as_of
        return (
            not self.delivered
            or as_of.year * 12 + as_of.month - 1 - self.delivered[0] > stale_months
        )

    @cached_property
    def newest_rows(self) -> pd.DataFrame:
        """Everybody's rows of the newest month, with the household head's amounts beside."""
        return self.rows(self.delivered[0], (*_COUNTING, *_OF_THE_NEWEST))

    def rows(self, month: int, columns: Sequence[str] = _COUNTING) -> pd.DataFrame:
        """The same of any month; by default only what tells whether it counts."""
        period = f"{month // 12:04d}{month % 12 + 1:02d}"
        found = [d.rows for d in self.sources.deliveries["bistand"] if d.period == period]
        rows = pd.concat([rows[list(columns)] for rows in found], ignore_index=True)
        paid = "income_support_sek"
        if not self.sources.has_column("bistand", period, paid):
            paid = "assistance_sek"
        return _with_head_amounts(rows, paid)


def newest_rows(months: AidMonths, numbers: pd.Index) -> Picked:
    """Each person's row of the newest aid month.

    Of two households the one with good rows goes first, then the one with
    the highest amount, then the lowest id (contract 2).
    """
    rows = months.newest_rows
    rows = rows.assign(is_doubtful=rows["is_quarantined"] | rows["head_is_quarantined"])
    order = ["is_doubtful", "head_assistance_sek", "household_id"]
    return pick_first(rows, numbers, order, [True, False, True])


def is_listed_adult(rows: pd.DataFrame) -> Mask:
    """Rows that list an adult: role 1 or 2, or a quarantined row whose role cannot be read."""
    role = rows["household_role"]
    unclear = rows["is_quarantined"] & (role != CHILD)
    return np.asarray(role.isin(ADULT) | unclear)


def receives_assistance(months: AidMonths, numbers: pd.Index, stale_months: int) -> FactColumn:
    """Met by an own row with ``beslut_typ`` 01 or 03 in a household that was paid [A2].

    Either of two households will do. Unknown when the newest aid month is too
    old, or when a row that could have met it is quarantined.
    """
    if months.is_stale(stale_months):
        reason = Reason.TOO_OLD if months.delivered else Reason.NOT_DELIVERED
        return _all_unknown(numbers, reason)
    rows = months.newest_rows
    own_bad, head_bad = rows["is_quarantined"], rows["head_is_quarantined"]
    granted = rows["decision_type_code"].isin(GRANTED)
    paid = (rows["head_assistance_sek"] > 0).fillna(False).astype(bool)
    met = any_of_each(rows, ~own_bad & ~head_bad & granted & paid, numbers)
    doubtful = any_of_each(rows, own_bad | (head_bad & granted), numbers)
    return fact_column(met, ~met & doubtful, Reason.QUARANTINED)


def months_with_income_support(
    months: AidMonths, numbers: pd.Index, stale_months: int, allowed_gap: int
) -> FactColumn:
    """Calendar months in a row with försörjningsstöd, ending with the newest [K2].

    ``AT_LEAST`` where the streak runs out of history (a month never
    delivered, without amount or quarantined) and the source system's own
    count is empty. ``allowed_gap`` is how many months in a row may fail to
    count without ending the streak. A person outside the newest month has 0.
    """
    if not months.delivered:
        return _all_unknown(numbers, Reason.NOT_DELIVERED)
    newest, streak, open_ended = _streaks(months, numbers, allowed_gap)
    stated = newest_rows(months, numbers).column("consecutive_months")
    has_stated = stated.notna().to_numpy()
    source_count = stated.to_numpy(dtype="int64", na_value=0)
    values = np.where(newest == MonthState.COUNTS, np.maximum(streak, source_count), 0)
    values = np.where(newest == MonthState.NO_AMOUNT, source_count, values)
    state = np.where(open_ended & ~has_stated, AT_LEAST, KNOWN)
    state = np.where(newest == MonthState.DOES_NOT_COUNT, KNOWN, state)
    no_answer = newest == MonthState.QUARANTINED
    no_answer |= (newest == MonthState.NO_AMOUNT) & ~has_stated
    return _with_doubt(values, streak, state, newest, no_answer, months.is_stale(stale_months))


def _with_doubt(
    values: npt.NDArray[np.int64],
    streak: npt.NDArray[np.int64],
    state: npt.NDArray[np.int8],
    newest: npt.NDArray[np.int8],
    no_answer: Mask,
    is_stale: bool,
) -> FactColumn:
    """Put together; what is unknown still ranks by its streak (contract 2.1, ties)."""
    unknown = no_answer | is_stale
    reasons = np.where(state == AT_LEAST, Reason.HISTORY_ENDS, Reason.NONE)
    reasons = np.where(newest == MonthState.NO_AMOUNT, Reason.FIELD_EMPTY, reasons)
    reasons = np.where(newest == MonthState.QUARANTINED, Reason.QUARANTINED, reasons)
    reasons = np.where(is_stale, Reason.TOO_OLD, reasons)
    state = np.where(unknown, UNKNOWN, state).astype(np.int8)
    reasons = np.where(state == KNOWN, Reason.NONE, reasons).astype(np.int8)
    ranked = np.where(unknown | (state == AT_LEAST), streak, values)
    return FactColumn(ranked.astype(np.int32), state, reasons)


def _streaks(
    months: AidMonths, numbers: pd.Index, allowed_gap: int
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int64], Mask]:
    """The newest month's state, the streak, and whether history rather than a gap ended it."""
    newest = month_states(months.newest_rows, numbers)
    streak = np.zeros(len(numbers), dtype=np.int64)
    gap = np.zeros(len(numbers), dtype=np.int64)
    running = np.ones(len(numbers), dtype=bool)
    open_ended = np.zeros(len(numbers), dtype=bool)
    for steps_back, month in enumerate(_months_back(months.delivered)):
        if month is None or not running.any():
            break
        state = newest if steps_back == 0 else month_states(months.rows(month), numbers)
        counts = running & (state == MonthState.COUNTS)
        streak[counts] += 1 + gap[counts]
        missed = running & (state == MonthState.DOES_NOT_COUNT)
        gap = np.where(counts, 0, gap + missed)
        unclear = running & (state >= MonthState.NO_AMOUNT)
        open_ended |= unclear
        ended = missed & ((gap > allowed_gap) | (steps_back == 0))
        running &= ~(ended | unclear)
    return newest, streak, open_ended | running


def _months_back(delivered: tuple[int, ...]) -> list[int | None]:
    """The delivered months without a break, newest first; None where history ends."""
    unbroken: list[int | None] = []
    for steps_back, month in enumerate(delivered):
        if month != delivered[0] - steps_back:
            break
        unbroken.append(month)
    return [*unbroken, None]


def month_states(rows: pd.DataFrame, numbers: pd.Index) -> npt.NDArray[np.int8]:
    """What one month's rows say about each of ``numbers``; the best of several rows counts."""
    own_bad, head_bad = rows["is_quarantined"], rows["head_is_quarantined"]
    adult = rows["household_role"].isin(ADULT)
    could = ~own_bad & adult & rows["decision_type_code"].isin(GRANTED)
    amount = rows["head_paid_sek"]
    positive = (amount > 0).fillna(False).astype(bool)
    whose = numbers.get_indexer(pd.Index(rows["personal_number"]))
    # People who are not asked about have -1 there, which is the one place too many.
    state = np.zeros(len(numbers) + 1, dtype=np.int8)
    state[whose[could & ~head_bad & amount.isna()]] = MonthState.NO_AMOUNT
    state[whose[own_bad | (could & head_bad)]] = MonthState.QUARANTINED
    state[whose[could & ~head_bad & positive]] = MonthState.COUNTS
    return state[:-1]


def _with_head_amounts(rows: pd.DataFrame, paid: str) -> pd.DataFrame:
    """Beside each row of the month what its household's head row says was paid.

    A household with two heads is quarantined whole, so which of them is taken
    changes nothing. One without a head has no amount and is in doubt.
    """
    heads = rows[(rows["household_role"] == HEAD) & rows["household_id"].notna()]
    heads = heads.sort_values("is_quarantined", kind="stable").drop_duplicates("household_id")
    whose = attributable(rows)
    head = pd.Index(heads["household_id"]).get_indexer(pd.Index(whose["household_id"]))
    in_doubt = np.append(heads["is_quarantined"].to_numpy(dtype=bool), True)
    return whose.assign(
        head_assistance_sek=heads["assistance_sek"].array.take(head, allow_fill=True),
        head_paid_sek=heads[paid].array.take(head, allow_fill=True),
        head_is_quarantined=in_doubt[head],
    )


def _period_start(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _all_unknown(numbers: pd.Index, reason: Reason) -> FactColumn:
    everybody = np.ones(len(numbers), dtype=bool)
    return fact_column(np.zeros(len(numbers)), everybody, reason)
