"""From bytes to UTF-8 with a header: what encoding, what separator, is it CSV at all."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stegvis.domain.deliveries import DeliveryName
from stegvis.domain.row_rules.header import known_names
from stegvis.errors import DeliveryRejected

SEPARATORS = (";", ",", "\t")
_BLOCK = 1 << 15
_ZERO_X = int.from_bytes(b"0x", "little")
_LOWER_SECOND = 0x2000
_BOM = b"\xef\xbb\xbf"
_NOT_LINE_END = re.compile(rb"[^\r\n]")
_OTHER_FORMATS = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a compressed file",
}


class NotUtf8(Exception):
    """The bytes are not UTF-8."""


@dataclass(frozen=True)
class SourceText:
    """A file's bytes, its header cells, its separator and where the rows start."""

    data: bytes
    header: tuple[str, ...]
    separator: str
    body_start: int

    @property
    def has_rows(self) -> bool:
        """Whether anything but empty lines follows the header."""
        return _NOT_LINE_END.search(self.data, self.body_start) is not None

    @cached_property
    def has_quotes(self) -> bool:
        """Whether any cell may be quoted."""
        return self.data.find(b'"', self.body_start) >= 0

    @property
    def has_hexadecimals(self) -> bool:
        """Whether ``0x`` stands anywhere: Arrow takes 0x1F for a number, which nobody means."""
        size = len(self.data)
        for start in range(self.body_start, min(self.body_start + 2, size - 1)):
            pairs = np.frombuffer(self.data, "<u2", count=(size - start) // 2, offset=start)
            for first in range(0, len(pairs), _BLOCK):
                if ((pairs[first : first + _BLOCK] | _LOWER_SECOND) == _ZERO_X).any():
                    return True
        return False

    @property
    def body(self) -> memoryview:
        """The rows, without a copy."""
        return memoryview(self.data)[self.body_start :]


def open_text(name: DeliveryName, data: bytes) -> SourceText:
    """Find header and separator.

    Raises:
        NotUtf8: The header is in another encoding.
        DeliveryRejected: ``not_csv``.
    """
    _refuse_other_formats(name, data)
    start = len(_BOM) if data.startswith(_BOM) else 0
    while data[start : start + 1] in (b"\r", b"\n"):
        start += 1
    if start == len(data):
        raise not_csv(name, "it is empty")
    end = _line_end(data, start)
    try:
        header_line = data[start:end].decode()
    except UnicodeDecodeError:
        raise NotUtf8 from None
    separator = max(
        SEPARATORS, key=lambda each: known_names(name.extract, _split(header_line, each))
    )
    return SourceText(data, tuple(_split(header_line, separator)), separator, body_start=end)


def from_windows_1252(name: DeliveryName, data: bytes) -> bytes:
    """The same text in UTF-8.

    Raises:
        DeliveryRejected: ``not_csv``: the bytes are text in neither encoding.
    """
    try:
        return data.decode("cp1252").encode()
    except UnicodeDecodeError:
        raise not_csv(name, "it is text in neither UTF-8 nor Windows-1252") from None


def not_csv(name: DeliveryName, fault: str, rows: int = 0) -> DeliveryRejected:
    """The rejection of a file that cannot be read as CSV."""
    return DeliveryRejected(
        f"{name.file_name}: the file cannot be read: {fault}. CSV in UTF-8 with a header was "
        "expected. Export it anew.",
        reason="not_csv",
        rows=rows,
    )


def _refuse_other_formats(name: DeliveryName, data: bytes) -> None:
    for signature, words in _OTHER_FORMATS.items():
        if data.startswith(signature):
            raise not_csv(name, f"it is {words}")
    if b"\0" in data:
        raise not_csv(name, "it holds bytes that no text has")


def _line_end(data: bytes, start: int) -> int:
    newline = data.find(b"\n", start)
    end = newline if newline >= 0 else len(data)
    carriage_return = data.find(b"\r", start, end)
    return carriage_return if carriage_return >= 0 else end


def _split(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [])
