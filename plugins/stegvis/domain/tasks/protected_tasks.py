"""Protected people: one task per case to the restricted unit, and nothing else (X2).

The task holds no pseudonym, no programme and no fact, so that no shared table
or list says anything of the person beyond that the case exists.
"""

from __future__ import annotations

import pandas as pd

from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.wanted import TaskSetting, wanted_tasks

EXPLANATION = (
    "Ärendet rör någon med skyddade uppgifter, och ett program kan vara aktuellt.\n"
    "Inget brev skrivs och inget visas på andra listor: pröva och handlägg för hand."
)


def protected_tasks(
    results: pd.DataFrame, people: pd.DataFrame, setting: TaskSetting
) -> pd.DataFrame:
    """Wanted tasks for the cases of protected people for whom there may be something to do.

    Args:
        results: ``programme_id, person_id, household_id, outcome`` of the newest screening.
        people: ``person_id, case_id`` of the protected people only.
        setting: Municipality, programmes and moment.

    Returns:
        One row per case; a case without number is told apart by its household.
    """
    open_questions = results[results["outcome"] != "not_eligible"]
    rows = open_questions.merge(people[["person_id", "case_id"]], on="person_id")
    rows = rows.assign(case=rows["case_id"].fillna(rows["household_id"]))
    rows = rows.sort_values("case").drop_duplicates("case")
    named = rows[["case_id", "household_id"]].assign(
        household_id=rows["household_id"].where(rows["case_id"].isna()),
        unit=setting.municipality.restricted_unit.id,
        explanation=EXPLANATION,
    )
    return wanted_tasks(KINDS["skyddad_person"], named, setting)
