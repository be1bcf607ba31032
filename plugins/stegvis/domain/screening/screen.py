"""One programme's screening: outcome, reasons, rank and the earliest date, for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.facts.fact_table import FactTable, Reason
from stegvis.domain.municipalities import FactRules
from stegvis.domain.programmes import Programme
from stegvis.domain.screening.evaluate import MET, NOT_MET, UNDECIDED, Answers, evaluate, put_test
from stegvis.domain.screening.projection import eligible_from


@dataclass(frozen=True)
class Screening:
    """What a screening says, and what it could not say.

    ``results`` has one row per person in the fact table's order:
    ``programme_id, household_id, personal_number, outcome, not_met, unknown,
    rank, eligible_from``. ``not_met`` and ``unknown`` are criterion ids joined
    by ``|``; ``rank`` is 1 and up among the eligible, else missing.

    ``unknown_facts`` has one row per fact that leaves somebody in review:
    ``position`` of the person, ``fact`` and ``reason``.
    """

    results: pd.DataFrame
    unknown_facts: pd.DataFrame


def screen(programme: Programme, facts: FactTable, rules: FactRules, as_of: date) -> Screening:
    """Puts the programme's criteria to everybody in the table."""
    answers = evaluate(programme, facts, as_of)
    results = _results(programme, facts, rules, answers, as_of)
    return Screening(results, _unknown_facts(programme, facts, answers, as_of))


def _results(
    programme: Programme, facts: FactTable, rules: FactRules, answers: Answers, as_of: date
) -> pd.DataFrame:
    people = facts.people
    return pd.DataFrame(
        {
            "programme_id": programme.programme_id,
            "household_id": people["household_id"],
            "personal_number": people["personal_number"],
            "outcome": answers.outcomes,
            "not_met": answers.named(NOT_MET),
            "unknown": answers.named(UNDECIDED),
            "rank": _ranks(programme, facts, rules, answers),
            "eligible_from": pd.Series(
                eligible_from(programme, facts, answers, rules, as_of).astype("datetime64[s]")
            ),
        }
    )


def ranked_first(results: pd.DataFrame) -> pd.DataFrame:
    """The ranked by rank, then everybody else by household and personal number.

    A household id that could not be read is empty text and comes first.
    """
    in_order = results.assign(household_id=results["household_id"].fillna("")).sort_values(
        ["rank", "household_id", "personal_number"], na_position="last", kind="stable"
    )
    return results.loc[in_order.index].reset_index(drop=True)


def _unknown_facts(
    programme: Programme, facts: FactTable, answers: Answers, as_of: date
) -> pd.DataFrame:
    """The facts behind the undecided criteria of those who are in review.

    A fact nobody needs, because another criterion already says no or another
    leg of a group says yes, is not asked for.
    """
    in_review = answers.outcome_codes == UNDECIDED
    frames = [pd.DataFrame({"position": [], "fact": [], "reason": []})]
    for criterion, codes in zip(programme.criteria, answers.codes, strict=True):
        for test in criterion.tests:
            column = facts.columns[test.fact]
            lacking = in_review & (codes == UNDECIDED)
            lacking &= put_test(column, test.limit_on(as_of)) == UNDECIDED
            reasons = np.array([reason.name.lower() for reason in Reason])[column.reasons[lacking]]
            found = {"position": np.flatnonzero(lacking), "fact": test.fact, "reason": reasons}
            frames.append(pd.DataFrame(found))
    together = pd.concat(frames, ignore_index=True).drop_duplicates(["position", "fact"])
    return together.astype({"position": "int64", "fact": "str", "reason": "str"})


def _ranks(programme: Programme, facts: FactTable, rules: FactRules, answers: Answers) -> pd.Series:
    """Places among the eligible; ties go by household, then personal number."""
    keys = pd.DataFrame(
        {key: _rank_key(key, facts, rules) for key in programme.rank}, index=facts.people.index
    )
    keys["household_id"] = facts.people["household_id"].fillna("")
    keys["personal_number"] = facts.people["personal_number"]
    eligible = answers.outcome_codes == MET
    ordered = keys[eligible].sort_values(list(keys.columns), kind="stable").index
    ranks = pd.Series(pd.NA, index=facts.people.index, dtype="Int64")
    ranks.loc[ordered] = np.arange(1, len(ordered) + 1)
    return ranks


def _rank_key(key: str, facts: FactTable, rules: FactRules) -> npt.NDArray[np.int64]:
    """A number by which the earliest in rank is the smallest."""
    columns = facts.columns
    match key:
        case "months_with_income_support_desc":
            # An unknown number of months ranks by the streak that is known.
            return -columns["months_with_income_support"].values.astype(np.int64)
        case "applied_at_asc":
            applied_at = facts.people["applied_at"].to_numpy(dtype="datetime64[s]")
            return np.asarray(applied_at.astype(np.int64))
        case "has_children_first":
            return 1 - columns["has_children"].is_met.astype(np.int64)
        case "has_children_or_young_adult_first":
            ages = columns["age"]
            young = ages.known & (ages.values >= rules.young_adult_from)
            young &= ages.values <= rules.young_adult_to
            return 1 - (columns["has_children"].is_met | young).astype(np.int64)
    raise KeyError(key)
