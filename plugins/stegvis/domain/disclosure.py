"""Which small counts are hidden, and what else has to be hidden with them (X12).

A count from 1 up to the smallest count that may be shown, itself excluded, is
hidden. So is a share whose numerator or remainder is such a count. Where a
published sum and the other parts would give a hidden count away, a further
cell is hidden. What was left out of the parts (protected people, an unknown
sex) is a part of its own that is never shown, and is guarded in the same way.

Zero is shown. A hidden cell says nothing of why it was hidden: telling a small
count from one that only covers it would give both away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

Counts = tuple[int, ...]
"""What a cell counts. A count has one number; a share has two, its numerator and
its remainder, because each of them is a group of people."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and the parts that it is the sum of, as positions of cells.

    Attributes:
        parts: Positions of the parts.
        whole: Position of the whole; None where it is not published but may
            be known from elsewhere, which is taken to be so.
        rest: What the whole counts beyond its parts, by component. Never
            published. Zero is taken to be known.
    """

    parts: tuple[int, ...]
    whole: int | None = None
    rest: Counts = ()


@dataclass(slots=True)
class _Table:
    """The cells of one week, what binds them together, and what is hidden so far."""

    cells: Sequence[Counts]
    sums: Sequence[Sum]
    smallest: int
    hidden: set[int] = field(default_factory=set)

    def is_small(self, count: int) -> bool:
        return 0 < abs(count) < self.smallest

    def hide_small(self) -> None:
        self.hidden |= {
            position
            for position, counts in enumerate(self.cells)
            if any(self.is_small(count) for count in counts)
        }

    def hide_one_more(self, bound: Sum) -> bool:
        """Hide the smallest part still shown, or else the whole; False if nothing is left."""
        shown = [part for part in bound.parts if part not in self.hidden]
        filled = [part for part in shown if any(self.cells[part])]
        if filled:
            self.hidden.add(min(filled, key=lambda part: (max(self.cells[part]), part)))
        elif bound.whole is not None and bound.whole not in self.hidden:
            self.hidden.add(bound.whole)
        elif shown:
            self.hidden.add(shown[0])
        else:
            return False
        return True

    def gives_away(self, bound: Sum) -> bool:
        """Whether this sum alone tells more about a hidden count than that it is hidden."""
        hidden = [part for part in bound.parts if part in self.hidden]
        if bound.whole is not None and bound.whole in self.hidden:
            return not hidden
        if not hidden and not any(self.is_small(count) for count in bound.rest):
            return False
        return any(
            self._component_gives_away(hidden, component, rest)
            for component, rest in enumerate(self._rest_of(bound))
        )

    def _rest_of(self, bound: Sum) -> Counts:
        return bound.rest or tuple(0 for _ in self.cells[bound.parts[0]])

    def _component_gives_away(self, hidden: list[int], component: int, rest: int) -> bool:
        counts = [self.cells[part][component] for part in hidden]
        # A rest of nothing is taken to be known; any other is one more unknown.
        unknown = len(counts) + (1 if rest else 0)
        together = sum(counts) + rest
        if together == 0 and not any(counts):
            return False
        if unknown < 2 or together < self.smallest:
            return True
        # All ones, or all fours, are the only small counts with such a sum.
        all_small = all(self.is_small(count) for count in [*counts, *([rest] if rest else [])])
        return all_small and together in (unknown, unknown * (self.smallest - 1))

    def solvable(self) -> set[int]:
        """Hidden cells that several sums together determine exactly."""
        order = sorted(self.hidden)
        column = {cell: number for number, cell in enumerate(order)}
        equations = []
        for bound in self.sums:
            if any(bound.rest):
                continue
            members = [*bound.parts] if bound.whole is None else [*bound.parts, bound.whole]
            row = np.zeros(len(order))
            for member in members:
                if member in column:
                    row[column[member]] = -1.0 if member == bound.whole else 1.0
            equations.append(row)
        return {order[number] for number in _determined(equations)}


def hidden_cells(
    cells: Sequence[Counts],
    sums: Iterable[Sum],
    *,
    smallest: int,
    already: Iterable[int] = (),
) -> set[int]:
    """The positions of the cells that have to be hidden.

    Args:
        cells: What each cell counts. All cells of one sum have the same
            number of components.
        sums: Every sum that a reader could form from cells of the same week.
        smallest: The smallest count above zero that may be shown, 5 as a rule.
        already: Positions of cells that are hidden for what other weeks show.

    Returns:
        Positions of small cells and of those hidden to cover them. No hidden
        count can be worked out by adding and subtracting what is shown.
    """
    table = _Table(cells, [bound for bound in sums if bound.parts], smallest, set(already))
    table.hide_small()
    while _hide_one_more_in_any_sum(table) or _hide_against_solving(table):
        pass
    return table.hidden


def may_show_change(before: Counts | None, after: Counts | None, *, smallest: int) -> bool:
    """Whether a change between two weeks may be shown: both sides have to be large enough.

    Args:
        before: What the earlier figure counts; None if it is hidden or missing.
        after: Likewise for the later one.
        smallest: The smallest count that may stand on either side. Zero is too few.
    """
    if not before or not after:
        return False
    return all(count >= smallest for count in (*before, *after))


def _hide_one_more_in_any_sum(table: _Table) -> bool:
    """Hide one more cell in the first sum that gives one away and has one left to hide."""
    return any(table.gives_away(bound) and table.hide_one_more(bound) for bound in table.sums)


def _hide_against_solving(table: _Table) -> bool:
    """Hide one more cell if sums taken together give a hidden one away."""
    return any(
        table.hide_one_more(bound)
        for cell in sorted(table.solvable())
        for bound in table.sums
        if cell in bound.parts or cell == bound.whole
    )


def _determined(equations: list[np.ndarray]) -> list[int]:
    """Columns whose unknown follows from the equations alone, by elimination."""
    if not equations:
        return []
    matrix = np.array(equations)
    pivot_row = 0
    for column in range(matrix.shape[1]):
        candidates = np.flatnonzero(np.abs(matrix[pivot_row:, column]) > 1e-9)
        if not len(candidates):
            continue
        chosen = pivot_row + int(candidates[0])
        matrix[[pivot_row, chosen]] = matrix[[chosen, pivot_row]]
        matrix[pivot_row] /= matrix[pivot_row, column]
        others = np.arange(len(matrix)) != pivot_row
        matrix[others] -= np.outer(matrix[others, column], matrix[pivot_row])
        pivot_row += 1
        if pivot_row == len(matrix):
            break
    unknowns = np.abs(matrix) > 1e-9
    return [int(np.flatnonzero(row)[0]) for row in unknowns if row.sum() == 1]
