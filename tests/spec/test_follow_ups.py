"""What a placement asks for: before its start, on the way, before its end, and a year after."""

from datetime import timedelta

import pandas as pd
import pytest

from stegvis.domain.tasks.follow_ups import (
    FOLLOWED_BY_NEXT,
    NOT_ASKED_ANY_MORE,
    follow_up_tasks,
)
from stegvis.domain.tasks.kinds import LEFT_THE_EXTRACT
from stegvis.domain.tasks.placed import PLACEMENT_ENDED, Placed
from stegvis.domain.tasks.wanted import no_tasks
from task_builders import Ledger, a_setting, at, people, placed

AMAL, KRAMFORS = "amal_utvecklingsjobb", "kramfors_arbetsmarknadsanstallning"
TROLLHATTAN = "trollhattan_jobbcentrum"


def asked(slug, now, *placements, **known):
    """Kinds and days that stand on a list made in the morning of ``now``."""
    tasks = wanted(slug, now, *placements, **known)
    tasks = tasks[tasks["ended"].isna() & tasks["may_open"]]
    return sorted(zip(tasks["kind"], tasks["due_at"].dt.date.astype(str), strict=True))


def wanted(slug, now, *placements, **known):
    stand = placed(*placements, **known)
    names = stand.placements["person_id"].unique()
    return follow_up_tasks(stand, people(*names), a_setting(slug, at(f"{now} 08:00")))


YEAR = {"programme_id": AMAL, "start": "2026-09-01", "planned_end": "2027-08-31"}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-08-17", []),
        ("2026-08-18", [("kartlaggning_och_handledare", "2026-09-01")]),
        ("2027-02-14", [("kartlaggning_och_handledare", "2026-09-01")]),
        (
            "2027-02-15",  # two weeks before half the time has gone
            [("avstamning", "2027-03-01"), ("kartlaggning_och_handledare", "2026-09-01")],
        ),
    ],
)
def test_mapping_and_mid_term_come_two_weeks_before_their_day(now, expected):
    """A6: kartläggning and handledare at the start, a talk when half the time has gone."""
    assert asked("amal", now, YEAR) == expected


def test_each_follow_up_of_a_year_in_amal_comes_once_at_its_time():
    """A6, A7: mid-term, three months and one before the end, renewal, 3, 6 and 12 months after."""
    done = {"has_supervisor": True, "mapping_date": "2026-09-03"}
    ledger, seen = Ledger(), []
    for week in range(0, 110, 4):
        now = at("2026-08-10 08:00") + timedelta(weeks=week)
        rows = wanted("amal", now.date(), YEAR | done)
        ledger.night(rows, now, judged=KINDS_OF_AMAL)
        for task in ledger.tasks.query("status == 'open'").itertuples():
            seen.append((task.kind, str(task.due_at.date())))
            ledger.say(task.task_id, "done", now)
    assert seen == [
        ("avstamning", "2027-03-01"),
        ("avstamning", "2027-05-31"),
        ("fornya_af_stod", "2027-07-01"),
        ("avstamning", "2027-08-02"),  # 31 July is a Saturday
        ("uppfoljning_efter_avslut", "2027-11-30"),
        ("uppfoljning_efter_avslut", "2028-02-29"),
        ("uppfoljning_efter_avslut", "2028-08-31"),
    ]


KINDS_OF_AMAL = (
    "kartlaggning_och_handledare",
    "avstamning",
    "fornya_af_stod",
    "uppfoljning_efter_avslut",
)


def test_a_mapping_without_a_supervisor_says_what_is_lacking():
    """A6."""
    mapped = wanted("amal", "2026-09-01", YEAR | {"mapping_date": "2026-08-30"})
    assert mapped["explanation"].tolist() == [
        "Placeringen i Utvecklingsjobb började 1 september 2026.\nHandledare saknas."
    ]
    both = wanted("amal", "2026-08-20", YEAR)["explanation"].tolist()
    assert both == [
        "Placeringen i Utvecklingsjobb börjar 1 september 2026.\nKartläggningen saknas.\n"
        "Handledare saknas."
    ]


