"""From files to judged rows: the one way that both the DAGs and ``stegvis screen`` go.

Several files of an extract are validated together, since starting the
engine costs more than most files; each is still judged by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from stegvis.adapters.csv_reader import count_rows, read_rows
from stegvis.adapters.expectations import CheckOutcome, broken_rows, validate
from stegvis.domain.deliveries import DeliveryName, delivery_id
from stegvis.domain.manifests import Manifest, check_manifest, read_manifest
from stegvis.domain.municipalities import Municipality
from stegvis.domain.row_rules import Stack, row_checks
from stegvis.domain.row_rules.file_rules import check_file
from stegvis.domain.row_rules.keys import without_repeats
from stegvis.domain.row_rules.received import ReceivedRows
from stegvis.domain.row_rules.row_warnings import Warned
from stegvis.domain.row_rules.settled import ReadDelivery, settle, with_delivery_id
from stegvis.errors import DeliveryRejected


@dataclass(frozen=True)
class DeliveryFile:
    """A file as it was received. ``received_on``: the Swedish day it could be known."""

    name: DeliveryName
    data: bytes
    manifest: bytes | None = None
    received_on: date | None = None
    ordinal: int = 0

    @property
    def sha256(self) -> str:
        """The content's SHA-256."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Reading:
    """What reading some files of one extract gave, in the order of the files.

    ``outcomes`` are the engine's answers about ``stack``, the rows of the
    files that broke no file rule; both are empty where there was none.
    """

    results: tuple[ReadDelivery | DeliveryRejected, ...]
    stack: Stack | None = None
    outcomes: Sequence[CheckOutcome] = field(default_factory=tuple)


def read_delivery(
    name: DeliveryName,
    data: bytes,
    manifest: bytes | None,
    municipality: Municipality,
    received_on: date | None = None,
) -> ReadDelivery:
    """Read and judge one file.

    Args:
        name: What the file is called.
        data: Its content.
        manifest: The manifest's content; None where none came along.
        municipality: Whose inbox it lay in.
        received_on: The Swedish day it could be known, for the age of a month.

    Raises:
        DeliveryRejected: It breaks a file rule (contract 1).
    """
    file = DeliveryFile(name, data, manifest, received_on)
    result = read_deliveries([file], municipality).results[0]
    if isinstance(result, DeliveryRejected):
        raise result
    return result


def read_deliveries(files: Sequence[DeliveryFile], municipality: Municipality) -> Reading:
    """Read and judge files of one extract; a rejected one never stops the others."""
    received = [_received(file, municipality) for file in files]
    good = [rows for rows in received if isinstance(rows, ReceivedRows)]
    if not good:
        return Reading(tuple(rows for rows in received if isinstance(rows, DeliveryRejected)))
    distinct = without_repeats(Stack.of(good))
    outcomes = validate(row_checks(distinct.stack))
    days = tuple(
        file.received_on
        for file, rows in zip(files, received, strict=True)
        if isinstance(rows, ReceivedRows)
    )
    settled = iter(settle(distinct, broken_rows(outcomes), municipality, days))
    results = (
        rows
        if isinstance(rows, DeliveryRejected)
        else with_delivery_id(next(settled), delivery_id(file.name, file.sha256, file.ordinal))
        for file, rows in zip(files, received, strict=True)
    )
    return Reading(tuple(results), distinct.stack, outcomes)


def _received(file: DeliveryFile, municipality: Municipality) -> ReceivedRows | DeliveryRejected:
    """The file's rows, or why it is rejected, with the rows received where they can be counted."""
    try:
        file.name.check(municipality.code)
        manifest = None if file.manifest is None else read_manifest(file.name, file.manifest)
        return _checked(file, manifest, read_rows(file.name, file.data))
    except DeliveryRejected as rejected:
        if not rejected.rows:
            rejected.rows = count_rows(file.name, file.data)
        return rejected


def _checked(file: DeliveryFile, manifest: Manifest | None, received: ReceivedRows) -> ReceivedRows:
    if manifest is not None:
        check_manifest(manifest, file.name, file.sha256, len(received.rows))
    check_file(received)
    if manifest is None:
        return received.with_warning(Warned.NO_MANIFEST)
    return received
