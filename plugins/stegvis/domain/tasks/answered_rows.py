"""Answers from worklists as rows of the extracts that the next screening reads.

What a caseworker has assessed, and what Arbetsförmedlingen has said, counts
the same whether it comes in a file or in an answered worklist (contract 1.4).
"""

from __future__ import annotations

import pandas as pd

from stegvis.domain.tasks.row_answers import SUPPORT_FORM_FIELDS

_ASSESSED = ("work_capacity_percent", "childcare", "childcare_from_date")
_LEVEL = "form_nystartsjobb_level"
_KEY = ["personal_number", "day"]


def rows_from_answers(answers: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """``bedomning`` and ``stodbedomning`` rows, under our column names.

    One row per person and day (and form); of two answers for the same day the
    later one counts, the earlier stays in the ledger.

    Args:
        answers: ``personal_number, field, value, answered_by, answered_at,
            recorded_at``.
    """
    asked = answers[answers["field"].isin((*_ASSESSED, *SUPPORT_FORM_FIELDS, _LEVEL))]
    asked = asked.assign(day=asked["answered_at"].dt.tz_localize(None).dt.normalize())
    asked = asked.sort_values(["answered_at", "recorded_at"], kind="stable")
    newest = asked.drop_duplicates([*_KEY, "field"], keep="last")
    by = newest.drop_duplicates(_KEY, keep="last").set_index(_KEY)["answered_by"]
    said = newest.pivot(index=_KEY, columns="field", values="value")
    said = said.reindex(columns=[*_ASSESSED, *SUPPORT_FORM_FIELDS, _LEVEL]).astype("str")
    return {"bedomning": _assessments(said, by), "stodbedomning": _words(said)}


def _assessments(said: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    rows = said.loc[said[list(_ASSESSED)].notna().any(axis=1), list(_ASSESSED)]
    rows = rows.assign(assessed_by=by.reindex(rows.index)).reset_index()
    return rows.rename(columns={"day": "assessed_date"}).astype(
        {
            "personal_number": "str",
            "work_capacity_percent": "Int64",
            "childcare_from_date": "datetime64[s]",
            "assessed_date": "datetime64[s]",
            "assessed_by": "str",
        }
    )


def _words(said: pd.DataFrame) -> pd.DataFrame:
    """One row per form; a caseworker types in AF's word, never a calculation of our own."""
    words = said[list(SUPPORT_FORM_FIELDS)].reset_index()
    words = words.melt(id_vars=_KEY, var_name="support_form", value_name="word").dropna()
    words = words.assign(support_form=words["support_form"].str.removeprefix("form_"))
    words = words.merge(said[_LEVEL].rename("level").reset_index(), on=_KEY)
    is_nystartsjobb = words["support_form"] == "nystartsjobb"
    words = words.assign(level=words["level"].where(is_nystartsjobb), word_source="af_besked")
    return words.rename(columns={"day": "word_date"}).astype(
        {
            "personal_number": "str",
            "support_form": "str",
            "word": "str",
            "level": "Int64",
            "word_date": "datetime64[s]",
        }
    )
