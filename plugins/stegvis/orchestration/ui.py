"""Airflow's own pages on what the demo has made: ``airflow standalone`` on this machine only."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from rich.console import Console

from stegvis.orchestration import demo_environment

FIRST_PORT = 8080
PATIENCE_SECONDS = 180


def main() -> None:
    """Start Airflow, print its address, and stop all of it on Ctrl-C."""
    console = Console()
    folder = demo_environment.prepare()
    if not (folder / "airflow" / "airflow.db").exists():
        console.print("There is nothing to look at yet. Run `make demo` first.")
        sys.exit(2)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    address = f"http://127.0.0.1:{_free_port()}"
    log = folder / "airflow" / "standalone.log"
    airflow = _start(address, log)
    try:
        console.print(f"Starting Airflow, log in {log} ...")
        _wait_for(address, airflow)
        console.print(f"Airflow is at {address} (no login, this machine only). Ctrl-C stops it.")
        airflow.wait()
    except KeyboardInterrupt:
        console.print("Stopping.")
    finally:
        # standalone does not stop its children, so the whole session is told.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(airflow.pid, signal.SIGTERM)


def _start(address: str, log: Path) -> subprocess.Popen[bytes]:
    commands = Path(sys.executable).parent
    with log.open("w") as output:
        return subprocess.Popen(  # noqa: S603 - our own command, no input
            [str(commands / "airflow"), "standalone"],
            env=os.environ | _for_address(address, commands),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _for_address(address: str, commands: Path) -> dict[str, str]:
    port = address.rsplit(":", 1)[1]
    return {
        # standalone starts its parts by name.
        "PATH": f"{commands}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": port,
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        # The demo's runs are in the past; nothing starts by itself while one looks.
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
    }


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise OSError("no port is free between 8080 and 8179")


def _wait_for(address: str, airflow: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and airflow.poll() is None:
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(f"{address}/api/v2/monitor/health", timeout=5),  # noqa: S310
        ):
            return
        time.sleep(1)
    sys.exit("Airflow did not come up; its log says why.")


if __name__ == "__main__":
    main()
