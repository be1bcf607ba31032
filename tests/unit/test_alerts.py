"""One line for each cause, without personal data, and a page of the runbook for each line."""

import json
import re
import stat
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from repository import ROOT
from stegvis import errors
from stegvis.domain.clock import STOCKHOLM
from stegvis.errors import MunicipalityFileError, WarehouseUnavailable
from stegvis.orchestration.alerts import (
    ALERTS,
    DEFECT,
    LATE,
    alert_of,
    late,
    run_late,
    task_failed,
    tell,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=STOCKHOLM)
AWAY = WarehouseUnavailable("The warehouse does not answer.")
RUNBOOK = (ROOT / "docs" / "runbook-alerts.md").read_text(encoding="utf-8")


def lines(folder):
    return [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def test_forty_dags_that_fail_of_one_cause_give_one_line(tmp_path):
    told = [tell(alert_of(AWAY, f"screen__{n}.screen"), tmp_path, NOON) for n in range(40)]

    assert told == [True] + [False] * 39
    assert [(line["alert"], line["first"]) for line in lines(tmp_path)] == [
        ("warehouse-unavailable", "screen__0.screen")
    ]


def test_two_causes_give_two_lines_and_a_cause_that_lasts_one_a_day(tmp_path):
    tell(alert_of(AWAY, "a"), tmp_path, NOON)
    tell(alert_of(MunicipalityFileError("amal.yaml: no such unit."), "b"), tmp_path, NOON)
    tell(alert_of(AWAY, "c"), tmp_path, datetime(2026, 11, 20, 23, 59, tzinfo=STOCKHOLM))
    tell(alert_of(AWAY, "d"), tmp_path, NOON + timedelta(days=1))

    assert [line["first"] for line in lines(tmp_path)] == ["a", "b", "d"]


def test_a_day_of_alerts_is_a_swedish_day(tmp_path):
    late_evening = datetime(2026, 11, 20, 23, 30, tzinfo=STOCKHOLM)
    tell(alert_of(AWAY, "a"), tmp_path, late_evening)

    assert tell(alert_of(AWAY, "b"), tmp_path, late_evening + timedelta(hours=1))


def test_of_an_error_that_is_not_ours_only_kind_and_place_are_told():
    """X8: the message of a library may hold a value."""
    try:
        int("19900101-2384")
    except ValueError as error:
        alert = alert_of(error, "receive__amal.receive_bistand")

    assert alert.alert == DEFECT
    assert re.fullmatch(r"ValueError in test_alerts\.py, line \d+, test_\w+", alert.said)


def test_what_our_own_errors_say_is_told_whole():
    assert alert_of(AWAY, "a").said == "The warehouse does not answer."


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (WarehouseUnavailable("x"), "warehouse-unavailable"),
        (errors.WarehouseError("x"), "warehouse-refuses"),
        (ConnectionResetError(), "connection"),
        (TimeoutError(), "connection"),
        (None, "killed"),
        (KeyError("x"), DEFECT),
        (errors.StegvisError("x"), DEFECT),
    ],
)
def test_an_error_is_told_under_its_own_heading_or_its_nearest_ancestors(error, expected):
    assert alert_of(error, "a").alert == expected


def test_runs_that_are_late_are_told_once_a_stage(tmp_path):
    told = [tell(late(f"remind__{slug}"), tmp_path, NOON) for slug in ("amal", "kramfors")]

    assert told == [True, False]
    assert tell(late("publish__amal"), tmp_path, NOON)
    assert {line["alert"] for line in lines(tmp_path)} == {LATE}


def test_airflows_callbacks_write_below_the_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("STEGVIS_DATA", str(tmp_path))
    ti = SimpleNamespace(dag_id="screen__amal", task_id="screen")

    task_failed({"ti": ti, "exception": AWAY})
    task_failed({"ti": ti})
    run_late(context={"dag_run": {"dag_id": "remind__amal"}})

    told = lines(tmp_path / "alerts")
    assert [line["alert"] for line in told] == ["warehouse-unavailable", "killed", LATE]
    modes = {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "alerts").glob("*.jsonl")}
    assert modes == {0o600}


@pytest.mark.parametrize("alert", sorted({*ALERTS.values(), DEFECT, LATE}))
def test_every_alert_has_a_page_of_the_runbook_that_says_what_to_do(alert):
    page = RUNBOOK.partition(f"\n## {alert}\n")[2].partition("\n## ")[0]

    for said in ("**Means:**", "**Affects:**", "**Do:**"):
        assert said in page
    assert re.search(r"\b[Cc]lear\b|\b[Tt]rigger\b", page)
