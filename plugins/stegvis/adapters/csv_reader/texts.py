"""Columns of text: trimmed, empty means missing, and codes in the declared spelling."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from stegvis.adapters.csv_reader import cells
from stegvis.domain.extracts import Column, Kind


def spoken_texts(column: Column, source: pa.ChunkedArray) -> pd.Series:
    """The column as text. A code is found whatever its case; other text stays as it is."""
    if column.kind is not Kind.CODE:
        return _series(_trimmed(source))
    codes = pa.array(list(column.codes), pa.large_string())
    if pc.all(pc.is_in(source, value_set=codes), min_count=0).as_py():
        return _series(source)
    return _series(_with_codes(column, _trimmed(source)))


def _with_codes(column: Column, source: pa.ChunkedArray) -> pa.ChunkedArray:
    read = cells.code_reader(tuple(column.codes))
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

    Looking at two bytes per value is many times cheaper than trimming.
    """
    _, offsets_buffer, data_buffer = text.buffers()
    if data_buffer is None or data_buffer.size == 0:
        return False
    offsets = np.frombuffer(offsets_buffer, dtype=np.int64)[text.offset :][: len(text) + 1]
    # An empty value starts where the next one does and ends where the one before did.
    starts = offsets[: np.searchsorted(offsets, offsets[-1])]
    ends = offsets[np.searchsorted(offsets, offsets[0], side="right") :]
    data = np.frombuffer(data_buffer, dtype=np.uint8)
    return bool(_SPACE_STARTS[data[starts]].any() or _SPACE_ENDS[data[ends - 1]].any())


def _bytes_at(position: int) -> npt.NDArray[np.bool_]:
    hit = np.zeros(256, dtype=bool)
    hit[[space.encode()[position] for space in cells.SPACES]] = True
    return hit


_SPACE_STARTS, _SPACE_ENDS = _bytes_at(0), _bytes_at(-1)


def _series(text: pa.ChunkedArray) -> pd.Series:
    return pd.Series(pd.array(text.combine_chunks(), dtype="str"))
