"""Placements in force and what has been done about them, read from the warehouse."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from stegvis.domain.tasks.placed import Placed

_PLACEMENT = (
    "placement_id",
    "person_id",
    "programme_id",
    "start_date",
    "planned_end_date",
    "actual_end_date",
    "has_supervisor",
    "mapping_date",
    "exit_reason",
)
_DONE = ["programme_id", "person_id", "kind", "done_at"]


def placed_people(
    read: Callable[[str, str], pd.DataFrame], tasks: pd.DataFrame, members: pd.DataFrame
) -> Placed:
    """What follow-ups are made from.

    Args:
        read: Reads the rows in force of a table, by its name and its extract's.
        tasks: Rows of the view ``task``.
        members: The newest aid month: ``person_id, is_assisted``.
    """
    wellbeing = read("wellbeing", "valbefinnande")
    assisted = members["is_assisted"].fillna(False).astype(bool)
    return Placed(
        placements=read("placement", "placering")[list(_PLACEMENT)],
        plans=read("plan", "plan"),
        wellbeing=wellbeing[wellbeing["measured_date"].notna()],
        done=tasks.loc[tasks["status"] == "done", _DONE],
        assisted=set(members.loc[assisted, "person_id"]),
    )
