"""What a kind of task says about itself, and the words that several kinds share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    """Whose list a task stands on."""

    CASEWORKER = "caseworker"  # the case's own; without one, the unit's unassigned list
    LEAD = "lead"  # the unit that answers for what is delivered
    RESTRICTED = "restricted"  # the unit for protected people


@dataclass(frozen=True, slots=True)
class TaskKind:
    """One kind.

    Attributes:
        kind: Its id.
        title: What to do; never a name or a number.
        owner: Whose list it stands on.
        legal_basis: What the task rests on, in words (X11).
        source: The requirement that asks for it.
        priority: 1 is the most urgent; orders tasks that are due at the same time.
        due_working_days: Working days from its opening to its due time, unless
            a promise or a date says when.
        cause_gone: Why a task of this kind closes itself.
        fields: Ids of the answer fields that fit (``answer_fields``), besides
            those that fit every kind.
    """

    kind: str
    title: str
    owner: Owner
    legal_basis: str
    source: str
    priority: int
    due_working_days: int
    cause_gone: str
    fields: tuple[str, ...] = ()


KNOWN = "uppgiften är känd"
NOT_NEEDED = "uppgiften behövs inte längre"
LEFT_THE_EXTRACT = "lämnat underlaget"
HANDED_OVER = "hanteras av en annan enhet"

FIND_OUT = "FL 23 §"
ASK_AF = "SoL 15 kap. 11 §; förordning (2008:975) 5 §"
EMPLOYMENT_OFFER = "Erbjudande om anställning"
PROGRAMME_FOLLOW_UP = "Kommunens beslut om programmet"
