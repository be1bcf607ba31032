"""What follows from an answered row: the answer itself, and events of task, offer and letter.

Every key is a hash of what was said, so that the same file read twice changes
nothing. No answer touches anybody's assistance (X4, A12).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

from stegvis.domain.letters.ledger import REMINDER, kind_of, letter_event
from stegvis.domain.offers.events import (
    ACCEPTED,
    DECLINED,
    DRAFTED,
    NO_REPLY,
    PLANNED,
    RELEASED,
    SELECTED,
    WITHDRAWN,
    offer_events,
)
from stegvis.domain.pseudonyms import short_hash
from stegvis.domain.tasks.row_answers import DISMISSED, OPEN, RowAnswer

PASSED_OVER = "passed_over"
DRAFT_WITHDRAWN = "draft_withdrawn"
_TAKEN_BACK = {PASSED_OVER: PASSED_OVER, WITHDRAWN: DRAFT_WITHDRAWN}
_OFFER_FIELDS = ("selection", "letter", "reply")
_MAY_FOLLOW = {
    SELECTED: (DRAFTED,),
    PASSED_OVER: (DRAFTED, SELECTED),
    RELEASED: (PLANNED, RELEASED),  # a released offer's letter is a reminder
    WITHDRAWN: (PLANNED, RELEASED),
    ACCEPTED: (RELEASED, NO_REPLY, DECLINED, ACCEPTED),
    DECLINED: (RELEASED, NO_REPLY, DECLINED, ACCEPTED),
    NO_REPLY: (RELEASED, NO_REPLY),
}
_NO_SUCH_OFFER = {
    "selection": "Förslaget står inte kvar, så valet kan inte göras.",
    "letter": "Brevet väntar inte längre på granskning.",
    "reply": "Det finns inget lämnat erbjudande att svara på.",
}


Row = Mapping[str, Any]


@dataclass(frozen=True)
class Surroundings:
    """How things stand when a file is read.

    Attributes:
        municipality_code: Municipality code.
        tasks: Rows of the view ``task`` by ``task_id``.
        offers: Rows of the view ``offer`` by programme and person, the newest round last.
        waiting_letters: Rows of the view ``letter`` that are rendered, by ``offer_id``.
        protected: ``person_id`` of protected people.
        now: When the file is read.
    """

    municipality_code: str
    tasks: Mapping[str, Row]
    offers: Mapping[tuple[str, str], Sequence[Row]]
    waiting_letters: Mapping[str, Row]
    protected: frozenset[str]
    now: datetime

    @classmethod
    def of_frames(
        cls,
        municipality_code: str,
        tasks: pd.DataFrame,
        offers: pd.DataFrame,
        letters: pd.DataFrame,
        protected: Iterable[str],
        now: datetime,
    ) -> Surroundings:
        """Surroundings of the views as they are read, and of protected people."""
        made: dict[tuple[str, str], list[Row]] = {}
        for offer in _rows(offers.sort_values("round")):
            made.setdefault((offer["programme_id"], offer["person_id"]), []).append(offer)
        rendered = letters[letters["status"] == "rendered"].sort_values("letter_id")
        return cls(
            municipality_code=municipality_code,
            tasks={task["task_id"]: task for task in _rows(tasks)},
            offers=made,
            waiting_letters={row["offer_id"]: row for row in _rows(rendered)},
            protected=frozenset(protected),
            now=now,
        )


@dataclass
class Consequences:
    """Rows for the ledgers, by table."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    task_events: list[dict[str, Any]] = field(default_factory=list)
    letter_events: list[dict[str, Any]] = field(default_factory=list)
    offer_rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def offer_events(self) -> pd.DataFrame:
        """The rows of ``offer_event``, whatever happened to each offer."""
        frames = []
        for event, rows in self.offer_rows.items():
            offers = pd.DataFrame(rows).drop(columns=["due_at", "reply_due_date"])
            made = offer_events(offers, event, at=offers["at"].iloc[0], cycle=offers["cycle"])
            frames.append(
                made.assign(at=offers["at"], by=offers["by"], recorded_at=offers["recorded_at"])
            )
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def answer_id(list_id: str, task_id: str, name: str, value: str) -> str:
    """The id of an answer: the same word on the same list is the same answer."""
    return short_hash("answer", list_id, task_id, name, value)


def said(answer: RowAnswer) -> dict[str, str]:
    """Field to value as the ledger keeps it, the outcome included if it says something."""
    if answer.outcome == OPEN:
        return dict(answer.values)
    until = f" {answer.until.isoformat()}" if answer.until else ""
    return {**answer.values, "status": f"{answer.outcome}{until}"}


