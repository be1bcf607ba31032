"""Whoever is started is stopped: children, their children, and those who will not hear."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import psutil
import pytest

from stegvis.orchestration import live_servers, processes
from stegvis.orchestration.processes import ProcessError, Processes, free_port

# A child of its own process group that is deaf to SIGTERM, as a running task may be.
DEAF_PARENT = """
import os, signal, sys, time
if os.fork() == 0:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1] + f"/{os.getpid()}", "w").close()
time.sleep(60)
"""


@pytest.fixture
def started(tmp_path):
    with Processes(tmp_path / "logs") as started:
        yield started


def wait_until(true):
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_children_of_a_child_end_with_it_even_if_they_are_deaf_and_have_moved(tmp_path):
    (tmp_path / "alive").mkdir()
    with Processes(tmp_path / "logs") as started:
        started.start("parent", [sys.executable, "-c", DEAF_PARENT, str(tmp_path / "alive")])
        wait_until(lambda: len(list((tmp_path / "alive").iterdir())) == 2)
        pids = {int(file.name) for file in (tmp_path / "alive").iterdir()}
        assert set(started.running()) == pids

    wait_until(lambda: not any(is_alive(pid) for pid in pids))


def is_alive(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_who_does_not_end_in_time_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE_SECONDS", 0.1)
    deaf = f"trap '' TERM; : > {tmp_path}/deaf; while :; do sleep 1; done"
    with Processes(tmp_path / "logs") as started:
        started.start("deaf", ["sh", "-c", deaf])
        wait_until((tmp_path / "deaf").exists)
        pids = started.running()

    assert pids
    wait_until(lambda: not any(is_alive(pid) for pid in pids))


def test_a_failure_inside_stops_everything_too(tmp_path):
    pids = []

    def fail():
        with Processes(tmp_path / "logs") as started:
            started.start("sleeper", ["sleep", "60"])
            pids.extend(started.running())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert len(pids) == 1
    assert not is_alive(pids[0])


def test_a_server_that_has_ended_by_itself_is_named_with_its_status_and_log(started, tmp_path):
    started.start("brief", ["sh", "-c", "echo why; exit 3"])
    wait_until(lambda: not started.running())

    with pytest.raises(ProcessError, match=r"brief has ended with status 3.*brief\.log"):
        started.require_all()
    assert (tmp_path / "logs" / "brief.log").read_text() == "why\n"


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_who_is_asked_to_end_stops_what_it_has_started_first(asked, tmp_path):
    script = f"""
        import pathlib, time
        from stegvis.orchestration.processes import Processes, interrupt_on_signals

        interrupt_on_signals()
        folder = pathlib.Path({str(tmp_path)!r})
        try:
            with Processes(folder / "logs") as processes:
                processes.start("sleeper", ["sleep", "60"])
                (folder / "new").write_text(str(processes.running()[0]))
                (folder / "new").rename(folder / "pid")
                time.sleep(60)
        except KeyboardInterrupt:
            raise SystemExit(130)
    """
    # As a script's background job: deaf to SIGINT unless we say otherwise.
    kept = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        owner = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], env=os.environ)
    finally:
        signal.signal(signal.SIGINT, kept)
    wait_until((tmp_path / "pid").exists)
    owner.send_signal(asked)

    assert owner.wait(10) == 130
    assert not is_alive(int((tmp_path / "pid").read_text()))


def test_a_free_port_is_one_that_can_be_listened_on():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        assert free_port(taken.getsockname()[1]) != taken.getsockname()[1]


def test_without_redis_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(ProcessError, match=r"redis-server was not found.*Install Redis"):
        live_servers.redis_program()
