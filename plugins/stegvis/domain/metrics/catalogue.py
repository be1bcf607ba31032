"""What a metric is: one SQL file with a header, and nothing in Python (contract 5).

The header says in Swedish what is counted, and in a few fixed words how the
figure is made of numerator and denominator, what it needs, what it means when
something is missing, and what protects the few people behind it.
``stegvis.adapters.metric_files`` reads the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """Unit of a value, as managers read it."""

    COUNT = "antal"
    SHARE = "andel"
    KRONOR = "kr"
    PERCENT = "procent"
    DAYS = "dagar"
    RATIO = "kvot"
    KRONOR_PER_MONTH = "kr per månad"
    YES_NO = "ja/nej"


class Rule(StrEnum):
    """How a value is made of numerator and denominator. Python divides; nothing is rounded."""

    NUMERATOR = "numerator"
    QUOTIENT = "quotient"
    DIFFERENCE = "difference"
    PERCENT_CHANGE = "percent_change"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Grain(StrEnum):
    """Whether a figure is the municipality's, a programme's, or both."""

    MUNICIPALITY = "municipality"
    PROGRAMME = "programme"
    BOTH = "both"


class Guard(StrEnum):
    """Which small groups of people a figure would show (X12).

    Attributes:
        COUNT: The numerator is a group.
        SHARE: The numerator and what remains of the denominator are groups. So
            is ``basis_count``, if it is given: the fewest of any month in it.
        REMAINDER: Only what remains of the denominator is a group.
        SIDES: Numerator and denominator are two groups, each of which has to
            be large enough, and none is too few; so has ``basis_count``, if it
            is given.
        BASIS: The figure is no count, but rests on the group ``basis_count``.
        NOTHING: Public statistics, or nothing about people.
    """

    COUNT = "count"
    SHARE = "share"
    REMAINDER = "remainder"
    SIDES = "sides"
    BASIS = "basis"
    NOTHING = "nothing"


class Theme(StrEnum):
    """Chapter of the report that a metric belongs to."""

    ASSISTANCE = "Ekonomiskt bistånd"
    SCREENING = "Urval och erbjudanden"
    PROMISES = "Löften om tid"
    PARTICIPATION = "Insatser och planer"
    EXITS = "Vägen ut ur biståndet"
    TASKS = "Handläggarnas uppgifter"
    CONTEXT = "Omvärld och kostnader"


BASE = "base"
"""An aid month named by the municipality's choice of base month."""

MonthsBack = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric, as the header of its file says.

    Attributes:
        definition: In words, edge cases included.
        grain_text: Grain in words, with dimensions.
        order: Place within the chapter, lowest first.
        requirements: Ids in the acceptance table.
        parameters: Bound parameters of the SQL.
        needs: Extracts of which at least one delivery has to be in force;
            ``screening`` means a screening known at the close.
        months: Extract to aid months that have to be delivered, counted back
            from the newest complete one.
        absent: Note when the SQL gives no row, which is when it does not apply.
        empty: Note when there is nothing to divide by.
        beside: What ``beside_count`` counts, such as "ännu inte mogna".
        part_of: Metric whose group this one's is a part of.
        siblings: Name of a set of metrics that add up to a whole which may be
            known.
        sums: Metric to the aid months of it that this one adds up, counted back
            from the newest complete one.
        sentence: What the figure says, with {value}, {numerator}, {denominator}
            and {month} in it, for the first page of the report.
        shown_with: Metric without which this one may not be shown (A10).
        sql: The statement without its header.
    """

    id: str
    title: str
    definition: str
    grain: Grain
    grain_text: str
    unit: Unit
    rule: Rule
    direction: Direction
    guard: Guard
    theme: Theme
    order: int
    requirements: tuple[str, ...]
    parameters: tuple[str, ...]
    needs: tuple[str, ...]
    months: Mapping[str, MonthsBack]
    absent: str
    empty: str
    beside: str
    part_of: str
    siblings: str
    shown_with: str
    sums: Mapping[str, MonthsBack]
    sentence: str
    sql: str


class Catalogue(Mapping[str, Metric]):
    """All metrics by id, in the order in which reports list them."""

    def __init__(self, metrics: Mapping[str, Metric]) -> None:
        order = {theme: number for number, theme in enumerate(Theme)}
        ranked = sorted(
            metrics.values(), key=lambda metric: (order[metric.theme], metric.order, metric.id)
        )
        self._metrics = {metric.id: metric for metric in ranked}

    def __getitem__(self, metric_id: str) -> Metric:
        return self._metrics[metric_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._metrics)

    def __len__(self) -> int:
        return len(self._metrics)

    def of_theme(self, theme: Theme) -> tuple[Metric, ...]:
        """The metrics of one chapter."""
        return tuple(metric for metric in self._metrics.values() if metric.theme is theme)
