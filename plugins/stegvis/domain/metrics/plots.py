"""Where the points of a line plot stand, so that a template only has to draw them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 480, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 14, 28, 30
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it stands and what it says."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Point:
    """A month's value in the plot's own coordinates."""

    x: float
    y: float
    label: str
    is_preliminary: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """A line over months. Coordinates grow to the right and downwards.

    Attributes:
        runs: Unbroken stretches of months; a hidden or missing month breaks the line.
        marks: Events, and the first and last of the line.
        summary: The same in words, for those who do not see it.
    """

    plot_id: str
    title: str
    summary: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    runs: tuple[tuple[Point, ...], ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    last: Point | None


def line_plot(
    plot_id: str,
    title: str,
    summary: str,
    months: Sequence[tuple[date, float | None, bool]],
    label: Callable[[float], str],
    events: Sequence[tuple[date, str]],
) -> Plot:
    """Lay out a line from zero.

    Args:
        plot_id: Unique on the page.
        title: What is drawn, with its unit.
        summary: In words.
        months: First day, value (None breaks the line) and whether preliminary; oldest first.
        label: Text of a value.
        events: Days on which the series may break.
    """
    first, last = _index(months[0][0]), _index(months[-1][0])
    top_value, step = _scale([value for _, value, _ in months if value is not None])
    span = max(last - first, 1)

    def across(index: float) -> float:
        return round(_LEFT + (index - first) / span * (WIDTH - _LEFT - _RIGHT), 1)

    def down(value: float) -> float:
        return round(HEIGHT - _BOTTOM - value / top_value * (HEIGHT - _TOP - _BOTTOM), 1)

    runs = _runs(months, lambda month: across(_index(month)), down, label)
    return Plot(
        plot_id=plot_id,
        title=title,
        summary=summary,
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        top=_TOP,
        bottom=HEIGHT - _BOTTOM,
        runs=runs,
        rows=tuple(
            Tick(down(step * number), label(step * number))
            for number in range(round(top_value / step) + 1)
        ),
        columns=_years(first, last, across),
        marks=_marks(events, first, last, across),
        last=runs[-1][-1] if runs else None,
    )


def _index(month: date) -> int:
    return month.year * 12 + month.month - 1


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """The axis' end and step: a round number, with three to six steps below it."""
    largest = max([value for value in values if value > 0], default=1.0)
    magnitude = 10 ** math.floor(math.log10(largest / 4))
    step = next(step * magnitude for step in _STEPS if largest / (step * magnitude) <= 5)
    return math.ceil(largest / step) * step, step


def _runs(
    months: Sequence[tuple[date, float | None, bool]],
    across: Callable[[date], float],
    down: Callable[[float], float],
    label: Callable[[float], str],
) -> tuple[tuple[Point, ...], ...]:
    runs: list[list[Point]] = [[]]
    previous: int | None = None
    for month, value, is_preliminary in months:
        if value is None or (previous is not None and _index(month) != previous + 1):
            runs.append([])
        if value is not None:
            runs[-1].append(Point(across(month), down(value), label(value), is_preliminary))
        previous = _index(month)
    return tuple(tuple(run) for run in runs if run)


def _years(first: int, last: int, across: Callable[[float], float]) -> tuple[Tick, ...]:
    """A mark at every January, or at the first month where there is none."""
    januaries = [index for index in range(first, last + 1) if index % 12 == 0]
    return tuple(Tick(across(index), str(index // 12)) for index in januaries or [first])


def _marks(
    events: Sequence[tuple[date, str]], first: int, last: int, across: Callable[[float], float]
) -> tuple[Tick, ...]:
    return tuple(
        Tick(across(_index(day)), str(number))
        for number, (day, _) in enumerate(events, start=1)
        if first <= _index(day) <= last
    )
