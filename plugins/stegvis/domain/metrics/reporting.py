"""Putting the weekly report together: what comes first, what belongs together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from stegvis.domain.metrics.catalogue import Theme
from stegvis.domain.metrics.closing import Week
from stegvis.domain.metrics.lines import Published, line_of
from stegvis.domain.metrics.report import (
    Chapter,
    DeliveryLine,
    Line,
    MonthRow,
    Section,
    Status,
    WeeklyReport,
)
from stegvis.domain.metrics.series import month_plots, week_plots, week_series
from stegvis.domain.metrics.wording import number
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme

FEWEST_HEADLINES, HEADLINES = 5, 7
"""How many figures the first page has."""

_FIRST = (
    "households_with_assistance",
    "households_change_yoy",
    "assistance_paid_sek",
    "assistance_paid_change_yoy_sek",
)
_THEN = ("offers_released", "eligible", "tasks_overdue", "screening_coverage")


@dataclass(frozen=True)
class Closed:
    """The close that a report is of."""

    week: Week
    revision: int
    reason: str
    closed_at: datetime


def weekly_report(
    municipality: Municipality,
    closed: Closed,
    published: Published,
    months: Sequence[MonthRow],
    deliveries: Sequence[DeliveryLine],
) -> WeeklyReport:
    """The report of a closed week, from what is published alone."""
    lines = [line_of(published, one) for one in published.totals()]
    of_whole = [line for line in lines if not line.programme]
    events = _events(municipality)
    weeks = tuple(week_series(_headlines(lines), published.history))
    return WeeklyReport(
        municipality=municipality.name,
        slug=municipality.slug,
        **{field.name: getattr(closed, field.name) for field in fields(Closed)},
        aid_month=published.month,
        is_first=not published.before,
        headlines=tuple(_headlines(lines)),
        programmes=tuple(_section(one, lines, of_whole) for one in published.programmes),
        whole=_section_of("Hela kommunen", "", (), of_whole),
        missing=tuple(_missing(lines)),
        months=tuple(months),
        plots=tuple(month_plots(months, events)),
        weeks=weeks,
        week_plots=tuple(week_plots(weeks, events)),
        deliveries=tuple(deliveries),
        quality=tuple(_quality(deliveries, lines)),
        events=events,
        definitions=tuple({line.metric.id: line.metric for line in lines}.values()),
        lines=tuple(lines),
        smallest=municipality.smallest_count,
    )


def _events(municipality: Municipality) -> tuple[tuple[date, str], ...]:
    return tuple((event.day, event.title) for event in municipality.events)


def _missing(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.raw is None and not line.is_hidden]


def _headlines(lines: Sequence[Line]) -> list[Line]:
    """Assistance first, then the municipality's own goals, then the work.

    What cannot be shown comes last, and only as long as there are few figures.
    """
    chosen = [line for name in _FIRST for line in lines if line.metric.id == name]
    goals = [line for line in lines if line.status is not Status.NONE]
    of_programmes = {line.metric.id for line in goals if line.programme}
    chosen += [
        line
        for line in goals
        # The same goal is not told twice, as the municipality's and as its programme's.
        if line not in chosen and (line.programme or line.metric.id not in of_programmes)
    ]
    chosen += [
        line for name in _THEN for line in lines if line.metric.id == name and line not in chosen
    ]
    shown = [line for line in chosen if line.raw is not None]
    absent = [line for line in chosen if line.raw is None]
    return (shown + absent[: max(0, FEWEST_HEADLINES - len(shown))])[:HEADLINES]


def _section(programme: Programme, lines: Sequence[Line], of_whole: Sequence[Line]) -> Section:
    mine = [line for line in lines if line.programme == programme.name]
    aims = {target.metric for target in programme.targets}
    goals = [line for line in mine if line.metric.id in aims]
    reached = {line.metric.id for line in goals}
    goals += [line for line in of_whole if line.metric.id in aims and line.metric.id not in reached]
    rest = [line for line in mine if line not in goals]
    return _section_of(programme.name, programme.purpose, goals, rest)


def _section_of(name: str, purpose: str, goals: Sequence[Line], lines: Sequence[Line]) -> Section:
    return Section(
        name=name,
        purpose=purpose,
        goals=tuple(goals),
        chapters=tuple(_chapters([line for line in lines if line.raw is not None])),
        withheld=tuple(line.metric.title for line in lines if line.is_hidden),
    )


def _chapters(lines: Sequence[Line]) -> list[Chapter]:
    chapters = []
    for theme in Theme:
        mine = tuple(line for line in lines if line.metric.theme is theme)
        if mine:
            chapters.append(Chapter(theme.value, mine))
    return chapters


def _quality(deliveries: Sequence[DeliveryLine], lines: Sequence[Line]) -> list[str]:
    """The week's deliveries in two sentences, and whether everybody was gone through."""
    came = sum(line.deliveries for line in deliveries)
    rejected = sum(line.rejected for line in deliveries)
    held = sum(line.held for line in deliveries)
    rows = sum(line.rows_received for line in deliveries)
    set_aside = sum(line.rows_quarantined for line in deliveries)
    sentences = [
        f"{number(came)} leveranser kom under veckan. {number(rejected)} avvisades och "
        f"{number(held)} väntar på ett ja.",
        f"Av {number(rows)} rader lades {number(set_aside)} åt sidan för att de bröt mot en regel.",
    ]
    for line in lines:
        if line.metric.id == "screening_coverage" and line.fraction:
            sentences.append(f"{line.programme}: {line.fraction} hushåll gicks igenom.")
    return sentences
