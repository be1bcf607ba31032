"""What the labour-market unit may be shown, and of whom (K10, X3, OSL 26 kap. 1 §).

The unit lies outside the secrecy of social services. A person stands on its
list only with consent or another legal ground on record, and then only for
kinds of task that the unit works with. What it sees of an employment is
listed here; nothing of assistance, obstacles, health or a screening is.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from stegvis.domain.municipalities import Municipality
from stegvis.domain.screening.provenance import day_words

GROUNDS = ("samtycke", "laglig_grund")
REFUSED = "nej"
SHARED_KINDS = (
    "bekrafta_plats",
    "ansok_af_stod",
    "kartlaggning_och_handledare",
    "uppratta_plan",
    "avstamning",
    "fornya_af_stod",
)
EMPLOYMENT = ("employer", "workplace", "extent_percent", "start_date", "end_date")
"""All that is told of an employment or a place at Jobbcentrum."""


def labour_market_unit(municipality: Municipality) -> str | None:
    """The unit outside social services that works with employments; None if there is none."""
    units = [unit.id for unit in municipality.units if unit.kind == "labour_market"]
    return units[0] if units else None


def with_ground(records: pd.DataFrame) -> frozenset[str]:
    """People whose newest record is a ground to share; a no of the same moment goes first.

    Args:
        records: ``person_id``, ``ground`` (one of ``GROUNDS``, or anything
            else for no) and ``at``.
    """
    refused = ~records["ground"].isin(GROUNDS)
    in_order = records.assign(refused=refused).sort_values(["at", "refused"])
    newest = in_order.drop_duplicates("person_id", keep="last")
    return frozenset(newest.loc[~newest["refused"], "person_id"])


def goes_to_labour_market(tasks: pd.DataFrame, shareable: frozenset[str]) -> pd.Series:
    """Which tasks the labour-market unit takes over; the others stay where they are."""
    return tasks["kind"].isin(SHARED_KINDS) & tasks["person_id"].isin(shareable)


def employment_words(programme_name: str, employment: dict[str, Any]) -> tuple[str, ...]:
    """What the labour-market unit is told: the programme, and what is known of ``EMPLOYMENT``."""
    where = [employment[name] for name in ("workplace", "employer")]
    place = ", ".join(dict.fromkeys(name for name in where if isinstance(name, str) and name))
    extent, first = employment["extent_percent"], employment["start_date"]
    parts = [f"Arbetsplats: {place}"] if place else []
    if pd.notna(extent):
        parts.append(f"{int(extent)} procent")
    if isinstance(first, pd.Timestamp):
        last = employment["end_date"]
        until = f" till {day_words(last.date())}" if isinstance(last, pd.Timestamp) else ""
        parts.append(f"från {day_words(first.date())}{until}")
    told = ", ".join(parts)
    return (
        (f"{programme_name}.", f"{told[:1].upper()}{told[1:]}.")
        if told
        else (f"{programme_name}.",)
    )