def objections(answer: RowAnswer, now: Surroundings) -> dict[str, str]:
    """Why a row that can be read cannot count, by field; empty if it can."""
    task = now.tasks[answer.task.task_id]
    if task["status"] == "closed":
        return {"": f"Uppgiften är redan avslutad: {task['closed_reason']}."}
    if answer.task.person_id in now.protected:
        return {"": "Uppgiften hanteras av en annan enhet."}
    return {
        name: _NO_SUCH_OFFER[name]
        for name in _OFFER_FIELDS
        if name in answer.values and _offer(answer, name, now) is None
    }


def consequences(
    answers: Iterable[RowAnswer], list_id: str, surroundings: Surroundings
) -> Consequences:
    """Everything that the answers of one list lead to. Only answers without objections."""
    found = Consequences()
    for answer in answers:
        found.answers += _answer_rows(answer, list_id, surroundings)
        if answer.outcome != OPEN:
            found.task_events.append(_task_event(answer, surroundings))
        for name in _OFFER_FIELDS:
            if name in answer.values:
                _follow_offer(answer, name, list_id, surroundings, found)
    return found


def _answer_rows(
    answer: RowAnswer, list_id: str, surroundings: Surroundings
) -> list[dict[str, Any]]:
    task_id = answer.task.task_id
    return [
        {
            "municipality_code": surroundings.municipality_code,
            "answer_id": answer_id(list_id, task_id, name, value),
            "task_id": task_id,
            "field": name,
            "value": value,
            "answered_by": answer.answered_by,
            "answered_at": answer.answered_at,
            "recorded_at": surroundings.now,
            "list_id": list_id,
        }
        for name, value in said(answer).items()
    ]


def _task_event(answer: RowAnswer, surroundings: Surroundings) -> dict[str, Any]:
    task_id = answer.task.task_id
    task = surroundings.tasks[task_id]
    since = [moment for moment in (task["opened_at"], task["ended_at"]) if pd.notna(moment)]
    until = None
    if answer.outcome == DISMISSED and answer.until is not None:
        until = datetime.combine(answer.until, datetime.min.time(), surroundings.now.tzinfo)
    return {
        "municipality_code": surroundings.municipality_code,
        "event_key": short_hash("task_event", task_id, answer.outcome, str(until or "")),
        "task_id": task_id,
        "event": answer.outcome,
        "kind": answer.task.kind,
        "until": until,
        # A day without a time of day could lie before the opening; the latest event decides.
        "at": max([pd.Timestamp(answer.answered_at), *since]),
        "by": answer.answered_by or None,
        "recorded_at": surroundings.now,
    }


def _offer(answer: RowAnswer, name: str, surroundings: Surroundings) -> Row | None:
    """The offer that the answer can change, or None."""
    programme_id = surroundings.tasks[answer.task.task_id]["programme_id"]
    for offer in reversed(surroundings.offers.get((programme_id, answer.task.person_id), ())):
        if offer["status"] not in _MAY_FOLLOW[answer.values[name]]:
            continue
        if name != "letter" or offer["offer_id"] in surroundings.waiting_letters:
            return offer
    return None


def _follow_offer(
    answer: RowAnswer, name: str, list_id: str, surroundings: Surroundings, found: Consequences
) -> None:
    """Append the events of the offer, and of its letter, that one field leads to."""
    offer, word = _offer(answer, name, surroundings), answer.values[name]
    if offer is None:
        return
    cycle = ""
    if name == "reply":  # a late yes counts, so a reply can come more than once
        cycle = answer_id(list_id, answer.task.task_id, name, word)
    if name == "letter":
        letter = surroundings.waiting_letters[offer["offer_id"]]
        cycle = letter["letter_id"] if word == RELEASED else ""
        found.letter_events.append(_letter_event(answer, letter, word, surroundings))
        if kind_of(letter["template"]) == REMINDER:
            return  # the offer stands as it stood
    happened = WITHDRAWN if word in _TAKEN_BACK else word
    found.offer_rows.setdefault(happened, []).append(
        {
            **offer,
            "municipality_code": surroundings.municipality_code,
            "at": pd.Timestamp(_reply_at(answer)),
            "by": answer.answered_by or None,
            "cycle": cycle,
            "reason": _TAKEN_BACK.get(word),
            "source": list_id,
            "recorded_at": pd.Timestamp(surroundings.now),
        }
    )


def _letter_event(
    answer: RowAnswer, letter: Row, word: str, surroundings: Surroundings
) -> dict[str, Any]:
    known: dict[Hashable, Any] = dict(letter.items())
    known["municipality_code"] = surroundings.municipality_code
    reason = _TAKEN_BACK.get(word)
    event = letter_event(known, word, at=answer.answered_at, by=answer.answered_by, reason=reason)
    return {**event, "recorded_at": surroundings.now}


def _reply_at(answer: RowAnswer) -> datetime:
    """When it happened: the day of the reply if one is given, else when it was answered."""
    day = answer.values.get("reply_date")
    if day is None:
        return answer.answered_at
    end = datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=answer.answered_at.tzinfo)
    return min(end, answer.answered_at)
