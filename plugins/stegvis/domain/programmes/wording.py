"""How a mistake in a declaration points to what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, words: Iterable[str]) -> str:
    """``Did you mean `age`? `` with a space after it, or nothing if none is near."""
    found = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f"Did you mean `{found[0]}`? " if found else ""
