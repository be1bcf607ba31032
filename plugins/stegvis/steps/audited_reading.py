"""What reading leaves in the log: an explanation, and a file of restricted data (X9)."""

from __future__ import annotations

import re

import pandas as pd
from sqlalchemy import select

from stegvis.adapters.warehouse import tables
from stegvis.domain.pseudonyms import household_ids
from stegvis.steps.audit import EXPLANATION, EXPORT, audit
from stegvis.steps.context import StepContext

_PSEUDONYM = re.compile(r"[0-9a-f]{32}")


def audit_explanation(context: StepContext, household: str, by: str) -> None:
    """Log that a household's screening was explained.

    Args:
        context: At the moment of the reading, not of the screening.
        household: As it was asked for: the id in the extracts, the case number or
            the pseudonym. What may hold a personal number is hashed.
        by: Who asked.
    """
    asked = " ".join(household.split())
    key, code = context.settings.pseudonym_key, context.municipality.code
    is_pseudonym = _PSEUDONYM.fullmatch(asked) is not None
    household_id = asked if is_pseudonym else household_ids(key, code, pd.Series([asked]))[0]
    case = _case_of(context, asked, household_id)
    audit(context, EXPLANATION, ("household", household_id), by=by, case_reference=case)


def audit_export(context: StepContext, name: str, by: str | None) -> None:
    """Log that a file with restricted data was written; ``name`` tells of nobody."""
    audit(context, EXPORT, ("file", name), by=by)


def _case_of(context: StepContext, asked: str, household_id: str) -> str | None:
    """The case number, as asked for or as the household's adults have it."""
    person, result = tables.person.columns, tables.screening_result.columns
    own = person.municipality_code == context.municipality.code
    members = select(result.person_id).where(
        result.municipality_code == context.municipality.code,
        result.household_id == household_id,
    )
    query = select(person.case_id).where(
        own, person.case_id.is_not(None), (person.case_id == asked) | person.person_id.in_(members)
    )
    with context.warehouse.read() as connection:
        found: str | None = connection.execute(query.limit(1)).scalar_one_or_none()
    return found
