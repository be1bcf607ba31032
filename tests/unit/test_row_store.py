"""Rows come back from the store as they were, but for names and addresses."""

import pandas as pd
import pytest

from delivery_builders import an_aid_row, another_household, read
from row_builders import an_aid_row as aid
from row_builders import an_answer, delivered
from stegvis.adapters.row_store import RowStore
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.row_rules.settled import with_delivery_id
from stegvis.domain.sources import empty_rows


@pytest.mark.parametrize("extract", EXTRACTS)
def test_every_type_survives_even_without_rows(extract, tmp_path):
    store = RowStore(tmp_path)
    before = delivered(extract, "202611")
    store.write(before)
    after = store.read(extract, before.delivery_id)

    expected = empty_rows(EXTRACTS[extract]).drop(columns=["period", "delivery_id"])
    assert after.rows.dtypes.to_dict() == expected.dtypes.to_dict()
    assert (after.period, after.columns_present) == ("202611", before.columns_present)


def test_values_missing_ones_and_time_zones_survive(tmp_path):
    store = RowStore(tmp_path)
    before = delivered(
        "ansokan",
        "20261120",
        {"application_id": "A", "applied_at": "2026-07-01T10:00:00", "needs_interpreter": True},
        {"application_id": "Å"},
    )
    store.write(before)

    pd.testing.assert_frame_equal(store.read("ansokan", before.delivery_id).rows, before.rows)


def test_what_was_read_survives_but_names_and_addresses(tmp_path):
    store = RowStore(tmp_path)
    before = with_delivery_id(
        read("bistand", an_aid_row(), another_household(kon="x")), "d1"
    ).delivered
    store.write(before)
    after = store.read("bistand", "d1").rows

    personal = [column.name for column in EXTRACTS["bistand"].columns if column.personal]
    lost = [name for name in personal if name not in ("personal_number", "household_id")]
    assert after[lost].isna().all().all()
    pd.testing.assert_frame_equal(after.drop(columns=lost), before.rows.drop(columns=lost))


def test_several_deliveries_come_back_each_as_it_was_alone(tmp_path):
    store = RowStore(tmp_path)
    made = [
        delivered("bistand", "202609", aid(), aid(children_count=2)),
        delivered("bistand", "202610"),
        delivered("bistand", "202611", aid(assistance_sek=None)),
    ]
    for each in made:
        store.write(each)
    ids = [each.delivery_id for each in reversed(made)]

    found = store.read_all("bistand", ids)

    assert [each.delivery_id for each in found] == ids
    assert [each.period for each in found] == ["202611", "202610", "202609"]
    for each in found:
        pd.testing.assert_frame_equal(each.rows, store.read("bistand", each.delivery_id).rows)
    assert store.read_all("bistand", []) == []


def test_a_delivery_that_is_written_again_is_replaced(tmp_path):
    store = RowStore(tmp_path)
    store.write(delivered("bistand", "202611", aid(), aid()))
    store.write(delivered("bistand", "202611", aid()))

    assert len(store.read("bistand", "bistand-202611").rows) == 1
    assert [path.name for path in (tmp_path / "bistand").iterdir()] == ["bistand-202611.parquet"]


def test_files_are_for_their_owner_alone(tmp_path):
    RowStore(tmp_path / "rows").write(delivered("af_status", "20261120", an_answer()))

    path = tmp_path / "rows" / "af_status" / "af_status-20261120.parquet"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
