"""One month of a place with so many people, through every stage, on PostgreSQL.

300,000 people are about all who get income support in Sweden in a month. Each
stage is a process of its own, as a task is, so that its peak memory is its own;
processor time, which a busy machine does not change, includes PostgreSQL's and the
start of the process.
Everybody is made up on the spot: numbers have any individual number, unlike
everywhere else here, and go with the temporary folder in which they are kept.

    python benchmarks/scale.py --people 1200 20000 300000
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psutil
from intake import a_month

from stegvis.adapters.warehouse import migrate
from stegvis.domain.clock import STOCKHOLM
from stegvis.orchestration import demo_environment
from stegvis.orchestration.live_servers import start_postgresql
from stegvis.orchestration.processes import Processes
from stegvis.settings import Settings
from stegvis.steps.context import StepContext, open_context

SLUG, CODE = "linkoping", "0580"
EXTRACTS = ("bistand", "af_status", "ansokan")
ARRIVED = datetime(2026, 11, 20, 16, tzinfo=STOCKHOLM)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=STOCKHOLM)
REGISTERED_SHARE, APPLYING_SHARE = 0.6, 0.15
SECONDS_GOAL, MEMORY_GOAL_MIB, EXPONENT_GOAL = 600, 2048, 1.1


def employment(people: pd.DataFrame) -> pd.DataFrame:
    """What Arbetsförmedlingen answers for everybody in the month."""
    draw = np.random.default_rng(8)
    is_registered = draw.random(len(people)) < REGISTERED_SHARE
    return pd.DataFrame(
        {
            "personnr": people["personnr"],
            "fraga_datum": "2026-11-20",
            "status_kod": "0",
            "status_text": "Ett giltigt svar har returnerats.",
            "sekretessmarkering": "false",
            "arbetssokande": np.where(is_registered, "true", "false"),
            "skat_text": np.where(is_registered, "Jobb- och utvecklingsgarantin", ""),
            "skat_kod": np.where(is_registered, "70", ""),
            "registrerad": np.where(is_registered, "2024-05-02", ""),
            "avaktualiserad": "",
            "omfattning": np.where(is_registered, "100", ""),
            "aktivitetsrapport_senaste": "",
            "akassa": "",
        }
    )


def applications(people: pd.DataFrame) -> pd.DataFrame:
    """A part of them has applied anew this week."""
    who = people.iloc[: int(len(people) * APPLYING_SHARE)]
    same = ["hushall_id", "arende_id", "personnr", "forsorjningshinder", "enhet", "fornamn"]
    same += ["efternamn", "sekretessmarkering", "skyddad_folkbokforing"]
    return pd.DataFrame(
        {
            "ansokan_id": [f"A{number:09d}" for number in range(len(who))],
            "kommun": CODE,
            **{name: who[name].to_numpy() for name in same},
            "ansokt_at": "2026-11-18T09:30:00",
            "kanal": "etjanst",
            "undantag_kod": "",
        }
    )


def deliver(folder: Path, people: int) -> None:
    """The month's files, in the inbox."""
    inbox = folder / "inbox" / SLUG
    inbox.mkdir(parents=True, exist_ok=True)
    month = a_month(people)
    known = month[month["personnr"] != "199001011234"]
    files = {
        f"bistand_{CODE}_202611.csv": month,
        f"af_status_{CODE}_20261120.csv": employment(known),
        f"ansokan_{CODE}_20261120.csv": applications(known),
    }
    for name, frame in files.items():
        frame.to_csv(inbox / name, sep=";", index=False)


def find_new(context: StepContext) -> Any:
    from stegvis.steps.intake.receive import find_new

    ids = find_new(context, Path(context.settings.inbox) / SLUG)
    (context.settings.data_dir / "ids.json").write_text(json.dumps(ids))
    return len(ids)


def receive(extract: str, context: StepContext) -> Any:
    from stegvis.steps.intake.receive import receive_extract

    ids = json.loads((context.settings.data_dir / "ids.json").read_text())
    assert receive_extract(context, extract, ids) == 1, f"{extract} was not let in"
    return extract


def screen(context: StepContext) -> Any:
    from stegvis.steps.screening.screen import check_coverage, screen

    return check_coverage(context, screen(context))


def offer(context: StepContext) -> Any:
    from stegvis.steps.letters.planning import plan_letters
    from stegvis.steps.offers.offer import draft
    from stegvis.steps.screening.screen import newest_screening

    drafted = draft(context, newest_screening(context))
    return drafted, len(plan_letters(context))


