"""Keyed pseudonyms, and ids made from business facts (contract 3).

A pseudonym is an HMAC with a key that lives outside the database, so that
neither the warehouse nor a list of all personal numbers alone can undo it. An
id is a plain hash: the same fact always gets the same id, on every machine
and in every run.
"""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
import pandas as pd

_PSEUDONYM_LENGTH = 32
_ID_LENGTH = 16


def person_ids(key: bytes, municipality_code: str, numbers: pd.Series) -> pd.Series:
    """The pseudonym of each personal number in this municipality; missing stays missing.

    The same person has different pseudonyms in two municipalities, so that
    their rows cannot be joined.
    """
    return _pseudonyms(key, ("person", municipality_code), numbers)


def household_ids(key: bytes, municipality_code: str, source_ids: pd.Series) -> pd.Series:
    """The pseudonym of each household id of the source; missing stays missing.

    A source id may contain a personal number, so it is never stored as it is.
    """
    return _pseudonyms(key, ("household", municipality_code), source_ids)


def reference_ids(
    key: bytes, municipality_code: str, kind: str, source_ids: pd.Series
) -> pd.Series:
    """The pseudonym of each other source id, such as an application's; missing stays missing.

    ``kind`` tells ids of different things apart that happen to be equal.
    """
    return _pseudonyms(key, (kind, municipality_code), source_ids)


def short_hash(*parts: str) -> str:
    """Sixteen hex digits of SHA-256 over ``parts``: the way to make an id from business facts.

    Each part is preceded by its length, so that ``("ab", "c")`` and
    ``("a", "bc")`` differ.
    """
    return hashlib.sha256(_joined(parts)).hexdigest()[:_ID_LENGTH]


def _joined(parts: tuple[str, ...]) -> bytes:
    encoded = [part.encode() for part in parts]
    return b"".join([b"%d:%b" % (len(part), part) for part in encoded])


def _pseudonyms(key: bytes, context: tuple[str, ...], values: pd.Series) -> pd.Series:
    codes, distinct = pd.factorize(values)
    pseudonyms = [
        hmac.digest(key, _joined((*context, value)), "sha256").hex()[:_PSEUDONYM_LENGTH]
        for value in distinct
    ]
    laid_out = np.array([*pseudonyms, np.nan], dtype=object)[codes]
    return pd.Series(laid_out, index=values.index, dtype="str")
