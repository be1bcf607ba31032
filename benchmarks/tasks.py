"""Tasks: what 300,000 people ask of caseworkers, generated anew and compared with what stands.

Made-up screenings, applications, offers and placements; nothing is read or
written. The first night opens everything, the second changes little: that is
how mornings are. Goal: under 10 s and under 1 GiB above what stood before. On a busy machine
the seconds at work tell more than those on the wall.

    python benchmarks/tasks.py --people 300000
"""

import argparse
import os
import resource
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from stegvis.adapters.municipality_files import load_municipality
from stegvis.adapters.programme_files import load_programmes_of
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.clock_columns import STOCKHOLM_DTYPE
from stegvis.domain.tasks.follow_ups import follow_up_tasks
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.placed import Placed
from stegvis.domain.tasks.promises import promise_tasks
from stegvis.domain.tasks.reconcile import Standing, task_events
from stegvis.domain.tasks.reminders import due_reminders
from stegvis.domain.tasks.unknown_facts import unknown_fact_tasks
from stegvis.domain.tasks.wanted import TaskSetting, together
from stegvis.domain.work_calendar import municipal_calendar
from stegvis.settings import include_dir

MORNING = datetime(2026, 11, 20, 7, 30, tzinfo=STOCKHOLM)
PROGRAMME = "trollhattan_jobbcentrum"
CRITERION, FACT = "unemployed_obstacle", "unemployed_obstacle"
SECONDS, MEBIBYTES = 10, 1024


def a_setting(now: datetime) -> TaskSetting:
    folder = include_dir(os.environ)
    owner = load_municipality(folder, "trollhattan")
    calendar = municipal_calendar(owner.calendar, now.date())
    return TaskSetting(owner, load_programmes_of(folder, owner), calendar, now)


def made_up(count: int) -> dict[str, pd.DataFrame]:
    """People, of whom one in three lacks a fact, one in ten applied and one in twenty is placed."""
    luck = np.random.default_rng(1)
    person = pd.Series([f"{number:032x}" for number in range(count)], dtype="str")
    people = pd.DataFrame(
        {
            "person_id": person,
            "case_id": "Ä-" + person.str.slice(24),
            "unit": "forsorjning_norr",
            "caseworker": pd.Series(luck.integers(0, 2_000, count)).astype("str"),
        }
    )
    lacks = luck.random(count) < 1 / 3
    outcome = np.where(lacks, "needs_review", "not_eligible")
    results = pd.DataFrame({"person_id": person, "outcome": pd.Series(outcome, dtype="str")})
    results = results.assign(
        programme_id=PROGRAMME,
        household_id="H" + person,
        unknown=pd.Series(np.where(lacks, CRITERION, ""), dtype="str"),
    )
    unknown = pd.DataFrame({"person_id": person[lacks]})
    unknown = unknown.assign(programme_id=PROGRAMME, fact=FACT, reason="not_assessed")
    return {"people": people, "results": results, "unknown": unknown} | _participation(people, luck)


def _participation(people: pd.DataFrame, luck: np.random.Generator) -> dict[str, pd.DataFrame]:
    applied = people[luck.random(len(people)) < 0.1].reset_index(drop=True)
    minutes = pd.to_timedelta(luck.integers(0, 20 * 1440, len(applied)), unit="min")
    at = (pd.Timestamp(MORNING) - pd.Series(minutes)).astype(STOCKHOLM_DTYPE)
    never = pd.Series(pd.NaT, index=applied.index, dtype=STOCKHOLM_DTYPE)
    applied = applied.assign(
        application_ref="A" + applied["person_id"],
        household_id="H" + applied["person_id"],
        applied_at=at,
        stopped_at=never,
        is_time_imputed=False,
    )
    return {"applications": applied, "placements": _placements(people, luck)}


