"""Builders for tests of tasks and worklists: people, screenings, applications, offers, nights."""

from datetime import date, datetime, timedelta
from functools import cache

import pandas as pd

from repository import ROOT
from stegvis.adapters.municipality_files import load_municipality
from stegvis.adapters.programme_files import load_programmes_of
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.clock_columns import STOCKHOLM_DTYPE
from stegvis.domain.municipalities import CalendarRules, Municipality
from stegvis.domain.programmes import Programme
from stegvis.domain.tasks.placed import Placed
from stegvis.domain.tasks.reconcile import Standing, task_events
from stegvis.domain.tasks.wanted import TaskSetting
from stegvis.domain.work_calendar import municipal_calendar

FRIDAY = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=STOCKHOLM)

TASK_DTYPES = {
    "task_id": "str",
    "kind": "str",
    "person_id": "str",
    "case_reference": "str",
    "fact": "str",
    "status": "str",
    "opened_at": STOCKHOLM_DTYPE,
    "due_at": STOCKHOLM_DTYPE,
    "explanation": "str",
    "unit": "str",
    "caseworker": "str",
    "dismissed_until": STOCKHOLM_DTYPE,
    "closed_reason": "str",
}

_PLACEMENT = ("programme_id", "has_supervisor", "mapping_date", "exit_reason")
_PLACEMENT_DAYS = {
    "start": "start_date",
    "planned_end": "planned_end_date",
    "actual_end": "actual_end_date",
}


def at(text: str) -> datetime:
    """A Swedish moment written like ``2026-11-20 15:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@cache
def municipality(slug: str) -> Municipality:
    return load_municipality(ROOT / "include", slug)


@cache
def programmes(slug: str) -> tuple[Programme, ...]:
    return load_programmes_of(ROOT / "include", municipality(slug))


def a_setting(slug: str, now: datetime = FRIDAY, *more: Programme) -> TaskSetting:
    owner = municipality(slug)
    calendar = municipal_calendar(owner.calendar, now.date())
    return TaskSetting(owner, (*programmes(slug), *more), calendar, now)


def people(*person_ids: str, **columns: object) -> pd.DataFrame:
    """Routed people of one caseworker, without children."""
    frame = pd.DataFrame({"person_id": pd.Series(person_ids, dtype="str")})
    usual = {
        "case_id": "Ä-" + frame["person_id"],
        "unit": "forsorjning",
        "caseworker": "Eva Öst",
        "has_children": False,
        "has_young_children": False,
    }
    return frame.assign(**usual).assign(**columns)


def results(programme_id: str, rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Screening results of ``(person_id, outcome, unknown criteria)``, ranked as they stand."""
    frame = pd.DataFrame(rows, columns=["person_id", "outcome", "unknown"], dtype="str")
    eligible = frame["outcome"] == "eligible"
    rank = eligible.cumsum().where(eligible).astype("Int64")
    return frame.assign(programme_id=programme_id, household_id="H" + frame["person_id"], rank=rank)


