"""Rows for the warehouse from a delivery's good rows: pseudonyms for identities, no health.

One function per extract; ``derived_rows`` picks it. The tables are declared
in the warehouse adapter, under the same names.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from stegvis.domain.derived_rows.months import aid_exits, aid_months
from stegvis.domain.derived_rows.naming import Naming
from stegvis.domain.derived_rows.participation import (
    applications,
    outside_offers,
    placements,
    places,
    plans,
    populations,
    wellbeing,
)
from stegvis.domain.municipalities import Municipality
from stegvis.domain.sources import DeliveredRows

Tables = dict[str, pd.DataFrame]

_BY_EXTRACT: dict[str, Callable[[DeliveredRows, Naming, Municipality], Tables]] = {
    "bistand": aid_months,
    "avslut": aid_exits,
    "ansokan": applications,
    "erbjudande": outside_offers,
    "plats": places,
    "placering": placements,
    "plan": plans,
    "valbefinnande": wellbeing,
    "befolkning": populations,
}


def derived_rows(delivered: DeliveredRows, naming: Naming, municipality: Municipality) -> Tables:
    """Table name to rows; none for extracts that only screening reads."""
    make = _BY_EXTRACT.get(delivered.extract)
    return {} if make is None else make(delivered, naming, municipality)


__all__ = ["Naming", "derived_rows"]
