"""What the weekly report shows, in words and figures ready to be set. No personal data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stegvis.domain.metrics.catalogue import Metric
from stegvis.domain.metrics.closing import Week
from stegvis.domain.metrics.plots import Plot
from stegvis.domain.metrics.protection import PublishedFigure


class Status(StrEnum):
    """How a goal stands, in words that do without colour."""

    MET = "nått"
    NOT_MET = "inte nått"
    UNCERTAIN = "går inte att säga"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as a reader sees it.

    Attributes:
        place: Metric and programme, by which its other weeks are found.
        value: With its unit, or why there is none.
        raw: The figure itself, not rounded; None where it is hidden or missing.
        fraction: ``12 av 15`` behind a share; empty otherwise.
        change: Since the week before; empty where it may not be shown.
        breakdown: By dimension, in words.
        sentence: What the figure says, for the first page.
        direction: Which way is better.
    """

    metric: Metric
    place: str
    programme: str
    value: str
    raw: float | None
    numerator: float | None
    denominator: float | None
    fraction: str
    change: str
    target: str
    status: Status
    note: str
    is_hidden: bool
    breakdown: tuple[str, ...]
    sentence: str
    direction: str


@dataclass(frozen=True, slots=True)
class WeekSeries:
    """What was published of one figure, week by week.

    Attributes:
        published: ISO week to the figure, oldest first.
    """

    line: Line
    published: Mapping[str, PublishedFigure]

    @property
    def title(self) -> str:
        """The figure and whose it is."""
        whose = f" ({self.line.programme})" if self.line.programme else ""
        return self.line.metric.title + whose


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and its figures."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A programme, or the municipality as a whole.

    Attributes:
        goals: Figures with a target that the municipality has set itself.
        chapters: The other figures that there are.
        withheld: Titles of figures that may not be shown.
    """

    name: str
    purpose: str
    goals: tuple[Line, ...]
    chapters: tuple[Chapter, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """What became of one extract's deliveries of the week, and of their rows.

    ``newest`` is the newest period that the figures rest on; empty if there is none.
    """

    title: str
    newest: str
    deliveries: int
    rejected: int
    held: int
    rows_received: int
    rows_accepted: int
    rows_quarantined: int
    rows_rejected: int
    rows_held: int
    rows_repeated: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """An aid month of the series; None is hidden."""

    month: date
    households: int | None
    assistance_sek: int | None
    is_preliminary: bool


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """One municipality's week as management reads it.

    Attributes:
        aid_month: The newest complete aid month, in words.
        is_first: No week before has been published, so no change can be shown.
        weeks: The first page's weekly figures over a year, if there are two weeks.
        missing: Figures that cannot be had this week, and why.
        lines: All figures, in the catalogue's order.
    """

    municipality: str
    slug: str
    week: Week
    revision: int
    reason: str
    closed_at: datetime
    is_first: bool
    aid_month: str
    headlines: tuple[Line, ...]
    programmes: tuple[Section, ...]
    whole: Section
    missing: tuple[Line, ...]
    months: tuple[MonthRow, ...]
    plots: tuple[Plot, ...]
    weeks: tuple[WeekSeries, ...]
    week_plots: tuple[Plot, ...]
    deliveries: tuple[DeliveryLine, ...]
    quality: tuple[str, ...]
    events: tuple[tuple[date, str], ...]
    definitions: tuple[Metric, ...]
    lines: tuple[Line, ...]
    smallest: int
