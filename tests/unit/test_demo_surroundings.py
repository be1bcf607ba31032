"""The demo's surroundings: nothing of those who work, and each inbox as it was at a moment."""

import json
import os
import stat
from datetime import datetime
from pathlib import Path

import pytest

from stegvis.domain.clock import STOCKHOLM
from stegvis.orchestration import demo_environment
from stegvis.orchestration.demo_inbox import deliver
from stegvis.settings import SECRETS, SETTINGS, Settings

FRIDAY = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=STOCKHOLM)


@pytest.fixture
def shell(monkeypatch):
    """A shell in which everything is set for those who work."""
    names = [*SETTINGS, *(f"{name}_FILE" for name in SECRETS)]
    said = dict.fromkeys(names, "/production")
    said |= {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": "postgresql://production", "PATH": "/bin"}
    said |= {"AIRFLOW_CONN_SFTP": "sftp://production", "AIRFLOW_HOME": "/production"}
    monkeypatch.setattr(os, "environ", said)
    return said


def test_a_demo_never_meets_what_the_shell_says_of_those_who_work(shell, tmp_path):
    folder = demo_environment.prepare(tmp_path / "demo")

    assert not [name for name, value in shell.items() if "production" in value]
    assert shell["PATH"] == "/bin"
    settings = Settings.from_environment(shell)
    assert settings.warehouse_url == f"sqlite:///{folder}/data/warehouse.db"
    assert {settings.data_dir.parent, settings.output_dir.parent} == {folder}
    assert Path(settings.inbox).parent == folder


def test_a_second_demo_knows_the_people_of_the_first_by_the_same_keys(shell, tmp_path):
    folder = demo_environment.prepare(tmp_path / "demo")
    first = Settings.from_environment(shell)
    demo_environment.prepare(folder)

    assert Settings.from_environment(shell) == first
    modes = {stat.S_IMODE(key.stat().st_mode) for key in (folder / "keys").iterdir()}
    assert modes == {0o600}


def made(folder: Path, source: str, *names: str) -> None:
    (folder / source / "varmdo").mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / source / "varmdo" / name).write_text(name)


def extracted(folder: Path, name: str, at: str) -> None:
    """A delivery's manifest."""
    made(folder, "supplier", f"{name}.manifest.json")
    manifest = folder / "supplier" / "varmdo" / f"{name}.manifest.json"
    manifest.write_text(json.dumps({"extracted_at": at}))


def inbox(folder: Path) -> dict[str, tuple[str, int]]:
    """What lies there, with content and time of change."""
    files = (folder / "inbox" / "varmdo").iterdir()
    return {file.name: (file.read_text(), file.stat().st_mtime_ns) for file in files}


def test_an_inbox_holds_what_has_come_by_the_moment(tmp_path):
    made(tmp_path, "supplier", "bistand_0120_202611.csv", "plats_0120_20261123.csv")
    made(tmp_path, "supplier", "plats_0120_20261120.csv")
    extracted(tmp_path, "plats_0120_20261120.csv", "2026-11-20T05:30:00+01:00")
    made(tmp_path, "answers", "svar_enhet_anna_2026-11-20.xlsx")

    deliver(tmp_path, "varmdo", FRIDAY)
    assert sorted(inbox(tmp_path)) == [
        "bistand_0120_202611.csv",
        "plats_0120_20261120.csv",
        "plats_0120_20261120.csv.manifest.json",
    ]

    deliver(tmp_path, "varmdo", MONDAY)
    assert "plats_0120_20261123.csv" in inbox(tmp_path)
    assert "svar_enhet_anna_2026-11-20.xlsx" in inbox(tmp_path)


def test_a_late_month_comes_on_the_day_on_which_it_was_extracted(tmp_path):
    name = "bistand_0120_202604.csv"
    made(tmp_path, "supplier", name)
    extracted(tmp_path, name, "2026-11-21T05:10:00+01:00")

    deliver(tmp_path, "varmdo", FRIDAY)
    assert not inbox(tmp_path)

    deliver(tmp_path, "varmdo", MONDAY)
    assert sorted(inbox(tmp_path)) == [name, f"{name}.manifest.json"]


def test_a_demo_that_starts_anew_finds_the_inbox_of_its_first_day_and_the_same_files_later(
    tmp_path,
):
    made(tmp_path, "supplier", "plats_0120_20261120.csv", "plats_0120_20261123.csv")
    made(tmp_path, "answers", "svar_enhet_anna_2026-11-20.xlsx")
    deliver(tmp_path, "varmdo", MONDAY)
    before = inbox(tmp_path)

    deliver(tmp_path, "varmdo", FRIDAY)
    assert list(inbox(tmp_path)) == ["plats_0120_20261120.csv"]

    deliver(tmp_path, "varmdo", MONDAY)
    assert inbox(tmp_path) == before


def test_what_somebody_else_has_put_into_the_inbox_stays(tmp_path):
    deliver(tmp_path, "varmdo", MONDAY)
    (tmp_path / "inbox" / "varmdo" / "svar_enhet_bo_2026-11-23.xlsx").write_text("by hand")

    deliver(tmp_path, "varmdo", FRIDAY)
    assert list(inbox(tmp_path)) == ["svar_enhet_bo_2026-11-23.xlsx"]
