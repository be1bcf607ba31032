"""Reminders of promises, letters that need a hand, and the alarm for next year's calendar."""

from datetime import timedelta

import pandas as pd
import pytest

from stegvis.domain.clock_columns import STOCKHOLM_DTYPE
from stegvis.domain.tasks.calendar_tasks import calendar_tasks
from stegvis.domain.tasks.letter_tasks import letter_tasks
from stegvis.domain.tasks.list_times import next_list_read_at
from stegvis.domain.tasks.reminders import (
    LAST_LIST_SAID,
    OVERDUE_SAID,
    due_reminders,
    newest_reminders,
)
from stegvis.domain.tasks.wanted import TaskSetting
from stegvis.domain.tasks.wording import Urgency, urgency
from stegvis.domain.work_calendar import swedish_calendar
from task_builders import a_setting, at, letters, offers, people

TROLLHATTAN, VARMDO = "trollhattan_jobbcentrum", "varmdo_insats"
CALENDAR = swedish_calendar([2026, 2027])


def promises(programme_id, kind, *dues):
    """Open tasks that stand for promises which fall due at these times."""
    frame = pd.DataFrame({"due_at": [at(due) for due in dues]}).astype({"due_at": STOCKHOLM_DTYPE})
    return frame.assign(
        task_id=[f"t{number}" for number in range(len(dues))],
        programme_id=programme_id,
        kind=kind,
        unit="forsorjning_norr",
        caseworker="Eva Öst",
    )


def steps(reminders):
    return reminders["step"].tolist() if len(reminders) else []


def in_trollhattan(now, due):
    tasks = promises(TROLLHATTAN, "anvisa_48h", due)
    return due_reminders(tasks, a_setting("trollhattan", at(now)))


def in_varmdo(now, due, **calendar):
    setting = a_setting("varmdo", at(now))
    if calendar:
        days = swedish_calendar([2026, 2027], **calendar)
        setting = TaskSetting(setting.municipality, setting.programmes, days, setting.now)
    return due_reminders(promises(VARMDO, "erbjud_tva_arbetsdagar", due), setting)


# To the caseworker


@pytest.mark.parametrize(
    ("now", "expected"),
    [  # applied Tuesday 10:00, so 24 h Wednesday 10:00, 40 h Thursday 02:00, due Thursday 10:00
        ("2026-11-24 10:15", []),
        ("2026-11-25 07:29", []),
        ("2026-11-25 07:30", ["after_24", "after_40"]),
        ("2026-11-26 07:30", ["after_24", "after_40", "last_list"]),
        ("2026-11-26 10:00", ["after_24", "after_40", "last_list"]),
        ("2026-11-26 10:01", ["after_24", "after_40", "overdue"]),
    ],
)
def test_48_hours_are_reminded_of_at_24_and_40_on_the_last_list_before(now, expected):
    """T1, and requirements 2.2: what falls due at night stands on the list of the day before."""
    assert steps(in_trollhattan(now, "2026-11-26 10:00")) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [  # applied Friday: Monday is day 1, Tuesday day 2 and the last
        ("2026-11-20 16:00", ["after_1"]),
        ("2026-11-23 07:29", ["after_1"]),
        ("2026-11-23 07:30", ["after_1", "after_2"]),
        ("2026-11-24 07:30", ["after_1", "after_2", "last_list"]),
        ("2026-11-25 07:30", ["after_1", "after_2", "overdue"]),
    ],
)
def test_two_working_days_are_reminded_of_by_the_morning_of_each(now, expected):
    """V1: day 1, day 2; whoever leads on the last morning and when it is overdue."""
    assert steps(in_varmdo(now, "2026-11-24 23:59:59")) == expected


