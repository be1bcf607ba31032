"""The manifest that may accompany a delivery, and what it must agree with (contract 1)."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.deliveries import DeliveryName
from stegvis.errors import DeliveryRejected


class Manifest(BaseModel):
    """What the sender says of the file.

    ``extracted_at`` without an offset is Swedish time. ``backfill`` says that
    the file could have been known when it was extracted, so that past weeks
    can be computed as they were. Fields that are not ours are left alone.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    municipality_code: str
    extract: str
    period: str
    extracted_at: datetime = Field(strict=False)
    source_system: str = ""
    rows: int = Field(ge=0)
    sha256: str
    backfill: bool = False

    @field_validator("extracted_at", mode="before")
    @classmethod
    def _written_out(cls, value: object) -> object:
        if not isinstance(value, str):
            # A bare number would be taken for seconds since 1970.
            raise ValueError("not ISO 8601")
        return value

    @field_validator("extracted_at")
    @classmethod
    def _aware(cls, moment: datetime) -> datetime:
        return moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)

    def known_at(self, received_at: datetime) -> datetime:
        """When the delivery could be known; never later than it was received."""
        return min(self.extracted_at, received_at) if self.backfill else received_at

    def disagreements(self, name: DeliveryName, sha256: str, rows: int) -> tuple[str, ...]:
        """The fields that do not say what the file says, in alphabetical order."""
        actual = {
            "extract": self.extract == name.extract,
            "municipality_code": self.municipality_code == name.municipality_code,
            "period": self.period == name.period,
            "rows": self.rows == rows,
            "sha256": self.sha256.lower() == sha256,
        }
        return tuple(field for field, agrees in actual.items() if not agrees)


def read_manifest(name: DeliveryName, content: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        DeliveryRejected: ``manifest_unreadable``; the message names the
            fields at fault, never what they hold.
    """
    try:
        return Manifest.model_validate_json(content.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        at_fault = sorted({str(part["loc"][0]) for part in error.errors() if part["loc"]})
        raise DeliveryRejected(
            f"{name.manifest_name}: the manifest cannot be read"
            f"{' at ' + ', '.join(at_fault) if at_fault else ''}. JSON with municipality_code, "
            "extract, period, extracted_at, source_system, rows, sha256 and backfill was "
            "expected. Write it anew, or deliver the file without one.",
            reason="manifest_unreadable",
        ) from None


def check_manifest(manifest: Manifest, name: DeliveryName, sha256: str, rows: int) -> None:
    """Raise unless the manifest agrees with the file.

    Raises:
        DeliveryRejected: ``manifest_mismatch``.
    """
    wrong = manifest.disagreements(name, sha256, rows)
    if wrong:
        raise DeliveryRejected(
            f"{name.file_name}: the manifest does not agree with the file in {', '.join(wrong)}. "
            "A manifest written for just this file was expected. Deliver both anew.",
            reason="manifest_mismatch",
            rows=rows,
        )
