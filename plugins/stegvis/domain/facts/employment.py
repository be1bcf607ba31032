"""Facts from Arbetsförmedlingen's answers: registration and time without work.

Real answers hold only the category's text, mend nothing afterwards and may
overlap, so the start of unemployment is searched backwards through them
(contract 2, *start*).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.facts.fact_table import Days, FactColumn, Mask, Reason, fact_column
from stegvis.domain.facts.labels import normalised
from stegvis.domain.facts.picking import Picked, attributable, standing_dates
from stegvis.domain.sources import Sources, is_silent

NOT_MAPPED, OTHER_GROUP, COUNTING_GROUP = np.int8(0), np.int8(1), np.int8(2)
COUNTING_GROUPS = ("openly_unemployed", "hindered", "programme")


@dataclass(frozen=True)
class JobseekerCategories:
    """Arbetsförmedlingen's categories: code to group, and normalised text to code."""

    group_of_code: Mapping[str, str]
    code_of_text: Mapping[str, str]

    def standing(self, codes: pd.Series, texts: pd.Series) -> npt.NDArray[np.int8]:
        """Whether each category counts as unemployed, does not, or is not mapped.

        The code counts before the text; a code outside the list is as if empty.
        """
        trimmed = codes.str.strip()
        known = trimmed.where(trimmed.isin(list(self.group_of_code)))
        code = known.fillna(normalised(texts).map(dict(self.code_of_text)))
        group = code.map(dict(self.group_of_code))
        counting = group.isin(COUNTING_GROUPS)
        return np.where(group.isna(), NOT_MAPPED, np.where(counting, COUNTING_GROUP, OTHER_GROUP))


@dataclass(frozen=True)
class Answers:
    """Everybody's answers up to the screening date, each person's newest first."""

    rows: pd.DataFrame
    asked: frozenset[str]
    as_of: date

    @classmethod
    def of(cls, sources: Sources, categories: JobseekerCategories) -> Answers:
        """Answers with ``status_kod`` 0, and quarantined rows that may have been such."""
        rows = attributable(sources.rows("af_status"))
        rows = rows.assign(stands_on=standing_dates(rows, "asked_date"))
        rows = rows[rows["stands_on"] <= pd.Timestamp(sources.as_of)]
        asked = frozenset(rows["personal_number"])
        rows = rows[~is_silent(rows)]
        standing = categories.standing(
            rows["jobseeker_category_code"], rows["jobseeker_category_text"]
        )
        rows = rows.assign(standing=standing).sort_values(
            ["personal_number", "stands_on", "is_quarantined"],
            ascending=[True, False, False],
            kind="stable",
        )
        rows["nth"] = rows.groupby("personal_number", sort=False).cumcount()
        return cls(rows.reset_index(drop=True), asked, sources.as_of)

    def newest(self, numbers: pd.Index) -> Picked:
        """Each person's newest answer."""
        return self.nth(0, numbers)

    def nth(self, number: int, numbers: pd.Index) -> Picked:
        """Each person's answer ``number`` steps before the newest."""
        rows = self.rows[self.rows["nth"] == number].reset_index(drop=True)
        return Picked(rows, pd.Index(rows["personal_number"]).get_indexer(numbers))

    @property
    def most(self) -> int:
        """How many answers the person with most of them has."""
        return 0 if self.rows.empty else int(self.rows["nth"].max()) + 1


def registered_jobseeker(answers: Answers, numbers: pd.Index, max_age_days: int) -> FactColumn:
    """Registered by the newest answer, at most ``max_age_days`` old [A3].

    A deregistration that lies ahead, or before the registration, is none.
    """
    newest = answers.newest(numbers)
    as_of = np.datetime64(answers.as_of, "D")
    age = (as_of - newest.days("stands_on")).astype("timedelta64[D]").astype(np.int64)
    too_old = newest.found & (age > max_age_days)
    stated = newest.column("is_jobseeker").notna().to_numpy()
    left, came = newest.days("deregistered_date"), newest.days("registered_date")
    still_there = np.isnat(left) | (left > as_of) | (left < came)
    met = newest.is_yes("is_jobseeker") & still_there
    reasons = np.select(
        [~newest.found & numbers.isin(answers.asked), ~newest.found, too_old, newest.quarantined],
        [Reason.NO_ANSWER, Reason.NOT_ASKED, Reason.TOO_OLD, Reason.QUARANTINED],
        Reason.FIELD_EMPTY,
    )
    unknown = ~newest.found | too_old | newest.quarantined | ~stated
    return fact_column(met, unknown, reasons)


