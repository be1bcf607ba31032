"""Personnummer, samordningsnummer and temporary numbers."""

import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.domain import identity

A_MAN = "199002282391"
A_WOMAN = "199002282383"
COORDINATION = "191401682396"
TEMPORARY = "19961224T0201"


def numbers(*values):
    return pd.Series(list(values), dtype="str")


def with_check_digit(first_eleven: str) -> str:
    """A number with the check digit that its first eleven digits ask for."""
    total = 0
    for position, digit in enumerate(first_eleven[2:]):
        product = int(digit) * (2 - position % 2)
        total += product // 10 + product % 10
    return first_eleven + str(-total % 10)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        (A_MAN, True),
        (A_WOMAN, True),
        (COORDINATION, True),
        (TEMPORARY, True),
        (A_MAN[:-1] + "2", False),
        (A_MAN[2:], False),
        (A_MAN[:8] + "-" + A_MAN[8:], False),
        ("", False),
        ("19900228239X", False),
        ("19961324T0201", False),
        ("19961224T021", False),
        ("19961224t0201", False),
        (None, False),
    ],
)
def test_a_number_needs_twelve_digits_a_check_digit_and_a_date(number, valid):
    assert identity.is_valid(numbers(number)).tolist() == [valid]


@pytest.mark.parametrize(
    ("month_and_day", "valid"),
    [
        ("0131", True),
        ("0132", False),
        ("0229", False),
        ("0228", True),
        ("1231", True),
        ("1301", False),
        ("0001", False),
        ("0100", False),
        ("0191", True),  # samordningsnummer, day 31
        ("0192", False),
        ("0160", True),  # samordningsnummer with unknown day
        ("0061", True),  # samordningsnummer with unknown month
        ("0060", True),
        ("0289", False),  # samordningsnummer, 29 February in a common year
        ("0159", False),  # neither a day nor a samordningsnummer
    ],
)
def test_unknown_month_and_day_are_allowed_in_a_samordningsnummer_only(month_and_day, valid):
    number = with_check_digit(f"1990{month_and_day}239")
    assert identity.is_valid(numbers(number)).tolist() == [valid]


def test_a_leap_day_exists_in_leap_years_only():
    leap, century, quarter = (with_check_digit(f"{y}0229238") for y in (1992, 1900, 2000))
    assert identity.is_valid(numbers(leap, century, quarter)).tolist() == [True, False, True]


@given(
    st.dates(date(1890, 1, 1), date(2030, 12, 31)),
    st.integers(2, 11),  # the check digit does not cover the century
    st.integers(1, 9),
    st.booleans(),
)
def test_one_changed_digit_breaks_the_check_digit_or_the_date(born, position, change, coordination):
    day = born.day + 60 * coordination
    good = with_check_digit(f"{born:%Y%m}{day:02d}238")
    digit = str((int(good[position]) + change) % 10)
    changed = good[:position] + digit + good[position + 1 :]
    assert identity.is_valid(numbers(good)).tolist() == [True]
    assert identity.is_valid(numbers(changed)).tolist() == [False]


def test_every_official_test_number_is_valid():
    """X13: 21,728 personnummer and 2,240 samordningsnummer of Skatteverket's test series."""
    beside = Path(__file__).parents[2].parent / "shared" / "data"
    folder = Path(os.environ.get("STEGVIS_TEST_NUMBERS", beside))
    files = [folder / "test_personal_numbers.csv", folder / "test_coordination_numbers.csv"]
    if not all(file.exists() for file in files):
        pytest.skip("Skatteverket's lists of test numbers are not here; see STEGVIS_TEST_NUMBERS")
    people, coordination = (pd.read_csv(file, dtype="str").iloc[:, 0] for file in files)
    everybody = pd.concat([people, coordination], ignore_index=True)
    assert len(everybody) == 23_968
    assert identity.is_valid(everybody).all()
    assert identity.is_coordination(everybody).tolist() == [False] * 21_728 + [True] * 2_240
    assert identity.birth_dates(people).notna().all()
    assert identity.birth_dates(coordination).isna().sum() == 129 + 38 + 3


def test_a_temporary_number_says_nothing_of_age_or_sex():
    column = numbers(TEMPORARY)
    assert identity.is_temporary(column).tolist() == [True]
    assert identity.is_coordination(column).tolist() == [False]
    assert identity.birth_dates(column).isna().all()
    assert identity.sex_codes(column).isna().all()


def test_birth_date_and_sex_are_read_from_both_kinds_of_number():
    column = numbers(A_MAN, A_WOMAN, COORDINATION, None, "nonsense")
    expected = [date(1990, 2, 28), date(1990, 2, 28), date(1914, 1, 8)]
    dates = identity.birth_dates(column)
    assert dates.dtype == "datetime64[s]"
    assert dates.dropna().dt.date.tolist() == expected
    assert identity.sex_codes(column).fillna("").tolist() == ["1", "2", "1", "", ""]


def test_an_incomplete_samordningsnummer_has_no_birth_date_but_a_sex():
    column = numbers(with_check_digit("19900060238"), with_check_digit("19900160238"))
    assert identity.birth_dates(column).isna().all()
    assert identity.sex_codes(column).tolist() == ["2", "2"]


def test_answers_keep_the_rows_index():
    column = pd.Series([A_MAN, None, A_MAN], index=[7, 3, 5], dtype="str")
    assert identity.is_valid(column).to_dict() == {7: True, 3: False, 5: True}
    assert list(identity.birth_dates(column).index) == [7, 3, 5]


def test_an_empty_column_gives_empty_answers():
    assert identity.is_valid(numbers()).dtype == bool
    assert len(identity.birth_dates(numbers())) == 0


def born(*days):
    return pd.Series(list(days), dtype="datetime64[s]")


@pytest.mark.parametrize(
    ("as_of", "years"),
    [(date(2026, 11, 19), 19), (date(2026, 11, 20), 20), (date(2027, 11, 19), 20)],
)
def test_age_changes_on_the_birthday(as_of, years):
    """A1: the day before the 20th birthday is 19, the birthday is 20."""
    assert identity.full_years(born("2006-11-20"), as_of).tolist() == [years]


def test_who_is_born_on_a_leap_day_turns_on_1_march_in_common_years():
    """A1: 29 February."""
    leapling = born("2004-02-29")
    assert identity.full_years(leapling, date(2026, 2, 28)).tolist() == [21]
    assert identity.full_years(leapling, date(2026, 3, 1)).tolist() == [22]
    assert identity.full_years(leapling, date(2028, 2, 29)).tolist() == [24]
    assert identity.birthday(leapling, 22).dt.date.tolist() == [date(2026, 3, 1)]
    assert identity.birthday(leapling, 24).dt.date.tolist() == [date(2028, 2, 29)]


def test_an_unknown_birth_date_gives_an_unknown_age_and_birthday():
    unknown = born(None, "1990-05-17")
    assert identity.full_years(unknown, date(2026, 11, 20)).tolist() == [pd.NA, 36]
    assert identity.birthday(unknown, 20).isna().tolist() == [True, False]


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.integers(0, 100))
def test_the_age_is_reached_on_the_birthday_and_not_the_day_before(birth_date, age):
    column = born(birth_date.isoformat())
    turned = identity.birthday(column, age).dt.date[0]
    eve = date.fromordinal(turned.toordinal() - 1)
    assert identity.full_years(column, turned).tolist() == [age]
    assert identity.full_years(column, eve).tolist() == [age - 1]
