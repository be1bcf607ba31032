"""The manifest must say what the file says."""

import json
from datetime import datetime

import pytest

from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.deliveries import parse_delivery_name
from stegvis.domain.manifests import check_manifest, read_manifest
from stegvis.errors import DeliveryRejected

NAME = parse_delivery_name("bistand_0120_202611.csv")
RECEIVED = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)


def a_manifest(**but):
    says = {
        "municipality_code": "0120",
        "extract": "bistand",
        "period": "202611",
        "extracted_at": "2026-11-19T05:00:00+01:00",
        "source_system": "test",
        "rows": 3,
        "sha256": "ab",
        "backfill": False,
        **but,
    }
    return json.dumps(says).encode()


def test_a_manifest_that_agrees_passes():
    check_manifest(read_manifest(NAME, a_manifest(sha256="AB")), NAME, "ab", 3)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("municipality_code", "120"),
        ("extract", "avslut"),
        ("period", "202610"),
        ("rows", 4),
        ("sha256", "cd"),
    ],
)
def test_a_manifest_that_disagrees_rejects_the_delivery(field, value):
    with pytest.raises(DeliveryRejected) as rejected:
        check_manifest(read_manifest(NAME, a_manifest(**{field: value})), NAME, "ab", 3)

    assert rejected.value.reason == "manifest_mismatch"
    assert rejected.value.rows == 3
    assert field in str(rejected.value)
    assert str(value) not in str(rejected.value).replace("bistand_0120_202611", "")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        a_manifest(rows="3"),
        a_manifest(rows=-1),
        a_manifest(municipality_code=120),
        a_manifest(extracted_at="i morse"),
        a_manifest(extracted_at=1795000000),
        a_manifest(backfill="ja"),
        b'{"rows": 3}',
        "{å}".encode("cp1252"),
    ],
)
def test_a_manifest_that_cannot_be_read_rejects_the_delivery(content):
    with pytest.raises(DeliveryRejected) as rejected:
        read_manifest(NAME, content)

    assert rejected.value.reason == "manifest_unreadable"


def test_fields_that_are_not_ours_are_left_alone():
    read_manifest(NAME, b"\xef\xbb\xbf" + a_manifest(version=2))


@pytest.mark.parametrize(
    ("but", "known_at"),
    [
        ({}, RECEIVED),
        ({"backfill": True}, datetime(2026, 11, 19, 5, tzinfo=STOCKHOLM)),
        (
            {"backfill": True, "extracted_at": "2026-11-19T05:00:00"},
            datetime(2026, 11, 19, 5, tzinfo=STOCKHOLM),
        ),
        ({"backfill": True, "extracted_at": "2027-01-01T05:00:00+01:00"}, RECEIVED),
    ],
)
def test_a_backfill_was_known_when_it_was_extracted(but, known_at):
    assert read_manifest(NAME, a_manifest(**but)).known_at(RECEIVED) == known_at
