"""Whether a metric's inputs are there, and the note that says what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stegvis.domain.clock import add_months
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.metrics.catalogue import BASE, Grain, Metric
from stegvis.domain.metrics.closing import Closing, Value
from stegvis.domain.metrics.figures import Row

SCREENING = "screening"

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)

_NOT_CHOSEN = {
    "run_id": "data saknas: urval under veckan",
    "base_month": "ej mätt: ingen basmånad är vald",
    "base_year": "ej mätt: inget basår är valt",
    "base_lead_time_days": "ej mätt: ingen tidigare ledtid är angiven",
}


@dataclass(frozen=True, slots=True)
class Available:
    """What a close rests on: periods of each extract, and when the newest month was known.

    Attributes:
        periods: Extract to the periods of its deliveries in force.
        is_preliminary: The newest complete month's file came before the month had ended.
    """

    periods: Mapping[str, frozenset[str]]
    is_preliminary: bool

    def has_month(self, extract: str, month: date) -> bool:
        """Whether the aid month has been delivered."""
        return f"{month:%Y%m}" in self.periods.get(extract, frozenset())


def missing_note(
    metric: Metric, closing: Closing, available: Available, parameters: Mapping[str, Value]
) -> str:
    """What the metric lacks, in Swedish; empty if it can be computed."""
    lacking = [extract for extract in metric.needs if not available.periods.get(extract)]
    if lacking:
        return f"data saknas: {', '.join(EXTRACTS[extract].title.lower() for extract in lacking)}"
    required = {name for name in metric.parameters if not name.endswith("?")}
    for name in sorted(required):
        if parameters[name] is None:
            return _NOT_CHOSEN.get(name, f"data saknas: {EXTRACTS['bistand'].title.lower()}")
    for extract, months in metric.months.items():
        absent = [
            month for month in _months(months, closing) if not available.has_month(extract, month)
        ]
        if absent:
            return f"data saknas: {EXTRACTS[extract].title.lower()} för {month_names(absent)}"
    return ""


def rows_without_value(metric: Metric, programme_ids: Sequence[str], note: str) -> list[Row]:
    """Rows that only say why there is no figure."""
    where = {
        Grain.MUNICIPALITY: [""],
        Grain.PROGRAMME: list(programme_ids),
        Grain.BOTH: ["", *programme_ids],
    }[metric.grain]
    return [Row(programme_id=programme_id, note=note) for programme_id in where or [""]]


def preliminary_note(metric: Metric, closing: Closing, available: Available) -> str:
    """What to mind when the newest month's file came before the month had ended."""
    if not available.is_preliminary or "bistand" not in metric.months or not closing.aid_month:
        return ""
    return f"preliminär: filen för {month_name(closing.aid_month)} kom innan månaden var slut"


def month_name(month: date) -> str:
    """``oktober 2026``."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def month_names(months: Sequence[date]) -> str:
    """A month, or several as the span that they lie in."""
    first, last = min(months), max(months)
    if first == last:
        return month_name(first)
    if len(months) == 1 + (last.year - first.year) * 12 + last.month - first.month:
        return f"{month_name(first)} till {month_name(last)}"
    return f"{len(months)} månader mellan {month_name(first)} och {month_name(last)}"


def _months(offsets: Sequence[int | str], closing: Closing) -> list[date]:
    assert closing.aid_month is not None  # noqa: S101  (a month's metric has the parameter)
    return [
        closing.base_month or closing.aid_month
        if offset == BASE
        else add_months(closing.aid_month, -int(offset))
        for offset in offsets
    ]
