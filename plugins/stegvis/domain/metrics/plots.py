"""Where the points of a line plot stand, so that a template only has to draw them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
    """A month's or week's value in the plot's own coordinates."""

    x: float
    y: float
    label: str
    is_preliminary: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """A line over months or weeks. Coordinates grow to the right and downwards.

    Attributes:
        runs: Unbroken stretches; a hidden or missing month or week breaks the line.
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


Step = tuple[int, float | None, bool]
"""A month's or week's number in order, its value (None breaks the line), if preliminary."""


def line_plot(
    plot_id: str,
    title: str,
    summary: str,
    steps: Sequence[Step],
    label: Callable[[float], str],
    columns: Sequence[tuple[int, str]],
    events: Sequence[int],
) -> Plot:
    """Lay out a line from zero.

    Args:
        plot_id: Unique on the page.
        title: What is drawn, with its unit.
        summary: In words.
        steps: Oldest first.
        label: Text of a value.
        columns: Where the lower axis has a mark, and what it says.
        events: Where the series may break; they are numbered in this order.
    """
    first, last = steps[0][0], steps[-1][0]
    top_value, step = _scale([value for _, value, _ in steps if value is not None])
    span = max(last - first, 1)

    def across(number: float) -> float:
        return round(_LEFT + (number - first) / span * (WIDTH - _LEFT - _RIGHT), 1)

    def down(value: float) -> float:
        return round(HEIGHT - _BOTTOM - value / top_value * (HEIGHT - _TOP - _BOTTOM), 1)

    runs = _runs(steps, across, down, label)
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
        rows=_rows(round(top_value / step), step, down, label),
        columns=tuple(Tick(across(number), text) for number, text in columns),
        marks=_marks(events, first, last, across),
        last=runs[-1][-1] if runs else None,
    )


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """The axis' end and step: a round number, with three to six steps below it."""
    largest = max([value for value in values if value > 0], default=1.0)
    magnitude = 10 ** math.floor(math.log10(largest / 4))
    step = next(step * magnitude for step in _STEPS if largest / (step * magnitude) <= 5)
    return math.ceil(largest / step) * step, step


def _rows(
    count: int, step: float, down: Callable[[float], float], label: Callable[[float], str]
) -> tuple[Tick, ...]:
    """The marks of the upright axis; only its ends where those between would say the same."""
    ticks = tuple(Tick(down(step * number), label(step * number)) for number in range(count + 1))
    is_fine_enough = len({tick.label for tick in ticks}) == len(ticks)
    return ticks if is_fine_enough else (ticks[0], ticks[-1])


def _runs(
    steps: Sequence[Step],
    across: Callable[[float], float],
    down: Callable[[float], float],
    label: Callable[[float], str],
) -> tuple[tuple[Point, ...], ...]:
    runs: list[list[Point]] = [[]]
    previous: int | None = None
    for number, value, is_preliminary in steps:
        if value is None or (previous is not None and number != previous + 1):
            runs.append([])
        if value is not None:
            runs[-1].append(Point(across(number), down(value), label(value), is_preliminary))
        previous = number
    return tuple(tuple(run) for run in runs if run)


def _marks(
    events: Sequence[int], first: int, last: int, across: Callable[[float], float]
) -> tuple[Tick, ...]:
    return tuple(
        Tick(across(at), str(number))
        for number, at in enumerate(events, start=1)
        if first <= at <= last
    )
