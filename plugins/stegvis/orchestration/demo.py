"""The main job on invented municipalities: two working days in one process.

The evening before, the history is taken in. Day one proposes and drafts; mock
caseworkers answer some of their lists; day two reads the answers and goes on.
No server and no scheduler: each DAG is run as Airflow's ``dag.test`` runs it,
in the order in which assets would wake them.

Killed anywhere and run again it starts from the evening: the inbox then holds
what had come by that moment, and what has been done already is done no more.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from stegvis.domain.clock import STOCKHOLM
from stegvis.errors import StegvisError
from stegvis.orchestration import demo_environment
from stegvis.orchestration.demo_inbox import ANSWERS, SUPPLIER, deliver
from stegvis.orchestration.demo_table import show_result
from stegvis.settings import include_dir

EVENING_BEFORE = datetime(2026, 11, 19, 20, tzinfo=STOCKHOLM)
DAYS = (
    datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM),
    datetime(2026, 11, 23, 8, tzinfo=STOCKHOLM),
)
MONTHS_OF_HISTORY = 24
SEED = 1
ANSWERED_SHARE = 0.6
STAGES = ("collect", "receive", "publish", "screen", "offer", "remind")


class DemoError(StegvisError):
    """A DAG of the demo did not end well."""

    exit_code = 1


def run(folder: Path, console: Console, slugs: Sequence[str] = ()) -> None:
    """Run both days for ``slugs`` (all if empty), with everything below ``folder``.

    Raises:
        DemoError: A DAG run did not succeed; the message names it.
    """
    demo_environment.prepare(folder)
    console.print("Setting up Airflow and the warehouse ...")
    bag = _set_up(folder)
    chosen = slugs or _all_slugs()
    _generate(folder, chosen, console)
    columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        _take_in_history(folder, bag, chosen, progress)
        started = time.monotonic()
        _work_two_days(folder, bag, chosen, progress)
        seconds = time.monotonic() - started
    title = f"Two working days in {seconds:.0f} seconds"
    show_result(folder, chosen, DAYS[-1], title, console)


def _take_in_history(folder: Path, bag: Any, slugs: Sequence[str], progress: Progress) -> None:
    """Receive what the source systems had delivered by the evening before day one."""
    title = f"Taking in {MONTHS_OF_HISTORY} months of history"
    for slug in progress.track(slugs, description=title):
        deliver(folder, slug, EVENING_BEFORE)
        _once(folder, f"receive__{slug}", EVENING_BEFORE, partial(_run_dag, bag))


def _work_two_days(folder: Path, bag: Any, slugs: Sequence[str], progress: Progress) -> None:
    whole = progress.add_task("Two working days", total=len(DAYS) * len(slugs) * len(STAGES))
    for day, moment in enumerate(DAYS, start=1):
        for slug in slugs:
            deliver(folder, slug, moment)
            for stage in STAGES:
                progress.update(whole, description=f"Day {day}: {stage} {slug}")
                _once(folder, f"{stage}__{slug}", moment, partial(_run_dag, bag))
                progress.advance(whole)
            if moment is DAYS[0]:
                _once(folder, slug, moment, partial(_answer, folder))
    progress.update(whole, description="Two working days")


def _once(folder: Path, name: str, moment: datetime, work: Callable[[str, datetime], None]) -> None:
    """Do what has not been done to its end before: a day that is over is not lived again.

    A kill comes before the mark, so what was interrupted is done again.
    """
    mark = folder / "done" / f"{name}_{moment:%Y-%m-%dT%H%M}"
    if not mark.exists():
        work(name, moment)
        mark.parent.mkdir(exist_ok=True)
        mark.touch()


def _set_up(folder: Path) -> Any:
    from airflow.dag_processing.dagbag import DagBag

    from stegvis.adapters.warehouse import migrate
    from stegvis.settings import Settings

    _create_airflow_database(folder / "airflow")
    migrate(Settings.from_environment(os.environ).warehouse_url)
    bag = DagBag(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
    if bag.import_errors:
        raise DemoError(f"These DAG files cannot be loaded: {', '.join(bag.import_errors)}")
    return bag


def _create_airflow_database(home: Path) -> None:
    """Create it anew unless that was once done to its end, by this version of Airflow."""
    import airflow
    from airflow.utils import db

    done = home / f"database-of-{airflow.__version__}"
    if not done.exists():
        for file in home.glob("airflow.db*"):
            file.unlink()
        db.initdb()
        done.touch()


def _all_slugs() -> tuple[str, ...]:
    from stegvis.orchestration.dags import slugs

    return slugs()


def _generate(folder: Path, slugs: Sequence[str], console: Console) -> None:
    """Invent what the source systems hold on day two, unless that has been done before."""
    from stegvis.synthetic.generating import generate_several

    supplier = folder / SUPPLIER
    missing = [slug for slug in slugs if not (supplier / f"planted_{slug}.json").exists()]
    if missing:
        console.print(f"Inventing {MONTHS_OF_HISTORY} months of {', '.join(missing)} ...")
        include, newest = include_dir(os.environ), DAYS[-1].date()
        generate_several(include, supplier, missing, newest, MONTHS_OF_HISTORY, SEED)


def _run_dag(bag: Any, dag_id: str, moment: datetime) -> None:
    from airflow.sdk.definitions._internal.dag_parsing_context import (
        _airflow_parsing_context_manager as only_this_dag,
    )

    dag = bag.dags[dag_id]
    # Only a scheduler watches the time; dag.test of a DAG with an alert ends in an error.
    dag.deadline = []
    # dag.test reads all DAG files anew for every run; told which DAG it is about,
    # they build just that one.
    with only_this_dag(dag_id=dag_id):
        run = dag.test(run_after=moment, logical_date=None)
    if run.state != "success":
        failed = [task.task_id for task in run.get_task_instances() if task.state == "failed"]
        raise DemoError(
            f"{dag_id} of {moment:%Y-%m-%d} ended as {run.state}, failed tasks: "
            f"{', '.join(failed)}. Success was expected. The lines above say why; "
            "docs/runbook.md says what to do. `make demo` goes on where it stopped."
        )


def _answer(folder: Path, slug: str, moment: datetime) -> None:
    """Mock caseworkers answer a part of the day's lists in the daytime."""
    from stegvis.synthetic.mock_caseworkers import answer_some

    answers = folder / ANSWERS / slug
    answer_some(folder / "output" / slug, answers, moment.date(), ANSWERED_SHARE, SEED)


def main() -> None:
    """Run the demo; exit status 0 if all went well."""
    parser = argparse.ArgumentParser(description="Two working days for invented municipalities.")
    parser.add_argument(
        "--folder",
        type=Path,
        default=demo_environment.DEFAULT_FOLDER,
        help="where everything is put; .demo/ of the checkout if not given",
    )
    parser.add_argument(
        "--municipality",
        action="append",
        default=[],
        help="only this one; may be given several times",
    )
    chosen = parser.parse_args()
    console = Console()
    try:
        run(chosen.folder.resolve(), console, chosen.municipality)
    except StegvisError as error:
        console.print(f"[red]{error}[/red]")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
