"""What deliveries make of people: the newest word on each, and protection from any source (X2)."""

import pandas as pd
import pytest

from delivery_builders import (
    MAN,
    WOMAN,
    an_aid_row,
    an_answer,
    an_application,
    another_household,
    as_file,
)
from received import Inbox

OCTOBER = "bistand_1492_202610.csv"
NOWHERE = {"gatuadress": "", "postnr": "", "postort": ""}


@pytest.fixture
def inbox(sqlite_warehouse, tmp_path):
    return Inbox(sqlite_warehouse, tmp_path)


def test_the_newest_period_names_a_person(inbox):
    inbox.received("bistand", an_aid_row(efternamn="Ny"))
    inbox.received("bistand", an_aid_row(manad="10", efternamn="Gammal"), file_name=OCTOBER)

    person = inbox.person(WOMAN)
    assert person["last_name"] == "Ny"
    assert person["seen_period"] == "20261100"
    assert person["birth_date"] == pd.Timestamp("1990-03-02")
    assert person["sex_code"] == "2"


def test_an_application_without_an_address_does_not_wipe_out_the_known_one(inbox):
    inbox.received("bistand", an_aid_row())
    inbox.received("ansokan", an_application(gatuadress="", fornamn="Alexandra M"))

    person = inbox.person(WOMAN)
    assert person["street_address"] == "Provgatan 12"
    assert person["first_name"] == "Alexandra M"
    assert person["seen_period"] == "20261120"


def test_an_address_is_never_put_together_from_two_deliveries(inbox):
    inbox.received("bistand", an_aid_row(co_adress="c/o Gammal"))
    inbox.received("ansokan", an_application(gatuadress="Nygatan 1"))

    person = inbox.person(WOMAN)
    assert person["street_address"] == "Nygatan 1"
    assert person[["care_of", "postcode", "post_town"]].isna().all()


@pytest.mark.parametrize(
    ("extract", "row"),
    [
        ("bistand", an_aid_row(sekretessmarkering="1", **NOWHERE)),
        ("bistand", an_aid_row(skyddad_folkbokforing="", **NOWHERE)),
        ("ansokan", an_application(sekretessmarkering="1", gatuadress="")),
        ("af_status", an_answer(sekretessmarkering="1")),
        ("ansokan", an_application(sekretessmarkering="1", gatuadress="", kanal="fel")),
    ],
)
def test_any_source_that_says_so_protects_and_takes_the_address_away(inbox, extract, row):
    """X2: even from a row that is quarantined for something else."""
    inbox.received("bistand", an_aid_row(manad="10"), file_name=OCTOBER)
    assert not inbox.person(WOMAN)["is_protected"]

    inbox.received(extract, row)
    person = inbox.person(WOMAN)
    assert person["is_protected"]
    assert person[["street_address", "postcode", "post_town"]].isna().all()


def test_silence_on_protection_is_protection(inbox):
    """X2: Arbetsförmedlingen's empty field says nothing, and nobody else has spoken."""
    inbox.received("af_status", an_answer())

    assert inbox.person(WOMAN)["is_protected"]


def test_a_corrected_file_lifts_protection_that_was_a_mistake(inbox):
    inbox.received("bistand", an_aid_row(sekretessmarkering=""), another_household())
    assert inbox.person(WOMAN)["is_protected"]
    assert not inbox.person(MAN)["is_protected"]

    inbox.received("bistand", an_aid_row(), another_household(sbel="1"))
    assert not inbox.person(WOMAN)["is_protected"]
    assert inbox.person(WOMAN)["street_address"] == "Provgatan 12"


def test_an_older_file_does_not_lift_protection(inbox):
    inbox.received("bistand", an_aid_row(sekretessmarkering="1", **NOWHERE))
    inbox.received("bistand", an_aid_row(manad="10"), file_name=OCTOBER)

    assert inbox.person(WOMAN)["is_protected"]
    assert pd.isna(inbox.person(WOMAN)["street_address"])


def test_somebody_whom_the_corrected_file_leaves_out_is_no_longer_vouched_for(inbox):
    inbox.received("bistand", an_aid_row(), another_household())
    inbox.received("bistand", another_household(sbel="1"))

    assert inbox.person(WOMAN)["is_protected"]


def test_protection_in_one_of_two_households_is_protection(inbox):
    elsewhere = another_household(
        personnr=WOMAN, kon="2", hushallstyp="5", sekretessmarkering="1", **NOWHERE
    )
    inbox.received("bistand", an_aid_row(), elsewhere)

    assert inbox.person(WOMAN)["is_protected"]
    assert pd.isna(inbox.person(WOMAN)["street_address"])


def test_several_months_at_once_end_like_one_after_the_other(inbox):
    november, october = (
        an_aid_row(gatuadress="Nya gatan"),
        an_aid_row(manad="10", gatuadress="Gamla gatan"),
    )
    inbox.deliver(OCTOBER, as_file(october))
    inbox.deliver("bistand_1492_202611.csv", as_file(november))
    assert inbox.receive() == 2

    assert inbox.person(WOMAN)["street_address"] == "Nya gatan"
    assert inbox.rows("select count(*) as n from person")["n"].iloc[0] == 1
