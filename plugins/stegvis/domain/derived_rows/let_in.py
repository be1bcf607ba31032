"""Deliveries of one extract that are let in together, as one frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from stegvis.domain.extracts import EXTRACTS, Extract
from stegvis.domain.sources import DeliveredRows


@dataclass(frozen=True)
class LetIn:
    """At least one delivery, all of one extract, in the order in which they count.

    Making rows costs much the same for one small file as for fifty, and a
    first run has hundreds.
    """

    deliveries: tuple[DeliveredRows, ...]

    @classmethod
    def of(cls, deliveries: Sequence[DeliveredRows]) -> LetIn:
        """The deliveries, oldest period first; those of one period as they are given."""
        return cls(tuple(sorted(deliveries, key=lambda delivered: delivered.period)))

    @property
    def extract(self) -> Extract:
        """The declaration of what they hold."""
        return EXTRACTS[self.deliveries[0].extract]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """All rows, quarantined ones too, with ``delivery_id`` and ``period``."""
        frames = [
            delivered.rows.assign(delivery_id=delivered.delivery_id, period=delivered.period)
            for delivered in self.deliveries
        ]
        return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)

    @cached_property
    def good_rows(self) -> pd.DataFrame:
        """The rows that break no rule, numbered anew."""
        return self.rows[~self.rows["is_quarantined"]].reset_index(drop=True)

    def with_column(self, name: str) -> frozenset[str]:
        """The ids of the deliveries whose file had the column."""
        return frozenset(
            delivered.delivery_id
            for delivered in self.deliveries
            if name in delivered.columns_present
        )

    @property
    def replacing(self) -> frozenset[str]:
        """The ids of the deliveries that are the newest of their period here."""
        newest = {delivered.period: delivered.delivery_id for delivered in self.deliveries}
        return frozenset(newest.values())