def test_the_support_is_renewed_before_twelve_months_have_gone():
    """K11: Arbetsförmedlingen decides for at most a year."""
    start = {"programme_id": KRAMFORS, "start": "2025-12-01", "planned_end": "2026-12-31"}
    kinds = dict(asked("kramfors", "2026-09-03", start))
    assert kinds["fornya_af_stod"] == "2026-10-01"
    assert "fornya_af_stod" not in dict(asked("kramfors", "2026-09-02", start))


def test_well_being_is_asked_at_the_start_on_the_way_and_at_the_end_until_it_is_answered():
    """K9: baseline and follow-up."""
    job = {"programme_id": KRAMFORS, "start": "2026-01-12", "planned_end": "2026-11-30"}
    for now, due, occasion in (
        ("2026-01-12", "2026-01-26", "start"),
        ("2026-06-29", "2026-07-13", "uppfoljning"),
        ("2026-11-30", "2026-12-07", "slut"),
    ):
        assert ("valmaende", due) in asked("kramfors", now, job)
        answered = asked("kramfors", now, job, wellbeing=[("1", occasion)])
        assert "valmaende" not in dict(answered)


STAY = {"programme_id": TROLLHATTAN, "start": "2026-11-02", "planned_end": "2026-11-30"}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-15", []),
        ("2026-11-16", [("uppratta_plan", "2026-11-23")]),  # week 3 begins
        ("2026-11-22", [("uppratta_plan", "2026-11-23")]),
        ("2026-11-23", [("uppratta_plan", "2026-11-30")]),  # the last week
        ("2026-11-30", [("uppratta_plan", "2026-11-30")]),
    ],
)
def test_the_plan_at_jobbcentrum_is_asked_for_in_week_three_and_then_by_its_last_day(now, expected):
    """T6: one line at a time, never both."""
    assert asked("trollhattan", now, STAY) == expected


@pytest.mark.parametrize(
    ("plan", "is_asked"),
    [
        (("2026-11-02", True, True), False),
        (("2026-11-01", True, True), True),  # drawn up before the stay
        (("2026-11-10", None, True), False),
        (("2026-11-10", False, True), True),
        (("2026-11-10", True, False), True),
    ],
)
def test_a_plan_counts_when_it_is_whole_agreed_and_made_since_the_start(plan, is_asked):
    """T6, T7."""
    asked_for = "uppratta_plan" in dict(asked("trollhattan", "2026-11-18", STAY, plans=[plan]))
    assert asked_for is is_asked


def test_a_plan_that_is_not_whole_is_said_to_be_so():
    """T7."""
    told = wanted("trollhattan", "2026-11-18", STAY, plans=[("2026-11-10", True, False)])
    plan = told[told["kind"] == "uppratta_plan"]
    assert plan["explanation"].str.contains("saknar mål, nästa steg").all()


def test_a_caseworkers_word_that_the_plan_is_made_is_enough_until_the_file_comes():
    done = [("p1", TROLLHATTAN, "uppratta_plan", at("2026-11-17 10:00"))]
    assert asked("trollhattan", "2026-11-25", STAY, done=done) == []
    earlier = [("p1", TROLLHATTAN, "uppratta_plan", at("2026-10-17 10:00"))]
    assert asked("trollhattan", "2026-11-25", STAY, done=earlier) != []


def test_whoever_still_needs_assistance_is_followed_up_every_eight_weeks():
    """T11: persistently, until self-support; one line at a time."""
    start = STAY | {"start": "2026-06-01", "planned_end": "2026-06-29", "exit_reason": "annat"}
    turns = {
        now: dict(asked("trollhattan", now, start, assisted=["p1"])).get("avstamning")
        for now in ("2026-07-12", "2026-07-13", "2026-08-10", "2026-09-07", "2026-11-16")
    }
    assert list(turns.values()) == [None, "2026-07-27", "2026-07-27", "2026-09-21", "2026-11-16"]
    over = wanted("trollhattan", "2026-09-07", start, assisted=[])
    assert set(over.loc[over["kind"] == "avstamning", "ended"]) <= {
        LEFT_THE_EXTRACT,
        FOLLOWED_BY_NEXT,
    }


@pytest.mark.parametrize(("activity", "is_asked"), [("2026-09-20", True), ("2026-09-21", False)])
def test_nobody_is_followed_up_who_has_been_active_in_as_many_weeks(activity, is_asked):
    """T11: it is eight weeks without a follow-up that are one too many."""
    start = STAY | {"start": "2026-06-01", "planned_end": "2026-06-29"}
    plan = ("2026-06-20", True, True, activity)
    found = asked("trollhattan", "2026-11-16", start, plans=[plan], assisted=["p1"])
    assert ("avstamning" in dict(found)) is is_asked


def test_a_turn_that_nobody_took_gives_way_to_the_next_and_says_so():
    ledger = Ledger()
    start = STAY | {"start": "2026-06-01", "planned_end": "2026-06-29"}
    for now in ("2026-07-13", "2026-09-07"):
        rows = wanted("trollhattan", now, start, assisted=["p1"])
        ledger.night(rows[rows["kind"] == "avstamning"], at(f"{now} 08:00"))
    assert ledger.tasks["status"].tolist() == ["closed", "open"]
    assert ledger.tasks["closed_reason"].iloc[0] == FOLLOWED_BY_NEXT


def test_what_only_a_running_placement_needs_ends_with_it():
    ended = YEAR | {"actual_end": "2026-10-15"}
    told = wanted("amal", "2026-10-16", ended)
    mapping = told[told["kind"] == "kartlaggning_och_handledare"]
    assert mapping["ended"].tolist() == [PLACEMENT_ENDED]
    on_its_last_day = wanted("amal", "2026-10-15", ended)
    assert on_its_last_day["ended"].isna().all()


@pytest.mark.parametrize("reason", ["avliden", "flytt"])
def test_nobody_is_asked_how_it_went_for_somebody_who_died_or_moved(reason):
    gone = YEAR | {"actual_end": "2026-09-30", "exit_reason": reason}
    assert asked("amal", "2026-12-30", gone) == []
    told = wanted("amal", "2026-12-30", gone)
    assert NOT_ASKED_ANY_MORE in set(told["ended"])


@pytest.mark.parametrize(("end", "expected"), [("2026-08-16", 1), ("2026-08-15", 0)])
def test_what_was_due_more_than_two_weeks_before_it_was_first_seen_is_not_asked_for(end, expected):
    """No flood of old questions when placements are delivered for the first time."""
    found = asked("amal", "2026-11-30", YEAR | {"actual_end": end})
    assert len(found) == expected


def test_a_follow_up_that_stands_on_a_list_stays_however_late_it_gets():
    ledger = Ledger()
    ended = YEAR | {
        "actual_end": "2026-09-30",
        "has_supervisor": True,
        "mapping_date": "2026-09-02",
    }
    for now in ("2026-12-16", "2027-03-10"):
        ledger.night(wanted("amal", now, ended), at(f"{now} 08:00"), judged=KINDS_OF_AMAL)
    assert ledger.tasks["status"].tolist() == ["open"]
    assert ledger.tasks["due_at"].dt.date.astype(str).tolist() == ["2026-12-30"]


def test_a_missing_mapping_is_asked_for_however_old_the_placement_is():
    """A6: what is undone stays undone."""
    kinds = dict(asked("amal", "2027-05-01", YEAR))
    assert kinds["kartlaggning_och_handledare"] == "2026-09-01"


def test_a_placement_of_a_protected_person_gives_no_ordinary_task():
    """X2: people are handed in without the protected."""
    stand = placed(YEAR)
    assert follow_up_tasks(stand, people("p2"), a_setting("amal", at("2026-09-02 08:00"))).empty


def test_without_placements_nothing_is_asked():
    empty = placed()
    assert isinstance(empty, Placed)
    tasks = follow_up_tasks(empty, people("p1"), a_setting("amal"))
    assert list(tasks.columns) == list(no_tasks().columns)
    assert tasks.empty


def test_a_year_of_follow_ups_leaves_no_name_or_number_in_words():
    """X2: the words tell of the placement only."""
    frames = [
        wanted("amal", str(day.date()), YEAR)
        for day in pd.date_range("2026-08-20", periods=12, freq="MS")
    ]
    words = " ".join(pd.concat(frames)[["title", "explanation"]].to_numpy().ravel())
    assert "p1" not in words
    assert "Ä-p1" not in words
