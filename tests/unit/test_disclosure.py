"""Hiding small counts so that no subtraction brings them back (X12)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from stegvis.domain.disclosure import Sum, hidden_cells, may_show_change

FIVE = 5


def a_sum(cells, parts, whole=None):
    """A sum over the cells, with the rest that the whole has beyond its parts."""
    if whole is None:
        return Sum(parts=tuple(parts))
    together = [sum(column) for column in zip(*(cells[part] for part in parts), strict=True)]
    rest = tuple(w - t for w, t in zip(cells[whole], together, strict=True))
    return Sum(parts=tuple(parts), whole=whole, rest=rest)


@pytest.mark.parametrize(("count", "is_hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_counts_from_one_to_four_are_hidden(count, is_hidden):
    assert (hidden_cells([(count,)], [], smallest=FIVE) == {0}) is is_hidden


def test_the_limit_is_configuration():
    assert hidden_cells([(9,)], [], smallest=10) == {0}


@pytest.mark.parametrize(
    ("numerator", "remainder", "is_hidden"),
    [(4, 20, True), (20, 4, True), (0, 20, False), (20, 0, False), (5, 5, False)],
)
def test_a_share_is_hidden_for_its_numerator_or_its_remainder(numerator, remainder, is_hidden):
    assert (hidden_cells([(numerator, remainder)], [], smallest=FIVE) == {0}) is is_hidden


def test_the_smallest_sibling_goes_too_where_the_total_would_reveal_one():
    """X12: 3 women of 33 cannot be had from the total and the men."""
    cells = [(33,), (3,), (10,), (20,)]
    assert hidden_cells(cells, [a_sum(cells, [1, 2, 3], whole=0)], smallest=FIVE) == {1, 2}


def test_two_hidden_siblings_that_add_up_to_few_take_a_third():
    cells = [(32,), (1,), (1,), (10,), (20,)]
    hidden = hidden_cells(cells, [a_sum(cells, [1, 2, 3, 4], whole=0)], smallest=FIVE)
    assert hidden == {1, 2, 3}


def test_the_total_goes_where_no_sibling_is_left():
    cells = [(8,), (4,), (4,)]
    assert hidden_cells(cells, [a_sum(cells, [1, 2], whole=0)], smallest=FIVE) == {0, 1, 2}


def test_few_people_left_out_of_a_breakdown_are_guarded_like_a_part():
    """X2, X12: two protected people are not the total less women and men."""
    cells = [(32,), (10,), (20,)]
    assert hidden_cells(cells, [a_sum(cells, [1, 2], whole=0)], smallest=FIVE) == {1}


def test_nobody_left_out_hides_nothing():
    cells = [(30,), (10,), (20,)]
    assert hidden_cells(cells, [a_sum(cells, [1, 2], whole=0)], smallest=FIVE) == set()


def test_a_hidden_total_is_not_the_sum_of_parts_under_another_dimension():
    """The units may not give back the total that the sexes had to hide."""
    cells = [(8,), (4,), (4,), (8,), (0,)]
    sexes, units = a_sum(cells, [1, 2], whole=0), a_sum(cells, [3, 4], whole=0)
    hidden = hidden_cells(cells, [sexes, units], smallest=FIVE)
    assert {0, 1, 2, 3} <= hidden


def test_the_same_figure_under_two_names_is_hidden_under_both():
    cells = [(3,), (3,)]
    assert hidden_cells(cells, [a_sum(cells, [1], whole=0)], smallest=FIVE) == {0, 1}


def test_siblings_of_an_unpublished_whole_are_guarded_too():
    cells = [(3,), (50,), (90,)]
    assert hidden_cells(cells, [a_sum(cells, [0, 1, 2])], smallest=FIVE) == {0, 1}


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        ((5,), (5,), True),
        ((4,), (9,), False),
        ((9,), (4,), False),
        ((0,), (9,), False),
        ((9, 9), (9, 4), False),
        (None, (9,), False),
    ],
)
def test_a_change_between_weeks_needs_both_sides_large_enough(before, after, may):
    assert may_show_change(before, after, smallest=FIVE) is may


@st.composite
def a_week(draw):
    """A table of programmes by sex with all its margins, and units under the total."""
    programmes = draw(st.integers(1, 3))
    small = st.integers(0, 12)
    inner = [[draw(small) for _ in range(2)] for _ in range(programmes)]
    outside = [draw(st.integers(0, 6)) for _ in range(programmes)]
    units = draw(st.integers(1, 3))
    cells, place = [], {}

    def add(name, count):
        place[name] = len(cells)
        cells.append((count,))

    for p in range(programmes):
        for s in range(2):
            add((p, s), inner[p][s])
        add((p, "all"), sum(inner[p]) + outside[p])
    for s in range(2):
        add(("all", s), sum(inner[p][s] for p in range(programmes)))
    total = sum(cells[place[p, "all"]][0] for p in range(programmes))
    add(("all", "all"), total)
    shares = sorted(draw(st.lists(st.integers(0, total), min_size=units - 1, max_size=units - 1)))
    bounds = [0, *shares, total]
    for unit in range(units):
        add(("unit", unit), bounds[unit + 1] - bounds[unit])
    sums = [a_sum(cells, [place[p, 0], place[p, 1]], place[p, "all"]) for p in range(programmes)]
    sums += [
        a_sum(cells, [place[p, s] for p in range(programmes)], place["all", s])
        for s in (0, 1, "all")
    ]
    sums.append(a_sum(cells, [place["all", 0], place["all", 1]], place["all", "all"]))
    sums.append(a_sum(cells, [place["unit", u] for u in range(units)], place["all", "all"]))
    return cells, sums


@settings(max_examples=150, deadline=None)
@given(a_week())
def test_no_hidden_count_can_be_worked_out_from_a_week(week):
    """X12: an attacker who knows every sum, and that counts are not negative, stays unsure."""
    cells, sums = week
    hidden = hidden_cells(cells, sums, smallest=FIVE)
    assert {n for n, (count,) in enumerate(cells) if 0 < count < FIVE} <= hidden
    for cell in hidden:
        if 0 < cells[cell][0] < FIVE:
            lowest, highest = _bounds(cells, sums, hidden, cell)
            assert lowest < highest


@settings(max_examples=100, deadline=None)
@given(a_week())
def test_large_counts_stay_where_nothing_small_is_near(week):
    cells, sums = week
    large = [(count * 10,) for (count,) in cells]
    scaled = [Sum(one.parts, one.whole, tuple(10 * rest for rest in one.rest)) for one in sums]
    assert hidden_cells(large, scaled, smallest=FIVE) == set()


def _bounds(cells, sums, hidden, target):
    """The least and the most that a hidden cell can be, given all that is shown.

    A rest of nothing is known to the attacker, any other is a number that is
    not negative. Whole numbers, by integer programming.
    """
    order = sorted(hidden)
    unknown_rests = [number for number, one in enumerate(sums) if any(one.rest)]
    columns = {("cell", cell): n for n, cell in enumerate(order)}
    columns |= {("rest", number): len(order) + n for n, number in enumerate(unknown_rests)}
    rows, values = [], []
    for number, one in enumerate(sums):
        row, value = np.zeros(len(columns)), 0
        signed = [(part, 1) for part in one.parts] + [(one.whole, -1)]
        for cell, sign in signed:
            if cell in hidden:
                row[columns["cell", cell]] += sign
            else:
                value -= sign * cells[cell][0]
        if any(one.rest):
            row[columns["rest", number]] = 1
        rows.append(row)
        values.append(value)
    found = []
    for sign in (1, -1):
        aim = np.zeros(len(columns))
        aim[columns["cell", target]] = sign
        answer = milp(
            aim,
            constraints=LinearConstraint(np.array(rows), values, values),
            integrality=np.ones(len(columns)),
            bounds=_bounds_of(len(columns)),
        )
        found.append(round(sign * answer.fun))
    return found


def _bounds_of(count):
    return Bounds(np.zeros(count), np.full(count, 10_000))
