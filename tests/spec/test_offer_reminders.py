"""Reminders: who is reminded when, what the caseworker is asked, and what an answer leads to."""

from datetime import date, datetime, time, timedelta

import pandas as pd
import pytest

from offer_builders import FRIDAY, PROGRAMMES, a_changed, offers, programme
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.letters.ledger import letter_event
from stegvis.domain.offers.reminding import offers_to_remind
from stegvis.domain.tasks.consequences import Surroundings, consequences, objections
from stegvis.domain.tasks.row_answers import AskedTask, RowAnswer
from stegvis.domain.work_calendar import swedish_calendar

DUE = date(2026, 11, 30)
CALENDAR = swedish_calendar([2026])
NOBODY = pd.Series(dtype="str")


def letters(*rows):
    names = ["offer_id", "template", "status", "withdrawn_reason"]
    return pd.DataFrame(list(rows), columns=names, dtype="str")


def released(released_at=FRIDAY, status="released"):
    rows = offers({"person_id": "p-001", "status": status, "released_at": released_at})
    due = pd.Series([pd.Timestamp(DUE)], dtype="datetime64[s]")
    return rows.assign(programme_id=PROGRAMMES["amal"], reply_due_date=due)


def reminded(today, existing=None, known=None, rules=None):
    existing = released() if existing is None else existing
    known = letters() if known is None else known
    rules = rules or programme("amal")
    chosen = offers_to_remind(existing, known, NOBODY, rules, CALENDAR, today)
    return len(chosen) == 1


@pytest.mark.parametrize(
    ("days_left", "expected"), [(5, False), (4, True), (1, True), (0, False), (-1, False)]
)
def test_a_reminder_comes_within_the_programmes_days_and_before_the_last_day(days_left, expected):
    assert reminded(DUE - timedelta(days=days_left)) == expected


@pytest.mark.parametrize(
    ("released_on", "expected"),
    [(date(2026, 11, 26), False), (date(2026, 11, 25), True), (date(2026, 11, 20), True)],
)
def test_three_working_days_lie_between_the_first_letter_and_a_reminder(released_on, expected):
    """Monday the 30th, a day before the last; a weekend lies between."""
    at = datetime.combine(released_on, time(23), STOCKHOLM)
    rows = released(at).assign(reply_due_date=pd.Timestamp("2026-12-01"))

    assert reminded(date(2026, 11, 30), rows) == expected


def test_a_programme_can_do_without_reminders():
    assert not reminded(DUE - timedelta(days=1), rules=a_changed("amal", reminder_days=0))


@pytest.mark.parametrize("status", ["planned", "accepted", "declined", "no_reply", "withdrawn"])
def test_only_an_offer_that_waits_for_an_answer_is_reminded_of(status):
    assert not reminded(DUE - timedelta(days=1), released(status=status))


@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [
        ("planned", None, False),
        ("released", None, False),
        ("failed", None, False),
        ("withdrawn", "har ringt", False),
        ("withdrawn", "new_wording", True),
    ],
)
def test_an_offer_is_reminded_of_once(status, reason, expected):
    known = letters(("o-p-001", "amal/reminder", status, reason))

    assert reminded(DUE - timedelta(days=1), known=known) == expected


# What a caseworker answers about the draft


def answered(word, template):
    """A caseworker's word on the letter of a released offer."""
    task = AskedTask("t-1", "granska_utkast", "", "p-001")
    answer = RowAnswer(task, {"letter": word}, "Sofia Provsson", FRIDAY, "done")
    existing = released().assign(municipality_code="1492", due_at=pd.NaT)
    waiting = {
        "municipality_code": "1492",
        "letter_id": "l-1",
        "offer_id": "o-p-001",
        "template": template,
        "template_version": "v",
        "language": "sv",
        "status": "rendered",
    }
    tasks = {
        "task_id": "t-1",
        "programme_id": PROGRAMMES["amal"],
        "status": "open",
        "person_id": "p-001",
        "closed_reason": None,
        "opened_at": FRIDAY,
        "ended_at": None,
    }
    now = Surroundings.of_frames(
        "1492", pd.DataFrame([tasks]), existing, pd.DataFrame([waiting]), (), FRIDAY
    )
    assert objections(answer, now) == {}
    return consequences([answer], "list", now), waiting


@pytest.mark.parametrize("word", ["released", "withdrawn"])
def test_a_word_on_a_reminder_is_about_the_letter_alone(word):
    found, letter = answered(word, "amal_utvecklingsjobb/reminder")

    (event,) = found.letter_events
    assert (event["event"], event["by"]) == (word, "Sofia Provsson")
    assert event["event_key"] == letter_event(letter, word, at=FRIDAY)["event_key"]
    assert found.offer_rows == {}
