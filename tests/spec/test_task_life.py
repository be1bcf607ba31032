"""How a task opens, waits, moves, ends, and stays ended."""

from datetime import timedelta

import pandas as pd

from stegvis.domain.tasks.kinds import HANDED_OVER, KNOWN, LEFT_THE_EXTRACT, NOT_NEEDED
from stegvis.domain.tasks.promises import STOPPED, promise_tasks
from stegvis.domain.tasks.reconcile import NEW_DUE, NEW_WORDS
from stegvis.domain.tasks.unknown_facts import unknown_fact_tasks
from stegvis.domain.tasks.wanted import no_tasks
from stegvis.domain.work_calendar import swedish_calendar
from task_builders import (
    FRIDAY,
    MONDAY,
    Ledger,
    a_setting,
    applications,
    at,
    nights,
    people,
    results,
    unknowns,
)

AMAL, TROLLHATTAN = "amal_utvecklingsjobb", "trollhattan_jobbcentrum"


def wanted_for(*names, now=FRIDAY, caseworker="Eva Öst"):
    """A wanted task for each person: ask Arbetsförmedlingen."""
    return unknown_fact_tasks(
        unknowns(AMAL, [(name, "registered_jobseeker", "not_asked") for name in names]),
        results(AMAL, [(name, "needs_review", "registered_jobseeker") for name in names]),
        people(*names, caseworker=caseworker),
        a_setting("amal", now),
    )


def test_running_twice_adds_no_event():
    """X1."""
    ledger = Ledger()
    assert len(ledger.night(wanted_for("p1", "p2"), FRIDAY)) == 2
    assert ledger.night(wanted_for("p1", "p2"), FRIDAY).empty
    assert ledger.night(wanted_for("p1", "p2", now=MONDAY), MONDAY).empty


def test_a_day_off_added_to_the_calendar_moves_what_is_counted_from_an_opening():
    """A change of calendar moves running deadlines, with a record; a done one stays as it was."""
    ledger = Ledger()
    ledger.night(wanted_for("p1", "p2"), FRIDAY)
    finished, running = ledger.tasks["task_id"]
    ledger.say(finished, "done", FRIDAY)
    closed_monday = swedish_calendar([2026, 2027], closed_days=[MONDAY.date()])
    moved = ledger.night(wanted_for("p1", "p2", now=MONDAY), MONDAY, calendar=closed_monday)
    assert moved[["task_id", "event", "reason"]].to_numpy().tolist() == [
        [running, "due_moved", NEW_DUE]
    ]
    dues = ledger.tasks.set_index("task_id")["due_at"]
    assert (dues[finished], dues[running]) == (
        at("2026-11-27 23:59:59"),
        at("2026-11-30 23:59:59"),
    )
    assert ledger.night(wanted_for("p1", "p2", now=MONDAY), MONDAY, calendar=closed_monday).empty


def test_a_list_says_what_holds_now_and_the_record_what_was_said_before():
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    asked_since = unknown_fact_tasks(
        unknowns(AMAL, [("p1", "registered_jobseeker", "no_answer")]),
        results(AMAL, [("p1", "needs_review", "registered_jobseeker")]),
        people("p1"),
        a_setting("amal", MONDAY),
    )
    events = ledger.night(asked_since, MONDAY)
    assert events[["event", "reason"]].to_numpy().tolist() == [["due_moved", NEW_WORDS]]
    assert "inte besvarad" in ledger.tasks["explanation"].iloc[0]
    assert "Ingen fråga har ställts" in str(ledger.events[0]["explanation"])


def test_what_may_not_open_any_more_opens_nothing_but_goes_on_where_it_stands():
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    ledger.night(wanted_for("p1", "p2", now=MONDAY).assign(may_open=False), MONDAY)
    assert ledger.tasks["status"].tolist() == ["open"]


def test_the_due_time_of_a_fact_is_set_once():
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    ledger.night(wanted_for("p1", now=MONDAY), MONDAY)
    assert ledger.tasks["due_at"].tolist() == [at("2026-11-27 23:59:59")]


