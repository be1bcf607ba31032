"""One programme's screening: outcome, reasons, rank and the earliest date, for everybody."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.facts.fact_table import FactTable
from stegvis.domain.municipalities import FactRules
from stegvis.domain.programmes import Programme
from stegvis.domain.screening.evaluate import MET, NOT_MET, UNDECIDED, Answers, evaluate
from stegvis.domain.screening.projection import eligible_from


def screen(programme: Programme, facts: FactTable, rules: FactRules, as_of: date) -> pd.DataFrame:
    """One row per person of the population, in the table's order.

    Columns: ``programme_id, household_id, personal_number, outcome, not_met,
    unknown, rank, eligible_from``. ``not_met`` and ``unknown`` are criterion
    ids joined by ``|``; ``rank`` is 1 and up among the eligible, else missing.
    """
    answers = evaluate(programme, facts, as_of)
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
    """The ranked by rank, then everybody else by household and personal number."""
    order = ["rank", "household_id", "personal_number"]
    return results.sort_values(order, na_position="last", kind="stable", ignore_index=True)


def _ranks(programme: Programme, facts: FactTable, rules: FactRules, answers: Answers) -> pd.Series:
    """Places among the eligible; ties go by household, then personal number."""
    keys = pd.DataFrame(
        {key: _rank_key(key, facts, rules) for key in programme.rank}, index=facts.people.index
    )
    keys["household_id"] = facts.people["household_id"]
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
