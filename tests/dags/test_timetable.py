"""The timetable of Swedish working days, as the scheduler asks it (X14)."""

import os
import shutil
from datetime import datetime

import pendulum
import pytest
from airflow.timetables.base import DataInterval, TimeRestriction

from repository import ROOT
from stegvis.domain.clock import STOCKHOLM
from stegvis.orchestration.timetable import SwedishWorkingDays

ONLY_SETTINGS = shutil.ignore_patterns("fonts", "templates", "sql", "synthetic")
MORNINGS = SwedishWorkingDays("amal", ("07:30", "05:30"))


def next_after(text):
    after = datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)
    return MORNINGS.next_time(after).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(("after", "expected"), [
    ("2026-11-20 05:29", "2026-11-20 05:30"), ("2026-11-20 05:30", "2026-11-20 07:30"),
    ("2026-11-20 07:30", "2026-11-23 05:30"), ("2026-12-23 08:00", "2026-12-28 05:30"),
    ("2026-12-30 08:00", "2027-01-04 05:30"), ("2027-01-05 08:00", "2027-01-07 05:30"),
])  # fmt: skip
def test_the_next_run_is_the_next_time_of_a_working_day(after, expected):
    assert next_after(after) == expected


@pytest.mark.parametrize(("after", "utc"), [("2026-10-23 08:00", 4), ("2026-03-27 08:00", 3)])
def test_half_past_five_is_half_past_five_on_both_sides_of_a_clock_change(after, utc):
    due = MORNINGS.next_time(datetime.fromisoformat(after).replace(tzinfo=STOCKHOLM))

    assert (due.hour, due.minute) == (5, 30)
    assert pendulum.instance(due).in_timezone("UTC").hour == utc


def test_a_missed_run_is_followed_by_the_next_and_never_caught_up():
    last = pendulum.datetime(2026, 1, 2, 4, 30)
    restriction = TimeRestriction(earliest=None, latest=None, catchup=False)
    info = MORNINGS.next_dagrun_info(
        last_automated_data_interval=DataInterval.exact(last), restriction=restriction
    )

    assert info.run_after > pendulum.now("UTC").subtract(minutes=2)


def test_with_catch_up_every_time_since_the_last_run_comes():
    last = pendulum.datetime(2026, 1, 2, 4, 30)
    restriction = TimeRestriction(earliest=None, latest=None, catchup=True)
    info = MORNINGS.next_dagrun_info(
        last_automated_data_interval=DataInterval.exact(last), restriction=restriction
    )

    assert info.run_after == pendulum.datetime(2026, 1, 2, 6, 30)


def test_nothing_runs_after_the_last_day():
    restriction = TimeRestriction(
        earliest=pendulum.datetime(2026, 1, 2), latest=pendulum.datetime(2026, 1, 3), catchup=True
    )
    last = DataInterval.exact(pendulum.datetime(2026, 1, 2, 6, 30))

    assert (
        MORNINGS.next_dagrun_info(last_automated_data_interval=last, restriction=restriction)
        is None
    )


def test_the_scheduler_gets_the_same_timetable_back():
    stored = SwedishWorkingDays.deserialize(MORNINGS.serialize())

    assert (stored.slug, stored.times) == ("amal", ("05:30", "07:30"))


def test_a_day_off_that_is_added_to_the_file_counts_from_then_on(tmp_path, monkeypatch):
    """X14: the scheduler runs for months; it asks the file and not its memory."""
    shutil.copytree(ROOT / "include", tmp_path / "include", ignore=ONLY_SETTINGS)
    monkeypatch.setenv("STEGVIS_INCLUDE", str(tmp_path / "include"))
    assert next_after("2026-11-20 08:00") == "2026-11-23 05:30"
    file = tmp_path / "include/municipalities/amal.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("calendar:\n", "calendar:\n  closed_days: [2026-11-23]\n"))
    os.utime(file, (1, 1))  # a copy may carry any time, earlier ones too
    assert next_after("2026-11-20 08:00") == "2026-11-24 05:30"
