"""What is known of a person is the same in whatever order the extracts are read.

Tasks of different extracts run side by side, and one that was killed runs last.
"""

import pandas as pd
import pytest

from row_builders import WOMAN, an_aid_row, an_answer, an_application, delivered
from stegvis.adapters.warehouse import tables
from stegvis.domain.derived_rows import LetIn, Naming
from stegvis.domain.derived_rows.people import merged, people_of, with_protection

NAMING = Naming(b"p" * 32, "1492")
OF_PERSON = [column.name for column in tables.person.columns if column.name != "municipality_code"]


def known_after(deliveries, is_protected=False):
    """The row of ``person`` when the deliveries have come one by one."""
    known = pd.DataFrame({name: pd.Series(dtype="object") for name in OF_PERSON})
    for each in deliveries:
        known = merged(people_of(LetIn.of([each]), NAMING), known)
        said = known[["person_id"]].assign(is_protected=is_protected)
        known = with_protection(known, said)
    return tuple(known.astype("str").iloc[0].sort_index().items())


DESCRIBED = (
    delivered("bistand", "202611", an_aid_row(street_address="Nygatan 1", caseworker="hl07")),
    delivered("bistand", "202610", an_aid_row(last_name="Gammal", mobile_phone="0532-1")),
    delivered("ansokan", "20261119", an_application(first_name="Alexandra M")),
    delivered("ansokan", "20261112", an_application(street_address="Torget 3", email="a@b.se")),
    delivered("af_status", "20261120", an_answer()),
)
STRANGERS = (
    delivered("af_status", "20261119", an_answer()),
    delivered("af_status", "20261120", an_answer()),
    delivered("plan", "20261120", {"personal_number": WOMAN, "plan_id": "P1"}),
)


@pytest.mark.parametrize("is_protected", [False, True], ids=["open", "protected"])
@pytest.mark.parametrize("deliveries", [DESCRIBED, STRANGERS], ids=["described", "strangers"])
def test_the_order_of_extracts_does_not_matter(deliveries, is_protected):
    turned = [deliveries[turn:] + deliveries[:turn] for turn in range(len(deliveries))]
    orders = [*turned, *(order[::-1] for order in turned)]

    assert len({known_after(order, is_protected) for order in orders}) == 1


def test_each_thing_is_as_new_as_it_can_be():
    known = dict(known_after(DESCRIBED))

    assert known["first_name"] == "Alexandra M"
    assert known["street_address"] == "Torget 3"
    assert known["caseworker"] == "hl07"
    assert known["mobile_phone"] == "0532-1"
    assert known["seen_period"] == "20261119"


def test_of_a_stranger_no_period_is_said_and_one_delivery_vouches():
    known = dict(known_after(STRANGERS))

    assert known["seen_period"] == ""
    assert known["delivery_id"] == "af_status-20261119"
