"""Who is protected by what a file says, and the addresses that it may not give (X2)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stegvis.domain.extracts import Extract, Need
from stegvis.domain.extracts.shared_columns import CONTACT
from stegvis.domain.row_rules.received import Mask

CONTACT_COLUMNS = tuple(column.name for column in CONTACT)


def is_protected(extract: Extract, rows: pd.DataFrame) -> Mask:
    """Rows of people with a protected identity: a flag says yes, or is missing.

    Nobody is protected by an extract that does not declare the flags as
    required; what ``af_status`` says is weighed elsewhere.
    """
    protected = np.zeros(len(rows), dtype=bool)
    for column in extract.columns:
        if column.need is Need.PROTECTION:
            protected |= rows[column.name].to_numpy(dtype=bool, na_value=True)
    return protected


def gives_forbidden_address(extract: Extract, rows: pd.DataFrame) -> Mask:
    """Rows of protected people that come with something to reach them by."""
    contact = _contact(rows)
    if not contact:
        return np.zeros(len(rows), dtype=bool)
    return is_protected(extract, rows) & rows[contact].notna().any(axis=1).to_numpy()


def without_forbidden_addresses(extract: Extract, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with every contact column of protected people emptied."""
    forbidden = gives_forbidden_address(extract, rows)
    if not forbidden.any():
        return rows
    return rows.assign(**{name: rows[name].mask(forbidden) for name in _contact(rows)})


def _contact(rows: pd.DataFrame) -> list[str]:
    return [name for name in CONTACT_COLUMNS if name in rows]
