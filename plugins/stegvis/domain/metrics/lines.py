"""From a published figure to the line that a reader sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stegvis.domain.disclosure import may_show_change
from stegvis.domain.metrics.catalogue import Catalogue, Guard, Metric, Rule, Unit
from stegvis.domain.metrics.figures import Figure, target_for
from stegvis.domain.metrics.protection import PublishedFigure, counts_of
from stegvis.domain.metrics.report import Line, Status
from stegvis.domain.metrics.wording import (
    DIMENSIONS,
    DIRECTIONS,
    MISSING,
    NOT_SHOWN,
    change_text,
    figure_text,
    number,
    target_text,
    value_label,
)
from stegvis.domain.programmes import Programme

NOT_APPLICABLE = "ej tillämpligt"

Place = tuple[str, str, str, str]


@dataclass(frozen=True)
class Published:
    """A week's published figures, and those of the week before.

    Attributes:
        history: Totals of a year of weeks, by ``history_place`` and ISO week.
        month: The aid month in words, for sentences.
        unit_names: Unit id to what people call the unit.
    """

    catalogue: Catalogue
    current: Sequence[PublishedFigure]
    before: Mapping[Place, PublishedFigure]
    history: Mapping[str, Mapping[str, PublishedFigure]]
    programmes: Sequence[Programme]
    week_before: str
    month: str
    unit_names: Mapping[str, str]
    smallest: int

    def totals(self) -> list[PublishedFigure]:
        """Figures that are no breakdown, in the catalogue's order, without those not applicable."""
        order = {metric_id: number for number, metric_id in enumerate(self.catalogue)}
        shown = [
            one
            for one in self.current
            if not one.figure.dimension and not one.figure.note.startswith(NOT_APPLICABLE)
        ]
        return sorted(shown, key=lambda one: (order[one.figure.metric_id], one.figure.programme_id))


def place_of(figure: Figure) -> Place:
    """What a figure is of, whatever the week."""
    return (figure.metric_id, figure.programme_id, figure.dimension, figure.dimension_value)


def history_place(figure: Figure) -> str:
    """What a total is of, as one text."""
    return f"{figure.metric_id}|{figure.programme_id}"


def line_of(published: Published, one: PublishedFigure) -> Line:
    """The line of a total."""
    figure, metric = one.figure, published.catalogue[one.figure.metric_id]
    return Line(
        metric=metric,
        place=history_place(figure),
        programme=_programme_name(published, figure.programme_id),
        value=_signed(metric, one),
        raw=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        fraction=_fraction(metric, figure),
        change=_change(published, metric, one),
        target=_target(published, figure),
        status=_status(published, one),
        note="" if one.is_hidden else figure.note,
        is_hidden=one.is_hidden,
        breakdown=tuple(_breakdown(published, one)),
        sentence=_sentence(published, metric, one),
        direction=DIRECTIONS[metric.direction],
    )


def _value(one: PublishedFigure) -> str:
    if one.is_hidden:
        return NOT_SHOWN
    if one.figure.value is None:
        return MISSING
    return figure_text(one.figure.unit, one.figure.value)


def _signed(metric: Metric, one: PublishedFigure) -> str:
    """A change carries its sign; other figures do not."""
    is_change = metric.rule in (Rule.DIFFERENCE, Rule.PERCENT_CHANGE)
    return f"+{_value(one)}" if is_change and (one.figure.value or 0) > 0 else _value(one)


def _programme_name(published: Published, programme_id: str) -> str:
    names = {programme.programme_id: programme.name for programme in published.programmes}
    return names.get(programme_id, programme_id)


def _fraction(metric: Metric, figure: Figure) -> str:
    if metric.unit is not Unit.SHARE or figure.value is None or metric.guard is Guard.BASIS:
        return ""
    if figure.numerator is None or figure.denominator is None:
        return ""
    return f"{number(figure.numerator)} av {number(figure.denominator)}"


def _change(published: Published, metric: Metric, one: PublishedFigure) -> str:
    """Since the week before, where both sides are large enough to be compared (X12)."""
    before = published.before.get(place_of(one.figure))
    if before is None or metric.rule in (Rule.DIFFERENCE, Rule.PERCENT_CHANGE):
        return ""
    old, new = before.figure.value, one.figure.value
    if old is None or new is None or metric.unit is Unit.YES_NO:
        return ""
    # What rests on a basis is published only if the basis is large enough.
    if metric.guard not in (Guard.NOTHING, Guard.BASIS) and not may_show_change(
        counts_of(metric, before.figure), counts_of(metric, one.figure), smallest=published.smallest
    ):
        return ""
    if old == new:
        return f"oförändrat sedan {published.week_before}"
    return f"{change_text(one.figure.unit, new - old)} sedan {published.week_before}"


def _target(published: Published, figure: Figure) -> str:
    target = target_for(figure, published.programmes)
    return target_text(target, figure.unit, figure.target) if target else ""


def _status(published: Published, one: PublishedFigure) -> Status:
    if target_for(one.figure, published.programmes) is None:
        return Status.NONE
    if one.figure.target_met is None:
        return Status.UNCERTAIN
    return Status.MET if one.figure.target_met else Status.NOT_MET


def _breakdown(published: Published, total: PublishedFigure) -> list[str]:
    """``kön: kvinnor 43, män 50``, one text per dimension."""
    parts: dict[str, list[str]] = {}
    shown: set[str] = set()
    for one in published.current:
        figure = one.figure
        same = (figure.metric_id, figure.programme_id) == (
            total.figure.metric_id,
            total.figure.programme_id,
        )
        if same and figure.dimension:
            label = value_label(figure.dimension_value, dict(published.unit_names))
            parts.setdefault(figure.dimension, []).append(f"{label} {_value(one)}")
            shown |= set() if one.is_hidden else {figure.dimension}
    return [
        f"{DIMENSIONS.get(name, name)}: {', '.join(texts) if name in shown else NOT_SHOWN}"
        for name, texts in parts.items()
    ]


def _sentence(published: Published, metric: Metric, one: PublishedFigure) -> str:
    figure = one.figure
    if one.is_hidden:
        return "Talet visas inte, för att ingen enskild ska kunna kännas igen."
    if figure.value is None:
        return f"Talet kan inte anges: {figure.note}." if figure.note else "Talet kan inte anges."
    if not metric.sentence:
        return ""
    if metric.rule in (Rule.DIFFERENCE, Rule.PERCENT_CHANGE) and figure.value == 0:
        return "Ingen förändring."
    return metric.sentence.format(
        value=figure_text(figure.unit, figure.value),
        size=figure_text(figure.unit, abs(figure.value)),
        more_or_less="fler" if figure.value > 0 else "färre",
        higher_or_lower="högre" if figure.value > 0 else "lägre",
        numerator="" if figure.numerator is None else number(figure.numerator),
        denominator="" if figure.denominator is None else number(figure.denominator),
        month=published.month,
    )