def unknowns(programme_id: str, rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Unknown facts of ``(person_id, fact, reason)``."""
    frame = pd.DataFrame(rows, columns=["person_id", "fact", "reason"], dtype="str")
    return frame.assign(programme_id=programme_id)


def applications(rows: list[tuple[str, datetime]], **columns: object) -> pd.DataFrame:
    """Applications of ``(person_id, applied_at)``, not yet answered."""
    frame = pd.DataFrame(rows, columns=["person_id", "applied_at"])
    frame = frame.astype({"person_id": "str", "applied_at": STOCKHOLM_DTYPE})
    usual = {
        "application_ref": "A" + frame["person_id"],
        "household_id": "H" + frame["person_id"],
        "case_id": "Ä-" + frame["person_id"],
        "unit": "forsorjning",
        "caseworker": "Eva Öst",
        "is_time_imputed": False,
        "stopped_at": pd.Series(pd.NaT, index=frame.index, dtype=STOCKHOLM_DTYPE),
    }
    return frame.assign(**usual).assign(**columns)


def offers(programme_id: str, rows: list[tuple[str, str]], **columns: object) -> pd.DataFrame:
    """Offers of ``(person_id, status)``, ranked as they stand."""
    frame = pd.DataFrame(rows, columns=["person_id", "status"], dtype="str")
    usual = {
        "offer_id": "O" + frame["person_id"],
        "programme_id": programme_id,
        "household_id": "H" + frame["person_id"],
        "rank": pd.Series(range(1, len(frame) + 1), dtype="Int64"),
        "due_at": pd.Series(pd.NaT, index=frame.index, dtype=STOCKHOLM_DTYPE),
        "released_at": pd.Series(pd.NaT, index=frame.index, dtype=STOCKHOLM_DTYPE),
        "place_id": pd.Series(pd.NA, index=frame.index, dtype="str"),
        "reply_due_date": pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]"),
    }
    return frame.assign(**usual).assign(**columns)


def letters(*offer_ids: str, status: str = "rendered") -> pd.DataFrame:
    frame = pd.DataFrame({"offer_id": pd.Series(offer_ids, dtype="str")})
    return frame.assign(
        letter_id="L" + frame["offer_id"], status=status, template="programme/offer"
    )


class Ledger:
    """Task events in memory, read as the view ``task`` reads them."""

    def __init__(self) -> None:
        self.events: list[dict[str, object]] = []

    def night(self, wanted: pd.DataFrame, now: datetime, **standing: object) -> pd.DataFrame:
        """Reconcile once; returns the new events."""
        usual = {
            "tasks": self.tasks,
            "judged": set(wanted["kind"]) | {task["kind"] for task in self.state().values()},
            "present": set(wanted["person_id"].dropna()),
            "protected": set(),
            "known_again": set(),
            "not_known": set(),
            "calendar": municipal_calendar(CalendarRules(), now.date()),
        }
        events = task_events("1492", wanted, Standing(**(usual | standing)), now)
        known = {event["event_key"] for event in self.events}
        fresh = [e for e in events.to_dict("records") if e["event_key"] not in known]
        self.events += fresh
        return pd.DataFrame(fresh)

    def say(self, task_id: str, event: str, now: datetime, until: datetime | None = None) -> None:
        """A caseworker's word on a task."""
        key = f"{task_id}/{event}/{until}"
        self.events.append(
            {"task_id": task_id, "event": event, "at": now, "until": until, "event_key": key}
        )

    def state(self) -> dict[str, dict[str, object]]:
        state: dict[str, dict[str, object]] = {}
        status = {"opened": "open", "done": "done", "dismissed": "dismissed", "closed": "closed"}
        for event in self.events:
            task = state.setdefault(event["task_id"], {})
            told = {k: v for k, v in event.items() if k in TASK_DTYPES and not _missing(v)}
            task |= told
            if event["event"] == "opened":
                task["opened_at"] = event["at"]
            if event["event"] in status:
                task["status"] = status[event["event"]]
            if event["event"] == "dismissed":
                task["dismissed_until"] = event["until"]
            if event["event"] == "closed":
                task["closed_reason"] = event["reason"]
        return state

    @property
    def tasks(self) -> pd.DataFrame:
        frame = pd.DataFrame(list(self.state().values()), columns=list(TASK_DTYPES))
        return frame.astype(TASK_DTYPES)

    def count(self, status: str) -> int:
        return sum(task["status"] == status for task in self.state().values())


def _missing(value: object) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or value != value


def nights(first: datetime, count: int) -> list[datetime]:
    return [first + timedelta(days=number) for number in range(count)]


def day(text: str) -> date:
    return date.fromisoformat(text)


def placed(
    *placements: dict[str, object],
    plans: list[tuple[object, ...]] = (),
    wellbeing: list[tuple[str, str]] = (),
    done: list[tuple[object, ...]] = (),
    assisted: list[str] = (),
) -> Placed:
    """Placements of ``p1``, ``p2`` ...: ``start``, ``planned_end``, ``actual_end`` and so on."""
    frame = pd.DataFrame(list(placements)).reindex(columns=[*_PLACEMENT, *_PLACEMENT_DAYS])
    days = {column: pd.to_datetime(frame.pop(key)) for key, column in _PLACEMENT_DAYS.items()}
    numbers = pd.Series(range(1, len(frame) + 1), dtype="Int64").astype("str")
    stand = frame.assign(
        **{name: column.astype("datetime64[s]") for name, column in days.items()},
        placement_id=numbers,
        person_id="p" + numbers,
        mapping_date=pd.to_datetime(frame["mapping_date"]).astype("datetime64[s]"),
        has_supervisor=frame["has_supervisor"].astype("boolean"),
        exit_reason=frame["exit_reason"].astype("str"),
        programme_id=frame["programme_id"].astype("str"),
    )
    columns = ["drawn_up_date", "is_agreed", "is_complete", "last_activity_date"]
    drawn_up = pd.DataFrame([(*plan, None)[:4] for plan in plans], columns=columns)
    drawn_up = drawn_up.astype({"is_agreed": "boolean", "is_complete": "boolean"})
    said = pd.DataFrame(done, columns=["person_id", "programme_id", "kind", "done_at"])
    return Placed(
        placements=stand,
        plans=drawn_up.assign(
            person_id="p1",
            drawn_up_date=pd.to_datetime(drawn_up["drawn_up_date"]).astype("datetime64[s]"),
            last_activity_date=pd.to_datetime(drawn_up["last_activity_date"]).astype(
                "datetime64[s]"
            ),
        ),
        wellbeing=pd.DataFrame(wellbeing, columns=["placement_id", "occasion"], dtype="str"),
        done=said.astype({"done_at": STOCKHOLM_DTYPE}),
        assisted=set(assisted),
    )
