"""Chance that does not depend on the order in which it is asked for.

Every draw is a hash of the seed, the municipality, a topic and whole numbers
(which person, which month). So one more file, or one more day, leaves every
other draw as it was, and a person keeps what chance has given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from stegvis.synthetic.arrays import Numbers, Shares, Texts

Name = TypeVar("Name", bound=str)

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_BITS_OF_A_FLOAT = 53


class Luck:
    """The chance of one municipality under one seed."""

    def __init__(self, seed: int, place: str) -> None:
        self._root = f"{seed}/{place}"

    def uniform(self, topic: str, *keys: npt.ArrayLike) -> Shares:
        """A number from 0 up to but not including 1 for each combination of ``keys``.

        Args:
            topic: What the draw is about; two topics are independent.
            keys: Whole numbers that broadcast against each other.
        """
        columns = np.broadcast_arrays(*(np.atleast_1d(np.asarray(key)) for key in keys))
        state = np.full(columns[0].shape, self._start(topic), dtype=np.uint64)
        for column in columns:
            state = _mixed(state ^ _mixed(column.astype(np.int64).view(np.uint64) + _GOLDEN))
        bits = (state >> np.uint64(64 - _BITS_OF_A_FLOAT)).astype(np.float64)
        return bits * 2.0**-_BITS_OF_A_FLOAT

    def whole(self, topic: str, low: int, high: int, *keys: npt.ArrayLike) -> Numbers:
        """A whole number from ``low`` up to but not including ``high`` for each key."""
        return (low + self.uniform(topic, *keys) * (high - low)).astype(np.int64)

    def waiting(self, topic: str, mean: float, *keys: npt.ArrayLike) -> Shares:
        """A waiting time (exponential) with the given mean for each key."""
        return -mean * np.log1p(-self.uniform(topic, *keys))

    def pick(self, topic: str, mix: Mapping[Name, float], *keys: npt.ArrayLike) -> Texts:
        """One of the names in ``mix`` for each key, as often as its weight says."""
        weights = np.fromiter(mix.values(), dtype=float)
        steps = np.cumsum(weights) / weights.sum()
        names = np.array(list(mix), dtype=object)
        chosen = np.searchsorted(steps, self.uniform(topic, *keys), side="right")
        return names[np.minimum(chosen, len(names) - 1)]

    def _start(self, topic: str) -> np.uint64:
        digest = hashlib.sha256(f"{self._root}/{topic}".encode()).digest()
        return np.uint64(int.from_bytes(digest[:8], "big"))


def _mixed(state: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Scatter the bits (splitmix64), so that near keys have nothing in common."""
    state = (state ^ (state >> np.uint64(30))) * _FIRST
    state = (state ^ (state >> np.uint64(27))) * _SECOND
    return state ^ (state >> np.uint64(31))
