"""Airflow's parts as processes on the loopback address, for trying it out on one machine."""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from stegvis.orchestration.processes import ProcessError, Processes

PATIENCE_SECONDS = 180
COMMANDS = Path(sys.executable).parent
_POLL_SECONDS = 0.5


def at_address(address: str) -> dict[str, str]:
    """The variables that let every part of Airflow find the API server at ``address``."""
    return {
        # Some parts are started by name.
        "PATH": f"{COMMANDS}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": address.rsplit(":", 1)[1],
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
    }


def start_part(processes: Processes, name: str, *words: str) -> None:
    """Start ``airflow <words>`` with this process's environment, called ``name``."""
    processes.start(name, [str(COMMANDS / "airflow"), *words])


def wait_for_api(address: str, processes: Processes) -> None:
    """Wait until the API server answers.

    Raises:
        ProcessError: A part has ended, or nothing answers within PATIENCE_SECONDS.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        processes.require_all()
        if _answers(f"{address}/api/v2/monitor/health"):
            return
        time.sleep(_POLL_SECONDS)
    raise ProcessError(
        f"Airflow's API server did not answer within {PATIENCE_SECONDS} seconds. "
        "Its log, api-server.log, says why."
    )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own loopback address
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