def test_a_friday_application_that_falls_due_on_sunday_is_all_on_fridays_list():
    """T1: applied Friday 15:00; the next list is read on Monday."""
    made_at_its_arrival = in_trollhattan("2026-11-20 16:05", "2026-11-22 15:00")
    assert steps(made_at_its_arrival) == ["after_24", "after_40", "last_list"]
    assert made_at_its_arrival["said"].tolist() == [
        "Påminnelse: 24 av 48 timmar, lördag 21 november kl. 15.00.",
        "Påminnelse: 40 av 48 timmar, söndag 22 november kl. 07.00.",
        LAST_LIST_SAID,
    ]
    assert urgency(at("2026-11-22 15:00"), at("2026-11-20 16:05"), CALENDAR) is Urgency.TODAY


def test_a_reminder_at_a_clock_change_counts_hours_and_not_the_wall_clock():
    """T1, X14: applied 2026-10-24 12:00, due 26 October 11:00."""
    told = in_trollhattan("2026-10-26 07:30", "2026-10-26 11:00")
    assert told["about_at"].tolist()[:2] == [at("2026-10-25 11:00"), at("2026-10-26 03:00")]


# To whoever leads


def test_whoever_leads_is_told_and_not_the_caseworkers_list():
    told = in_trollhattan("2026-11-26 10:01", "2026-11-26 10:00").set_index("step")
    assert told.loc["overdue", ["unit", "to_lead"]].tolist() == ["ledning", True]
    assert pd.isna(told.loc["overdue", "caseworker"])
    assert told.loc["after_24", ["unit", "caseworker", "to_lead"]].tolist() == [
        "forsorjning_norr",
        "Eva Öst",
        False,
    ]


# Missed runs, repeated runs, a moved deadline


def test_a_missed_run_loses_no_reminder_and_none_has_two_ids():
    """Peers 4: due by now, never due today."""
    due = "2026-11-26 10:00"
    daily = [in_trollhattan(f"2026-11-{day} 07:30", due) for day in (24, 25, 26, 27)]
    after_a_gap = in_trollhattan("2026-11-27 07:30", due)
    kept = pd.concat(daily).drop_duplicates("reminder_id")
    missed = {"last_list"}
    assert set(kept["step"]) - missed == set(after_a_gap["step"])
    assert kept["step"].is_unique
    assert set(after_a_gap["reminder_id"]) <= set(kept["reminder_id"])


def test_a_holiday_added_in_the_middle_gives_the_moved_deadline_its_own_reminders():
    """Peers 7."""
    before = in_varmdo("2026-11-25 07:30", "2026-11-24 23:59:59")
    closed = [at("2026-11-24 00:00").date()]
    moved = in_varmdo("2026-11-25 07:30", "2026-11-25 23:59:59", closed_days=closed)
    assert steps(moved) == ["after_1", "after_2", "last_list"]
    shared = set(before["reminder_id"]) & set(moved["reminder_id"])
    assert len(shared) == 1  # day 1 is Monday in both


def test_the_newest_reminder_is_what_a_list_says():
    tasks = promises(TROLLHATTAN, "anvisa_48h", "2026-11-26 10:00", "2026-12-24 10:00")
    told = in_trollhattan("2026-11-27 07:30", "2026-11-26 10:00")
    newest = newest_reminders(told, tasks)
    assert newest.to_numpy().tolist() == [["t0", OVERDUE_SAID]]
    before = newest_reminders(in_trollhattan("2026-11-25 07:30", "2026-11-26 10:00"), tasks)
    assert before["said"].iloc[0].startswith("Påminnelse: 40 av 48 timmar")


def test_what_was_said_of_a_deadline_that_has_moved_is_not_said_any_more():
    """A list that lies about a deadline once is dead."""
    told = in_varmdo("2026-11-25 07:30", "2026-11-24 23:59:59")
    moved = promises(VARMDO, "erbjud_tva_arbetsdagar", "2026-11-27 23:59:59")
    assert OVERDUE_SAID not in newest_reminders(told, moved)["said"].tolist()


def test_a_municipality_without_promises_reminds_of_nothing():
    tasks = promises("amal_utvecklingsjobb", "anvisa_48h", "2026-11-24 10:00")
    assert due_reminders(tasks, a_setting("amal")).empty


# When lists are made


