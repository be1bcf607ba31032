"""What the view ``delivery`` says of each delivery, and which of them are in force."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stegvis.adapters.warehouse import append, deliveries_in_force, read_frame, tables
from stegvis.adapters.warehouse.views import view_statements
from stegvis.domain.extracts import EXTRACTS, Mode
from stegvis.errors import WarehouseError

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MORNING = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)
TODAY = MORNING.date()


def hour(number):
    return MORNING + timedelta(hours=number)


def a_delivery(delivery_id, received=0, **changes):
    counts = {"rows_accepted": 10, "rows_quarantined": 0, "rows_rejected": 0, "rows_held": 0}
    if changes.get("status") == "held":
        counts |= {"rows_accepted": 0, "rows_held": 8, "rows_quarantined": 2}
    if changes.get("status") == "rejected":
        counts |= {"rows_accepted": 0, "rows_rejected": 10}
    return {
        "municipality_code": "1492",
        "delivery_id": delivery_id,
        "extract": "bistand",
        "period": "202610",
        "sha256": f"sha of {delivery_id}",
        "ordinal": 0,
        "columns_present": "year|month",
        "rows_received": 10,
        **counts,
        "rows_repeated": 0,
        "status": "accepted",
        "is_backfill": False,
        "received_at": hour(received),
        "known_at": hour(received),
    } | changes


def an_approval(delivery_id, said, approved):
    return {
        "municipality_code": "1492",
        "delivery_id": delivery_id,
        "approved": approved,
        "approved_by": "Lo",
        "approved_at": hour(said),
    }


def store(warehouse, *deliveries, approvals=()):
    with warehouse.begin() as connection:
        append(connection, tables.delivery_record, deliveries)
        append(connection, tables.delivery_approval, list(approvals))


def seen(warehouse):
    with warehouse.read() as connection:
        return read_frame(connection, "select * from delivery").set_index("delivery_id")


def in_force(warehouse, extract="bistand", as_of=TODAY, moment=None, municipality="1492"):
    with warehouse.read() as connection:
        found = deliveries_in_force(
            connection, municipality, extract, as_of, hour(100) if moment is None else moment
        )
    return found["delivery_id"].tolist()


def test_the_newer_of_two_deliveries_of_a_month_supersedes_the_older(warehouse):
    store(warehouse, a_delivery("old"), a_delivery("new", received=1))

    assert seen(warehouse)["status"].to_dict() == {"old": "superseded", "new": "accepted"}
    assert in_force(warehouse) == ["new"]


def test_another_month_or_extract_or_municipality_supersedes_nothing(warehouse):
    store(
        warehouse,
        a_delivery("a"),
        a_delivery("b", received=1, period="202611"),
        a_delivery("c", received=1, extract="avslut"),
        a_delivery("d", received=1, municipality_code="2282"),
    )

    assert set(seen(warehouse)["status"]) == {"accepted"}
    assert in_force(warehouse) == ["a", "b"]
    assert in_force(warehouse, municipality="2282") == ["d"]


@pytest.mark.parametrize("status", ["held", "rejected"])
def test_a_held_or_rejected_delivery_leaves_in_force_what_was(warehouse, status):
    store(warehouse, a_delivery("old"), a_delivery("new", received=1, status=status))

    assert seen(warehouse)["status"].to_dict() == {"old": "accepted", "new": status}
    assert in_force(warehouse) == ["old"]


def test_a_held_delivery_is_in_force_from_a_persons_yes_on(warehouse):
    store(
        warehouse,
        a_delivery("old"),
        a_delivery("new", received=1, status="held"),
        approvals=[an_approval("new", said=5, approved=True)],
    )

    found = seen(warehouse)
    assert found["status"].to_dict() == {"old": "superseded", "new": "accepted"}
    assert found.loc["new", ["rows_accepted", "rows_quarantined", "rows_held"]].tolist() == [
        8,
        2,
        0,
    ]
    assert found.loc["new", "approved_by"] == "Lo"
    assert in_force(warehouse, moment=hour(4)) == ["old"]
    assert in_force(warehouse, moment=hour(5)) == ["new"]


def test_a_held_delivery_is_rejected_by_a_persons_no(warehouse):
    store(
        warehouse,
        a_delivery("new", status="held"),
        approvals=[an_approval("new", said=5, approved=False)],
    )

    found = seen(warehouse)
    assert found.loc["new", "status"] == "rejected"
    assert found.loc["new", ["rows_rejected", "rows_held"]].tolist() == [8, 0]
    assert in_force(warehouse) == []


def test_the_first_word_on_a_held_delivery_counts(warehouse):
    store(
        warehouse,
        a_delivery("new", status="held"),
        approvals=[an_approval("new", 5, approved=False), an_approval("new", 6, approved=True)],
    )

    assert seen(warehouse).loc["new", "status"] == "rejected"


def test_every_row_is_counted_whatever_became_of_it(warehouse):
    """X13: rows received = accepted + quarantined + rejected + held + repeated."""
    store(
        warehouse,
        a_delivery("a"),
        a_delivery("b", status="held"),
        a_delivery("c", status="held"),
        a_delivery("d", status="held"),
        a_delivery("e", status="rejected"),
        approvals=[an_approval("c", 1, approved=True), an_approval("d", 1, approved=False)],
    )

    found = seen(warehouse)
    parts = ["rows_accepted", "rows_quarantined", "rows_rejected", "rows_held", "rows_repeated"]
    assert (found[parts].sum(axis=1) == found["rows_received"]).all()


def test_a_delivery_whose_rows_do_not_add_up_is_refused(warehouse):
    """X13"""
    with pytest.raises(WarehouseError, match="every_row_counted"):
        store(warehouse, a_delivery("a", rows_accepted=9))


def test_a_backfill_is_known_from_when_it_was_extracted(warehouse):
    past = datetime(2026, 3, 2, 6, tzinfo=STOCKHOLM)
    march = a_delivery("march", period="202602", is_backfill=True, known_at=past)
    store(
        warehouse,
        march,
        a_delivery("held", period="202601", is_backfill=True, known_at=past, status="held"),
        approvals=[an_approval("held", 5, approved=True)],
    )

    assert in_force(warehouse, as_of=date(2026, 3, 31), moment=past) == ["held", "march"]
    assert in_force(warehouse, as_of=date(2026, 3, 31), moment=past - timedelta(seconds=1)) == []


def test_of_two_backfills_received_together_the_one_known_later_counts(warehouse):
    def backfill(delivery_id, day):
        known_at = datetime(2026, 3, day, 6, tzinfo=STOCKHOLM)
        return a_delivery(delivery_id, period="202602", is_backfill=True, known_at=known_at)

    store(warehouse, backfill("second", 9), backfill("first", 2))

    assert seen(warehouse)["status"].to_dict() == {"first": "superseded", "second": "accepted"}
    assert in_force(warehouse) == ["second"]
    assert in_force(warehouse, moment=datetime(2026, 3, 8, tzinfo=STOCKHOLM)) == ["first"]


def test_what_came_later_does_not_count_at_an_earlier_moment(warehouse):
    """A past week is computed again from what was known then."""
    store(warehouse, a_delivery("old"), a_delivery("new", received=2))

    assert in_force(warehouse, moment=hour(-1)) == []
    assert in_force(warehouse, moment=hour(1)) == ["old"]
    assert in_force(warehouse, moment=hour(2)) == ["new"]


def test_a_late_file_fills_its_own_month_only(warehouse):
    store(
        warehouse,
        a_delivery("october"),
        a_delivery("september", received=1, period="202609"),
    )

    assert in_force(warehouse) == ["september", "october"]


def test_a_period_after_the_day_does_not_count(warehouse):
    store(
        warehouse,
        a_delivery("november", period="202611"),
        a_delivery("december", period="202612"),
        a_delivery("today", extract="ansokan", period="20261120"),
        a_delivery("tomorrow", extract="ansokan", period="20261121"),
    )

    assert in_force(warehouse) == ["november"]
    assert in_force(warehouse, "ansokan") == ["today"]


def test_of_a_snapshot_only_the_newest_period_counts(warehouse):
    store(
        warehouse,
        a_delivery("first", extract="plats", period="20261118"),
        a_delivery("second", received=1, extract="plats", period="20261119"),
        a_delivery("third", received=2, extract="plats", period="20261117"),
    )

    assert seen(warehouse)["status"].to_dict() == {
        "first": "superseded",
        "second": "accepted",
        "third": "superseded",
    }
    assert in_force(warehouse, "plats") == ["second"]
    assert in_force(warehouse, "plats", as_of=date(2026, 11, 18)) == ["first"]


def test_an_extract_that_adds_up_counts_every_period(warehouse):
    store(
        warehouse,
        a_delivery("first", extract="ansokan", period="20261118"),
        a_delivery("second", received=1, extract="ansokan", period="20261119"),
        a_delivery("again", received=2, extract="ansokan", period="20261118"),
    )

    assert in_force(warehouse, "ansokan") == ["again", "second"]


def test_the_view_and_the_declaration_mean_the_same_snapshots():
    named = {
        name for name, extract in EXTRACTS.items() if f"'{name}'" in view_statements()["delivery"]
    }

    assert named == {name for name, extract in EXTRACTS.items() if extract.mode is Mode.SNAPSHOT}
