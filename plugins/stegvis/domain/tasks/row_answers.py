"""One answered row: what it says, whether it settles its task, and what is wrong with it.

A row is taken whole or comes back whole, with a reason beside each cell that
is to blame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.tasks.answer_fields import FIELDS, GENERAL, AnswerField
from stegvis.domain.tasks.cell_reading import Cell, UnreadableCell, read_cell
from stegvis.domain.tasks.kinds import KINDS

OPEN, DONE, DISMISSED = "open", "done", "dismissed"
NYSTARTSJOBB_FIELDS = ("form_nystartsjobb", "form_nystartsjobb_level")
SUPPORT_FORM_FIELDS = (
    "form_nystartsjobb",
    "form_introduktionsjobb",
    "form_yrkesintroduktion",
    "form_osa",
    "form_lonebidrag",
)
_NEEDS_A_NAME = ("selection", "letter", "share_ground")
_DAY_ALONE = ("done_date",)  # "Klar" says the same: it was done when the row was answered
_NEEDS_ALL = {
    # Nobody's no is closed without regard to the child (X16).
    "bedom_avbojt_erbjudande": ("good_reason", "child_considered"),
    # A plan has a goal, a next step, somebody responsible and a day to look at it again (T7).
    "uppratta_plan": (
        "plan_agreed",
        "plan_goal",
        "plan_next_step",
        "plan_responsible",
        "plan_follow_up_date",
    ),
    "kartlaggning_och_handledare": ("mapping_date", "supervisor_named"),
}


@dataclass(frozen=True, slots=True)
class AskedTask:
    """The task that a row answers."""

    task_id: str
    kind: str
    fact: str
    person_id: str


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What a row says.

    Attributes:
        task: The task.
        values: Field to value, the kind's own fields only.
        answered_by: Who; empty where nobody is named.
        answered_at: When, never after the file was read.
        outcome: ``done``, ``dismissed``, or ``open`` if it does not settle the task.
        until: Last day of a dismissal.
    """

    task: AskedTask
    values: Mapping[str, str]
    answered_by: str
    answered_at: datetime
    outcome: str
    until: date | None = None


