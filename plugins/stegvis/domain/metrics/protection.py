"""Which figures of a week management may read, and which are hidden (X12).

The arithmetic of hiding is ``stegvis.domain.disclosure``. Here stands which
sums a reader could form from the figures of one week: a total and its
breakdown, the municipality and its programmes, a group and a part of it, and
metrics that together make a known whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from stegvis.domain.disclosure import Counts, Sum, hidden_cells, may_show_change
from stegvis.domain.metrics.catalogue import Catalogue, Guard, Metric
from stegvis.domain.metrics.figures import Figure, not_published


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure as management reads it; a hidden one has no numbers left, nor a target met."""

    figure: Figure
    is_hidden: bool


def counts_of(metric: Metric, figure: Figure) -> Counts | None:
    """The groups of people that a figure shows; None if it shows none."""
    numerator, denominator = figure.numerator, figure.denominator
    if metric.guard is Guard.NOTHING or figure.value is None:
        return None
    if metric.guard is Guard.COUNT:
        return _whole(numerator)
    if metric.guard is Guard.BASIS:
        return _whole(figure.basis_count)
    if numerator is None or denominator is None:
        return None
    if metric.guard is Guard.REMAINDER:
        return _whole(denominator - numerator)
    if metric.guard is Guard.SIDES:
        # What is a sum over months is shown only if none of them is a small group.
        fewest = () if figure.basis_count is None else (figure.basis_count,)
        return _whole(numerator, denominator, *fewest)
    return _whole(numerator, denominator - numerator)


def published(
    figures: Sequence[Figure], catalogue: Catalogue, smallest: int
) -> list[PublishedFigure]:
    """The figures of one municipality and week as management may read them, in their order."""
    counted = [
        (number, counts)
        for number, figure in enumerate(figures)
        if (counts := counts_of(catalogue[figure.metric_id], figure)) is not None
    ]
    position = {number: cell for cell, (number, _) in enumerate(counted)}
    cells = [counts for _, counts in counted]
    placed = [(figures[number], cell) for number, cell in position.items()]
    sums = list(_sums(placed, cells, catalogue))
    cells_hidden = hidden_cells(cells, sums, smallest=smallest)
    hidden = {number for number, cell in position.items() if cell in cells_hidden}
    hidden |= _too_few(figures, catalogue, smallest)
    alone = _left_alone(figures, hidden, catalogue)
    result = []
    for number, figure in enumerate(figures):
        if number in hidden:
            result.append(PublishedFigure(_hide(figure, not_published(smallest)), True))
        elif number in alone:
            companion = catalogue[catalogue[figure.metric_id].shown_with].title
            note = f"visas bara tillsammans med {companion.lower()}"
            result.append(PublishedFigure(_hide(figure, note), True))
        else:
            result.append(PublishedFigure(_quiet(figure, catalogue, smallest), False))
    return result


def _whole(*numbers: float | None) -> Counts | None:
    if any(number is None for number in numbers):
        return None
    return tuple(round(number) for number in numbers if number is not None)


def _too_few(figures: Sequence[Figure], catalogue: Catalogue, smallest: int) -> set[int]:
    """Changes and averages where a side or the basis is below the limit; zero is too few."""
    return {
        number
        for number, figure in enumerate(figures)
        if catalogue[figure.metric_id].guard in (Guard.SIDES, Guard.BASIS)
        and figure.value is not None
        and not may_show_change(
            (counts := counts_of(catalogue[figure.metric_id], figure)), counts, smallest=smallest
        )
    }


def _left_alone(figures: Sequence[Figure], hidden: set[int], catalogue: Catalogue) -> set[int]:
    """Figures whose companion is hidden or missing: a cost is never shown alone (A10)."""
    shown = {
        (figure.metric_id, figure.programme_id)
        for number, figure in enumerate(figures)
        if number not in hidden and figure.value is not None
    }
    return {
        number
        for number, figure in enumerate(figures)
        if figure.value is not None
        and (companion := catalogue[figure.metric_id].shown_with)
        and (companion, figure.programme_id) not in shown
    }


def _hide(figure: Figure, note: str) -> Figure:
    return replace(
        figure,
        numerator=None,
        denominator=None,
        value=None,
        target_met=None,
        note=note,
        basis_count=None,
        beside_count=None,
    )


def _quiet(figure: Figure, catalogue: Catalogue, smallest: int) -> Figure:
    """The figure without its ``beside_count`` where that is a small group, or leaves one."""
    beside = figure.beside_count
    if beside is None:
        return figure
    groups = [beside]
    if figure.denominator is not None:
        groups.append(round(figure.denominator) - beside)
        if figure.numerator is not None:
            groups.append(round(figure.denominator - figure.numerator) - beside)
    if not any(0 < abs(group) < smallest for group in groups):
        return figure
    spoken = f"{beside} {catalogue[figure.metric_id].beside}"
    kept = [note for note in figure.note.split("; ") if note != spoken]
    return replace(figure, note="; ".join(kept), beside_count=None)


def _sums(
    placed: Iterable[tuple[Figure, int]], cells: Sequence[Counts], catalogue: Catalogue
) -> Iterable[Sum]:
    at = {
        (figure.metric_id, figure.programme_id, figure.dimension, figure.dimension_value): cell
        for figure, cell in placed
    }
    yield from _breakdowns(at, cells)
    yield from _programmes(at, cells)
    yield from _parts(at, cells, catalogue)
    yield from _siblings(at, catalogue)


_Key = tuple[str, str, str, str]


def _breakdowns(at: dict[_Key, int], cells: Sequence[Counts]) -> Iterable[Sum]:
    """A total and its breakdown by one dimension; the rest is the protected and the unknown."""
    parts: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for (metric_id, programme_id, dimension, _), cell in at.items():
        if dimension:
            parts[metric_id, programme_id, dimension].append(cell)
    for (metric_id, programme_id, _), members in parts.items():
        yield _sum(members, at.get((metric_id, programme_id, "", "")), cells)


def _programmes(at: dict[_Key, int], cells: Sequence[Counts]) -> Iterable[Sum]:
    """The municipality and its programmes."""
    parts: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for (metric_id, programme_id, dimension, value), cell in at.items():
        if programme_id and (metric_id, "", dimension, value) in at:
            parts[metric_id, dimension, value].append(cell)
    for (metric_id, dimension, value), members in parts.items():
        yield _sum(members, at[metric_id, "", dimension, value], cells)


def _parts(at: dict[_Key, int], cells: Sequence[Counts], catalogue: Catalogue) -> Iterable[Sum]:
    """A group and a part of it under two metrics, such as open tasks and overdue ones."""
    for (metric_id, programme_id, dimension, value), cell in at.items():
        whole = at.get((catalogue[metric_id].part_of, programme_id, dimension, value))
        if whole is not None:
            yield _sum([cell], whole, cells)


def _siblings(at: dict[_Key, int], catalogue: Catalogue) -> Iterable[Sum]:
    """Metrics that together make a whole which may be known from elsewhere."""
    parts: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for (metric_id, programme_id, dimension, value), cell in at.items():
        if name := catalogue[metric_id].siblings:
            parts[name, programme_id, dimension, value].append(cell)
    for members in parts.values():
        yield Sum(parts=tuple(members))


def _sum(parts: Sequence[int], whole: int | None, cells: Sequence[Counts]) -> Sum:
    if whole is None:
        return Sum(parts=tuple(parts))
    together = [sum(column) for column in zip(*(cells[part] for part in parts), strict=True)]
    rest = tuple(of - known for of, known in zip(cells[whole], together, strict=True))
    return Sum(parts=tuple(parts), whole=whole, rest=rest)
