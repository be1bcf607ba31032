"""How a container starts: secrets from files become settings, or a sentence says what is missing.

    check [NAME ...]     every secret is there, those named too
    migrate              make or upgrade Airflow's tables and the warehouse
    run WORD ...         become that command, with everything set
    healthy PART         whether Airflow's API server has lately heard of the part
    worker-answers       whether the Celery worker of this container answers

Nothing of Airflow is imported here, since it reads its configuration when it is.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from stegvis.errors import SettingsError, StegvisError
from stegvis.orchestration.people import people_settings

SECRETS: dict[str, int] = {
    "airflow_database_password": 16,
    "airflow_fernet_key": 44,
    "airflow_people": 2,
    "airflow_session_key": 32,
    "airflow_token_key": 64,
    "list_key": 32,
    "pseudonym_key": 32,
    "redis_password": 16,
    "warehouse_password": 16,
}
"""Every file that each part needs, and the fewest characters that it may hold."""

_SHORTEST_OTHER = 16
_FOLDER = Path("/run/secrets")
_POSTGRESQL, _REDIS = "STEGVIS_POSTGRESQL_HOST", "STEGVIS_REDIS_HOST"
_HEALTH = "/api/v2/monitor/health"


def secrets_in(folder: Path, also: Sequence[str] = ()) -> dict[str, str]:
    """Read every secret, with those in ``also``.

    Raises:
        SettingsError: Some are missing, empty or too short; the message names all of them.
    """
    shortest = SECRETS | dict.fromkeys(also, _SHORTEST_OTHER)
    found = {name: _content(folder / name) for name in shortest}
    short = [
        f"{name} ({len(found[name])} characters, at least {least} expected)"
        if found[name]
        else f"{name} (missing or empty)"
        for name, least in sorted(shortest.items())
        if len(found[name]) < least
    ]
    if short:
        raise SettingsError(
            f"These secrets cannot be used: {', '.join(short)}. One file each was expected in the "
            'folder of secrets, readable in the container. docs/production.md, "Secrets", says '
            "how to make them. Nothing has been started."
        )
    return found


def settings_from(secrets: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """The variables for stegvis and Airflow that hold a secret."""
    database = environment.get(_POSTGRESQL, "postgresql")
    broker = environment.get(_REDIS, "redis")

    def address(driver: str, name: str, password: str) -> str:
        return f"{driver}://{name}:{quote(secrets[password], safe='')}@{database}/{name}"

    redis_password = quote(secrets["redis_password"], safe="")
    own = "airflow_database_password"
    return {
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": address("postgresql+psycopg2", "airflow", own),
        "AIRFLOW__CELERY__RESULT_BACKEND": address("db+postgresql", "airflow", own),
        "AIRFLOW__CELERY__BROKER_URL": f"redis://:{redis_password}@{broker}/0",
        "AIRFLOW__CORE__FERNET_KEY": secrets["airflow_fernet_key"],
        "AIRFLOW__API__SECRET_KEY": secrets["airflow_session_key"],
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets["airflow_token_key"],
        "STEGVIS_WAREHOUSE_URL": address("postgresql+psycopg", "stegvis", "warehouse_password"),
        "STEGVIS_PSEUDONYM_KEY": secrets["pseudonym_key"],
        "STEGVIS_LIST_KEY": secrets["list_key"],
    }


def prepare(folder: Path = _FOLDER, also: Sequence[str] = ()) -> None:
    """Set this process's environment from the secrets in ``folder``.

    Raises:
        SettingsError: A secret is missing or cannot be used.
    """
    secrets = secrets_in(folder, also)
    os.environ.update(settings_from(secrets, os.environ))
    os.environ.update(people_settings(secrets["airflow_people"], Path(os.environ["AIRFLOW_HOME"])))


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _run(words: Sequence[str]) -> None:
    prepare()
    os.execvp(words[0], list(words))  # noqa: S606 - the compose file's own command


def _check(words: Sequence[str]) -> None:
    prepare(also=words)
    sys.stdout.write("Every secret is there.\n")


def _migrate(words: Sequence[str]) -> None:
    _run(["sh", "-c", "airflow db migrate && stegvis migrate"])


def _healthy(words: Sequence[str]) -> None:
    """End with status 1 unless the API server has heard of the part in good time."""
    # Within a container, the address that other containers use works for the server itself too.
    address = os.environ["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"].removesuffix("/execution/")
    with urllib.request.urlopen(address + _HEALTH, timeout=15) as answer:  # noqa: S310
        status = json.load(answer)[words[0]]["status"]
    sys.exit(0 if status == "healthy" else f"{words[0]} is {status}")


def _worker_answers(words: Sequence[str]) -> None:
    application = "airflow.providers.celery.executors.celery_executor.app"
    worker = f"celery@{socket.gethostname()}"
    _run(["celery", "--app", application, "inspect", "ping", "--destination", worker])


_COMMANDS: dict[str, Callable[[Sequence[str]], None]] = {
    "check": _check,
    "migrate": _migrate,
    "run": _run,
    "healthy": _healthy,
    "worker-answers": _worker_answers,
}


def main(words: Sequence[str]) -> None:
    """Do what the container was told; an expected failure ends with a sentence."""
    try:
        _COMMANDS[words[0]](words[1:])
    except StegvisError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main(sys.argv[1:])
