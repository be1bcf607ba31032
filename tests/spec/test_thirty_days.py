"""Thirty days of a municipality: random people, answers, missed runs, late files, a new holiday.

What stands open is held against an independent, slow telling (``slow_tasks``)
after each run, whatever was missed before it.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from slow_tasks import STOCKHOLM, SlowModel, Wish, hours_after, last_second, working_days_after
from stegvis.domain.clock_columns import STOCKHOLM_DTYPE
from stegvis.domain.tasks.promises import STOPPED, promise_tasks
from stegvis.domain.tasks.unknown_facts import unknown_fact_tasks
from stegvis.domain.tasks.wanted import TaskSetting, together
from stegvis.domain.work_calendar import swedish_calendar
from task_builders import Ledger, a_setting, applications, people, results, unknowns

FIRST = date(2026, 12, 14)  # over Christmas, New Year and Epiphany
RED = {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 31)} | {
    date(2027, 1, 1),
    date(2027, 1, 6),
}
VARMDO, TROLLHATTAN = "varmdo_insats", "trollhattan_jobbcentrum"
SLUGS = {VARMDO: "varmdo", TROLLHATTAN: "trollhattan"}
FACT = {
    VARMDO: ("exception_stated", "klargor_undantag", "not_excepted", 2),
    TROLLHATTAN: ("unemployed_obstacle", "klargor_hinder", "unemployed_obstacle", 5),
}
PROMISE = {VARMDO: "erbjud_tva_arbetsdagar", TROLLHATTAN: "anvisa_48h"}


@dataclass
class Town:
    """What the newest accepted files say; a late file is seen by a later run only."""

    programme: str
    luck: random.Random
    applied: dict[str, datetime] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    stopped: dict[str, datetime] = field(default_factory=dict)
    caseworker: dict[str, str] = field(default_factory=dict)
    late: list[tuple[str, datetime]] = field(default_factory=list)

    def live(self, day: date) -> None:
        """What happens in a day: applications, answers from files, moves, offers."""
        for number in range(self.luck.randint(0, 3)):
            person = f"p{day:%m%d}{number}"
            at = datetime(day.year, day.month, day.day, self.luck.randrange(24), tzinfo=STOCKHOLM)
            if self.luck.random() < 0.25:
                self.late.append((person, at))
            else:
                self.arrive(person, at)
        if self.late and self.luck.random() < 0.4:
            self.arrive(*self.late.pop())
        for person in sorted(self.applied):
            draw = self.luck.random()
            if draw < 0.08:
                self.unknown ^= {person}
            elif draw < 0.14:
                self.gone ^= {person}
            elif draw < 0.20 and person not in self.stopped:
                self.stopped[person] = datetime.combine(day, datetime.min.time(), STOCKHOLM)
            elif draw < 0.24:
                self.caseworker[person] = self.luck.choice(("Eva Öst", "Bo Ek", ""))

    def arrive(self, person: str, at: datetime) -> None:
        self.applied[person] = at
        self.caseworker[person] = "Eva Öst"
        if self.luck.random() < 0.6:
            self.unknown.add(person)

    @property
    def here(self) -> list[str]:
        return sorted(set(self.applied) - self.gone)


def wanted(town: Town, setting: TaskSetting) -> pd.DataFrame:
    """What the package wants, from frames as the warehouse would give them."""
    here, programme = town.here, town.programme
    fact, _, criterion, _ = FACT[programme]
    owners = {"unit": "forsorjning", "caseworker": [town.caseworker[name] for name in here]}
    lacking = [name for name in here if name in town.unknown]
    outcomes = [
        (n, *(("needs_review", criterion) if n in town.unknown else ("eligible", ""))) for n in here
    ]
    stopped = pd.Series([town.stopped.get(name) for name in here], dtype=STOCKHOLM_DTYPE)
    made = applications([(name, town.applied[name]) for name in here], **owners)
    made = made.assign(stopped_at=stopped)
    found = results(programme, outcomes)
    asked = unknowns(programme, [(name, fact, "not_assessed") for name in lacking])
    return together(
        [
            unknown_fact_tasks(asked, found, people(*here, **owners), setting),
            promise_tasks(made, found, setting),
        ]
    )


def wishes(town: Town, closed: set[date]) -> tuple[list[Wish], dict[tuple[str, str, str], str]]:
    """The same, one person at a time; and what has stopped, with why."""
    _, kind, _, days = FACT[town.programme]
    asked, stopped = [], {}
    for name in town.here:
        owner = town.caseworker[name]
        if name in town.unknown:
            asked.append(Wish(kind, name, "", None, days, owner))
        applied = town.applied[name]
        if name in town.stopped:
            stopped[(PROMISE[town.programme], name, f"A{name}")] = STOPPED
            continue
        if town.programme == TROLLHATTAN:
            due = hours_after(applied, 48)
        else:
            due = last_second(working_days_after(applied.date(), 2, closed))
        asked.append(Wish(PROMISE[town.programme], name, f"A{name}", due, 0, owner))
    return asked, stopped


class Days:
    """The package and the slow model side by side."""

    def __init__(self, programme: str, seed: int) -> None:
        self.luck = random.Random(seed)  # noqa: S311
        self.town = Town(programme, self.luck)
        self.ledger, self.model = Ledger(), SlowModel()
        self.closed: set[date] = set(RED)
        self.ids: dict[tuple[str, str, str, int], str] = {}

    def night(self, day: date) -> None:
        now = datetime(day.year, day.month, day.day, 7, 30, tzinfo=STOCKHOLM)
        calendar = swedish_calendar([2026, 2027], closed_days=self.closed)
        usual = a_setting(SLUGS[self.town.programme], now)
        setting = TaskSetting(usual.municipality, usual.programmes, calendar, now)
        tasks = wanted(self.town, setting)
        present = set(self.town.here)
        standing = {"calendar": calendar, "present": present, "judged": set(FACT_KINDS)}
        self.ledger.night(tasks, now, **standing)
        assert self.ledger.night(tasks, now, **standing).empty, "the same run twice adds nothing"
        asked, stopped = wishes(self.town, self.closed)
        self.model.run(asked, stopped, present, self.closed, now)
        self.compare()

    def compare(self) -> None:
        """The same tasks with the same lives, dues, owners and reasons; no twin and none lost."""
        slow = {}
        for (kind, person, _), tasks in self.model.tasks.items():
            for task in tasks:
                why = task.reason if task.status == "closed" else ""
                told = (task.status, task.dues[-1].timestamp(), why)
                slow[(kind, person, task.opened.timestamp())] = told
        ours, owners = {}, {}
        for task in self.ledger.state().values():
            key = (task["kind"], task["person_id"], task["opened_at"].timestamp())
            assert key not in ours, "two tasks about the same thing"
            why = task["closed_reason"] if task["status"] == "closed" else ""
            ours[key] = (task["status"], pd.Timestamp(task["due_at"]).timestamp(), why)
            owners[key] = task["caseworker"]
        assert ours == slow
        for tasks in self.model.tasks.values():
            wish = tasks[-1].wish
            if tasks[-1].status == "open":
                key = (wish.kind, wish.person, tasks[-1].opened.timestamp())
                assert owners[key] == wish.caseworker

    def answer(self, day: date) -> None:
        """A caseworker answers some of what stands open, in the afternoon."""
        now = datetime(day.year, day.month, day.day, 15, tzinfo=STOCKHOLM)
        newest = {}
        for task_id, task in self.ledger.state().items():
            newest[(task["kind"], task["person_id"], task["opened_at"].timestamp())] = task_id
        for key in sorted(self.model.open_keys()):
            draw = self.luck.random()
            task = self.model.tasks[key][-1]
            task_id = newest[(key[0], key[1], task.opened.timestamp())]
            if draw < 0.10:
                self.ledger.say(task_id, "done", now)
                self.model.answer(key, "done", None)
            elif draw < 0.16:
                until = now + timedelta(days=self.luck.randint(1, 6))
                self.ledger.say(task_id, "dismissed", now, until)
                self.model.answer(key, "dismissed", until)


FACT_KINDS = ("klargor_undantag", "klargor_hinder", *PROMISE.values())


@pytest.mark.parametrize(("programme", "seed"), [(VARMDO, 1), (VARMDO, 2), (TROLLHATTAN, 3)])
def test_after_each_of_thirty_days_exactly_what_must_be_open_is_open(programme, seed):
    """T1, V1, X1 and peers 4, 7, 9, 14: missed runs, late files, answers, a holiday on the way."""
    days = Days(programme, seed)
    for number in range(30):
        day = FIRST + timedelta(days=number)
        days.town.live(day)
        if number == 15:
            days.closed |= {date(2027, 1, 4), date(2027, 1, 5)}
        missed = days.luck.random() < 0.2
        if day.weekday() < 5 and day not in days.closed and not missed:
            days.night(day)
            days.answer(day)
    events = pd.DataFrame(days.ledger.events)["event"].value_counts()
    assert {"opened", "due_moved", "done", "dismissed", "closed"} <= set(events.index)
    reasons = set(days.ledger.tasks["closed_reason"].dropna())
    assert {STOPPED, "lämnat underlaget"} <= reasons
