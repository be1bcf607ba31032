"""The variables that make the demo's surroundings those of production."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from stegvis.adapters.private_files import write_whole
from stegvis.orchestration.airflow_parts import COMMANDS, at_address
from stegvis.orchestration.live_servers import PostgreSQL
from stegvis.orchestration.processes import ProcessError

USER = "demo"


def for_airflow(
    folder: Path, address: str, postgresql: PostgreSQL, broker: str, tasks_at_once: int
) -> dict[str, str]:
    """What is different from ``demo_environment``: servers, Celery, somebody who logs in.

    The passwords pass from us to our children by the environment, which no other
    user can read, and stand on no command line.
    """
    return at_address(address) | {
        "STEGVIS_WAREHOUSE_URL": postgresql.url("postgresql+psycopg", "stegvis"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": postgresql.url("postgresql+psycopg2", "airflow"),
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__PARALLELISM": str(tasks_at_once),
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
        "AIRFLOW__CELERY__BROKER_URL": broker,
        "AIRFLOW__CELERY__RESULT_BACKEND": postgresql.url("db+postgresql", "airflow"),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(folder / "keys" / "people.json"),
    }


def write_password(folder: Path, password: str) -> None:
    """Let ``USER`` log in with ``password``."""
    write_whole(folder / "keys" / "people.json", json.dumps({USER: password}).encode())


def migrate_airflow() -> None:
    """Make Airflow's own tables, in a process of its own.

    Raises:
        ProcessError: It did not end well.
    """
    made = subprocess.run(  # noqa: S603 - our own command, no input
        [str(COMMANDS / "airflow"), "db", "migrate"], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise ProcessError(
            f"`airflow db migrate` ended with status {made.returncode}, and said at last: "
            f"{made.stderr.strip().rpartition(chr(10))[2]}"
        )
