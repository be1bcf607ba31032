"""What one worklist is: whose, and which tasks stand on it, most urgent first.

Names stand on a caseworker's own list, and on the labour-market unit's for
those who may be shared with it; everywhere else the case reference is all
(X2, X3, K10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.wording import Urgency


class Audience(StrEnum):
    """Who opens a list, and so what it may show."""

    CASEWORKER = "caseworker"
    UNASSIGNED = "unassigned"  # what a unit has not given to anybody yet
    LABOUR_MARKET = "labour_market"  # outside the secrecy of social services (K10)
    RESTRICTED = "restricted"  # protected people: case references only (X2)


@dataclass(frozen=True, slots=True)
class Line:
    """One task on a list. ``person`` and ``letter_path`` are empty where there is none.

    ``why`` says what the task itself rests on, ``criteria`` what the newest
    screening found about the person, criterion by criterion, and the earliest
    day where time alone will do.
    """

    number: int
    task_id: str
    kind: str
    fact: str
    urgency: Urgency
    due_at: datetime | None
    due: str
    title: str
    person: str
    case_reference: str
    why: tuple[str, ...]
    criteria: tuple[str, ...]
    letter_path: str
    is_many: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class RolledUp:
    """Many tasks of one kind, told in one line; the tasks stand on a sheet of their own."""

    kind: str
    title: str
    lines: tuple[Line, ...]
    is_many: ClassVar[bool] = True

    @property
    def urgency(self) -> Urgency:
        """That of the most urgent."""
        return self.lines[0].urgency

    @property
    def due(self) -> str:
        """When the first of them is due."""
        return f"den första {self.lines[0].due}"

    @property
    def told(self) -> str:
        """How many there are, and how many of them are urgent."""
        parts = [
            f"{count} {words}"
            for part, words in ((Urgency.OVERDUE, "försenade"), (Urgency.TODAY, "i dag"))
            if (count := sum(line.urgency is part for line in self.lines))
        ]
        urgent = f", varav {' och '.join(parts)}" if parts else ""
        return f"{len(self.lines)} uppgifter{urgent}."


@dataclass(frozen=True)
class Worklist:
    """One list.

    Attributes:
        list_id: Names the list and what stands on it.
        as_of: Its day.
        municipality, unit_name: In words; ``unit`` is the id.
        caseworker: Empty on lists that are not one person's.
        audience: Who opens it.
        lines: Every task, most urgent first.
        roll_up_above: More tasks of one kind than this are rolled up.
        asks_for_ground: Whether it is asked if a person may be shared with a
            labour-market unit.
    """

    list_id: str
    as_of: date
    municipality: str
    unit: str
    unit_name: str
    caseworker: str
    audience: Audience
    lines: tuple[Line, ...]
    roll_up_above: int
    asks_for_ground: bool

    def count(self, part: Urgency) -> int:
        """How many tasks stand in one part of the list."""
        return sum(line.urgency is part for line in self.lines)

    @property
    def is_restricted(self) -> bool:
        """Whether it is the restricted unit's."""
        return self.audience is Audience.RESTRICTED

    @property
    def owner(self) -> str:
        """Whose list it is, in words."""
        match self.audience:
            case Audience.CASEWORKER:
                return self.caseworker
            case Audience.UNASSIGNED:
                return "Inte fördelat"
            case Audience.LABOUR_MARKET:
                return self.unit_name
            case Audience.RESTRICTED:
                return "Skyddade ärenden"

    @cached_property
    def entries(self) -> tuple[Line | RolledUp, ...]:
        """What stands on the first sheet: single tasks, and one line for each kind rolled up."""
        of_kind: dict[str, list[Line]] = {}
        for line in self.lines:
            of_kind.setdefault(line.kind, []).append(line)
        entries: list[Line | RolledUp] = []
        for line in self.lines:
            alike = of_kind[line.kind]
            if len(alike) <= self.roll_up_above:
                entries.append(line)
            elif line is alike[0]:
                entries.append(rolled_up(alike))
        return tuple(entries)

    @property
    def single(self) -> tuple[Line, ...]:
        """Tasks that stand on the first sheet themselves."""
        return tuple(entry for entry in self.entries if isinstance(entry, Line))

    @property
    def attached(self) -> tuple[RolledUp, ...]:
        """Kinds with a sheet of their own, the most urgent first."""
        return tuple(entry for entry in self.entries if isinstance(entry, RolledUp))


def rolled_up(lines: list[Line]) -> RolledUp:
    """Tasks of one kind in one line, under the name of the kind."""
    kind = KINDS[lines[0].kind]
    return RolledUp(kind.kind, kind.title, tuple(lines))
