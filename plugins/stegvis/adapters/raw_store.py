"""Deliveries as they came, named by their SHA-256, and a receipt for each.

A receipt says what was received when, so that a run that was killed goes on
with the same deliveries under the same ids. It holds no row and no value.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from stegvis.adapters.private_files import write_whole
from stegvis.domain.deliveries import DeliveryName


class Refusal(BaseModel):
    """All that may be kept of a file that must not be kept itself (X6)."""

    model_config = ConfigDict(frozen=True)

    reason: str
    message: str
    columns: tuple[str, ...]
    rows: int


class Receipt(BaseModel):
    """What was received in the inbox of ``municipality_code``.

    ``manifest_sha256`` names the manifest in the raw store; None where none
    came along. With a ``refusal`` the file itself was not kept.
    """

    model_config = ConfigDict(frozen=True)

    municipality_code: str
    delivery_id: str
    name: DeliveryName
    sha256: str
    ordinal: int
    received_at: datetime
    manifest_sha256: str | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class RawStore:
    """Raw deliveries below a folder."""

    root: Path

    def keep(self, data: bytes) -> str:
        """Keep the bytes unchanged; returns their SHA-256. The same bytes are kept once."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.file(sha256).exists():
            write_whole(self.file(sha256), data)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes kept under their SHA-256; FileNotFoundError if there are none."""
        return self.file(sha256).read_bytes()

    def keep_receipt(self, receipt: Receipt) -> None:
        """Keep a receipt; of two for one delivery the first stays, since it came first."""
        path = self._receipts(receipt.municipality_code) / f"{receipt.delivery_id}.json"
        if not path.exists():
            write_whole(path, receipt.model_dump_json(indent=1).encode())

    def receipt(self, municipality_code: str, delivery_id: str) -> Receipt:
        """The receipt of a delivery; FileNotFoundError if there is none."""
        path = self._receipts(municipality_code) / f"{delivery_id}.json"
        return Receipt.model_validate_json(path.read_bytes())

    def known_receipt(self, municipality_code: str, delivery_id: str) -> Receipt | None:
        """The receipt of a delivery; None if there is none."""
        try:
            return self.receipt(municipality_code, delivery_id)
        except FileNotFoundError:
            return None

    def received(self, municipality_code: str) -> frozenset[str]:
        """The ids of all deliveries ever received in the municipality's inbox."""
        found = self._receipts(municipality_code).glob("*.json")
        return frozenset(path.stem for path in found if not path.name.startswith("."))

    def file(self, sha256: str) -> Path:
        """Where the bytes are, or would be."""
        return self.root / sha256

    def _receipts(self, municipality_code: str) -> Path:
        return self.root / "receipts" / municipality_code