def test_a_task_whose_cause_is_gone_closes_itself_and_says_why():
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    ledger.night(no_tasks(), MONDAY, present={"p1"})
    assert ledger.tasks["status"].tolist() == ["closed"]
    assert ledger.tasks["closed_reason"].tolist() == [KNOWN]


def test_a_fact_that_nobody_asks_for_any_more_is_not_said_to_be_known():
    """A list that lies once is dead: the fact is lacking still, but changes nothing now."""
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    lacking = set(ledger.tasks["task_id"])
    ledger.night(no_tasks(), MONDAY, present={"p1"}, not_known=lacking)
    assert ledger.tasks["closed_reason"].tolist() == [NOT_NEEDED]


def test_a_person_who_left_the_extract_closes_the_task_and_comes_back_without_a_twin():
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    ledger.night(no_tasks(), MONDAY)
    assert ledger.tasks["closed_reason"].tolist() == [LEFT_THE_EXTRACT]
    later = MONDAY + timedelta(days=1)
    ledger.night(wanted_for("p1", now=later), later)
    ledger.night(wanted_for("p1", now=later), later)
    assert (ledger.count("open"), ledger.count("closed")) == (1, 1)


def test_a_closed_task_is_never_opened_again_but_a_new_cycle_is():
    ledger = Ledger()
    for night, asked in zip(nights(FRIDAY, 6), (True, False) * 3, strict=True):
        wanted = wanted_for("p1", now=night) if asked else no_tasks()
        ledger.night(wanted, night, present={"p1"})
    assert (ledger.count("open"), ledger.count("closed")) == (0, 3)
    opened = [event["task_id"] for event in ledger.events if event["event"] == "opened"]
    assert len(set(opened)) == len(opened) == 3


def test_a_dismissed_task_stays_dismissed_for_thirty_nights_and_comes_back_at_its_end():
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    until = FRIDAY + timedelta(days=30)
    ledger.say(ledger.tasks["task_id"][0], "dismissed", FRIDAY, until=until)
    for night in nights(FRIDAY, 30):
        assert ledger.night(wanted_for("p1", now=night), night).empty
    assert (ledger.count("open"), ledger.count("dismissed")) == (0, 1)
    ledger.night(wanted_for("p1", now=until), until)
    assert (ledger.count("open"), ledger.count("dismissed")) == (1, 1)


def test_a_dismissed_task_does_not_come_back_because_its_cause_was_away_for_a_night():
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    until = FRIDAY + timedelta(days=30)
    ledger.say(ledger.tasks["task_id"][0], "dismissed", FRIDAY, until=until)
    for night, asked in zip(nights(FRIDAY, 20), (True, False) * 10, strict=True):
        ledger.night(wanted_for("p1", now=night) if asked else no_tasks(), night)
    assert ledger.tasks["status"].tolist() == ["dismissed"]


def test_a_done_task_stays_done_while_its_cause_lasts():
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    ledger.say(ledger.tasks["task_id"][0], "done", FRIDAY)
    for night in nights(FRIDAY, 30):
        assert ledger.night(wanted_for("p1", now=night), night).empty
    assert ledger.tasks["status"].tolist() == ["done"]


def test_a_done_task_gives_a_new_cycle_when_the_fact_was_known_in_between():
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    first = ledger.tasks["task_id"][0]
    ledger.say(first, "done", FRIDAY)
    ledger.night(wanted_for("p1", now=MONDAY), MONDAY, known_again={first})
    assert (ledger.count("done"), ledger.count("open")) == (1, 1)


def test_after_three_missed_days_nothing_is_lost_and_nothing_comes_twice():
    """What arose while nobody ran opens once, with the due time that its facts give."""
    ledger = Ledger()
    applied = [at("2026-11-20 09:00"), at("2026-11-21 09:00"), at("2026-11-23 07:00")]
    made = applications(list(zip("abc", applied, strict=True)))
    found = results(TROLLHATTAN, [(name, "eligible", "") for name in "abc"])
    ledger.night(promise_tasks(made[:0], found[:0], a_setting("trollhattan")), FRIDAY)
    tuesday = MONDAY + timedelta(days=1)
    for _ in range(2):
        ledger.night(promise_tasks(made, found, a_setting("trollhattan", tuesday)), tuesday)
    assert len(ledger.events) == 3
    assert ledger.tasks["due_at"].tolist() == [moment + timedelta(hours=48) for moment in applied]


