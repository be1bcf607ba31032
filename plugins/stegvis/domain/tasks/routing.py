"""Whose list a task stands on, and who may stand on a shared list at all."""

from __future__ import annotations

import pandas as pd

from stegvis.domain.municipalities import Municipality

_TAKES_CASES = ("assistance", "lead")


def routed(people: pd.DataFrame, municipality: Municipality) -> pd.DataFrame:
    """``people`` with ``unit`` as a unit's id and ``caseworker`` as text, both never missing.

    The extracts write units by id, name or another spelling. An unknown or
    missing unit, and one that may not see cases of assistance (K10, X3), gives
    the unassigned unit. ``is_protected`` that is missing means protected (X2).

    Args:
        people: ``unit`` and ``caseworker`` as the extracts have them, and
            ``is_protected``.
        municipality: Its units.
    """
    units = {
        _plain(spelling): unit.id
        for unit in municipality.units
        if unit.kind in _TAKES_CASES
        for spelling in (unit.id, unit.name, *unit.also_called)
    }
    labels = people["unit"].astype("str").fillna("").str.split().str.join(" ").str.casefold()
    return people.assign(
        unit=labels.map(units).astype("str").fillna(municipality.unassigned_unit),
        caseworker=people["caseworker"].astype("str").fillna("").str.split().str.join(" "),
        is_protected=people["is_protected"].astype("boolean").fillna(True).astype(bool),
    )


def _plain(spelling: str) -> str:
    return " ".join(spelling.split()).casefold()