class UnreadableRow(Exception):
    """A row that comes back: Swedish reasons by field, "" for the row as a whole."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("a row of an answered workbook could not be read")
        self.reasons = reasons


@cache
def fields_of(kind: str, fact: str) -> tuple[AnswerField, ...]:
    """The answer columns that fit a task, its own before the general ones."""
    own = KINDS[kind].fields
    if kind == "inhamta_af_besked" and fact == "nystartsjobb_highest_level":
        own = NYSTARTSJOBB_FIELDS
    return tuple(FIELDS[name] for name in FIELDS if name in own or name in GENERAL)


def read_row(
    task: AskedTask,
    cells: Mapping[str, Cell],
    *,
    list_date: date,
    default_by: str,
    now: datetime,
) -> RowAnswer | None:
    """Read a row's answer cells.

    Args:
        task: The task on the row.
        cells: Cell by field; a field that does not fit the task has to be empty.
        list_date: Day of the list; nobody can have answered before it.
        default_by: Whose list it is, if the row names nobody.
        now: When the file is read.

    Returns:
        The answer, or None if nothing is filled in.

    Raises:
        UnreadableRow: With the reasons.
    """
    filled = {name: cell for name, cell in cells.items() if not cell.is_empty}
    if not set(filled) - {"answered_by", "answered_at"}:
        return None
    fitting = {field.name for field in fields_of(task.kind, task.fact)}
    values: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for name, cell in filled.items():
        if name not in fitting:
            reasons[name] = "Kolumnen gäller inte den här uppgiften. Lämna den tom."
            continue
        try:
            values[name] = read_cell(FIELDS[name], cell)
        except UnreadableCell as problem:
            reasons[name] = str(problem)
    if reasons:
        raise UnreadableRow(reasons)
    return _settled(task, values, list_date, default_by, now)


def _settled(
    task: AskedTask, values: dict[str, str], list_date: date, default_by: str, now: datetime
) -> RowAnswer:
    own = {name: value for name, value in values.items() if name not in GENERAL}
    answered_by = values.get("answered_by", default_by)
    at = min(datetime.fromisoformat(values["answered_at"]), now) if "answered_at" in values else now
    outcome = values.get("status") or (DONE if _settles(task, own) else OPEN)
    reasons = {
        **_wrong_times(values, list_date, now.date()),
        **_wrong_together(task, own, outcome),
    }
    if not answered_by and set(own) & set(_NEEDS_A_NAME):
        reasons["answered_by"] = "Skriv ditt namn: valet görs av en namngiven person."
    if outcome == DISMISSED and "until" not in values:
        reasons["until"] = "Skriv vilken dag uppgiften ska komma tillbaka."
    if reasons:
        raise UnreadableRow(reasons)
    until = date.fromisoformat(values["until"]) if outcome == DISMISSED else None
    return RowAnswer(task, own, answered_by, at, outcome, until)


def _wrong_times(values: Mapping[str, str], list_date: date, today: date) -> dict[str, str]:
    """Days that cannot be: answered before the list was made, or done tomorrow."""
    reasons = {}
    answered = values.get("answered_at")
    if answered and not list_date <= _day(answered) <= today:
        reasons["answered_at"] = f"Dagen ska vara från {list_date} till {today}."
    for name in values:
        lies = FIELDS[name].lies
        if lies == "past" and date.fromisoformat(values[name]) > today:
            reasons[name] = "Dagen kan inte ligga efter i dag."
        if lies == "ahead" and date.fromisoformat(values[name]) <= today:
            reasons[name] = "Dagen ska ligga efter i dag."
    return reasons | _wrong_rest(values, today)


def _wrong_rest(values: Mapping[str, str], today: date) -> dict[str, str]:
    """A rest without the word, or without an end that can be."""
    if "until" not in values:
        return {}
    until = date.fromisoformat(values["until"])
    if values.get("status") != DISMISSED:
        return {"status": "Välj Vilar, eller ta bort dagen i Vilar till."}
    if not today < until <= today.replace(year=today.year + 1, day=min(today.day, 28)):
        return {"until": "Dagen ska ligga efter i dag och inom ett år."}
    return {}


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(STOCKHOLM).date()


def _wrong_together(task: AskedTask, own: Mapping[str, str], outcome: str) -> dict[str, str]:
    """Values that do not go together, or that are missing beside another."""
    reasons = {}
    if own.get("childcare") == "ordnad" and "childcare_from_date" not in own:
        reasons["childcare_from_date"] = "Skriv från vilken dag barnomsorgen är ordnad."
    if "childcare_from_date" in own and own.get("childcare") != "ordnad":
        reasons["childcare"] = "Välj Ordnad, eller ta bort dagen."
    says_yes = own.get("form_nystartsjobb") == "ja"
    if says_yes and "form_nystartsjobb_level" not in own:
        reasons["form_nystartsjobb_level"] = "Välj nivån: utan den räcker inte beskedet."
    if "form_nystartsjobb_level" in own and not says_yes:
        reasons["form_nystartsjobb"] = "En nivå hör till ett ja om nystartsjobb."
    if "reply_date" in own and "reply" not in own:
        reasons["reply"] = "Välj vad personen svarade."
    if outcome == DONE and _needed(task) != _DAY_ALONE and not _settles(task, own):
        for name in _lacking(task, own) or _needed(task)[:1]:
            reasons.setdefault(name, "Fyll i den här kolumnen innan uppgiften är klar.")
    if outcome == DONE and own.get("plan_agreed") == "nej":
        reasons["plan_agreed"] = "En plan som personen inte är med på är inte klar."
    return reasons


def _needed(task: AskedTask) -> tuple[str, ...]:
    """The fields without which the task cannot be done; none: it is done by saying so."""
    if task.kind in _NEEDS_ALL:
        return _NEEDS_ALL[task.kind]
    fitting = fields_of(task.kind, task.fact)
    own = [field for field in fitting if field.name not in GENERAL and not field.is_beside]
    return tuple(field.name for field in own[:1])


def _lacking(task: AskedTask, own: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in _needed(task) if name not in own)


def _settles(task: AskedTask, own: Mapping[str, str]) -> bool:
    """Whether the values are all that the task asks for."""
    if task.kind == "inhamta_af_besked":
        if task.fact == "nystartsjobb_highest_level":
            return "form_nystartsjobb" in own
        said = [own.get(name) for name in SUPPORT_FORM_FIELDS]
        return "ja" in said or all(said)
    if "nej" in (own.get("plan_agreed"), own.get("supervisor_named")):
        return False
    return bool(_needed(task)) and not _lacking(task, own)
