"""The language of the files, cell by cell: what is read, and what just is not."""

from datetime import UTC, date, datetime

import pytest

from stegvis.adapters.csv_reader import cells


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("007", 7),
        ("-3", -3),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", cells.UNREADABLE),
        ("+3", cells.UNREADABLE),
        ("3.0", cells.UNREADABLE),
        ("0x1F", cells.UNREADABLE),
        ("1 000", cells.UNREADABLE),
        ("٣", cells.UNREADABLE),
        ("tre", cells.UNREADABLE),
    ],
)
def test_whole_numbers(text, value):
    assert cells.whole_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9500", 9500),
        ("9 500,00", 9500),
        ("9500.0", 9500),
        ("9\u00a0500", 9500),
        ("1\u202f234\u202f567,00", 1234567),
        ("-12", -12),
        ("0", 0),
        ("9500,50", cells.NOT_WHOLE),
        ("9 500,05", cells.NOT_WHOLE),
        ("0,5", cells.NOT_WHOLE),
        ("9.500", cells.UNREADABLE),
        ("9,500", cells.UNREADABLE),
        ("9500 kr", cells.UNREADABLE),
        ("95 00", cells.UNREADABLE),
        ("9 5000", cells.UNREADABLE),
        ("9500,", cells.UNREADABLE),
        ("9500:-", cells.UNREADABLE),
        ("0x10", cells.UNREADABLE),
    ],
)
def test_kronor(text, value):
    assert cells.kronor(text) == value


@pytest.mark.parametrize("text", ["1", "true", "TRUE", "J", "j", "Ja", "jA"])
def test_yes(text):
    assert cells.yes_no(text) == 1


@pytest.mark.parametrize("text", ["0", "false", "False", "N", "n", "NEJ"])
def test_no(text):
    assert cells.yes_no(text) == 0


@pytest.mark.parametrize("text", ["2", "yes", "sant", "-", "01"])
def test_neither_yes_nor_no(text):
    assert cells.yes_no(text) is cells.UNREADABLE


@pytest.mark.parametrize(
    "text", ["2016-11-18", "2016-11-18+01:00", "2016-11-18T23:59:59Z", "2016-11-18 allt möjligt"]
)
def test_a_date_is_the_first_ten_characters(text):
    assert cells.day(text) == (date(2016, 11, 18) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    "text",
    [
        "2016-11-31",
        "2015-02-29",
        "20161118",
        "2016-W47-5",
        "2016-11-1",
        "16-11-18",
        "18/11 2016",
        "0000-01-01",
    ],
)
def test_what_is_no_date(text):
    assert cells.day(text) is cells.UNREADABLE


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-20T15:00:00+01:00", datetime(2026, 11, 20, 14, tzinfo=UTC)),
        ("2026-11-20T15:00:00+0100", datetime(2026, 11, 20, 14, tzinfo=UTC)),
        ("2026-11-20T14:00Z", datetime(2026, 11, 20, 14, tzinfo=UTC)),
        ("2026-11-20T15", datetime(2026, 11, 20, 14, tzinfo=UTC)),
        ("2026-11-20t14:00:00z", datetime(2026, 11, 20, 14, tzinfo=UTC)),
        ("2026-11-20 15:00:00.999", datetime(2026, 11, 20, 14, tzinfo=UTC)),
        ("2026-07-01T15:00:00", datetime(2026, 7, 1, 13, tzinfo=UTC)),
        # X14: of the hour that autumn repeats the first counts; the one that spring lacks is later.
        ("2026-10-25T02:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-03-29T02:30:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 19, 23, tzinfo=UTC)),
        ("2026-11-20+01:00", datetime(2026, 11, 19, 23, tzinfo=UTC)),
    ],
)
def test_moments(text, utc):
    assert cells.moment(text) == utc.timestamp()


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T",
        "2026-11-20T25:00",
        "2026-11-20T1",
        "20261120T150000",
        "2026-11-31T10:00",
        "15:00",
        "2026-11-20T15:00+25:00",
    ],
)
def test_what_is_no_moment(text):
    assert cells.moment(text) is cells.UNREADABLE


@pytest.mark.parametrize(
    ("text", "alone"),
    [("2026-11-20", True), ("2026-11-20+01:00", True), ("2026-11-20T00:00:00", False)],
)
def test_only_a_day_alone_has_its_time_imputed(text, alone):
    assert cells.is_day_alone(text) is alone


def test_a_code_is_found_whatever_its_case_and_other_text_stays():
    read = cells.code_reader(("ja", "inget_svar"))

    assert [read("JA"), read("Inget_Svar"), read("Kanske")] == ["ja", "inget_svar", "Kanske"]
