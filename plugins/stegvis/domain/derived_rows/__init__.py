"""Rows for the warehouse from deliveries' good rows: pseudonyms for identities, no health.

One function per extract; ``derived_rows`` picks it. The tables are declared
in the warehouse adapter, under the same names.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from stegvis.domain.derived_rows.let_in import LetIn
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

Tables = dict[str, pd.DataFrame]

_BY_EXTRACT: dict[str, Callable[[LetIn, Naming, Municipality], Tables]] = {
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


def derived_rows(let_in: LetIn, naming: Naming, municipality: Municipality) -> Tables:
    """Table name to rows with ``delivery_id``; none for extracts that only screening reads."""
    make = _BY_EXTRACT.get(let_in.extract.name)
    return {} if make is None else make(let_in, naming, municipality)


__all__ = ["LetIn", "Naming", "derived_rows"]
