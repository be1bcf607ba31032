"""The promises' clocks: every vector of the requirements, and what must hold around them (X14)."""

import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.domain import clock_columns
from stegvis.domain.clock import (
    STOCKHOLM,
    ElapsedHours,
    Months,
    Weeks,
    WorkingDays,
    WorkingHours,
    add_months,
    add_weeks,
    elapsed_hours_due,
    iso_week,
    swedish_calendar,
    two_working_days_due,
    week_close,
    working_days_due,
    working_hours_before,
    working_hours_due,
)
from stegvis.domain.municipalities import CalendarRules
from stegvis.domain.work_calendar import municipal_calendar
from stegvis.errors import CalendarError

CALENDAR = swedish_calendar(range(2019, 2029))
VECTORS = list(
    csv.DictReader(
        (Path(__file__).parent / "data" / "clock_vectors.csv").open(encoding="utf-8"),
        delimiter=";",
    )
)
FRIDAY_AFTERNOON = datetime(2026, 11, 20, 15, tzinfo=STOCKHOLM)


def vectors(clock):
    rows = [(row["start"], row["due"]) for row in VECTORS if row["clock"] == clock]
    assert rows
    return pytest.mark.parametrize(("start", "due"), rows)


def test_every_vector_belongs_to_a_clock_that_is_tested():
    clocks = {"two_working_days", "48_hours_elapsed", "48_hours_working", "months", "weeks"}
    assert {row["clock"] for row in VECTORS} == clocks
    assert len(VECTORS) == 26


@vectors("two_working_days")
def test_two_working_days(start, due):
    """V1: the end of the second working day after the day of the application."""
    expected = datetime.combine(date.fromisoformat(due), time(23, 59, 59), STOCKHOLM)
    assert two_working_days_due(datetime.fromisoformat(start), CALENDAR) == expected


@vectors("48_hours_elapsed")
def test_48_hours_elapsed(start, due):
    """T1: hours are counted in UTC across both clock changes."""
    answer = elapsed_hours_due(datetime.fromisoformat(start), ElapsedHours(48))
    assert answer.isoformat() == due


@vectors("48_hours_working")
def test_48_hours_on_working_days(start, due):
    """T1, paused on days off."""
    answer = working_hours_due(datetime.fromisoformat(start), WorkingHours(48), CALENDAR)
    assert answer.isoformat() == due


@vectors("months")
def test_months_end_on_the_same_day_or_the_months_last(start, due):
    day, months = start.split("+")
    assert add_months(date.fromisoformat(day), Months(int(months))) == date.fromisoformat(due)


@vectors("weeks")
def test_weeks_end_on_the_same_weekday(start, due):
    """T5: four weeks at Jobbcentrum."""
    day, weeks = start.split("+")
    assert add_weeks(date.fromisoformat(day), Weeks(int(weeks))) == date.fromisoformat(due)


def test_spans_of_different_kinds_cannot_be_mixed_up():
    with pytest.raises(TypeError, match="WorkingHours given where ElapsedHours"):
        elapsed_hours_due(FRIDAY_AFTERNOON, WorkingHours(48))
    with pytest.raises(TypeError):
        working_hours_due(FRIDAY_AFTERNOON, WorkingDays(2), CALENDAR)
    with pytest.raises(TypeError):
        add_months(date(2026, 1, 1), Weeks(4))
    assert WorkingDays(2) != ElapsedHours(2)


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        elapsed_hours_due(datetime(2026, 11, 20, 15), 48)  # noqa: DTZ001


def test_an_instant_in_utc_counts_on_its_swedish_day():
    """V1: 23:30 UTC on Sunday is Monday in Sweden."""
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert two_working_days_due(late, CALENDAR).date() == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-20T16:30", date(2026, 11, 24)),
        ("2026-11-20T16:31", date(2026, 11, 25)),
        ("2026-11-21T09:00", date(2026, 11, 25)),
    ],
)
def test_after_hours_may_roll_to_the_next_working_day(at, due):
    """V1 with after_hours roll: after the cut-off, day 0 is the next working day."""
    rolling = swedish_calendar(range(2026, 2028), after_hours="roll")
    applied_at = datetime.fromisoformat(at).replace(tzinfo=STOCKHOLM)
    assert two_working_days_due(applied_at, rolling).date() == due


