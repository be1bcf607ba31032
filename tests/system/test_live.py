"""The chain on real servers: PostgreSQL, Redis, Airflow and a Celery worker on loopback."""

import os
import re
import signal
import subprocess
import sys
import time

import psutil
import pytest

from repository import ROOT

pytestmark = pytest.mark.system

PATIENCE_SECONDS = 900


def start(folder):
    """The process of ``make demo-live``, deaf to the surroundings of the tests."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "STEGVIS"))}
    command = [sys.executable, "-W", "ignore", "-m", "stegvis.orchestration.live"]
    return subprocess.Popen(
        [*command, "--folder", str(folder)],
        # One word per line may be looked for, however wide the terminal.
        env=kept | {"COLUMNS": "200"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def left_running(folder):
    """Processes that know the folder: from command line or environment, or by an open log.

    Some of Airflow's parts write their title over the first two.
    """
    found = []
    for process in psutil.process_iter():
        try:
            known = [*process.cmdline(), *process.environ().values()]
            known += [file.path for file in process.open_files()]
            if process.pid != os.getpid() and str(folder) in " ".join(known):
                found.append(known[0])
        except psutil.Error:
            continue
    return found


def test_assets_wake_the_whole_chain_on_real_servers_and_nothing_is_left_running(tmp_path):
    live = start(tmp_path / "live")
    said, _ = live.communicate(timeout=PATIENCE_SECONDS)

    assert live.returncode == 0, said
    woken = dict(re.findall(r"^\s*(\w+)__amal\s+(an asset|hand|the clock)", said, re.MULTILINE))
    assert woken == {
        "receive": "hand",
        "screen": "an asset",
        "offer": "an asset",
        "remind": "an asset",
        "publish": "the clock",
    }
    assert re.search(r"people screened\s+[1-9]", said), said
    assert re.search(r"tasks\s+[1-9]", said), said
    assert list((tmp_path / "live" / "output" / "amal" / "worklists").rglob("*.xlsx"))
    assert not left_running(tmp_path / "live")


def test_somebody_who_interrupts_it_leaves_nothing_running(tmp_path):
    live = start(tmp_path / "live")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (tmp_path / "live" / "logs" / "worker-1.log").exists():
        assert live.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert len(left_running(tmp_path / "live")) > 5
    live.send_signal(signal.SIGTERM)
    said, _ = live.communicate(timeout=PATIENCE_SECONDS)

    assert (live.returncode, said.splitlines()[-1]) == (
        130,
        "Interrupted; everything has been stopped.",
    )
    assert not left_running(tmp_path / "live")
