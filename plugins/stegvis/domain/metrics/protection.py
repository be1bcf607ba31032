"""Which figures of a week management may read, and which are hidden (X12).

The arithmetic of hiding is ``stegvis.domain.disclosure``. Here stands which
sums a reader could form from the figures of one week: a total and its
breakdown, the municipality and its programmes, a group and a part of it, and
metrics that together make a known whole.

Weeks are guarded against each other in three ways. What a month's figure hid in
one week stays hidden in the later weeks of that month. What adds up months is
hidden where one of them is, or was: less the others, it would give that month.
And what rolls over months is hidden where any month in it is a small group,
because two weeks' figures differ by single months.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from stegvis.domain.disclosure import Counts, Sum, hidden_cells, may_show_change
from stegvis.domain.metrics.catalogue import Catalogue, Guard, Metric
from stegvis.domain.metrics.figures import Figure, not_published

_Key = tuple[str, str, str, str]

Earlier = Mapping[_Key, frozenset[int]]
"""Metric, programme, dimension and its value to the aid months for which earlier weeks
hid them, counted back from the newest complete one."""

_NOTHING_EARLIER: Earlier = {}


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
    figures: Sequence[Figure],
    catalogue: Catalogue,
    smallest: int,
    earlier: Earlier = _NOTHING_EARLIER,
) -> list[PublishedFigure]:
    """The figures of one municipality and week as management may read them, in their order.

    Args:
        figures: Everything that was measured.
        catalogue: What the metrics are.
        smallest: The smallest count above zero that may be shown.
        earlier: What the weeks before have hidden.
    """
    hidden = _hidden(figures, catalogue, smallest, earlier)
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


def _hidden(
    figures: Sequence[Figure], catalogue: Catalogue, smallest: int, earlier: Earlier
) -> set[int]:
    counted = [
        (number, counts)
        for number, figure in enumerate(figures)
        if (counts := counts_of(catalogue[figure.metric_id], figure)) is not None
    ]
    position = {number: cell for cell, (number, _) in enumerate(counted)}
    cells = [counts for _, counts in counted]
    placed = [(figures[number], cell) for number, cell in position.items()]
    sums = list(_sums(placed, cells, catalogue))
    cells_hidden = hidden_cells(
        cells,
        sums,
        smallest=smallest,
        already=[
            cell
            for figure, cell in placed
            if _has_few_within(figure, catalogue, smallest)
            or _was_hidden(figure, catalogue, earlier)
        ],
    )
    hidden = {number for number, cell in position.items() if cell in cells_hidden}
    hidden |= _too_few(figures, catalogue, smallest)
    return hidden | _sums_of_hidden(figures, hidden, catalogue, earlier)


def _has_few_within(figure: Figure, catalogue: Catalogue, smallest: int) -> bool:
    """Whether a month of a rolling share is a small group: two weeks would tell it."""
    fewest = figure.basis_count
    is_share = catalogue[figure.metric_id].guard is Guard.SHARE
    return is_share and fewest is not None and 0 < fewest < smallest


def _was_hidden(figure: Figure, catalogue: Catalogue, earlier: Earlier) -> bool:
    """Whether an earlier week has hidden the same month's figure."""
    is_of_the_month = any(0 in months for months in catalogue[figure.metric_id].months.values())
    return is_of_the_month and 0 in earlier.get(_key(figure), ())


def _sums_of_hidden(
    figures: Sequence[Figure], hidden: set[int], catalogue: Catalogue, earlier: Earlier
) -> set[int]:
    """Figures that add up months of which one is hidden, in this week or an earlier one."""
    months = {key: set(back) for key, back in earlier.items()}
    for number in hidden:
        months.setdefault(_key(figures[number]), set()).add(0)
    return {
        number
        for number, figure in enumerate(figures)
        if figure.value is not None
        for summed, back in catalogue[figure.metric_id].sums.items()
        if months.get((summed, *_key(figure)[1:]), set()) & set(back)
    }


def _key(figure: Figure) -> _Key:
    return (figure.metric_id, figure.programme_id, figure.dimension, figure.dimension_value)


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
    """The figure without its ``beside_count`` where that is a small group, or leaves one.

    A part never has one: the total's, less the other parts', would be a small part's.
    """
    if figure.value is None and catalogue[figure.metric_id].guard is not Guard.NOTHING:
        # Where one of the two is missing, nobody has looked at how few the other counts.
        figure = replace(figure, numerator=None, denominator=None)
    beside = figure.beside_count
    if beside is None:
        return figure
    groups = [beside]
    if figure.denominator is not None:
        groups.append(round(figure.denominator) - beside)
        if figure.numerator is not None:
            groups.append(round(figure.denominator - figure.numerator) - beside)
    is_safe = not figure.dimension and not _has_few_within(figure, catalogue, smallest)
    if is_safe and not any(0 < abs(group) < smallest for group in groups):
        return figure
    spoken = f"{beside} {catalogue[figure.metric_id].beside}"
    kept = [note for note in figure.note.split("; ") if note != spoken]
    return replace(figure, note="; ".join(kept), beside_count=None)


def _sums(
    placed: Iterable[tuple[Figure, int]], cells: list[Counts], catalogue: Catalogue
) -> Iterable[Sum]:
    """Every sum of the week. What a group counts beyond a part of it joins ``cells``."""
    at = {_key(figure): cell for figure, cell in placed}
    yield from _siblings(at, catalogue)
    yield from _parts(at, cells, catalogue)
    yield from _breakdowns(at, cells)
    yield from _programmes(at, cells)


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


def _parts(at: dict[_Key, int], cells: list[Counts], catalogue: Catalogue) -> Iterable[Sum]:
    """A group and a part of it under two metrics, such as open tasks and overdue ones.

    What is beyond the part is a group too, with a total and a breakdown of its own: tasks
    that are not overdue could be had unit by unit.
    """
    for (metric_id, *place), cell in list(at.items()):
        programme_id, dimension, value = place
        part_of = catalogue[metric_id].part_of
        whole = at.get((part_of, programme_id, dimension, value))
        if whole is not None:
            beyond = at[f"{part_of} - {metric_id}", programme_id, dimension, value] = len(cells)
            together = zip(cells[whole], cells[cell], strict=True)
            cells.append(tuple(all_of - part for all_of, part in together))
            yield _sum([cell, beyond], whole, cells)


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
