"""What follows from published sums of groups: by subtraction, and by what a count can be."""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix


class Equations:
    """Sums of groups of people that are known, as equations between the groups' sizes.

    Args:
        known: Sets of groups whose number of people together has been published.
        asked: Further sets, whose number somebody would like to know.
        count: Gives the number of people of a set; asked for known sets alone.
    """

    def __init__(self, known, asked, count):
        empty = {group for groups in known if count(groups) == 0 for group in groups}
        self.known = sorted({groups - empty for groups in known} - {frozenset()}, key=sorted)
        self.columns = _columns([*self.known, *(groups - empty for groups in asked)])
        self.empty, self.count = empty, count
        self.parts = _connected([self._row(groups) for groups in self.known])

    def follows(self, asked):
        """Those of the asked sets whose number is a sum and difference of published ones."""
        found = []
        for columns, rows in self.parts:
            mine = [groups for groups in asked if self._row(groups) & columns]
            whole = [groups for groups in mine if self._row(groups) <= columns]
            if whole:
                system = self._matrix([self._row(self.known[row]) for row in rows], columns)
                wanted = self._matrix([self._row(groups) for groups in whole], columns)
                factors = np.linalg.lstsq(system.T, wanted.T, rcond=None)[0]
                left_over = np.abs(system.T @ factors - wanted.T).max(axis=0)
                found += [g for g, far in zip(whole, left_over, strict=True) if far < 1e-6]
        return found

    def range_of(self, groups):
        """The least and the most that the number can be, no group being less than nobody."""
        row = self._row(groups)
        columns, rows = set(row), []
        for its_columns, its_rows in self.parts:
            if its_columns & row:
                columns |= its_columns
                rows += its_rows
        system = csr_matrix(self._matrix([self._row(self.known[r]) for r in rows], columns))
        numbers = [self.count(self.known[row]) for row in rows]
        wanted = self._matrix([row], columns)[0]
        found = []
        for sign in (1, -1):
            answer = linprog(sign * wanted, A_eq=system, b_eq=numbers, bounds=(0, None))
            found.append(sign * answer.fun if answer.status == 0 else sign * -np.inf)
        return tuple(round(bound, 6) for bound in found)

    def _row(self, groups):
        return frozenset(self.columns[group] for group in groups - self.empty)

    @staticmethod
    def _matrix(rows, columns):
        place = {column: number for number, column in enumerate(sorted(columns))}
        matrix = np.zeros((len(rows), len(place)))
        for number, row in enumerate(rows):
            matrix[number, [place[column] for column in row]] = 1
        return matrix


def _columns(sets):
    """Group to unknown. Groups that are only ever counted together are one unknown."""
    seen = {}
    for number, groups in enumerate(sets):
        for group in groups:
            seen.setdefault(group, []).append(number)
    unknowns = {}
    return {
        group: unknowns.setdefault(tuple(where), len(unknowns)) for group, where in seen.items()
    }


def _connected(rows):
    """Equations that share unknowns, together: (unknowns, positions of the equations)."""
    parts = []
    for number, row in enumerate(rows):
        together = ({*row}, [number])
        apart = []
        for part in parts:
            if part[0] & row:
                together = (together[0] | part[0], together[1] + part[1])
            else:
                apart.append(part)
        parts = [*apart, together]
    return parts
