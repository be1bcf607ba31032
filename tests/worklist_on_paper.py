"""A caseworker's list with a task of each kind asked for, as files are made of it."""

import pandas as pd

from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.worklist import Worklist, worklists
from task_builders import FRIDAY, a_setting, at


def a_worklist(slug: str, *kinds: str) -> Worklist:
    """One list of one caseworker; the tasks stand in the order of their titles."""
    tasks = pd.DataFrame(
        {
            "task_id": [f"{number:016x}" for number in range(len(kinds))],
            "kind": kinds,
            "title": [KINDS[kind].title for kind in kinds],
            "programme_id": "",
            "person_id": pd.Series(["p1"] * len(kinds), dtype="str"),
            "case_reference": "Ä-2026-17",
            "fact": "",
            "unit": "forsorjning",
            "caseworker": "Eva Öst",
            "due_at": at("2026-11-27 23:59:59"),
            "priority": 3,
            "explanation": "Saknas: en uppgift.",
        }
    )
    people = pd.DataFrame(
        {"person_id": ["p1"], "first_name": "Testa", "last_name": "Testsson", "is_protected": False}
    )
    drafts = pd.DataFrame(columns=["programme_id", "person_id", "path"], dtype="str")
    (worklist,) = worklists(tasks, people, drafts, {}, a_setting(slug, FRIDAY))
    return worklist
