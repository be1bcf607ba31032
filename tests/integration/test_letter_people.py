"""Who gets a letter, from the delivered row to the file: the protected never do (X2)."""

import pytest

from delivery_builders import WOMAN, an_aid_row
from offer_builders import in_line, places
from received import Inbox
from stegvis.steps.offers import offer
from town import Town

NOWHERE = {"gatuadress": "", "postnr": "", "postort": ""}


@pytest.mark.parametrize(
    ("row", "letters"),
    [
        ({}, 1),
        ({"sekretessmarkering": "1", **NOWHERE}, 0),
        ({"skyddad_folkbokforing": "1", **NOWHERE}, 0),
        ({"sekretessmarkering": "", **NOWHERE}, 0),
        ({"skyddad_folkbokforing": "", **NOWHERE}, 0),
        ({"sekretessmarkering": "1"}, 0),  # an address is there although it must not be
        (NOWHERE, 1),  # ready, to be handed over in person
    ],
)
def test_a_delivered_row_becomes_a_letter_or_none_at_all_x2(
    sqlite_warehouse, tmp_path, row, letters
):
    inbox = Inbox(sqlite_warehouse, tmp_path)
    inbox.received("bistand", an_aid_row(**row))
    town = Town("amal", sqlite_warehouse, tmp_path)
    town.screened(in_line(1, person_id=[inbox.person(WOMAN)["person_id"]]))
    town.with_places(places({"end_date": "2026-12-31"}))
    context = town.context()

    offer.withdraw(context, "run-1")
    offer.draft(context, "run-1")
    offer.plan_letters(context)
    offer.render_letters(context, 10)

    assert len(town.table("offer")) == letters
    assert list(town.letters()["status"]) == ["rendered"] * letters
    assert len(town.files()) == 2 * letters
