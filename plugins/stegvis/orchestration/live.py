"""The chain as production runs it, on this machine: ``make demo-live``.

PostgreSQL, Redis, Airflow's API server, scheduler and DAG processor and Celery
workers run as plain processes on the loopback address. One DAG is started by
hand; everything after it is woken by the assets that the one before has updated.
What is started is stopped, and the exit status says how it went.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console

from stegvis.domain.clock import STOCKHOLM
from stegvis.errors import StegvisError
from stegvis.orchestration import demo_environment
from stegvis.orchestration.airflow_parts import start_part, wait_for_api
from stegvis.orchestration.demo_inbox import SUPPLIER, deliver
from stegvis.orchestration.demo_table import show_result
from stegvis.orchestration.live_chain import Chain
from stegvis.orchestration.live_client import AirflowClient
from stegvis.orchestration.live_environment import (
    USER,
    for_airflow,
    migrate_airflow,
    write_password,
)
from stegvis.orchestration.live_servers import redis_program, start_postgresql, start_redis
from stegvis.orchestration.live_table import show_runs
from stegvis.orchestration.processes import Processes, free_port, interrupt_on_signals
from stegvis.settings import include_dir

DEFAULT_FOLDER = demo_environment.ROOT / ".demo-live"
SMALLEST = ("amal",)
MONTHS_OF_HISTORY = 3
SEED = 1
TASKS_PER_WORKER = 2
_MARK = "made-by-demo-live"


class FolderInUse(StegvisError):
    """The folder holds something that is not ours to remove."""


def run(
    folder: Path,
    console: Console,
    slugs: Sequence[str] = SMALLEST,
    *,
    months: int = MONTHS_OF_HISTORY,
    workers: int = 1,
) -> None:
    """Run the chain for ``slugs`` on servers of its own, and stop them.

    Args:
        folder: Where everything is put; what an earlier run left there is removed.
        console: Where it says how it goes.
        slugs: The municipalities.
        months: Aid months of invented history.
        workers: Celery workers, each with TASKS_PER_WORKER tasks at once.

    Raises:
        ServerMissing: Redis or PostgreSQL is not on this machine.
        ProcessError: A server did not start, or ended.
        ChainError: A DAG run failed or never came.
        FolderInUse: ``folder`` holds something else.
    """
    redis_program()
    _begin_anew(folder)
    demo_environment.prepare(folder)
    now = datetime.now(STOCKHOLM)
    _generate(folder, slugs, now, months, console)
    with (
        tempfile.TemporaryDirectory(prefix="stegvis-postgresql-") as database,
        Processes(folder / "logs") as processes,
    ):
        client = _start(folder, Path(database), processes, workers, console)
        console.print(f"Waiting for the chain of {', '.join(slugs)} ...")
        started = time.monotonic()
        Chain(client, slugs, processes).run()
        seconds = time.monotonic() - started
        show_runs(client.runs(), client.tasks(), console)
        show_result(folder, slugs, now, f"The chain in {seconds:.0f} seconds", console)
    console.print("Everything has been stopped.")


def _begin_anew(folder: Path) -> None:
    if folder.exists():
        if any(folder.iterdir()) and not (folder / _MARK).exists():
            raise FolderInUse(
                f"{folder} holds something that `make demo-live` has not made. An empty folder "
                "was expected, since it begins anew each time. Name another with --folder."
            )
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)
    (folder / _MARK).touch()


def _generate(
    folder: Path, slugs: Sequence[str], now: datetime, months: int, console: Console
) -> None:
    """Invent what has been delivered by now, and deliver it."""
    from stegvis.synthetic.generating import generate_several

    console.print(f"Inventing {months} months of {', '.join(slugs)} ...")
    supplier = folder / SUPPLIER
    generate_several(include_dir(os.environ), supplier, slugs, now.date(), months, SEED)
    for slug in slugs:
        deliver(folder, slug, now)


def _start(
    folder: Path, database: Path, processes: Processes, workers: int, console: Console
) -> AirflowClient:
    """Start the servers, then Airflow, and log in."""
    from stegvis.adapters.warehouse import migrate
    from stegvis.settings import Settings

    console.print(f"Starting PostgreSQL, Redis and Airflow, logs in {folder / 'logs'} ...")
    address, password = f"http://127.0.0.1:{free_port()}", secrets.token_hex(16)
    postgresql = start_postgresql(processes, database, "airflow", "stegvis")
    broker = start_redis(processes, folder / "redis")
    at_once = workers * TASKS_PER_WORKER
    os.environ.update(for_airflow(folder, address, postgresql, broker, at_once))
    write_password(folder, password)
    migrate_airflow()
    migrate(Settings.from_environment(os.environ).warehouse_url)
    _start_airflow(folder, processes, workers)
    wait_for_api(address, processes)
    return AirflowClient(address, USER, password)


def _start_airflow(folder: Path, processes: Processes, workers: int) -> None:
    start_part(processes, "api-server", "api-server", "--workers", "1")
    start_part(processes, "scheduler", "scheduler", "--skip-serve-logs")
    start_part(processes, "dag-processor", "dag-processor")
    for number in range(1, workers + 1):
        name = f"worker-{number}"
        start_part(
            processes,
            name,
            *("celery", "worker", "--skip-serve-logs", "--without-mingle", "--without-gossip"),
            *("--concurrency", str(TASKS_PER_WORKER)),
            *("--celery-hostname", f"{name}@%h", "--pid", str(folder / f"{name}.pid")),
        )


def main() -> None:
    """Run the chain; exit status 0 if all of it succeeded, 130 if somebody interrupted."""
    chosen = _arguments()
    console = Console()
    interrupt_on_signals()
    try:
        run(
            chosen.folder.resolve(),
            console,
            chosen.municipality or SMALLEST,
            months=chosen.months,
            workers=chosen.workers,
        )
    except StegvisError as error:
        console.print(f"[red]{error}[/red]")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        console.print("Interrupted; everything has been stopped.")
        sys.exit(130)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The chain as production runs it, on loopback.")
    add = parser.add_argument
    add("--folder", type=Path, default=DEFAULT_FOLDER, help="where everything is put; made anew")
    add("--municipality", action="append", default=[], help="may be given several times")
    add("--months", type=int, default=MONTHS_OF_HISTORY, help="aid months of history")
    add("--workers", type=int, default=1, help="Celery workers")
    return parser.parse_args()


if __name__ == "__main__":
    main()
