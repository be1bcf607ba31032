"""Columns of text: trimmed, empty means missing, and codes in the declared spelling."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from stegvis.adapters.csv_reader import cells
from stegvis.domain.extracts import Column, Kind


def spoken_texts(column: Column, source: pa.ChunkedArray) -> pd.Series:
    """The column as text. A code is found whatever its case; other text stays as it is."""
    if column.kind is not Kind.CODE or all(map(_has_no_case, column.codes)):
        return _series(_trimmed(source))
    codes = pa.array(list(column.codes), pa.large_string())
    known = pc.is_in(source, value_set=codes)
    if pc.all(known, min_count=0).as_py():
        return _series(source)
    others = source.filter(pc.invert(known)).unique().drop_null().to_pylist()
    read = cells.code_reader(tuple(column.codes))
    if all(read(text) == text == text.strip(cells.SPACES) for text in others):
        return _series(source)
    return _series(_with_codes(read, _trimmed(source)))


def _has_no_case(code: str) -> bool:
    """Whether a code can be spelt in one way only, such as a number."""
    return code.isascii() and code.upper() == code.lower()


def _with_codes(read: Callable[[str], str], source: pa.ChunkedArray) -> pa.ChunkedArray:
    encoded = pc.dictionary_encode(source.combine_chunks())
    texts = [read(text) for text in encoded.dictionary.to_pylist()]
    return pa.chunked_array([pa.array(texts, pa.large_string()).take(encoded.indices)])


def _trimmed(source: pa.ChunkedArray) -> pa.ChunkedArray:
    if not any(_may_have_outer_spaces(chunk) for chunk in source.chunks):
        return source
    trimmed = pc.utf8_trim(source, characters=cells.SPACES)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.large_string()), trimmed)


def _may_have_outer_spaces(text: pa.Array) -> bool:
    """Whether any value begins or ends with a byte that a space begins or ends with.

    Looking at two bytes per value is many times cheaper than trimming, and
    asking whether there is any such byte at all is cheaper still.
    """
    _, offsets_buffer, data_buffer = text.buffers()
    if data_buffer is None or data_buffer.size == 0:
        return False
    offsets = np.frombuffer(offsets_buffer, dtype=np.int64)[text.offset :][: len(text) + 1]
    data = np.frombuffer(data_buffer, dtype=np.uint8)
    used = data[offsets[0] : offsets[-1]]
    if not len(used) or not _may_have_spaces(used):
        return False
    # An empty value starts where the next one does and ends where the one before did.
    starts = offsets[: np.searchsorted(offsets, offsets[-1])]
    ends = offsets[np.searchsorted(offsets, offsets[0], side="right") :]
    return bool(_SPACE_STARTS[data[starts]].any() or _SPACE_ENDS[data[ends - 1]].any())


def _may_have_spaces(data: npt.NDArray[np.uint8]) -> bool:
    """Whether a plain space, or a byte that another kind of space begins with, is there at all."""
    if data.min() <= _HIGHEST_PLAIN_SPACE:
        return True
    return bool(data.max() >= _NOT_ASCII and any((data == lead).any() for lead in _LEADS))


def _bytes_at(position: int) -> npt.NDArray[np.bool_]:
    hit = np.zeros(256, dtype=bool)
    hit[[space.encode()[position] for space in cells.SPACES]] = True
    return hit


_HIGHEST_PLAIN_SPACE, _NOT_ASCII = ord(" "), 0x80
_LEADS = sorted({lead for space in cells.SPACES if (lead := space.encode()[0]) >= _NOT_ASCII})
_SPACE_STARTS, _SPACE_ENDS = _bytes_at(0), _bytes_at(-1)


def _series(text: pa.ChunkedArray) -> pd.Series:
    return pd.Series(pd.array(text.combine_chunks(), dtype="str"))
