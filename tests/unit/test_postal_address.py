"""Addresses are checked before anything is rendered; a bad one is a reason, not a failure."""

import pandas as pd
import pytest

from stegvis.domain.letters.address import (
    NO_ADDRESS,
    NO_FIXED_ABODE,
    NO_POSTCODE,
    NO_STREET,
    NO_TOWN,
    with_address,
)


def checked(**but):
    person = {
        "first_name": "Anna",
        "last_name": "Provsson",
        "care_of": None,
        "street_address": "Provgatan 1",
        "postcode": "12345",
        "post_town": "Exempelstad",
        **but,
    }
    row = with_address(pd.DataFrame([person])).iloc[0]
    return row["address_lines"].split("\n"), row["address_problem"]


def test_a_whole_address_has_name_street_and_town():
    assert checked() == (["Anna Provsson", "Provgatan 1", "123 45 EXEMPELSTAD"], "")


@pytest.mark.parametrize("care_of", ["Berg", "c/o Berg", "C/O  Berg", "co Berg", "C / o: Berg"])
def test_care_of_is_written_in_one_way(care_of):
    lines, problem = checked(care_of=care_of)

    assert (lines[1], problem) == ("c/o Berg", "")


def test_a_name_that_begins_like_care_of_is_left_alone():
    assert checked(care_of="Cornelia Berg")[0][1] == "c/o Cornelia Berg"


@pytest.mark.parametrize("postcode", ["123 45", " 12345", "SE-123 45", "S-12345", "se 12345"])
def test_a_postcode_may_have_a_space_and_a_country(postcode):
    assert checked(postcode=postcode)[0][-1] == "123 45 EXEMPELSTAD"


@pytest.mark.parametrize("postcode", ["1234", "123456", "02345", "ABCDE", "12E45", None, ""])
def test_a_postcode_that_is_not_five_digits_is_a_reason(postcode):
    assert checked(postcode=postcode) == (["Anna Provsson"], NO_POSTCODE)


def test_a_missing_line_is_a_reason():
    assert checked(street_address=None)[1] == NO_STREET
    assert checked(post_town="  ")[1] == NO_TOWN


def test_no_address_at_all_is_a_reason_of_its_own():
    assert checked(street_address=None, postcode=None, post_town=None)[1] == NO_ADDRESS


@pytest.mark.parametrize(
    "street", ["Utan fast bostad", "Ingen fast adress", "saknar bostad", "Hemlös", "OKÄND ADRESS"]
)
def test_no_fixed_abode_is_handed_over_in_person(street):
    assert checked(street_address=street) == (["Anna Provsson"], NO_FIXED_ABODE)


def test_a_box_is_an_address():
    assert checked(street_address="Box 12")[1] == ""


def test_line_breaks_in_an_address_do_not_add_lines():
    assert checked(street_address="Provgatan 1\nlgh 2")[0][1] == "Provgatan 1 lgh 2"


def test_nobody_gives_an_empty_frame():
    people = pd.DataFrame(
        columns=["first_name", "last_name", "care_of", "street_address", "postcode", "post_town"],
        dtype="str",
    )

    assert with_address(people)["address_problem"].empty
