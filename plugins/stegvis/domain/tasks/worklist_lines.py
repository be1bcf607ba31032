"""Which task stands on whose list, and what its line says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

import pandas as pd

from stegvis.domain.facts.vocabulary import FACTS
from stegvis.domain.pseudonyms import short_hash
from stegvis.domain.screening.explaining import earliest_words
from stegvis.domain.tasks.sharing import (
    EMPLOYMENT,
    employment_words,
    goes_to_labour_market,
    labour_market_unit,
)
from stegvis.domain.tasks.wanted import TaskSetting
from stegvis.domain.tasks.wording import Urgency, due_words, urgency
from stegvis.domain.tasks.worklist import Audience, Line, Worklist

_ORDER = ["due_at", "priority", "title", "rank", "person", "case_reference", "task_id"]
_OWNER = ["unit", "caseworker"]
_PAIR = ["programme_id", "person_id"]
_COLUMNS = [
    *("task_id", "kind", "fact", "title", "explanation", "due_at", *_OWNER),
    *("person", "case_reference", *_PAIR, "path", "outcome", "eligible_from", "said"),
    *EMPLOYMENT,
]


@dataclass(frozen=True)
class Background:
    """What is known around the tasks of a morning.

    Attributes:
        people: ``person_id, first_name, last_name, is_protected``. Who is
            missing here, or protected, stands on no list but the restricted one.
        drafts: ``programme_id, person_id, path`` of letters that wait for review.
        reasons: Sentences by programme and person: criterion by criterion.
        results: ``programme_id, person_id, outcome, rank, eligible_from`` of
            the newest screening.
        employments: ``programme_id, person_id`` and ``EMPLOYMENT``, one row each.
        shareable: People who may be shown to the labour-market unit.
        reminders: ``task_id, said``: the newest reminder of a promise.
    """

    people: pd.DataFrame
    drafts: pd.DataFrame
    reasons: Mapping[tuple[str, str], tuple[str, ...]]
    results: pd.DataFrame
    employments: pd.DataFrame
    shareable: frozenset[str]
    reminders: pd.DataFrame


def worklists(
    tasks: pd.DataFrame, background: Background, setting: TaskSetting
) -> tuple[Worklist, ...]:
    """The lists of everybody who has something to do, in order of unit and name.

    Args:
        tasks: Open tasks, rows of the view ``task``.
        background: What is known around them.
        setting: Municipality, programmes and moment.
    """
    rows = _routed(_shown(tasks, background.people), background.shareable, setting)
    rows = rows.merge(background.drafts.drop_duplicates(_PAIR), on=_PAIR, how="left")
    rows = rows.merge(background.results, on=_PAIR, how="left")
    rows = rows.merge(background.employments, on=_PAIR, how="left")
    rows = rows.merge(background.reminders[["task_id", "said"]], on="task_id", how="left")
    rows = rows.sort_values([*_OWNER, *_ORDER], na_position="last")
    # Plain values: a column of text is slow to go through one by one.
    plain = rows[_COLUMNS].astype(object).itertuples(index=False)
    writing = _Writing(background, setting)
    return tuple(
        _worklist(unit, caseworker, own, writing)
        for (unit, caseworker), own in groupby(plain, key=attrgetter(*_OWNER))
    )


def _shown(tasks: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Tasks that may be shown, with the person's name."""
    known = people[["person_id", "first_name", "last_name", "is_protected"]]
    rows = tasks.merge(known, on="person_id", how="left")
    names = rows["first_name"].fillna("") + " " + rows["last_name"].fillna("")
    protected = rows["is_protected"].astype("boolean").fillna(True).astype(bool)
    may_show = rows["person_id"].isna() | ~protected
    rows = rows.assign(caseworker=rows["caseworker"].fillna(""), person=names.str.strip())
    return rows[may_show]


def _routed(rows: pd.DataFrame, shareable: frozenset[str], setting: TaskSetting) -> pd.DataFrame:
    """Rows on the list where they stand; the name only where the list's owner may see it."""
    unit = labour_market_unit(setting.municipality)
    if unit is None:
        return rows.assign(person=rows["person"].where(rows["caseworker"] != "", ""))
    shared = goes_to_labour_market(rows, shareable)
    return rows.assign(
        person=rows["person"].where((rows["caseworker"] != "") | shared, ""),
        unit=rows["unit"].mask(shared, unit),
        caseworker=rows["caseworker"].mask(shared, ""),
    )


