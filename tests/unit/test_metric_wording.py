"""Figures as a Swedish reader expects them."""

import pytest

from stegvis.domain.metrics.plots import line_plot
from stegvis.domain.metrics.wording import amount, change_text, figure_text, number


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (1234567, 0, "1\u202f234\u202f567"),
        (-300, 0, "\u2212300"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (59.95, 1, "60,0"),
        (-9.5, 1, "\u22129,5"),
        (-0.04, 1, "0,0"),
    ],
)
def test_numbers_have_decimal_comma_and_narrow_spaces(value, decimals, text):
    assert number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9_999, "9\u202f999 kr"),
        (10_000, "10 tkr"),
        (843_400, "843 tkr"),
        (2_500_000, "2,5 mnkr"),
        (-2_500_200, "\u22122,5 mnkr"),
    ],
)
def test_kronor_are_written_in_mnkr_where_big_and_always_with_the_unit(value, text):
    """L6: unit explicit."""
    assert amount(value) == text


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("andel", 0.6, "60,0 %"),
        ("procent", -9.5, "\u22129,5 %"),
        ("dagar", 3.0, "3 dagar"),
        ("dagar", 1.25, "1,3 dagar"),
        ("kvot", 2.0, "2,0 gånger"),
        ("ja/nej", 1.0, "ja"),
        ("ja/nej", 0.0, "nej"),
        ("kr per månad", 12_500.0, "13 tkr per månad"),
        ("antal", 12.0, "12"),
    ],
)
def test_a_value_stands_with_its_unit(unit, value, text):
    assert figure_text(unit, value) == text


def test_a_change_of_a_share_is_in_percentage_points():
    assert change_text("andel", 0.021) == "+2,1 procentenheter"
    assert change_text("antal", -3) == "\u22123"


def a_plot(values, events=()):
    steps = [(number, value, False) for number, value in enumerate(values)]
    return line_plot("p", "t", "s", steps, number, [(0, "2025")], events)


def test_a_line_starts_at_zero_and_ends_on_a_round_number():
    plot = a_plot([480.0, 310.0])
    assert [row.label for row in plot.rows] == ["0", "100", "200", "300", "400", "500"]
    assert plot.rows[0].at == plot.bottom
    assert plot.rows[-1].at == plot.top


def test_more_is_higher_and_later_is_further_to_the_right():
    low, high = a_plot([10.0, 20.0]).runs[0]
    assert low.y > high.y
    assert low.x < high.x


def test_a_month_that_is_not_shown_or_not_delivered_breaks_the_line():
    steps = [(0, 5.0, False), (1, None, False), (2, 6.0, False), (4, 7.0, False)]
    plot = line_plot("p", "t", "s", steps, number, (), ())
    assert [len(run) for run in plot.runs] == [1, 1, 1]


def test_only_events_within_the_months_are_marked_by_their_number():
    assert [mark.label for mark in a_plot([1.0] * 12, [-5, 6, 40]).marks] == ["2"]


def test_months_without_any_assistance_still_make_a_plot():
    assert len(a_plot([0.0, 0.0]).runs[0]) == 2


def test_no_two_marks_of_the_axis_say_the_same():
    assert [row.label for row in a_plot([0.0, 1.0]).rows] == ["0", "1"]
