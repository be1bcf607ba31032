"""Names, ids and counts of deliveries, and when a monthly file is held."""

from datetime import UTC, date, datetime, timedelta

import pytest

from stegvis.domain.deliveries import (
    WRONG_MUNICIPALITY,
    Known,
    KnownDelivery,
    RowCounts,
    delivery_id,
    is_count_off,
    parse_delivery_name,
)
from stegvis.domain.municipalities import HoldRules
from stegvis.errors import DeliveryRejected

MORNING = datetime(2026, 11, 20, 7, tzinfo=UTC)


def test_a_file_name_says_extract_municipality_and_period():
    name = parse_delivery_name("af_status_0120_20261120.csv")

    assert (name.extract, name.municipality_code, name.period) == ("af_status", "0120", "20261120")
    assert name.file_name == "af_status_0120_20261120.csv"
    assert name.first_day == date(2026, 11, 20)
    assert parse_delivery_name("bistand_0120_202611.csv").first_day == date(2026, 11, 1)


@pytest.mark.parametrize(
    "file_name",
    [
        "bistand_0120_202611.csv.part",
        "bistand_0120_202611.tmp",
        ".bistand_0120_202611.csv",
        "bistand_0120_202611.csv.manifest.json",
        "svar_HL1.xlsx",
        "okand_0120_202611.csv",
        "bistand_0120_199003022382.csv",
        "bistand_0120.csv",
    ],
)
def test_what_is_called_otherwise_is_no_delivery(file_name):
    assert parse_delivery_name(file_name) is None


@pytest.mark.parametrize("code", ["1488", "120", "0"])
def test_a_file_named_after_another_municipality_is_rejected(code):
    with pytest.raises(DeliveryRejected) as rejected:
        parse_delivery_name(f"bistand_{code}_202611.csv").check("0120")

    assert rejected.value.reason == WRONG_MUNICIPALITY


@pytest.mark.parametrize(
    "file_name",
    [
        "bistand_1492_202613.csv",
        "bistand_1492_202600.csv",
        "bistand_1492_20261101.csv",
        "bistand_1492_2611.csv",
        "ansokan_1492_202611.csv",
        "ansokan_1492_20261131.csv",
        "plats_1492_00001120.csv",
    ],
)
def test_a_period_that_does_not_exist_is_rejected(file_name):
    with pytest.raises(DeliveryRejected) as rejected:
        parse_delivery_name(file_name).check("1492")

    assert rejected.value.reason == "wrong_period"


@pytest.mark.parametrize("file_name", ["bistand_1492_202612.csv", "ansokan_1492_20240229.csv"])
def test_a_period_that_exists_passes(file_name):
    parse_delivery_name(file_name).check("1492")


def test_the_same_bytes_again_are_another_delivery():
    name = parse_delivery_name("bistand_1492_202611.csv")
    ids = {delivery_id(name, sha256, ordinal) for sha256 in ("a", "b") for ordinal in (0, 1)}

    assert len(ids) == 4
    assert all(len(one) == 16 for one in ids)


def known(file_name, sha256, minutes=0, **but):
    name = parse_delivery_name(file_name)
    values = {
        "delivery_id": f"{sha256}{minutes}",
        "extract": name.extract,
        "period": name.period,
        "sha256": sha256,
        "ordinal": 0,
        "rows_received": 1,
        "reason": None,
        "received_at": MORNING + timedelta(minutes=minutes),
    }
    return KnownDelivery(**{**values, **but})


def test_the_newest_delivery_of_the_period_is_the_one_that_a_file_follows():
    name = parse_delivery_name("bistand_1492_202611.csv")
    before = Known(
        "1492",
        [
            known("bistand_1492_202611.csv", "b", 5),
            known("bistand_1492_202611.csv", "a"),
            known("bistand_1492_202610.csv", "c", 9),
            known("avslut_1492_202611.csv", "d", 9),
        ],
    )

    assert before.newest(name, "a").sha256 == "b"
    assert before.ordinal(name, "a") == 1
    assert before.ordinal(name, "c") == 0


def test_files_of_two_municipalities_in_one_inbox_do_not_follow_each_other():
    own = parse_delivery_name("bistand_1492_202611.csv")
    foreign = parse_delivery_name("bistand_1488_202611.csv")
    before = Known(
        "1492",
        [
            known("bistand_1492_202611.csv", "a"),
            known("bistand_1488_202611.csv", "b", 5, reason=WRONG_MUNICIPALITY),
        ],
    )

    assert before.newest(own, "a").sha256 == "a"
    assert before.newest(foreign, "b").sha256 == "b"
    assert before.newest(foreign, "c") is None


def test_every_row_received_is_counted_once():
    counts = RowCounts(received=10, accepted=6, quarantined=3, repeated=1)

    assert counts.as_held() == RowCounts(received=10, quarantined=3, held=6, repeated=1)
    assert RowCounts.of_rejected(10) == RowCounts(received=10, rejected=10)


@pytest.mark.parametrize(
    "counts", [{"accepted": 9}, {"accepted": 11}, {"accepted": 11, "held": -1}]
)
def test_counts_that_do_not_add_up_cannot_be_made(counts):
    with pytest.raises(ArithmeticError):
        RowCounts(received=10, **counts)


@pytest.mark.parametrize(
    ("rows", "newest", "is_off"),
    [
        (250, 200, False),
        (251, 200, True),
        (150, 200, False),
        (149, 200, True),
        (1, 199, False),
        (400, 199, False),
        (1, None, False),
    ],
)
def test_a_month_more_than_a_quarter_off_is_held(rows, newest, is_off):
    assert is_count_off(rows, newest, HoldRules()) is is_off


def test_the_limits_are_the_municipality_s():
    rules = HoldRules(row_change_share=0.29, minimum_rows=100)

    assert not is_count_off(129, 100, rules)
    assert is_count_off(130, 100, rules)
