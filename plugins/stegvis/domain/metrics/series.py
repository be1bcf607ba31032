"""The report's plots: every aid month there is, and a year of weeks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from stegvis.domain.metrics.availability import month_name
from stegvis.domain.metrics.catalogue import Unit
from stegvis.domain.metrics.closing import Week
from stegvis.domain.metrics.plots import Plot, Step, line_plot
from stegvis.domain.metrics.protection import PublishedFigure
from stegvis.domain.metrics.report import Line, MonthRow, WeekSeries
from stegvis.domain.metrics.wording import MISSING, NOT_SHOWN, amount, figure_text, number

WEEKS = 52
"""How far back the week by week plots go."""

MOST_SERIES = 4

Events = Sequence[tuple[date, str]]
Named = tuple[str, float]


def month_plots(months: Sequence[MonthRow], events: Events) -> list[Plot]:
    """All months there are; a single month is no line."""
    if len(months) < 2:
        return []
    return [
        _month_plot(
            "hushall",
            "Hushåll med ekonomiskt bistånd, varje månad",
            "Hushåll med bistånd",
            [(row.month, row.households, row.is_preliminary) for row in months],
            number,
            events,
        ),
        _month_plot(
            "utbetalt",
            "Utbetalt ekonomiskt bistånd, varje månad",
            "Utbetalt bistånd",
            [(row.month, row.assistance_sek, row.is_preliminary) for row in months],
            amount,
            events,
        ),
    ]


def week_series(
    headlines: Sequence[Line], history: Mapping[str, Mapping[str, PublishedFigure]]
) -> list[WeekSeries]:
    """The first page's figures that have something new to say every week, for up to a year.

    Args:
        headlines: The first page's figures.
        history: Place, as metric and programme, to ISO week to what was published.
    """
    weekly = [
        line for line in headlines if not line.metric.months and line.metric.unit is not Unit.YES_NO
    ]
    series = [
        WeekSeries(line=line, published=dict(sorted(history.get(line.place, {}).items())[-WEEKS:]))
        for line in weekly
    ]
    return [one for one in series if len(one.published) > 1][:MOST_SERIES]


def week_plots(series: Sequence[WeekSeries], events: Events) -> list[Plot]:
    """A plot for each series."""
    return [_week_plot(place, one, events) for place, one in enumerate(series, start=1)]


def week_cell(one: PublishedFigure | None) -> str:
    """A week's value in the table beneath the plot."""
    if one is None:
        return "–"
    if one.is_hidden:
        return NOT_SHOWN
    return MISSING if one.figure.value is None else figure_text(one.figure.unit, one.figure.value)


def _month_plot(
    plot_id: str,
    title: str,
    what: str,
    months: Sequence[tuple[date, int | None, bool]],
    label: Callable[[float], str],
    events: Events,
) -> Plot:
    steps = [(_month(month), value, is_preliminary) for month, value, is_preliminary in months]
    first, last = steps[0][0], steps[-1][0]
    januaries = [at for at in range(first, last + 1) if at % 12 == 0] or [first]
    named = [(f"i {month_name(month)}", value) for month, value, _ in months if value is not None]
    return line_plot(
        plot_id,
        title,
        _spoken(what, named, label, "månader"),
        steps,
        label,
        [(at, str(at // 12)) for at in januaries],
        [_month(day) for day, _ in events],
    )


def _week_plot(place: int, one: WeekSeries, events: Events) -> Plot:
    weeks = [Week(name) for name in one.published]
    steps: list[Step] = [
        (_week(week.start), one.published[week.iso_week].figure.value, False) for week in weeks
    ]

    def label(value: float) -> str:
        return figure_text(one.line.metric.unit, value)

    named = [
        (f"vecka {week.number} {week.year}", value)
        for week, (_, value, _) in zip(weeks, steps, strict=True)
        if value is not None
    ]
    marked = weeks if len(weeks) < 8 else weeks[:: -(-len(weeks) // 6)]
    return line_plot(
        f"vecka-{place}",
        f"{one.title}, varje vecka",
        _spoken(one.line.metric.title, named, label, "veckor"),
        steps,
        label,
        [(_week(week.start), f"v. {week.number}") for week in marked],
        [_week(day) for day, _ in events],
    )


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _week(day: date) -> int:
    """A number that grows by one a week, over the years' ends too."""
    return (day.toordinal() - 1) // 7


def _spoken(what: str, named: Sequence[Named], label: Callable[[float], str], steps: str) -> str:
    """A plot in words: first, last, highest and lowest."""
    if not named:
        return f"{what}: inga {steps} kan visas."
    first, last = named[0], named[-1]
    highest, lowest = max(named, key=lambda one: one[1]), min(named, key=lambda one: one[1])
    return (
        f"{what} gick från {label(first[1])} {first[0]} till {label(last[1])} {last[0]}. "
        f"Högst var {label(highest[1])} {highest[0]}, lägst {label(lowest[1])} {lowest[0]}."
    )
