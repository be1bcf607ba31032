"""How one answer cell is read, by every program's habits."""

from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.domain.tasks.answer_fields import FIELDS, CellKind
from stegvis.domain.tasks.cell_reading import Cell, UnreadableCell, read_cell
from stegvis.domain.tasks.formulas import neutralised
from stegvis.domain.tasks.kinds import KINDS


def read(name: str, value: object, **how: bool) -> str:
    return read_cell(FIELDS[name], Cell(value, **how))


def test_every_field_of_a_kind_exists_and_no_two_share_a_header():
    assert {name for kind in KINDS.values() for name in kind.fields} <= set(FIELDS)
    headers = [field.header.casefold() for field in FIELDS.values()]
    assert len(set(headers)) == len(headers)


@pytest.mark.parametrize("written", ["Välj", "välj", "  VÄLJ "])
def test_a_choice_is_read_without_regard_to_case_and_space(written):
    assert read("selection", written) == "selected"


@pytest.mark.parametrize("written", [3, 3.0, "3"])
def test_a_choice_that_looks_like_a_number_may_be_one(written):
    assert read("form_nystartsjobb_level", written) == "3"


@pytest.mark.parametrize("written", ["kanske", 4, True])
def test_what_is_not_in_the_list_comes_back_with_the_list(written):
    with pytest.raises(UnreadableCell, match="1, 2, 3"):
        read("form_nystartsjobb_level", written)


@pytest.mark.parametrize(
    ("written", "is_percent", "percent"),
    [
        (50, False, "50"),
        (50.0, False, "50"),
        ("50", False, "50"),
        ("50 %", False, "50"),
        ("50,0", False, "50"),
        ("75 procent", False, "75"),
        (0.5, True, "50"),
        (1, True, "100"),
        (0.07, True, "7"),
        (0, False, "0"),
        (100, False, "100"),
    ],
)
def test_a_percentage_is_read_as_it_was_meant(written, is_percent, percent):
    """K5."""
    assert read("work_capacity_percent", written, is_percent=is_percent) == percent


@pytest.mark.parametrize("written", [150, -1, 101, 50.5, 0.5, "halvtid", True, "5 0 0"])
def test_an_impossible_percentage_is_not_guessed_at(written):
    with pytest.raises(UnreadableCell, match="0 till 100"):
        read("work_capacity_percent", written)


@pytest.mark.parametrize(
    "written",
    [
        datetime(2026, 11, 25),  # noqa: DTZ001
        date(2026, 11, 25),
        46351,
        46351.0,
        "2026-11-25",
        " 2026-11-25 ",
        "2026-11-25 00:00:00",
        "2026-11-25T00:00:00",
        "25/11 2026",
        "25.11.2026",
    ],
)
def test_a_day_may_come_as_date_number_or_text(written):
    assert read("until", written) == "2026-11-25"


@pytest.mark.parametrize(
    "written",
    ["2026-02-30", "i morgon", 2026, 1, "2026-13-01", "1926-11-25", -3, True, "2026-11-25 sen"],
)
def test_a_day_that_does_not_exist_is_said_to_be_none(written):
    with pytest.raises(UnreadableCell, match="datum som finns"):
        read("until", written)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-20 13.30", "2026-11-20T13:30:00+01:00"),
        ("2026-11-20 kl. 13.30", "2026-11-20T13:30:00+01:00"),
        ("2026-11-20 13:30:00", "2026-11-20T13:30:00+01:00"),
        (datetime(2026, 11, 20, 13, 30), "2026-11-20T13:30:00+01:00"),  # noqa: DTZ001
        (46346.5625, "2026-11-20T13:30:00+01:00"),
        ("2026-11-20", "2026-11-20T23:59:59+01:00"),
        (date(2026, 11, 20), "2026-11-20T23:59:59+01:00"),
    ],
)
def test_a_moment_without_time_of_day_is_the_end_of_the_day(written, moment):
    """T1: no promise looks better than it was."""
    assert read("answered_at", written) == moment


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_day_is_the_same_as_text_date_and_serial_number(day):
    serial = (day - date(1899, 12, 30)).days
    midnight = datetime.combine(day, time())
    written = {read("until", value) for value in (day, midnight, serial, day.isoformat())}
    assert written == {day.isoformat()}


def test_a_formula_is_never_read():
    with pytest.raises(UnreadableCell, match="Formler"):
        read("answered_by", "=cmd|' /C calc'!A0", is_formula=True)


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", " ="])
def test_text_that_begins_like_a_formula_is_made_harmless(first):
    assert neutralised(f"{first}1+1").startswith("'")
    assert not read("answered_by", f"{first}1+1").startswith(("=", "+", "-", "@"))


def test_ordinary_text_is_left_as_it_is():
    assert neutralised("Eva Öst-Berg") == "Eva Öst-Berg"
    assert read("answered_by", "  Eva   Öst ") == "Eva Öst"


@given(st.sampled_from(sorted(FIELDS)), st.one_of(st.none(), st.text(), st.floats(), st.integers()))
def test_any_cell_is_read_or_refused_and_never_breaks_the_reading(name, value):
    cell = Cell(value)
    if not cell.is_empty:
        with suppress(UnreadableCell):
            assert isinstance(read_cell(FIELDS[name], cell), str)


def test_only_who_answered_is_written_in_words_of_ones_own():
    """X8: what is kept of an answer is a choice, a number or a day."""
    assert [name for name, field in FIELDS.items() if field.kind is CellKind.TEXT] == [
        "answered_by"
    ]


def test_every_list_of_choices_is_short_enough_for_a_workbook():
    """A drop-down holds 255 characters; a longer one is left out without a word."""
    assert max(len(",".join(field.choices)) for field in FIELDS.values()) <= 255