@dataclass(frozen=True)
class _Writing:
    """What every line of a morning is written with; due times are worded once each."""

    background: Background
    setting: TaskSetting
    worded: dict[datetime, tuple[datetime, Urgency, str]] = field(default_factory=dict)

    def due(self, at: object) -> tuple[datetime | None, Urgency, str]:
        """A due time, how near it is, and in words."""
        now, calendar = self.setting.now, self.setting.calendar
        if not isinstance(at, pd.Timestamp):
            return None, urgency(None, now, calendar), due_words(None, now)
        if at not in self.worded:
            moment = at.to_pydatetime()
            self.worded[at] = moment, urgency(moment, now, calendar), due_words(moment, now)
        return self.worded[at]


def _worklist(unit: str, caseworker: str, rows: Iterable[Any], writing: _Writing) -> Worklist:
    setting = writing.setting
    municipality, today = setting.municipality, setting.now.date()
    audience = _audience(unit, caseworker, setting)
    lines = tuple(_line(number, row, audience, writing) for number, row in enumerate(rows, start=1))
    content = [f"{line.task_id} {line.due_at}" for line in lines]
    return Worklist(
        list_id=short_hash("worklist", municipality.code, str(today), unit, caseworker, *content),
        as_of=today,
        municipality=municipality.name,
        unit=unit,
        unit_name=municipality.unit(unit).name,
        caseworker=caseworker,
        audience=audience,
        lines=lines,
        roll_up_above=municipality.tasks.roll_up_above,
        asks_for_ground=labour_market_unit(municipality) is not None
        and audience in (Audience.CASEWORKER, Audience.UNASSIGNED),
    )


def _audience(unit: str, caseworker: str, setting: TaskSetting) -> Audience:
    if unit == setting.municipality.restricted_unit.id:
        return Audience.RESTRICTED
    if unit == labour_market_unit(setting.municipality):
        return Audience.LABOUR_MARKET
    return Audience.CASEWORKER if caseworker else Audience.UNASSIGNED


def _line(
    number: int,
    row: Any,  # a named tuple of pandas, which has no type of its own
    audience: Audience,
    writing: _Writing,
) -> Line:
    due_at, near, due = writing.due(row.due_at)
    is_outside = audience is Audience.LABOUR_MARKET
    is_draft = row.kind == "granska_utkast" and not is_outside
    return Line(
        number=number,
        task_id=row.task_id,
        kind=row.kind,
        fact=_text(row.fact),
        urgency=near,
        due_at=due_at,
        due=due,
        title=row.title,
        person=row.person,
        case_reference=_text(row.case_reference),
        why=_employment(row, writing.setting) if is_outside else _why(row),
        criteria=() if is_outside else _criteria(row, writing.background.reasons),
        letter_path=_text(row.path) if is_draft else "",
    )


def _why(row: Any) -> tuple[str, ...]:
    """The newest reminder first, then what the task rests on."""
    reminder = (_text(row.said),) if _text(row.said) else ()
    return (*reminder, *_text(row.explanation).split("\n"))


def _employment(row: Any, setting: TaskSetting) -> tuple[str, ...]:
    """The labour-market unit's words: whatever else the task says stays inside (K10)."""
    name = setting.programme_name(_text(row.programme_id))
    return employment_words(name, {column: getattr(row, column) for column in EMPLOYMENT})


def _criteria(row: Any, reasons: Mapping[tuple[str, str], tuple[str, ...]]) -> tuple[str, ...]:
    """What was found about the person, but for what the task itself says is lacking."""
    told = reasons.get((_text(row.programme_id), _text(row.person_id)), ())
    fact = FACTS.get(_text(row.fact))
    lacking = f"Går inte att avgöra: {fact.title.lower()}." if fact else None
    shown = tuple(sentence for sentence in told if not (lacking and sentence.startswith(lacking)))
    return (*shown, *_earliest(row))


def _earliest(row: Any) -> tuple[str, ...]:
    """The earliest day, for whom time alone will do it."""
    day = row.eligible_from
    if row.outcome != "not_eligible" or not isinstance(day, pd.Timestamp):
        return ()
    return (earliest_words(date(day.year, day.month, day.day)),)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
