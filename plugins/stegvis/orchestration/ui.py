"""Airflow's own pages on what the demo has made, on this machine only."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from rich.console import Console

from stegvis.errors import StegvisError
from stegvis.orchestration import demo_environment
from stegvis.orchestration.airflow_parts import at_address, start_part, wait_for_api
from stegvis.orchestration.processes import Processes, free_port, interrupt_on_signals

FIRST_PORT = 8080
_PARTS = ("api-server", "scheduler", "dag-processor", "triggerer")
_SERVE_LOGS = ("scheduler", "triggerer")
"""Parts that would serve logs to other machines; here everybody reads the same folder."""
_LOOK_EVERY_SECONDS = 1


def main() -> None:
    """Start Airflow, print its address, and stop all of it on Ctrl-C."""
    console = Console()
    folder = demo_environment.prepare()
    if not (folder / "airflow" / "airflow.db").exists():
        console.print("There is nothing to look at yet. Run `make demo` first.")
        sys.exit(2)
    interrupt_on_signals()
    try:
        show(folder / "airflow" / "ui", console)
    except KeyboardInterrupt:
        console.print("Stopped.")
    except StegvisError as error:
        console.print(f"[red]{error}[/red]")
        sys.exit(error.exit_code)


def show(logs: Path, console: Console) -> None:
    """Run Airflow's parts until somebody interrupts or one of them ends.

    Raises:
        ProcessError: Airflow did not come up, or a part has ended by itself.
    """
    address = f"http://127.0.0.1:{free_port(FIRST_PORT)}"
    os.environ.update(at_address(address) | _for_looking())
    with Processes(logs) as processes:
        console.print(f"Starting Airflow, logs in {logs} ...")
        for part in _PARTS:
            start_part(processes, part, part, *_words(part))
        wait_for_api(address, processes)
        console.print(f"Airflow is at {address} (no login, this machine only). Ctrl-C stops it.")
        while True:
            processes.require_all()
            time.sleep(_LOOK_EVERY_SECONDS)


def _words(part: str) -> list[str]:
    return ["--skip-serve-logs"] if part in _SERVE_LOGS else []


def _for_looking() -> dict[str, str]:
    return {
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        # The demo's runs are in the past; nothing starts by itself while one looks.
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
    }


if __name__ == "__main__":
    main()
