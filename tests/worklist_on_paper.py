"""A caseworker's list with a task of each kind asked for, as files are made of it."""

import pandas as pd

from stegvis.domain.clock_columns import STOCKHOLM_DTYPE
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.overview import Overview, overview
from stegvis.domain.tasks.sharing import EMPLOYMENT
from stegvis.domain.tasks.worklist import Worklist
from stegvis.domain.tasks.worklist_lines import Background, worklists
from task_builders import FRIDAY, a_setting, at


def background(**told: object) -> Background:
    """Nothing is known around the tasks but what is told."""
    pair = ("programme_id", "person_id")
    usual = {
        "people": _nothing("person_id", "first_name", "last_name").assign(is_protected=False),
        "drafts": _nothing(*pair, "path"),
        "reasons": {},
        "results": _nothing(*pair, "outcome").assign(
            rank=pd.Series(dtype="Int64"), eligible_from=pd.Series(dtype="datetime64[s]")
        ),
        "employments": _nothing(*pair, *EMPLOYMENT),
        "shareable": frozenset(),
        "reminders": _nothing("task_id", "said"),
    }
    return Background(**(usual | told))


def _nothing(*columns: str) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})


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
    (worklist,) = worklists(tasks, background(people=people), a_setting(slug, FRIDAY))
    return worklist


def an_overview(slug: str, *kinds: str) -> Overview:
    """The lead's overview of that list."""
    setting = a_setting(slug, FRIDAY)
    columns = {"unit": "str", "caseworker": "str", "status": "str", "done_at": STOCKHOLM_DTYPE}
    tasks = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})
    return overview([a_worklist(slug, *kinds)], tasks, "ledning", setting)
