"""From a row that metric SQL gave to a figure: the value, its target and its note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from stegvis.domain.metrics.catalogue import Metric, Rule
from stegvis.domain.programmes import Programme, Target


@dataclass(frozen=True, slots=True)
class Row:
    """One row of metric SQL.

    Attributes:
        programme_id: Empty for the municipality as a whole.
        numerator, denominator: None where they cannot be had.
        basis_count: People, households or cases that the figure rests on, for
            figures that are no count themselves.
        beside_count: What is counted beside the figure, such as cases that
            cannot be judged yet.
        base_numerator, base_denominator: The same figure in the base year,
            where a target compares with it.
        note: What the SQL itself has to say.
    """

    programme_id: str = ""
    dimension: str = ""
    dimension_value: str = ""
    numerator: float | None = None
    denominator: float | None = None
    basis_count: int | None = None
    beside_count: int | None = None
    base_numerator: float | None = None
    base_denominator: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a week, as ``weekly_metric`` keeps it, nothing hidden."""

    metric_id: str
    programme_id: str
    dimension: str
    dimension_value: str
    numerator: float | None
    denominator: float | None
    value: float | None
    unit: str
    target: float | None
    target_met: bool | None
    note: str
    basis_count: int | None = None
    beside_count: int | None = None


def figure_of(metric: Metric, row: Row) -> Figure:
    """The figure that a row gives, without target."""
    value = value_of(metric.rule, row.numerator, row.denominator)
    return Figure(
        metric_id=metric.id,
        programme_id=row.programme_id,
        dimension=row.dimension,
        dimension_value=row.dimension_value,
        numerator=row.numerator,
        denominator=row.denominator,
        value=value,
        unit=metric.unit.value,
        target=None,
        target_met=None,
        note=joined(row.note or ("" if value is not None else metric.empty), _beside(metric, row)),
        basis_count=row.basis_count,
        beside_count=row.beside_count,
    )


def value_of(rule: Rule, numerator: float | None, denominator: float | None) -> float | None:
    """The value, or None where there is no numerator or nothing to divide by."""
    if numerator is None:
        return None
    if rule is Rule.NUMERATOR:
        return float(numerator)
    if denominator is None:
        return None
    if rule is Rule.DIFFERENCE:
        return float(numerator - denominator)
    if denominator == 0:
        return None
    if rule is Rule.QUOTIENT:
        return float(numerator / denominator)
    return float((numerator - denominator) / denominator * 100)


def with_target(
    figure: Figure, row: Row, target: Target, as_of: date, base_year: int | None
) -> Figure:
    """The figure with its target, and whether it is met on the week's last day.

    Outside the target's period the figure stands, and the note says that it
    is outside (A8). A target that compares with a year has none where that
    is not the municipality's base year, or where its figure is not to be had.
    """
    if not target.holds_on(as_of):
        if figure.value is None:
            return figure
        period = (
            f"{target.from_.year if target.from_ else ''}–{target.to.year if target.to else ''}"
        )
        return replace(figure, note=joined(figure.note, f"utanför målperioden {period}"))
    year = target.lower_than_in or target.higher_than_in
    bound = None if year and year != base_year else _bound(target, row)
    if bound is None:
        return replace(figure, note=joined(figure.note, f"data saknas: jämförelseåret {year}"))
    if figure.value is None:
        return replace(figure, target=bound)
    return replace(figure, target=bound, target_met=_is_met(target, figure.value, bound))


def target_for(figure: Figure, programmes: Sequence[Programme]) -> Target | None:
    """The target that applies to a total, if there is one.

    A programme's figure has its programme's target; the municipality's own
    figure has that of the first programme which sets one.
    """
    if figure.dimension:
        return None
    for programme in programmes:
        if figure.programme_id in ("", programme.programme_id):
            for target in programme.targets:
                if target.metric == figure.metric_id:
                    return target
    return None


def not_published(smallest: int) -> str:
    """What stands in place of a hidden figure. It never says which of the two it is."""
    return f"dolt: mindre än {smallest}, eller skyddar ett tal som är mindre än {smallest}"


def joined(*notes: str) -> str:
    """Notes as one text."""
    return "; ".join(note for note in notes if note)


def _beside(metric: Metric, row: Row) -> str:
    if not row.beside_count or not metric.beside:
        return ""
    return f"{row.beside_count} {metric.beside}"


def _bound(target: Target, row: Row) -> float | None:
    for fixed in (target.at_least, target.at_most, target.more_than):
        if fixed is not None:
            return fixed
    return value_of(Rule.QUOTIENT, row.base_numerator, row.base_denominator)


def _is_met(target: Target, value: float, bound: float) -> bool:
    if target.at_least is not None:
        return value >= bound
    if target.at_most is not None or target.lower_than_in is not None:
        return value <= bound if target.at_most is not None else value < bound
    return value > bound
