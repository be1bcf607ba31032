"""X2: no identity number of an invented person can belong to a real one."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from invented import SLUGS, deliveries_of
from stegvis.domain import identity
from stegvis.synthetic.identity_numbers import (
    NumberSupply,
    can_be_born,
    identity_numbers,
    needs_coordination_number,
)
from stegvis.synthetic.luck import Luck

WITH_TEST_NUMBERS = {*range(1990, 2006), *range(2013, 2020)}


def everybody(slug):
    return deliveries_of(slug).invented.world.people["number"].astype("str")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_number_is_valid_and_has_an_individual_number_for_tests(slug):
    numbers = everybody(slug)

    assert identity.is_valid(numbers).all()
    certain = numbers[~identity.is_temporary(numbers)]
    assert set(certain.str[8:11]) == {"238", "239"}
    assert len(numbers) - len(certain) == 1


@pytest.mark.parametrize("slug", SLUGS)
def test_only_births_of_the_published_years_get_a_personnummer(slug):
    numbers = everybody(slug)
    whole = numbers[identity.birth_dates(numbers).notna()]
    years = whole.str[:4].astype(int)

    assert len(numbers) - len(whole) == 3, "a temporary number, one without month, one without day"
    assert years[~identity.is_coordination(whole)].isin(WITH_TEST_NUMBERS).all()
    assert not years[identity.is_coordination(whole)].isin(WITH_TEST_NUMBERS).any()


@pytest.mark.parametrize("slug", SLUGS)
def test_no_number_is_given_to_two_people(slug):
    assert everybody(slug).is_unique


@pytest.mark.parametrize("slug", SLUGS)
def test_the_number_tells_the_sex_of_the_person(slug):
    people = deliveries_of(slug).invented.world.people
    told = identity.sex_codes(people["number"].astype("str"))
    known = told.notna()

    assert (told[known] == people["is_man"].map({True: "1", False: "2"})[known]).all()


def test_every_personnummer_that_could_be_given_is_on_the_official_list():
    beside = Path(__file__).parents[2].parent / "shared" / "data"
    folder = Path(os.environ.get("STEGVIS_TEST_NUMBERS", beside))
    if not (folder / "test_personal_numbers.csv").exists():
        pytest.skip("Skatteverket's list of test numbers is not here; see STEGVIS_TEST_NUMBERS")
    official = set(pd.read_csv(folder / "test_personal_numbers.csv", dtype="str").iloc[:, 0])
    days = np.arange(np.datetime64("1988-01-01"), np.datetime64("2022-01-01"))

    for is_man in (True, False):
        sex = np.full(len(days), is_man)
        possible = can_be_born(days, sex) & ~needs_coordination_number(days)
        given = set(identity_numbers(days[possible], sex[possible]))
        assert given <= official
        assert len(given) > 4_500


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1990-01-31", True),
        ("1990-02-01", False),
        ("2005-12-31", False),
        ("2006-01-01", True),
        ("2012-12-31", True),
        ("2013-01-01", False),
        ("2019-12-31", False),
        ("2020-01-01", True),
    ],
)
def test_the_series_of_test_numbers_begins_and_ends_on_its_days(day, expected):
    days = np.array([day], dtype="datetime64[D]")

    assert needs_coordination_number(days).tolist() == [expected]


def test_a_year_that_is_used_up_gives_way_to_the_year_before():
    supply = NumberSupply(Luck(1, "nowhere"))
    wanted = np.full(400, 1970)

    days = supply.take(wanted, np.full(400, True))

    years = days.astype("datetime64[Y]").astype(int) + 1970
    assert len(np.unique(days)) == 400
    assert (years == 1970).sum() == 365
    assert (years == 1969).sum() == 35


def test_a_man_and_a_woman_may_be_born_on_one_day_and_have_two_numbers():
    day = np.array(["1991-05-17", "1991-05-17", "1960-05-17", "1960-05-17"], dtype="datetime64[D]")
    sex = np.array([True, False, True, False])

    numbers = identity_numbers(day, sex)

    assert can_be_born(day, sex).all()
    assert [number[:11] for number in numbers] == [
        "19910517" + "239",
        "19910517" + "238",
        "19600577" + "239",
        "19600577" + "238",
    ]
