"""The kinds of columns that people and events are kept in while they are invented."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
"""Days, or moments by the minute."""
Texts = npt.NDArray[np.object_]
"""Text, with None where it is missing."""


def later(days: Days, count: npt.ArrayLike) -> Days:
    """Each day so many days later; earlier, if negative."""
    return np.asarray(days + np.asarray(count).astype("timedelta64[D]"))


def days_of(column: npt.ArrayLike) -> Days:
    """A column's days, whatever its own precision."""
    return np.asarray(column).astype("datetime64[D]")


def only_where(shown: npt.ArrayLike, texts: npt.ArrayLike) -> Texts:
    """The texts where they are shown, elsewhere None."""
    kept = np.array(texts, dtype=object)
    kept[~np.asarray(shown, dtype=bool)] = None
    return kept
