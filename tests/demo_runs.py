"""The demo as somebody runs it: a process of its own, in a folder of its own."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 900


def start(folder: Path, *slugs: str) -> subprocess.Popen:
    """The demo's process, deaf to the surroundings of the tests."""
    chosen = [word for slug in slugs for word in ("--municipality", slug)]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "STEGVIS"))}
    return subprocess.Popen(
        [sys.executable, "-m", "stegvis.orchestration.demo", "--folder", str(folder), *chosen],
        env=kept,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def run(folder: Path, *slugs: str) -> str:
    """The whole demo; what it printed."""
    process = start(folder, *slugs)
    said, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, said
    return said


def run_and_kill_after(seconds: float, folder: Path, *slugs: str) -> bool:
    """Start the demo and kill it without warning; whether it was still running."""
    process = start(folder, *slugs)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def with_the_keys_and_people_of(other: Path, folder: Path) -> Path:
    """A fresh demo folder with the same keys and the same supplier's files."""
    folder.mkdir(mode=0o700)
    for name in ("keys", "supplier"):
        shutil.copytree(other / name, folder / name)
    return folder


def tables(folder: Path) -> dict[str, list[tuple]]:
    """Every row of the warehouse, sorted, by table."""
    with sqlite3.connect(folder / "data" / "warehouse.db") as connection:
        names = [
            name
            for (name,) in connection.execute("select name from sqlite_master where type = 'table'")
            if not name.startswith("sqlite_")
        ]
        return {
            name: sorted(connection.execute(f'select * from "{name}"').fetchall(), key=repr)  # noqa: S608
            for name in names
        }


def files(folder: Path) -> dict[str, bytes]:
    """Everything that people receive, by path below the output folder."""
    output = folder / "output"
    return {
        str(path.relative_to(output)): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }
