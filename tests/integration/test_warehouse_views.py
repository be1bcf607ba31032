"""What the views offer, letter and task show after each event, on both databases."""

import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from stegvis.adapters.warehouse import append, read_frame, tables

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FRIDAY = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=STOCKHOLM)

_keys = itertools.count()


def at_hour(hour):
    return FRIDAY + timedelta(hours=hour)


def an_event(event, hour, **changes):
    return {
        "municipality_code": "1492",
        "event_key": f"e{next(_keys)}",
        "event": event,
        "at": at_hour(hour),
        "recorded_at": at_hour(hour),
    } | changes


def of_an_offer(event, hour, **changes):
    offer = {"offer_id": "o1", "programme_id": "amal_utvecklingsjobb", "person_id": "p1"}
    return an_event(event, hour, **(offer | {"household_id": "h1", "round": 1} | changes))


def of_a_letter(event, hour, **changes):
    letter = {"letter_id": "l1", "offer_id": "o1", "template": "erbjudande", "language": "sv"}
    return an_event(event, hour, **(letter | {"template_version": "v1"} | changes))


def of_a_task(event, hour, **changes):
    return an_event(event, hour, **({"task_id": "t1", "kind": "samrad_af"} | changes))


def shown(warehouse, view, events):
    """Append the events and return the only row of the view."""
    table = {"offer": "offer_event", "letter": "letter_event", "task": "task_event"}[view]
    with warehouse.begin() as connection:
        append(connection, tables[table], events)
    with warehouse.read() as connection:
        rows = read_frame(connection, f"select * from {view}")  # noqa: S608
    assert len(rows) == 1
    return rows.iloc[0]


OFFER_LIFE = ["drafted", "selected", "planned", "released", "accepted", "placed", "withdrawn"]


@pytest.mark.parametrize("length", range(1, len(OFFER_LIFE) + 1))
def test_an_offer_has_the_status_of_how_far_it_has_come(warehouse, length):
    events = [of_an_offer(event, hour) for hour, event in enumerate(OFFER_LIFE[:length])]

    offer = shown(warehouse, "offer", events)

    assert offer["status"] == OFFER_LIFE[length - 1]
    for hour, event in enumerate(OFFER_LIFE):
        column = {"accepted": "answered_at"}.get(event, f"{event}_at")
        expected = pd.Timestamp(at_hour(hour)) if hour < length else pd.NaT
        assert offer[column] is expected or offer[column] == expected, column


def test_steps_of_the_same_moment_count_by_how_far_they_come(warehouse):
    """A run that drafts, selects and plans does all of it at one moment."""
    events = [of_an_offer(event, 0) for event in ("planned", "drafted", "selected")]

    assert shown(warehouse, "offer", events)["status"] == "planned"


def test_an_offer_shows_who_selected_it_and_who_released_it(warehouse):
    """K7, X4: a named person selects, a named person releases."""
    events = [
        of_an_offer("drafted", 0, rank=3, source="run1"),
        of_an_offer("selected", 1, by="Kim", place_id="plats1"),
        of_an_offer("planned", 2, reply_due_date=date(2026, 12, 1)),
        of_an_offer("released", 3, by="Lo", reply_due_date=date(2026, 12, 4)),
    ]

    offer = shown(warehouse, "offer", events)

    assert (offer["selected_by"], offer["released_by"]) == ("Kim", "Lo")
    assert offer["place_id"] == "plats1"
    assert offer["reply_due_date"] == pd.Timestamp("2026-12-04")
    assert (offer["rank"], offer["source"]) == (3, "run1")
    assert (offer["household_id"], offer["round"]) == ("h1", 1)


def test_the_place_is_that_of_the_latest_step_that_names_one(warehouse):
    events = [
        of_an_offer("drafted", 0, place_id="plats1"),
        of_an_offer("released", 1, place_id="plats2"),
        of_an_offer("accepted", 2),
    ]

    assert shown(warehouse, "offer", events)["place_id"] == "plats2"


@pytest.mark.parametrize(
    ("answers", "status", "answer"),
    [
        (["accepted"], "accepted", "accepted"),
        (["declined"], "declined", "declined"),
        (["declined", "accepted"], "accepted", "accepted"),
        (["accepted", "declined"], "declined", "declined"),
        (["no_reply"], "no_reply", None),
        (["no_reply", "accepted"], "accepted", "accepted"),
        (["accepted", "no_reply"], "accepted", "accepted"),
    ],
)
def test_the_latest_answer_counts_and_silence_is_none(warehouse, answers, status, answer):
    events = [of_an_offer("drafted", 0), of_an_offer("released", 1)]
    events += [of_an_offer(event, 2 + hour) for hour, event in enumerate(answers)]

    offer = shown(warehouse, "offer", events)

    assert offer["status"] == status
    assert (offer["answer"] if pd.notna(offer["answer"]) else None) == answer
    assert pd.isna(offer["answered_at"]) == (answer is None)


@pytest.mark.parametrize("household", [None, "h1"])
def test_an_offer_whose_events_do_not_all_name_the_household_is_one(warehouse, household):
    events = [of_an_offer("drafted", 0, household_id=household)]
    events += [of_an_offer("planned", 1, household_id=None)]

    offer = shown(warehouse, "offer", events)

    assert offer["status"] == "planned"
    assert (offer["household_id"] if pd.notna(offer["household_id"]) else None) == household


def test_offers_of_one_id_in_two_municipalities_are_two(warehouse):
    events = [of_an_offer("drafted", 0), of_an_offer("released", 1, municipality_code="2282")]
    with warehouse.begin() as connection:
        append(connection, tables.offer_event, events)

    with warehouse.read() as connection:
        offers = read_frame(connection, "select * from offer order by municipality_code")

    assert offers["status"].tolist() == ["drafted", "released"]


@pytest.mark.parametrize(
    ("events", "status", "tries"),
    [
        (["planned"], "planned", 0),
        (["planned", "failed"], "failed", 1),
        (["planned", "failed", "failed"], "failed", 2),
        (["planned", "failed", "rendered"], "rendered", 2),
        (["planned", "rendered", "failed"], "rendered", 2),
        (["planned", "rendered", "released"], "released", 1),
        (["planned", "rendered", "withdrawn"], "withdrawn", 1),
        (["planned", "rendered", "released", "withdrawn"], "withdrawn", 1),
    ],
)
def test_a_letter_has_the_status_of_its_events(warehouse, events, status, tries):
    letter = shown(
        warehouse, "letter", [of_a_letter(event, hour) for hour, event in enumerate(events)]
    )

    assert (letter["status"], letter["tries"]) == (status, tries)


def test_a_letter_shows_its_newest_rendering(warehouse):
    events = [
        of_a_letter("planned", 0),
        of_a_letter("rendered", 1, sha256="old", path="old.pdf"),
        of_a_letter("rendered", 2, sha256="new", path="new.pdf", template_version="v2"),
        of_a_letter("released", 3, by="Lo"),
    ]

    letter = shown(warehouse, "letter", events)

    assert (letter["sha256"], letter["path"]) == ("new", "new.pdf")
    assert letter["template_version"] == "v2"
    assert letter["released_by"] == "Lo"


def test_a_letter_that_failed_says_why(warehouse):
    events = [
        of_a_letter("planned", 0),
        of_a_letter("failed", 1, reason="missing_address"),
        of_a_letter("failed", 2, reason="missing_language"),
    ]

    letter = shown(warehouse, "letter", events)

    assert letter["failed_reason"] == "missing_language"
    assert pd.isna(letter["sha256"])


OPENED = {
    "person_id": "p1",
    "programme_id": "varmdo_insats",
    "unit": "Mottag",
    "caseworker": "Kim",
    "due_at": at_hour(4),
    "priority": 2,
    "title": "Samråd",
}


def test_an_opened_task_is_open_and_shows_what_it_was_opened_with(warehouse):
    task = shown(warehouse, "task", [of_a_task("opened", 0, **OPENED)])

    assert task["status"] == "open"
    assert (task["unit"], task["caseworker"], task["title"]) == ("Mottag", "Kim", "Samråd")
    assert task["due_at"] == pd.Timestamp(at_hour(4))
    assert task["created_at"] == pd.Timestamp(FRIDAY)
    assert task[["closed_reason", "done_at", "dismissed_until", "ended_at"]].isna().all()


def test_a_moved_due_time_replaces_the_first_and_the_latest_move_counts(warehouse):
    events = [
        of_a_task("opened", 0, **OPENED),
        of_a_task("due_moved", 2, due_at=at_hour(30)),
        of_a_task("due_moved", 1, due_at=at_hour(20)),
    ]

    task = shown(warehouse, "task", events)

    assert task["due_at"] == pd.Timestamp(at_hour(30))
    assert (task["caseworker"], task["priority"]) == ("Kim", 2)


@pytest.mark.parametrize(
    ("event", "column"), [("done", "done_at"), ("closed", "ended_at"), ("dismissed", "ended_at")]
)
def test_a_task_ends_with_its_reason(warehouse, event, column):
    events = [
        of_a_task("opened", 0, **OPENED),
        of_a_task(event, 3, reason="flyttat", by="Kim", until=MONDAY),
    ]

    task = shown(warehouse, "task", events)

    assert task["status"] == event
    assert (task["closed_reason"], task["ended_by"]) == ("flyttat", "Kim")
    assert task[column] == pd.Timestamp(at_hour(3))
    assert (task["dismissed_until"] == pd.Timestamp(MONDAY)) == (event == "dismissed")


@pytest.mark.parametrize("ending", ["done", "closed", "dismissed"])
def test_a_task_that_is_opened_again_is_open_with_its_new_words(warehouse, ending):
    events = [
        of_a_task("opened", 0, **OPENED),
        of_a_task("due_moved", 1, due_at=at_hour(9)),
        of_a_task(ending, 2, reason="x"),
        of_a_task("opened", 72, **(OPENED | {"title": "Samråd igen", "due_at": at_hour(99)})),
    ]

    task = shown(warehouse, "task", events)

    assert task["status"] == "open"
    assert task["title"] == "Samråd igen"
    assert task["due_at"] == pd.Timestamp(at_hour(99))
    assert task["created_at"] == pd.Timestamp(FRIDAY)
    assert task["opened_at"] == pd.Timestamp(at_hour(72))
    assert pd.isna(task["closed_reason"])


@pytest.mark.parametrize(
    ("endings", "status"),
    [
        (["done", "dismissed", "closed"], "closed"),
        (["dismissed", "done"], "done"),
        (["dismissed", "closed"], "closed"),
    ],
)
def test_of_two_endings_of_one_moment_the_firmer_counts(warehouse, endings, status):
    events = [of_a_task("opened", 0, **OPENED)]
    events += [of_a_task(ending, 3, reason=ending) for ending in endings]

    task = shown(warehouse, "task", events)

    assert (task["status"], task["closed_reason"]) == (status, status)


def test_a_later_ending_counts(warehouse):
    events = [
        of_a_task("opened", 0, **OPENED),
        of_a_task("closed", 1, reason="closed"),
        of_a_task("done", 2, reason="done"),
        of_a_task("dismissed", 3, reason="dismissed"),
    ]

    assert shown(warehouse, "task", events)["status"] == "dismissed"


def test_the_same_thing_at_the_same_moment_is_told_once(warehouse):
    events = [of_a_task("opened", 0, **OPENED), of_a_task("opened", 0, **OPENED)]

    assert shown(warehouse, "task", events)["status"] == "open"


def test_a_task_of_a_household_needs_no_person(warehouse):
    event = of_a_task("opened", 0, household_id="h1", case_reference="Ä-1")

    task = shown(warehouse, "task", [event])

    assert (task["household_id"], task["case_reference"]) == ("h1", "Ä-1")
    assert pd.isna(task["person_id"])
