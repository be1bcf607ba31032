"""What the lead of a unit sees: how much there is, what is late, and what nobody owns.

Counts and case references only: a lead's list is shared, so nobody is named
(X3), and protected cases are not in it at all (X2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.wanted import TaskSetting
from stegvis.domain.tasks.wording import Urgency
from stegvis.domain.tasks.worklist import Audience, Line, Worklist

DONE_DAYS = 7
"""How far back done tasks are counted."""

_PROMISES = ("anvisa_48h", "erbjud_tva_arbetsdagar")


@dataclass(frozen=True, slots=True)
class Load:
    """How much one list holds. ``owner`` is a caseworker, or what a unit has not given away."""

    unit: str
    owner: str
    overdue: int
    today: int
    this_week: int
    later: int
    done: int

    @property
    def still_open(self) -> int:
        """Everything that is open."""
        return self.overdue + self.today + self.this_week + self.later


@dataclass(frozen=True, slots=True)
class Pointer:
    """A task that the lead has to know of, without whom it is about."""

    unit: str
    owner: str
    line: Line


@dataclass(frozen=True, slots=True)
class Overview:
    """The lead's page of one morning.

    Attributes:
        as_of: Its day.
        municipality, unit_name: In words.
        loads: One for each list, those with most overdue first.
        kinds: Title of a kind, how many are open and how many of them overdue.
        pressing: Overdue tasks, and promises that run out today; the oldest first [T1, V1].
        unassigned: Tasks that nobody owns.
    """

    as_of: date
    municipality: str
    unit_name: str
    loads: tuple[Load, ...]
    kinds: tuple[tuple[str, int, int], ...]
    pressing: tuple[Pointer, ...]
    unassigned: tuple[Pointer, ...]

    @property
    def total(self) -> Load:
        """The sum of all lists."""
        names = ("overdue", "today", "this_week", "later", "done")
        sums = {name: sum(getattr(load, name) for load in self.loads) for name in names}
        return Load(unit="Sammanlagt", owner="", **sums)


def overview(
    lists: Iterable[Worklist], tasks: pd.DataFrame, unit: str, setting: TaskSetting
) -> Overview:
    """The overview of the morning's lists.

    Args:
        lists: The morning's lists; the restricted unit's is left out.
        tasks: ``unit, caseworker, status, done_at`` of every task.
        unit: The unit that leads.
        setting: Municipality and moment.
    """
    shown = [worklist for worklist in lists if not worklist.is_restricted]
    done = _done(tasks, setting)
    loads = [_load(worklist, done) for worklist in shown] + _idle(shown, done, setting)
    pointers = [
        Pointer(worklist.unit_name, worklist.owner, line)
        for worklist in shown
        for line in worklist.lines
    ]
    late = [pointer for pointer in pointers if _is_pressing(pointer.line)]
    nobodys = [
        Pointer(worklist.unit_name, worklist.owner, line)
        for worklist in shown
        if worklist.audience is Audience.UNASSIGNED
        for line in worklist.lines
    ]
    return Overview(
        as_of=setting.now.date(),
        municipality=setting.municipality.name,
        unit_name=setting.municipality.unit(unit).name,
        loads=tuple(sorted(loads, key=lambda load: (-load.overdue, load.unit, load.owner))),
        kinds=_kinds(pointers),
        pressing=tuple(sorted(late, key=_oldest_first)),
        unassigned=tuple(sorted(nobodys, key=_oldest_first)),
    )


def _done(tasks: pd.DataFrame, setting: TaskSetting) -> dict[tuple[str, str], int]:
    """How many tasks each owner has done lately: what gets done is the measure of a list."""
    since = setting.now - timedelta(days=DONE_DAYS)
    recent = tasks[(tasks["status"] == "done") & (tasks["done_at"] > since)]
    owners = zip(recent["unit"], recent["caseworker"].fillna(""), strict=True)
    counts: dict[tuple[str, str], int] = {}
    for owner in owners:
        counts[owner] = counts.get(owner, 0) + 1
    return counts


def _load(worklist: Worklist, done: dict[tuple[str, str], int]) -> Load:
    return Load(
        unit=worklist.unit_name,
        owner=worklist.owner,
        overdue=worklist.count(Urgency.OVERDUE),
        today=worklist.count(Urgency.TODAY),
        this_week=worklist.count(Urgency.THIS_WEEK),
        later=worklist.count(Urgency.LATER),
        done=done.get((worklist.unit, worklist.caseworker), 0),
    )


def _idle(
    shown: list[Worklist], done: dict[tuple[str, str], int], setting: TaskSetting
) -> list[Load]:
    """Caseworkers who have done tasks lately and have none left."""
    listed = {(worklist.unit, worklist.caseworker) for worklist in shown}
    restricted = setting.municipality.restricted_unit.id
    return [
        Load(setting.municipality.unit(unit).name, caseworker, 0, 0, 0, 0, count)
        for (unit, caseworker), count in done.items()
        if caseworker and (unit, caseworker) not in listed and unit != restricted
    ]


def _is_pressing(line: Line) -> bool:
    is_promise = line.kind in _PROMISES and line.urgency is Urgency.TODAY
    return is_promise or line.urgency is Urgency.OVERDUE


def _kinds(pointers: list[Pointer]) -> tuple[tuple[str, int, int], ...]:
    counts: dict[str, tuple[int, int]] = {}
    for pointer in pointers:
        count, late = counts.get(pointer.line.kind, (0, 0))
        is_late = pointer.line.urgency is Urgency.OVERDUE
        counts[pointer.line.kind] = (count + 1, late + is_late)
    rows = [(KINDS[kind].title, count, late) for kind, (count, late) in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row[2], -row[1], row[0])))


def _oldest_first(pointer: Pointer) -> tuple[bool, str, str]:
    due = pointer.line.due_at
    return due is None, due.isoformat() if due else "", pointer.line.case_reference
