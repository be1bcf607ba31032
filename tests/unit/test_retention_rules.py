"""Who may be purged, on both sides of every limit (X5)."""

from datetime import date

import pandas as pd
import pytest

from screened import municipality_of
from stegvis.adapters.warehouse.schema import metadata
from stegvis.adapters.warehouse.schema.retention import RETENTION
from stegvis.domain.retention import IN_SWEDISH, Reason, judge, period_day

AMAL, KRAMFORS = (municipality_of(slug).retention for slug in ("amal", "kramfors"))
TODAY = date(2026, 12, 1)


def judged(last_note, born="1990-03-02", ongoing=False, rules=AMAL, as_of=TODAY):
    person = pd.DataFrame({
        "birth_date": pd.to_datetime([born]).astype("datetime64[s]"),
        "last_note": pd.to_datetime([last_note]).astype("datetime64[s]"),
        "is_ongoing": [ongoing],
    })  # fmt: skip
    return judge(person, rules, as_of)[0]


@pytest.mark.parametrize(
    ("last_note", "reason"),
    [
        ("2021-12-02", Reason.RECENT),
        ("2021-12-01", Reason.FIVE_YEARS),
        ("2020-01-01", Reason.FIVE_YEARS),
        ("2019-12-31", Reason.OVERDUE),
    ],
)
def test_five_full_years_after_the_last_note_and_the_calendar_year_after_at_the_latest(
    last_note, reason
):
    assert judged(last_note) == reason


def test_a_note_of_the_29th_of_february_is_five_years_old_on_the_28th():
    assert judged("2020-02-29", as_of=date(2025, 2, 27)) == Reason.RECENT
    assert judged("2020-02-29", as_of=date(2025, 2, 28)) == Reason.FIVE_YEARS


@pytest.mark.parametrize(
    ("born", "is_kept"),
    [(f"1990-03-{day:02d}", day in (5, 15, 25)) for day in (4, 5, 6, 14, 15, 16, 24, 25, 26)],
)
def test_research_keeps_whoever_is_born_on_the_5th_15th_or_25th(born, is_kept):
    assert judged("2019-01-01", born) == (Reason.RESEARCH if is_kept else Reason.OVERDUE)


@pytest.mark.parametrize("slug", ["kramfors", "linkoping"])
def test_x5_research_keeps_everybody_in_some_counties(slug):
    rules = municipality_of(slug).retention

    assert judged("2001-01-01", rules=rules) == Reason.RESEARCH


@pytest.mark.parametrize("slug", ["amal", "trollhattan", "varmdo"])
def test_x5_elsewhere_it_goes_by_the_day_of_birth(slug):
    assert judged("2001-01-01", rules=municipality_of(slug).retention) == Reason.OVERDUE


def test_an_ongoing_case_never_goes_however_old_its_notes_are():
    assert judged("1999-01-01", ongoing=True) == Reason.ONGOING


def test_what_is_not_known_keeps_a_person():
    assert judged(None) == Reason.NO_NOTE
    assert judged("2019-01-01", born=None) == Reason.BIRTH_DAY_UNKNOWN


def test_a_period_is_about_its_last_day():
    days = period_day(pd.Series(["202402", "20240200", "20241120", "", None], dtype="str"))

    assert [None if pd.isna(day) else str(day.date()) for day in days] == [
        "2024-02-29",
        "2024-02-29",
        "2024-11-20",
        None,
        None,
    ]


def test_every_reason_can_be_told():
    assert set(IN_SWEDISH) == set(Reason)


def test_x8_every_table_says_how_long_it_is_held_and_nothing_else_does():
    assert set(RETENTION) == set(metadata.tables)


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_x5_no_table_with_people_is_held_for_ever(name):
    has_people = {"person_id", "household_id"} & set(metadata.tables[name].columns.keys())

    assert bool(has_people) <= (RETENTION[name].follows in ("person", "household", "anonymous"))