def test_whether_eves_count_is_the_municipalitys_choice():
    without = swedish_calendar(range(2026, 2028), de_facto_eves=False)
    eves = [date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31)]
    assert [CALENDAR.is_working_day(day) for day in eves] == [False] * 3
    assert [without.is_working_day(day) for day in eves] == [True] * 3


@pytest.mark.parametrize(
    "day", [date(2026, 1, 5), date(2026, 4, 2), date(2026, 4, 30), date(2026, 5, 15)]
)
def test_half_days_and_squeezed_days_are_working_days(day):
    """Trettondagsafton, skärtorsdag, valborg and the Friday after Kristi himmelsfärd."""
    assert CALENDAR.is_working_day(day)


def test_a_closed_day_of_the_municipality_moves_the_promise():
    closed = swedish_calendar(range(2026, 2028), closed_days=[date(2026, 11, 23)])
    assert two_working_days_due(FRIDAY_AFTERNOON, closed).date() == date(2026, 11, 25)


def test_a_municipality_decides_its_calendar_in_its_file():
    rules = CalendarRules(
        de_facto_eves=False,
        closed_days=(date(2026, 11, 23),),
        after_hours="roll",
        office_closes=time(16),
    )
    calendar = municipal_calendar(rules, date(2026, 11, 20))
    assert calendar.is_working_day(date(2026, 12, 24))
    assert not calendar.is_working_day(date(2026, 11, 23))
    late_friday = datetime(2026, 11, 20, 16, 1, tzinfo=STOCKHOLM)
    assert two_working_days_due(late_friday, calendar).date() == date(2026, 11, 26)
    assert max(calendar.years_loaded) == 2027


def test_the_calendar_refuses_years_that_it_has_not_loaded():
    calendar = swedish_calendar([2026])
    assert calendar.years_loaded == frozenset({2026})
    assert calendar.is_working_day(date(2026, 12, 30))
    with pytest.raises(CalendarError, match="2027"):
        calendar.is_working_day(date(2027, 1, 4))
    with pytest.raises(CalendarError, match="2027"):
        calendar.add_working_days(date(2026, 12, 30), 1)
    with pytest.raises(CalendarError, match="2025"):
        calendar.working_days_between(date(2025, 12, 30), date(2026, 1, 2))


def test_working_days_are_counted_half_open():
    friday, saturday, tuesday = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 24)
    assert CALENDAR.working_days_between(friday, saturday) == 1
    assert CALENDAR.working_days_between(friday, tuesday) == 2
    assert CALENDAR.working_days_between(friday, friday) == 0
    assert CALENDAR.next_working_day(friday) == date(2026, 11, 23)
    assert CALENDAR.add_working_days(saturday, -1) == friday
    assert CALENDAR.add_working_days(saturday, 0) == saturday


def test_48_working_hours_that_fill_a_day_end_when_that_day_ends():
    """T1, paused: Thursday 00:00 has had its 48 hours at 24:00 on Friday."""
    thursday = datetime(2026, 11, 19, tzinfo=STOCKHOLM)
    assert working_hours_due(thursday, 48, CALENDAR) == datetime(2026, 11, 21, tzinfo=STOCKHOLM)


def test_iso_week_53_belongs_to_its_iso_year():
    """X1: 2026 has a week 53, which reaches into 2027."""
    assert iso_week(date(2026, 12, 31)) == "2026-W53"
    assert iso_week(date(2027, 1, 3)) == "2026-W53"
    assert iso_week(date(2027, 1, 4)) == "2027-W01"
    assert week_close("2026-W53") == datetime(2027, 1, 4, 5, tzinfo=STOCKHOLM)
    assert week_close("2026-W47") == datetime(2026, 11, 23, 5, tzinfo=STOCKHOLM)


@given(st.dates(date(2019, 1, 1), date(2028, 12, 20)))
def test_a_week_closes_on_the_first_monday_after_each_of_its_days(day):
    closed = week_close(iso_week(day))
    assert closed.isoweekday() == 1
    assert 1 <= (closed.date() - day).days <= 7