def test_an_answered_application_closes_the_promise_and_says_so():
    """T1, V1."""
    ledger = Ledger()
    made = applications([("p1", FRIDAY)])
    found = results(TROLLHATTAN, [("p1", "eligible", "")])
    ledger.night(promise_tasks(made, found, a_setting("trollhattan")), FRIDAY)
    stopped = made.assign(stopped_at=made["applied_at"] + pd.Timedelta(hours=3))
    ledger.night(promise_tasks(stopped, found, a_setting("trollhattan", MONDAY)), MONDAY)
    assert ledger.tasks["status"].tolist() == ["closed"]
    assert ledger.tasks["closed_reason"].tolist() == [STOPPED]


def test_a_promise_that_never_asked_for_anything_opens_nothing():
    ledger = Ledger()
    made = applications([("p1", FRIDAY)])
    found = results(TROLLHATTAN, [("p1", "not_eligible", "")])
    assert ledger.night(promise_tasks(made, found, a_setting("trollhattan")), FRIDAY).empty


def test_a_new_application_is_a_new_task():
    ledger = Ledger()
    found = results(TROLLHATTAN, [("p1", "eligible", "")])
    first = applications([("p1", FRIDAY)])
    ledger.night(promise_tasks(first, found, a_setting("trollhattan")), FRIDAY)
    ledger.say(ledger.tasks["task_id"][0], "done", FRIDAY)
    second = applications([("p1", MONDAY)], application_ref="another")
    ledger.night(promise_tasks(second, found, a_setting("trollhattan", MONDAY)), MONDAY)
    assert (ledger.count("done"), ledger.count("open")) == (1, 1)


def test_a_day_off_added_to_the_calendar_moves_running_promises_on_the_record():
    ledger = Ledger()
    setting = a_setting("varmdo")
    found = results("varmdo_insats", [("p1", "eligible", "")])
    made = applications([("p1", FRIDAY)])
    ledger.night(promise_tasks(made, found, setting), FRIDAY)
    closed_monday = swedish_calendar([2026, 2027], closed_days=[MONDAY.date()])
    moved = type(setting)(setting.municipality, setting.programmes, closed_monday, FRIDAY)
    events = ledger.night(promise_tasks(made, found, moved), FRIDAY)
    assert events["event"].tolist() == ["due_moved"]
    assert ledger.tasks["due_at"].tolist() == [at("2026-11-25 23:59:59")]
    assert ledger.night(promise_tasks(made, found, moved), FRIDAY).empty


def test_a_new_caseworker_gets_the_open_tasks_and_can_hand_them_back():
    ledger = Ledger()
    for night, name in zip(nights(FRIDAY, 4), ("A", "B", "A", "B"), strict=True):
        ledger.night(wanted_for("p1", now=night, caseworker=name), night)
        assert ledger.tasks["caseworker"].tolist() == [name]
    assert ledger.count("open") == 1


def test_who_becomes_protected_hands_the_tasks_over():
    """X2: the reason does not say why."""
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    ledger.night(no_tasks(), MONDAY, protected={"p1"})
    assert ledger.tasks["closed_reason"].tolist() == [HANDED_OVER]
    assert "skydd" not in HANDED_OVER


def test_a_kind_that_was_not_looked_at_is_left_alone():
    """A missing source closes nothing."""
    ledger = Ledger()
    ledger.night(wanted_for("p1"), FRIDAY)
    assert ledger.night(no_tasks(), MONDAY, judged=set()).empty
    assert ledger.count("open") == 1


def test_a_case_without_number_is_called_by_the_tasks_own_short_number():
    ledger = Ledger()
    wanted = wanted_for("p1").assign(case_id=pd.Series([None], dtype="str"))
    events = ledger.night(wanted, FRIDAY)
    reference = events["case_reference"][0]
    assert reference == f"U-{events['task_id'][0][:8].upper()}"
