"""What things are called in the warehouse instead of what their source calls them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from stegvis.domain.pseudonyms import household_ids, person_ids, reference_ids


@dataclass(frozen=True)
class Naming:
    """The pseudonyms of one municipality."""

    key: bytes = field(repr=False)
    municipality_code: str

    def persons(self, numbers: pd.Series) -> pd.Series:
        """``person_id`` of personal numbers."""
        return person_ids(self.key, self.municipality_code, numbers)

    def households(self, source_ids: pd.Series) -> pd.Series:
        """``household_id`` of the source's households."""
        return household_ids(self.key, self.municipality_code, source_ids)

    def references(self, kind: str, source_ids: pd.Series) -> pd.Series:
        """Ids of other things; ``kind`` is one word for what they are."""
        return reference_ids(self.key, self.municipality_code, kind, source_ids)