def months_unemployed(
    answers: Answers, numbers: pd.Index, registered: FactColumn, gap_days: int
) -> tuple[FactColumn, Days]:
    """Full months without work, and the day they are counted from.

    The day is NaT for those whose time does not go on: not registered, in
    another group, or unknown.
    """
    newest = answers.newest(numbers)
    standing = _standing(newest)
    is_registered = registered.is_met
    counting = is_registered & (standing == COUNTING_GROUP)
    no_start = counting & np.isnat(newest.days("registered_date"))
    start, lost = _start_of_unemployment(answers, numbers, counting & ~no_start, gap_days)
    unmapped = is_registered & (standing == NOT_MAPPED)
    unknown = ~registered.known | unmapped | no_start | lost
    reasons = np.select(
        [~registered.known, unmapped, no_start],
        [registered.reasons, Reason.UNMAPPED, Reason.FIELD_EMPTY],
        Reason.QUARANTINED,
    )
    going_on = counting & ~unknown
    start = np.where(going_on, start, np.datetime64("NaT", "D"))
    months = np.where(going_on, full_months(start, answers.as_of), 0)
    return fact_column(months, unknown, reasons), start


def long_term_unemployed(
    months: FactColumn, ages: FactColumn, under_25: int, from_25: int
) -> FactColumn:
    """Without work ``from_25`` months from age 25 on, ``under_25`` before [A4].

    Where age is unknown the answer is known only when it is the same for both.
    """
    limit = np.where(ages.values >= 25, from_25, under_25)
    met = np.where(ages.known, months.values >= limit, months.values >= from_25)
    between = (months.values >= under_25) & (months.values < from_25)
    unknown = ~months.known | (~ages.known & between)
    return fact_column(met, unknown, np.where(months.known, ages.reasons, months.reasons))


def full_months(start: Days, as_of: date) -> npt.NDArray[np.int64]:
    """The largest k ≥ 0 with ``start`` + k months ≤ ``as_of``; 0 where start is NaT or later.

    A month without the start's day ends on its last day.
    """
    month = start.astype("datetime64[M]")
    day = (start - month.astype("datetime64[D]")).astype(np.int64) + 1
    this_month = np.datetime64(as_of, "M")
    length = int(
        ((this_month + 1).astype("datetime64[D]") - this_month.astype("datetime64[D]")).astype(int)
    )
    between = (this_month - month).astype(np.int64) - (as_of.day < np.minimum(day, length))
    return np.where(np.isnat(start), 0, np.maximum(between, 0))


def _start_of_unemployment(
    answers: Answers, numbers: pd.Index, searching: Mask, gap_days: int
) -> tuple[Days, Mask]:
    """The day unemployment is counted from, and for whom a quarantined answer hides it."""
    newest = answers.nth(0, numbers)
    start = newest.days("registered_date")
    first_counting = newest.days("stands_on")
    active, lost = searching.copy(), np.zeros(len(numbers), dtype=bool)
    for number in range(1, answers.most):
        if not active.any():
            break
        answer = answers.nth(number, numbers)
        active &= answer.found
        lost |= active & answer.quarantined
        active &= ~answer.quarantined
        standing, asked = _standing(answer), answer.days("stands_on")
        ends = active & (standing == OTHER_GROUP)
        start = np.where(ends & (asked >= start), first_counting, start)
        active &= ~ends
        came, earlier = answer.days("registered_date"), _left(answer)
        goes_back = active & (came < start)
        bridged = goes_back & ((start - earlier).astype(np.int64) <= gap_days)
        start = np.where(bridged, came, start)
        active &= ~(goes_back & ~bridged)
        counts = active & (standing == COUNTING_GROUP)
        first_counting = np.where(counts, asked, first_counting)
    return start, lost


def _left(answer: Picked) -> Days:
    """The day the registration in an answer ended, or else the day it was asked about."""
    left, came = answer.days("deregistered_date"), answer.days("registered_date")
    unclear = np.isnat(left) | (left < came)
    return np.where(unclear, answer.days("stands_on"), left)


def _standing(answer: Picked) -> npt.NDArray[np.int8]:
    taken = np.append(answer.rows["standing"].to_numpy(dtype=np.int8), NOT_MAPPED)
    return np.asarray(taken[answer.position])
