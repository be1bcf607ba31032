"""Columns as a driver gives them: the quick way says what the careful one says."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.adapters.warehouse.column_types import STOCKHOLM, value_of_instant
from stegvis.adapters.warehouse.frames import DTYPES, typed
from stegvis.adapters.warehouse.values import column_of
from stegvis.errors import WarehouseError

NAIVE = datetime(2026, 11, 20, 8)  # noqa: DTZ001 - what is refused
MOMENTS = st.datetimes(NAIVE.replace(1900), NAIVE.replace(2200), timezones=st.just(UTC))
GIVEN = {
    "whole": st.integers(-(2**63), 2**63 - 1),
    "real": st.floats(allow_nan=False) | st.integers(-(2**53), 2**53),
    "flag": st.booleans(),
    "day": st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    "instant": MOMENTS,
}
AS_SQLITE_HAS_IT = {
    **GIVEN,
    "flag": st.integers(0, 1),
    "day": GIVEN["day"].map(date.isoformat),
    "instant": MOMENTS.map(value_of_instant),
}


@pytest.mark.parametrize("kinds", [GIVEN, AS_SQLITE_HAS_IT])
@pytest.mark.parametrize("kind", sorted(GIVEN))
@given(data=st.data())
def test_values_become_what_the_careful_way_makes_of_them(kinds, kind, data):
    values = data.draw(st.lists(st.none() | kinds[kind], max_size=8))

    made = column_of(values, kind)
    assert made.dtype == DTYPES[kind]
    pd.testing.assert_series_equal(made, typed(pd.Series(values, dtype=object), kind))


@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"])), max_size=8))
def test_text_stays_as_it_is_and_missing_stays_missing(values):
    made = column_of(values, "text")

    assert made.dtype == "str"
    assert [None if pd.isna(value) else value for value in made] == values


@pytest.mark.parametrize(
    "values",
    [
        [NAIVE],
        [None, datetime(2026, 11, 20, 8, tzinfo=UTC), NAIVE],
        ["2026-11-20T08:00:00.000000"],
        ["2026-11-20T08:00:00.000000Z", "2026-11-20 08:00"],
    ],
)
def test_a_moment_is_never_guessed(values):
    with pytest.raises(WarehouseError, match="without a time zone"):
        column_of(values, "instant")


def test_moments_of_several_zones_are_the_same_moments_in_swedish_time():
    elsewhere = timezone(timedelta(hours=5))
    values = [datetime(2026, 7, 1, 12, tzinfo=elsewhere), datetime(2026, 7, 1, tzinfo=STOCKHOLM)]

    made = column_of(values, "instant")
    assert made.tolist() == values
    assert [moment.hour for moment in made] == [9, 0]


def test_a_sum_of_exact_numbers_is_a_number():
    assert column_of([Decimal("2.5"), None], "real")[0] == 2.5


@pytest.mark.parametrize(("kind", "value"), [("whole", "1x"), ("day", "2026-13-01"), ("flag", "x")])
def test_a_value_of_another_kind_is_refused(kind, value):
    with pytest.raises((ValueError, TypeError)):
        column_of([value], kind)
