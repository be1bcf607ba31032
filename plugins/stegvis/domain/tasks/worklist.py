"""What stands on each caseworker's list this morning, most urgent first.

A list is for one caseworker of one unit, for what a unit has not given to
anybody yet, or for the restricted unit. Names stand on a caseworker's own list
only; everywhere else the case reference is all (X2, X3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from stegvis.domain.facts.vocabulary import FACTS
from stegvis.domain.pseudonyms import short_hash
from stegvis.domain.tasks.wanted import TaskSetting
from stegvis.domain.tasks.wording import Urgency, due_words, urgency

_ORDER = ["due_at", "priority", "title", "person", "case_reference", "task_id"]


@dataclass(frozen=True, slots=True)
class Line:
    """One task on a list. ``person`` and ``letter_path`` are empty where there is none.

    ``why`` says what the task itself rests on, ``criteria`` what the newest
    screening found about the person, criterion by criterion.
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


@dataclass(frozen=True, slots=True)
class Worklist:
    """One list. ``caseworker`` is empty on a unit's list of what nobody owns yet."""

    list_id: str
    as_of: date
    municipality: str
    unit: str
    unit_name: str
    caseworker: str
    is_restricted: bool
    lines: tuple[Line, ...]

    def count(self, part: Urgency) -> int:
        """How many tasks stand in one part of the list."""
        return sum(line.urgency is part for line in self.lines)

    @property
    def owner(self) -> str:
        """Whose list it is, in words."""
        if self.is_restricted:
            return "Skyddade ärenden"
        return self.caseworker or "Inte fördelat"


def worklists(
    tasks: pd.DataFrame,
    people: pd.DataFrame,
    letters: pd.DataFrame,
    reasons: Mapping[tuple[str, str], tuple[str, ...]],
    setting: TaskSetting,
) -> tuple[Worklist, ...]:
    """The lists of everybody who has something to do, in order of unit and name.

    Args:
        tasks: Open tasks, rows of the view ``task``.
        people: ``person_id, first_name, last_name, is_protected``. A person that is
            missing, or protected, stands on no list but the restricted one.
        letters: ``programme_id, person_id, path`` of the letters that wait for review.
        reasons: Further sentences by programme and person: criterion by criterion.
        setting: Municipality and moment.
    """
    rows = _shown(tasks, people).merge(letters, on=["programme_id", "person_id"], how="left")
    rows = rows.sort_values(_ORDER, na_position="last")
    rows = rows.drop_duplicates("task_id")
    lists = [
        _worklist(str(unit), str(caseworker), own, reasons, setting)
        for (unit, caseworker), own in rows.groupby(["unit", "caseworker"])
    ]
    return tuple(lists)


def _shown(tasks: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Tasks that may be shown, with the person's name where the list's owner may see it."""
    known = people[["person_id", "first_name", "last_name", "is_protected"]]
    rows = tasks.merge(known, on="person_id", how="left")
    names = rows["first_name"].fillna("") + " " + rows["last_name"].fillna("")
    protected = rows["is_protected"].astype("boolean").fillna(True).astype(bool)
    may_show = rows["person_id"].isna() | ~protected
    rows = rows.assign(caseworker=rows["caseworker"].fillna(""), person=names.str.strip())
    rows["person"] = rows["person"].where(rows["caseworker"] != "", "")
    return rows[may_show]


def _worklist(
    unit: str,
    caseworker: str,
    rows: pd.DataFrame,
    reasons: Mapping[tuple[str, str], tuple[str, ...]],
    setting: TaskSetting,
) -> Worklist:
    municipality, today = setting.municipality, setting.now.date()
    numbered = enumerate(rows.itertuples(index=False), start=1)
    lines = tuple(_line(number, row, reasons, setting) for number, row in numbered)
    content = [f"{line.task_id} {line.due_at}" for line in lines]
    return Worklist(
        list_id=short_hash("worklist", municipality.code, str(today), unit, caseworker, *content),
        as_of=today,
        municipality=municipality.name,
        unit=unit,
        unit_name=municipality.unit(unit).name,
        caseworker=caseworker,
        is_restricted=unit == municipality.restricted_unit.id,
        lines=lines,
    )


def _line(  # type: ignore[no-untyped-def]
    number: int,
    row,  # a named tuple of pandas, which has no type of its own
    reasons: Mapping[tuple[str, str], tuple[str, ...]],
    setting: TaskSetting,
) -> Line:
    due = row.due_at.to_pydatetime() if isinstance(row.due_at, pd.Timestamp) else None
    return Line(
        number=number,
        task_id=row.task_id,
        kind=row.kind,
        fact=_text(row.fact),
        urgency=urgency(due, setting.now, setting.calendar),
        due_at=due,
        due=due_words(due, setting.now),
        title=row.title,
        person=row.person,
        case_reference=_text(row.case_reference),
        why=tuple(_text(row.explanation).split("\n")),
        criteria=_criteria(row, reasons),
        letter_path=_text(row.path) if row.kind == "granska_utkast" else "",
    )


def _criteria(  # type: ignore[no-untyped-def]
    row, reasons: Mapping[tuple[str, str], tuple[str, ...]]
) -> tuple[str, ...]:
    """What was found about the person, but for what the task itself says is lacking."""
    told = reasons.get((_text(row.programme_id), _text(row.person_id)), ())
    fact = FACTS.get(_text(row.fact))
    lacking = f"Går inte att avgöra: {fact.title.lower()}." if fact else None
    return tuple(sentence for sentence in told if not (lacking and sentence.startswith(lacking)))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