def remind(context: StepContext) -> Any:
    from stegvis.steps.worklists.remind import remind

    return remind(context)


def worklists(context: StepContext) -> Any:
    from stegvis.steps.worklists.lists import write_worklists

    return write_worklists(context)


def close(context: StepContext) -> Any:
    from stegvis.steps.metrics.publish import close_week, weeks_to_close, write_report

    weeks = weeks_to_close(context)
    for week in weeks:
        close_week(context, week)
        write_report(context, week)
    return len(weeks)


STAGES: dict[str, tuple[datetime, Callable[[StepContext], Any]]] = {
    "find_new": (ARRIVED, find_new),
    **{
        f"receive {extract}": (ARRIVED, lambda context, extract=extract: receive(extract, context))
        for extract in EXTRACTS
    },
    "screen": (MONDAY, screen),
    "offer, plan letters": (MONDAY, offer),
    "remind": (MONDAY, remind),
    "worklists": (MONDAY, worklists),
    "close the week": (MONDAY, close),
}


def run_stage(name: str) -> None:
    """In a process of its own: do it, and print seconds, peak memory and what came of it."""
    moment, work = STAGES[name]
    context = open_context(Settings.from_environment(os.environ), SLUG, moment)
    started = time.perf_counter()
    result = work(context)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    measured = {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime}
    print(json.dumps(measured | {"mib": used.ru_maxrss / 1024, "result": str(result)}))


def run_size(people: int) -> dict[str, dict[str, Any]]:
    """Every stage for so many people, on a server of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="stegvis-scale-") as private,
        tempfile.TemporaryDirectory(prefix="stegvis-postgresql-") as database,
        Processes(Path(private) / "logs") as processes,
    ):
        folder = demo_environment.prepare(Path(private) / "scale")
        server = start_postgresql(processes, Path(database), "stegvis")
        os.environ["STEGVIS_WAREHOUSE_URL"] = server.url("postgresql+psycopg", "stegvis")
        migrate(os.environ["STEGVIS_WAREHOUSE_URL"])
        deliver(folder, people)
        (postmaster,) = processes.running()
        return {name: _stage(name, people, psutil.Process(postmaster)) for name in STAGES}


def _stage(name: str, people: int, postgresql: psutil.Process) -> dict[str, Any]:
    before = _used_by_connections(postgresql)
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, "--stage", name],
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        sys.exit(f"{name} of {people} people failed:\n{ran.stderr}")
    measured = json.loads(ran.stdout.splitlines()[-1])
    measured["cpu"] += _used_by_connections(postgresql) - before
    figures = f"{measured['seconds']:>9.1f} s{measured['cpu']:>9.1f} s{measured['mib']:>7.0f} MiB"
    print(f"  {name:<24}{figures}   {measured['result'][:40]}", flush=True)
    return dict(measured)


def _used_by_connections(postgresql: psutil.Process) -> float:
    """Processor seconds of every connection that has been closed; each stage closes its own."""
    times = postgresql.cpu_times()
    return float(times.children_user + times.children_system)


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """How the processor time of the two largest sizes grows: 1 is in proportion."""
    return math.log(seconds[-1] / seconds[-2]) / math.log(sizes[-1] / sizes[-2])


def measure(sizes: Sequence[int]) -> None:
    cpu, peak = [], 0.0
    for people in sizes:
        print(f"\n{people:,} people in one month, PostgreSQL, one process per stage")
        print(f"  {'':<24}{'elapsed':>11}{'processor':>11}{'peak':>11}")
        stages = run_size(people)
        seconds = sum(stage["seconds"] for stage in stages.values())
        cpu.append(sum(stage["cpu"] for stage in stages.values()))
        peak = max(peak, *(stage["mib"] for stage in stages.values()))
        print(f"  {'together':<24}{seconds:>9.1f} s{cpu[-1]:>9.1f} s   (goal: {SECONDS_GOAL} s)")
    print(f"\nlargest peak: {peak:.0f} MiB (goal: at most {MEMORY_GOAL_MIB})")
    if len(sizes) > 2:
        # What the smallest takes is the start of processes, whatever the size.
        found = exponent(sizes, [used - cpu[0] for used in cpu])
        print(f"exponent of processor time: {found:.2f} (goal: at most {EXPONENT_GOAL})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[300, 1_200, 20_000])
    parser.add_argument("--stage", choices=list(STAGES), help="used by itself")
    chosen = parser.parse_args()
    if chosen.stage:
        run_stage(chosen.stage)
    else:
        measure(sorted(chosen.people))


if __name__ == "__main__":
    main()
