"""What monitoring is told: 0 fine, 1 a person is waited for, 2 a stage is late."""

import shutil
from datetime import datetime, timedelta

import pytest

from caseload import Caseload, a_caseload, morning
from stegvis.adapters.warehouse import open_warehouse
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.status import (
    SCREENED_BY,
    Level,
    MunicipalityStatus,
    StageStatus,
    is_week_late,
    last_working_day,
)
from stegvis.domain.work_calendar import municipal_calendar
from stegvis.steps.retention.purge import propose_purge
from stegvis.steps.status import OVERDUE, PURGE, municipality_status
from task_builders import FRIDAY, at, municipality


@pytest.fixture(scope="session")
def built(migrated_sqlite, tmp_path_factory):
    """Kramfors after a morning, to copy."""
    folder = tmp_path_factory.mktemp("watched")
    shutil.copyfile(migrated_sqlite, folder / "warehouse.db")
    caseload = a_caseload(open_warehouse(f"sqlite:///{folder}/warehouse.db"), folder)
    morning(caseload)
    return folder


@pytest.fixture
def kramfors(built, tmp_path):
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return Caseload("kramfors", open_warehouse(f"sqlite:///{tmp_path}/warehouse.db"), tmp_path)


def stages(caseload, now):
    found = municipality_status(caseload.context(now))
    return {stage.stage: stage for stage in found.stages}


def test_each_stage_says_when_it_last_left_something_and_how_new_it_is(kramfors):
    found = stages(kramfors, FRIDAY)

    assert found["receive"].newest == "202610"
    assert found["screen"].last == FRIDAY
    assert found["remind"].newest == "2026-11-20"
    assert found["collect"].last is None
    assert not any(stage.is_late for stage in found.values())


@pytest.mark.parametrize(
    ("now", "is_late"),
    [
        ("2026-11-20 12:00", False),
        ("2026-11-22 12:00", False),
        ("2026-11-23 08:29", False),
        ("2026-11-23 08:30", True),
    ],
)
def test_screening_is_late_two_hours_after_the_next_working_morning(kramfors, now, is_late):
    assert stages(kramfors, at(now))["screen"].is_late is is_late


def test_lists_are_late_only_when_there_is_something_to_do(kramfors):
    assert stages(kramfors, at("2026-11-23 09:30"))["remind"].is_late

    with kramfors.warehouse.begin() as connection:
        connection.exec_driver_sql("delete from worklist_line")
        connection.exec_driver_sql("delete from task_event")
    assert not stages(kramfors, at("2026-11-23 09:30"))["remind"].is_late


@pytest.mark.parametrize(
    ("now", "is_late"), [("2026-12-31 23:00", False), ("2027-01-01 00:00", True)]
)
def test_the_newest_month_is_late_when_facts_have_become_unknown(kramfors, now, is_late):
    assert stages(kramfors, at(now))["receive"].is_late is is_late


def test_overdue_tasks_are_counted(kramfors):
    later = kramfors.tasks()["due_at"].max() + timedelta(seconds=1)

    assert municipality_status(kramfors.context(later)).waiting[OVERDUE] == len(kramfors.tasks())


def test_a_proposal_to_purge_waits_for_a_person(kramfors):
    old = kramfors.output / "requests" / "af_2026-01-01.csv"
    old.parent.mkdir(parents=True)
    old.write_text("personnr\n")
    propose_purge(kramfors.context(FRIDAY))

    found = municipality_status(kramfors.context(FRIDAY))
    assert (found.waiting[PURGE], found.level) == (1, Level.PERSON_AWAITED)


def test_the_exit_status_is_the_worst_of_it():
    fine, late = StageStatus("screen", None), StageStatus("remind", None, is_late=True)

    assert MunicipalityStatus("amal", (fine,), {"a": 0}).level == 0
    assert MunicipalityStatus("amal", (fine,), {"a": 1}).level == 1
    assert MunicipalityStatus("amal", (fine, late), {"a": 0}).level == 2


def test_a_week_is_late_two_hours_after_it_should_have_been_closed():
    received = at("2026-11-12 08:00")

    assert not is_week_late("2026-W46", received, at("2026-11-23 06:59"))
    assert is_week_late("2026-W46", received, at("2026-11-23 07:00"))
    assert not is_week_late("2026-W47", received, at("2026-11-23 07:00"))
    assert not is_week_late("", at("2026-11-23 05:00"), at("2026-11-23 07:00"))
    assert not is_week_late("", None, at("2026-11-23 07:00"))


def test_a_holiday_is_no_working_morning():
    calendar = municipal_calendar(municipality("kramfors").calendar, FRIDAY.date())
    boxing_day = datetime(2026, 12, 26, 12, tzinfo=STOCKHOLM)

    assert str(last_working_day(calendar, boxing_day, SCREENED_BY)) == "2026-12-23"