@pytest.mark.parametrize(
    ("now", "read"),
    [
        ("2026-11-20 07:29", "2026-11-20 08:00"),
        ("2026-11-20 07:30", "2026-11-23 08:00"),
        ("2026-11-21 06:00", "2026-11-23 08:00"),
        ("2026-12-23 16:00", "2026-12-28 08:00"),  # julafton is a day off
    ],
)
def test_the_next_list_is_read_on_the_next_working_morning(now, read):
    assert next_list_read_at(at(now), CALENDAR) == at(read)


@pytest.mark.parametrize(
    ("due", "part"),
    [
        ("2026-11-24 07:59", Urgency.TODAY),
        ("2026-11-24 08:00", Urgency.THIS_WEEK),
        ("2026-11-23 07:29", Urgency.OVERDUE),
    ],
)
def test_what_is_due_before_the_next_list_is_read_is_todays(due, part):
    assert urgency(at(due), at("2026-11-23 07:30"), CALENDAR) is part


# Letters that need a hand


def of_letter(status, offer_status, tries=1, by_hand=None, failed=None):
    made = offers(TROLLHATTAN, [("p1", offer_status)])
    told = letters("Op1", status=status).assign(
        tries=tries,
        handed_over_reason=pd.Series([by_hand], dtype="str"),
        failed_reason=pd.Series([failed], dtype="str"),
    )
    return letter_tasks(told, made, people("p1"), a_setting("trollhattan"))


def test_a_released_letter_that_the_post_cannot_carry_is_handed_over():
    tasks = of_letter("released", "released", by_hand="adress saknas")
    assert tasks["kind"].tolist() == ["lamna_over_personligen"]
    assert tasks["explanation"].tolist() == [
        "Brevet om Jobbcentrum kan inte skickas med posten: adress saknas."
    ]
    assert of_letter("rendered", "planned", by_hand="adress saknas").empty
    assert of_letter("released", "accepted", by_hand="adress saknas").empty
    assert of_letter("released", "released").empty


@pytest.mark.parametrize(("tries", "count"), [(2, 0), (3, 1)])
def test_a_letter_that_failed_three_times_is_a_persons_task_with_the_reason(tries, count):
    """Peers 3: no endless loop, and the others go on."""
    tasks = of_letter("failed", "planned", tries, failed="Ingen har valt personen.")
    assert tasks["kind"].tolist() == ["brev_misslyckat"] * count
    assert tasks["explanation"].str.endswith("Ingen har valt personen.").all()
    assert of_letter("failed", "withdrawn", 3, failed="x").empty


# Next year's calendar


def with_calendar_to(year, now):
    setting = a_setting("varmdo", at(now))
    rules = setting.municipality.calendar.model_copy(update={"decided_to_year": year})
    owner = setting.municipality.model_copy(update={"calendar": rules})
    return TaskSetting(owner, setting.programmes, setting.calendar, setting.now)


@pytest.mark.parametrize(
    ("year", "now", "alarm"),
    [
        (2026, "2026-10-31 08:00", False),
        (2026, "2026-11-01 00:00", True),
        (2026, "2026-12-31 08:00", True),
        (2027, "2026-11-01 08:00", False),
        (2027, "2027-01-02 08:00", False),
        (None, "2026-11-02 08:00", True),
    ],
)
def test_from_november_on_somebody_is_asked_for_next_years_calendar(year, now, alarm):
    """X14."""
    tasks = calendar_tasks(with_calendar_to(year, now))
    assert (len(tasks) == 1) is alarm
    assert tasks["kind"].tolist() == ["las_in_kalendern"] * alarm


def test_the_alarm_goes_to_whoever_leads_and_names_the_year():
    setting = with_calendar_to(2026, "2026-11-02 08:00")
    task = calendar_tasks(setting).iloc[0]
    assert setting.municipality.unit(task["unit"]).kind == "lead"
    assert "2027" in task["explanation"]
    assert task["due_at"] - at("2026-11-02 08:00") < timedelta(days=20)