def _placements(people: pd.DataFrame, luck: np.random.Generator) -> pd.DataFrame:
    placed = people.loc[luck.random(len(people)) < 0.05, ["person_id"]].reset_index(drop=True)
    days = pd.to_timedelta(luck.integers(0, 500, len(placed)), unit="D")
    start = (pd.Timestamp(MORNING.date()) - pd.Series(days)).astype("datetime64[s]")
    missing = pd.Series(pd.NaT, index=placed.index, dtype="datetime64[s]")
    return placed.assign(
        placement_id="P" + placed["person_id"],
        programme_id=PROGRAMME,
        start_date=start,
        planned_end_date=(start + pd.Timedelta(days=28)).astype("datetime64[s]"),
        actual_end_date=missing,
        mapping_date=missing,
        has_supervisor=False,
        exit_reason=pd.Series(pd.NA, index=placed.index, dtype="str"),
    )


def wanted(town: dict[str, pd.DataFrame], setting: TaskSetting) -> pd.DataFrame:
    nothing: dict[str, list[object]] = {"drawn_up_date": [], "last_activity_date": []}
    plans = pd.DataFrame(nothing).astype("datetime64[s]")
    plans = plans.assign(person_id="", is_agreed=True, is_complete=True)
    done = pd.DataFrame({"done_at": []}).astype({"done_at": STOCKHOLM_DTYPE})
    stand = Placed(
        placements=town["placements"],
        plans=plans,
        wellbeing=pd.DataFrame({"placement_id": [], "occasion": []}, dtype="str"),
        done=done.assign(person_id="", programme_id="", kind=""),
        assisted=set(town["people"]["person_id"]),
    )
    return together(
        [
            unknown_fact_tasks(town["unknown"], town["results"], town["people"], setting),
            promise_tasks(town["applications"], town["results"], setting),
            follow_up_tasks(stand, town["people"], setting),
        ]
    )


def a_night(
    town: dict[str, pd.DataFrame], tasks: pd.DataFrame, now: datetime
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One morning's events, and its reminders."""
    setting = a_setting(now)
    standing = Standing(
        tasks=tasks,
        judged=KINDS,
        present=set(town["people"]["person_id"]),
        protected=(),
        known_again=(),
        not_known=(),
        calendar=setting.calendar,
    )
    events = task_events("1488", wanted(town, setting), standing, now)
    open_now = tasks[tasks["status"] == "open"] if len(tasks) else opened(events)
    return events, due_reminders(open_now, setting)


def opened(events: pd.DataFrame) -> pd.DataFrame:
    """Tasks as the view reads them after the first night."""
    made = events[events["event"] == "opened"].assign(status="open", opened_at=events["at"])
    never = pd.Series(pd.NaT, index=made.index, dtype=STOCKHOLM_DTYPE)
    return made.assign(dismissed_until=never).astype({"opened_at": STOCKHOLM_DTYPE})


def no_tasks() -> pd.DataFrame:
    text = ("task_id", "kind", "person_id", "status", "unit", "caseworker", "explanation")
    moments = ("opened_at", "due_at", "dismissed_until")
    columns = dict.fromkeys(text, "str") | dict.fromkeys(moments, STOCKHOLM_DTYPE)
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})


def measured(title: str, night: Callable[[], tuple[pd.DataFrame, pd.DataFrame]], base: int):
    started, busy = time.perf_counter(), time.process_time()
    events, reminders = night()
    taken, busy = time.perf_counter() - started, time.process_time() - busy
    above = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - base
    print(
        f"  {title:<14}{len(events):>9,} events {len(reminders):>8,} reminders {taken:>7.2f} s, "
        f"{busy:.2f} s of them at work (goal {SECONDS})   "
        f"peak {above:,.0f} MiB above (goal {MEBIBYTES})"
    )
    return events


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300_000)
    count = parser.parse_args().people
    town = made_up(count)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nTasks for {count:,} people")
    events = measured("first night", lambda: a_night(town, no_tasks(), MORNING), base)
    tasks, again = opened(events), MORNING + timedelta(days=3)
    measured("next night", lambda: a_night(town, tasks, again), base)


if __name__ == "__main__":
    main()