INSTANTS = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001
    datetime(2027, 12, 1),  # noqa: DTZ001
    timezones=st.just(STOCKHOLM),
)
AROUND_CLOCK_CHANGES = st.one_of(
    INSTANTS,
    *(
        st.integers(0, 4 * 24 * 60).map(
            lambda minutes, start=start: (start + timedelta(minutes=minutes)).astimezone(STOCKHOLM)
        )
        for start in (
            datetime(2026, 10, 23, tzinfo=UTC),
            datetime(2027, 3, 26, tzinfo=UTC),
            datetime(2024, 2, 27, tzinfo=UTC),
            datetime(2026, 12, 30, tzinfo=UTC),
        )
    ),
)


@given(AROUND_CLOCK_CHANGES, st.integers(0, 100))
def test_elapsed_hours_are_seconds_on_the_worlds_clock(at, hours):
    due = elapsed_hours_due(at, hours)
    assert due.astimezone(UTC) - at.astimezone(UTC) == timedelta(hours=hours)


@given(AROUND_CLOCK_CHANGES)
def test_exactly_two_working_days_lie_behind_a_two_day_promise(at):
    due = two_working_days_due(at, CALENDAR)
    day_after = at.date() + timedelta(days=1)
    assert CALENDAR.is_working_day(due.date())
    assert CALENDAR.working_days_between(day_after, due.date() + timedelta(days=1)) == 2


@given(AROUND_CLOCK_CHANGES, st.integers(1, 100))
def test_working_hours_are_the_hours_of_working_days_and_no_others(at, hours):
    due = working_hours_due(at, hours, CALENDAR)
    counted = timedelta()
    day = at.date()
    while day <= due.date():
        if CALENDAR.is_working_day(day):
            start = datetime.combine(day, time(), STOCKHOLM)
            end = datetime.combine(day + timedelta(days=1), time(), STOCKHOLM)
            counted += max(timedelta(), min(end, due) - max(start, at))
        day += timedelta(days=1)
    assert counted == timedelta(hours=hours)


@given(AROUND_CLOCK_CHANGES, st.integers(0, 100), st.integers(1, 48))
def test_working_hours_back_from_a_due_time_are_those_that_led_to_it(at, hours, left):
    """T1: a reminder is counted back from where the promise ends."""
    due = working_hours_due(at, hours + left, CALENDAR)
    before = working_hours_before(due, left, CALENDAR)
    assert working_hours_due(before, left, CALENDAR) == due
    assert working_hours_due(at, hours, CALENDAR) <= before or hours == 0


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(-40, 40))
def test_months_never_leave_the_month_they_are_to_end_in(day, months):
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day <= day.day
    assert moved.day == day.day or (moved + timedelta(days=1)).month != moved.month


@given(st.lists(AROUND_CLOCK_CHANGES, max_size=5))
def test_a_column_of_instants_is_counted_as_each_instant(instants):
    rounded = [at.replace(microsecond=0) for at in instants]
    column = pd.Series([*rounded, None], dtype=clock_columns.STOCKHOLM_DTYPE)
    expected = {
        "days": [two_working_days_due(at, CALENDAR) for at in rounded],
        "elapsed": [elapsed_hours_due(at, 48) for at in rounded],
        "working": [working_hours_due(at, 48, CALENDAR) for at in rounded],
    }
    counted = {
        "days": clock_columns.two_working_days_due_column(column, CALENDAR),
        "elapsed": clock_columns.elapsed_hours_due_column(column, ElapsedHours(48)),
        "working": clock_columns.working_hours_due_column(column, 48, CALENDAR),
    }
    for name, dues in counted.items():
        assert dues.isna().tolist() == [False] * len(rounded) + [True]
        assert dues.dropna().tolist() == expected[name]


@given(st.lists(st.dates(date(1990, 1, 1), date(2040, 1, 1)), max_size=5), st.integers(-40, 40))
def test_a_column_of_days_is_moved_as_each_day(days, months):
    column = np.array([*days, "NaT"], dtype="datetime64[D]")
    moved = clock_columns.add_months_to_days(column, months)
    assert moved[:-1].tolist() == [add_months(day, months) for day in days]
    assert np.isnat(moved[-1])


def test_three_working_days_are_counted_like_two():
    due = working_days_due(FRIDAY_AFTERNOON, WorkingDays(3), CALENDAR)
    assert due.date() == date(2026, 11, 25)
