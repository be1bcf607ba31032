"""What a delivery is called, how its rows are counted, and when it has to wait (contract 1).

A delivery is one file as it was received once. Its id is a hash of what it
is, so the same file received for the second time in a row is no new delivery,
and every run names the same delivery alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.municipalities import HoldRules
from stegvis.domain.pseudonyms import short_hash
from stegvis.errors import DeliveryRejected

# Longer digits could be a personal number, and a file name is logged and stored.
_FILE_NAME = re.compile(r"([a-z_]+)_([0-9]{1,4})_([0-9]{1,8})\.csv")
_MONTH = re.compile(r"[0-9]{6}")
_DAY = re.compile(r"[0-9]{8}")


WRONG_MUNICIPALITY = "wrong_municipality"
"""The reason of a file that is named after another municipality."""


class Status(StrEnum):
    """What became of a delivery."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    HELD = "held"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class DeliveryName:
    """What a delivery's file name says. ``period`` is yyyymm (monthly) or yyyymmdd."""

    extract: str
    municipality_code: str
    period: str

    @property
    def file_name(self) -> str:
        """The name in the inbox."""
        return f"{self.extract}_{self.municipality_code}_{self.period}.csv"

    @property
    def manifest_name(self) -> str:
        """The name of the manifest that may lie beside it."""
        return f"{self.file_name}.manifest.json"

    @property
    def first_day(self) -> date:
        """The day that a daily file is of; of a monthly one the month's first day."""
        day = int(self.period[6:]) if len(self.period) > 6 else 1
        return date(int(self.period[:4]), int(self.period[4:6]), day)

    def check(self, municipality_code: str) -> None:
        """Raise unless the file is this municipality's and its period exists.

        Raises:
            DeliveryRejected: ``wrong_municipality`` or ``wrong_period``.
        """
        if self.municipality_code != municipality_code:
            raise DeliveryRejected(
                f"{self.file_name}: the file name says municipality {self.municipality_code}, and "
                f"{municipality_code} was expected. Deliver it to its own municipality's inbox.",
                reason=WRONG_MUNICIPALITY,
            )
        if not self._has_possible_period():
            form = "yyyymm" if EXTRACTS[self.extract].monthly else "yyyymmdd"
            raise DeliveryRejected(
                f"{self.file_name}: {self.period} is no period of {self.extract}, written {form}. "
                "Name the file after the period that it is of.",
                reason="wrong_period",
            )

    def _has_possible_period(self) -> bool:
        pattern = _MONTH if EXTRACTS[self.extract].monthly else _DAY
        if not pattern.fullmatch(self.period):
            return False
        try:
            return self.first_day.year > 1900
        except ValueError:
            return False


def parse_delivery_name(file_name: str) -> DeliveryName | None:
    """What ``<extract>_<code>_<period>.csv`` says; None for anything that is no delivery.

    Code and period are not judged here: a file with a wrong one is a
    delivery that is rejected, not one that is passed over.
    """
    parts = _FILE_NAME.fullmatch(file_name)
    if parts is None or parts[1] not in EXTRACTS:
        return None
    return DeliveryName(extract=parts[1], municipality_code=parts[2], period=parts[3])


def delivery_id(name: DeliveryName, sha256: str, ordinal: int) -> str:
    """The delivery's id, 16 hex digits.

    ``ordinal`` is how many times exactly these bytes came before for the
    extract and period: A, then B, then A again are three deliveries.
    """
    return short_hash(name.municipality_code, name.extract, name.period, sha256, str(ordinal))


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Where a delivery's rows went. Nothing received is lost: they always add up.

    ``repeated`` rows stand elsewhere in the same file, word for word;
    ``held`` ones become accepted when a person says yes.
    """

    received: int
    accepted: int = 0
    quarantined: int = 0
    rejected: int = 0
    held: int = 0
    repeated: int = 0

    def __post_init__(self) -> None:
        self.check()

    @classmethod
    def of_rejected(cls, rows: int) -> RowCounts:
        """The counts of a file that broke a file rule."""
        return cls(received=rows, rejected=rows)

    def as_held(self) -> RowCounts:
        """The same rows while nobody has said yes: what would be accepted is held."""
        return RowCounts(
            received=self.received,
            quarantined=self.quarantined,
            held=self.accepted,
            repeated=self.repeated,
        )

    def check(self) -> None:
        """Prove that every row is counted once.

        Raises:
            ArithmeticError: The counts do not add up, or one is negative.
        """
        counts = [getattr(self, field.name) for field in fields(self)]
        if min(counts) < 0 or self.received != sum(counts[1:]):
            raise ArithmeticError(f"a delivery's rows do not add up: {self}")


def is_count_off(rows: int, newest_accepted_rows: int | None, rules: HoldRules) -> bool:
    """Whether a monthly file has so many more or fewer rows that a person must look.

    Args:
        rows: Rows received in the new file.
        newest_accepted_rows: Rows received in the newest accepted month; None
            if there is none.
        rules: The municipality's limits. A change of just the limit is not off.
    """
    if newest_accepted_rows is None or newest_accepted_rows < rules.minimum_rows:
        return False
    limit = Fraction(str(rules.row_change_share)) * newest_accepted_rows
    return abs(rows - newest_accepted_rows) > limit


@dataclass(frozen=True, slots=True)
class KnownDelivery:
    """A delivery that came before, judged or not yet. ``reason``: why it was rejected or held."""

    delivery_id: str
    extract: str
    period: str
    sha256: str
    ordinal: int
    rows_received: int
    reason: str | None
    received_at: datetime


class Known:
    """What came before in a municipality's inbox, to tell what is new."""

    def __init__(self, municipality_code: str, deliveries: Iterable[KnownDelivery]) -> None:
        self._municipality_code = municipality_code
        self._by_period: dict[tuple[str, str], list[KnownDelivery]] = {}
        for each in deliveries:
            self._by_period.setdefault((each.extract, each.period), []).append(each)

    def newest(self, name: DeliveryName, sha256: str) -> KnownDelivery | None:
        """The delivery that a file of this name and content follows; None if it is the first.

        A file named after another municipality follows only its own likes,
        not the municipality's own of the same period: both may lie there.
        """
        is_foreign = name.municipality_code != self._municipality_code
        same = [
            each
            for each in self._of(name)
            if (each.reason == WRONG_MUNICIPALITY) is is_foreign
            and (not is_foreign or each.sha256 == sha256)
        ]
        return max(same, key=lambda each: (each.received_at, each.ordinal), default=None)

    def ordinal(self, name: DeliveryName, sha256: str) -> int:
        """How many times exactly these bytes came before for the extract and period."""
        return sum(each.sha256 == sha256 for each in self._of(name))

    def _of(self, name: DeliveryName) -> list[KnownDelivery]:
        return self._by_period.get((name.extract, name.period), [])
