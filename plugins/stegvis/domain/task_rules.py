"""When tasks are drawn together, and how late a follow-up is still worth asking for."""

from __future__ import annotations

from pydantic import Field

from stegvis.domain.declared import Declared


class TaskRules(Declared):
    """What a municipality decides about its worklists.

    More than ``roll_up_above`` tasks of one kind on one caseworker's list
    become one line with a sheet of its own. A follow-up whose day passed more
    than ``follow_up_late_days`` before it was first seen is not asked for.
    """

    roll_up_above: int = Field(default=10, ge=1, strict=True)
    follow_up_late_days: int = Field(default=14, ge=0, strict=True)
