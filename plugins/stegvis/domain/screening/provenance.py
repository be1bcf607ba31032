"""Which deliveries an answer about a person rests on, in words (X15).

The rows that a fact was computed from stay where they are; here is told only
which files held the person's newest rows, and how many earlier ones were read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.letters.words_in_swedish import MONTHS
from stegvis.domain.sources import DeliveredRows, Sources

KNOWN_IN_STEGVIS = "stegvis-"
"""How the ids of rows begin that stegvis itself has come to know (answers, released offers)."""

_EXTRACTS_OF_FACTS: dict[str, tuple[str, ...]] = {
    "age": (),
    "is_adult": (),
    "receives_assistance": ("bistand",),
    "months_with_income_support": ("bistand",),
    "registered_jobseeker": ("af_status",),
    "months_unemployed": ("af_status",),
    "long_term_unemployed": ("af_status",),
    "nystartsjobb_highest_level": ("stodbedomning",),
    "entitled_to_supported_job": ("stodbedomning",),
    "work_capacity_percent": ("bedomning",),
    "unemployed_obstacle": ("ansokan", "bistand"),
    "has_active_plan": ("plan",),
    "is_applicant": ("ansokan",),
    "has_open_application": ("ansokan", "erbjudande"),
    "exception_stated": ("ansokan",),
    "has_children": ("bistand",),
}
_LOOKS_BACK = ("months_with_income_support", "months_unemployed", "long_term_unemployed")
_OF_THE_NUMBER = "Födelsetiden i person- eller samordningsnumret."


@dataclass(frozen=True)
class Records:
    """Where a screening's rows came from.

    Attributes:
        sources: The pinned deliveries.
        received: Day on which each was received, by ``delivery_id``.
    """

    sources: Sources
    received: Mapping[str, date]

    def of_fact(self, fact: str, personal_number: str) -> tuple[str, ...]:
        """One sentence for each extract that the fact is looked for in."""
        extracts = _EXTRACTS_OF_FACTS[fact]
        if not extracts:
            return (_OF_THE_NUMBER,)
        return tuple(self._of_extract(name, fact, personal_number) for name in extracts)

    def _of_extract(self, name: str, fact: str, personal_number: str) -> str:
        delivered = self.sources.deliveries[name]
        title = EXTRACTS[name].title
        if not delivered:
            return f"{title}: inget har lämnats."
        held = [found for found in delivered if personal_number in _numbers(found)]
        if not held:
            newest = self._told(delivered[-1])
            return f"{title}: personen står inte i det som har lämnats, senast {newest}."
        earlier = len(held) - 1 if fact in _LOOKS_BACK else 0
        more = f" Även {earlier} tidigare leveranser har lästs." if earlier > 1 else ""
        more = " Även en tidigare leverans har lästs." if earlier == 1 else more
        return f"{title}: {self._told(held[-1])}.{more}"

    def _told(self, delivered: DeliveredRows) -> str:
        period = period_words(delivered.period)
        if delivered.delivery_id.startswith(KNOWN_IN_STEGVIS):
            return f"vad som har svarats och lämnats i stegvis till och med {period}"
        received = self.received.get(delivered.delivery_id)
        came = f", mottagen {day_words(received)}" if received else ""
        return f"{period} (leverans {delivered.delivery_id}{came})"


def day_words(day: date) -> str:
    """A day as ``20 november 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period_words(period: str) -> str:
    """``202610`` as ``oktober 2026``, ``20261020`` as ``20 oktober 2026``."""
    year, month, day = period[:4], int(period[4:6]), period[6:]
    return f"{int(day)} {MONTHS[month - 1]} {year}" if day else f"{MONTHS[month - 1]} {year}"


def _numbers(delivered: DeliveredRows) -> set[str]:
    return set(delivered.rows["personal_number"].dropna())
