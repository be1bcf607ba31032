"""Which files an invented municipality has delivered, and what time each covers."""

from datetime import date

import pytest

from invented import INCLUDE
from stegvis.errors import SyntheticFileError
from stegvis.synthetic.file_parameters import LateFile
from stegvis.synthetic.parameters import load_common, load_place
from stegvis.synthetic.schedule import Schedule, covered_since

COMMON = load_common(INCLUDE)
FRIDAY = date(2026, 11, 20)


def schedule(as_of=FRIDAY, months=24):
    return Schedule(COMMON.delivery, as_of, months, COMMON.first_month)


@pytest.mark.parametrize(
    ("as_of", "newest"),
    [
        (date(2026, 11, 11), "202609"),
        (date(2026, 11, 12), "202610"),
        (date(2026, 11, 20), "202610"),
        (date(2026, 12, 11), "202610"),
        (date(2026, 12, 12), "202611"),
    ],
)
def test_a_month_comes_on_the_twelfth_of_the_month_after(as_of, newest):
    slots = schedule(as_of).monthly("bistand", ())

    assert len(slots) == 24
    assert slots[-1].period == newest


@pytest.mark.parametrize(("as_of", "is_there"), [(20, False), (21, True), (23, True)])
def test_a_late_month_comes_on_its_day(as_of, is_there):
    late = (LateFile(extract="bistand", periods="*04", months_late=7, day=21),)
    november = date(2026, 11, as_of)

    periods = [slot.period for slot in schedule(november).monthly("bistand", late)]

    assert ("202604" in periods) is is_there
    assert "202504" in periods
    assert "202604" in [slot.period for slot in schedule(november).monthly("avslut", late)]


def test_what_adds_up_comes_daily_for_two_weeks_and_weekly_before():
    periods = [slot.period for slot in schedule().events()]

    daily = [period for period in periods if period >= "20261107"]
    assert len(daily) == 14
    assert "20261106" not in periods
    assert {"20261102", "20261026", "20261001", "20250101"} <= set(periods)
    assert min(periods) >= "20241101"


@pytest.mark.parametrize("as_of", [date(2026, 11, day) for day in (1, 2, 16, 20, 30)])
def test_every_day_of_the_history_is_covered_by_a_file(as_of):
    days = [slot.day for slot in schedule(as_of).events()]
    covered = {
        date.fromordinal(ordinal)
        for day in days
        for ordinal in range(covered_since(day).toordinal() + 1, day.toordinal() + 1)
    }

    first = min(days)
    whole = {date.fromordinal(o) for o in range(first.toordinal(), as_of.toordinal() + 1)}
    assert whole <= covered


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2026, 11, 20), date(2026, 11, 19)),
        (date(2026, 11, 16), date(2026, 11, 9)),
        (date(2026, 11, 1), date(2026, 10, 1)),
        (date(2026, 10, 1), date(2026, 7, 1)),
        (date(2026, 6, 1), date(2026, 5, 1)),
    ],
)
def test_a_file_covers_its_day_week_month_or_quarter(day, since):
    assert covered_since(day) == since


@pytest.mark.parametrize("months", [82, 1])
def test_a_history_may_reach_to_where_the_world_begins(months):
    schedule(months=months).check()


@pytest.mark.parametrize("months", [83, 0])
def test_a_history_from_before_the_world_is_refused_with_what_is_possible(months):
    with pytest.raises(SyntheticFileError, match="from 1 to 82 were expected"):
        schedule(months=months).check()


def test_an_unknown_municipality_is_refused_with_the_nearest_name():
    with pytest.raises(SyntheticFileError, match="Did you mean `varmdo`"):
        load_place(INCLUDE, "varmdö")
