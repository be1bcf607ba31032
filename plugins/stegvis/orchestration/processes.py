"""Servers as plain processes of this machine, and the certain end of all of them.

Each is started in a session of its own, so that Ctrl-C reaches only us, and we
stop them in the reverse of the order in which they were started. Airflow's parts
leave children behind when they are ended, and these may have moved to a process
group of their own; none leaves its session, so the session tells who is left.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

import psutil

from stegvis.errors import StegvisError

PATIENCE_SECONDS = 15
"""How long one process may take to end by itself before it is ended."""


class ProcessError(StegvisError):
    """A server that we have started, or need, is not there."""

    exit_code = 1


@dataclass(frozen=True)
class _Started:
    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals


class Processes:
    """What has been started; leaving the ``with`` block ends all of it, whatever happened."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._started: list[_Started] = []

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        user: int | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Start ``command``, with what it says in ``<name>.log``.

        Args:
            name: What messages call it; nothing else started has this name.
            command: Program and arguments; they are ours, never input.
            environment: All its variables; this process's own if not given.
            user: Number of the user it runs as, where we may choose.
            stop_signal: What makes it end in good order.
        """
        self._logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        log = self._logs / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - our own command, no input
                list(command),
                env=None if environment is None else dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user,
            )
        self._started.append(_Started(name, process, log, stop_signal))

    def require_all(self) -> None:
        """Raise ProcessError, with the place of its log, if one has ended by itself."""
        for started in self._started:
            if started.process.poll() is not None:
                raise ProcessError(
                    f"{started.name} has ended with status {started.process.returncode}. It was "
                    f"expected to run on. Its log says why: {started.log}"
                )

    def running(self) -> list[int]:
        """The process ids of everything that is alive in the sessions we have started."""
        return [pid for started in self._started for pid in _session(started.process.pid)]

    def stop(self) -> None:
        """End everything, the newest first; deaf to Ctrl-C until that is done."""
        with _deaf():
            while self._started:
                _stop(self._started.pop())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _stop(started: _Started) -> None:
    if started.process.poll() is None:
        started.process.send_signal(started.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.process.wait(PATIENCE_SECONDS)
    for pid in _session(started.process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    started.process.wait()


def _session(leader: int) -> list[int]:
    """Who is alive in the session that ``leader`` began, also after its own end."""
    members = []
    for process in psutil.process_iter(["status"]):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            dead = process.info["status"] == psutil.STATUS_ZOMBIE
            if os.getsid(process.pid) == leader and not dead:
                members.append(process.pid)
    return members


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Ignore the signals that ask for an end, since the end has begun."""
    kept = {one: signal.signal(one, signal.SIG_IGN) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in kept.items():
            signal.signal(one, handler)


def interrupt_on_signals() -> None:
    """Let SIGTERM, and SIGINT even where a script has it ignored, raise KeyboardInterrupt."""
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def free_port(first: int = 0) -> int:
    """A port of the loopback address that nobody uses: from ``first`` on, or any."""
    if not first:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])
    for port in range(first, first + 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise ProcessError(f"No port is free between {first} and {first + 99} of this machine.")
