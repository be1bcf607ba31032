"""Names of files and folders that hold on every system, and say whose list it is."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from urllib.parse import quote

UNASSIGNED = "inte-fordelat"
WHOLE_UNIT = "enheten"
OVERVIEW = "oversikt"


def safe_names(caseworkers: Iterable[str]) -> dict[str, str]:
    """A file name without ending for each caseworker; the empty one is what nobody owns.

    Two people whose names look alike without accents get a few digits more, so
    that one list never replaces another.
    """
    names = {caseworker: _plain(caseworker) for caseworker in sorted(caseworkers)}
    taken: dict[str, list[str]] = {UNASSIGNED: [""], WHOLE_UNIT: [""], OVERVIEW: [""]}
    for caseworker, name in names.items():
        taken.setdefault(name, []).append(caseworker)
    return {
        caseworker: name if taken[name][0] == caseworker else f"{name}-{_digits(caseworker)}"
        for caseworker, name in names.items()
    }


def relative_link(folder: Path, target: str) -> str:
    """The address of ``target`` as seen from ``folder``, both below the same root."""
    up = PurePosixPath(*[".."] * len(folder.parts))
    return quote((up / target).as_posix())


def _plain(caseworker: str) -> str:
    if not caseworker:
        return UNASSIGNED
    letters = unicodedata.normalize("NFKD", caseworker.casefold())
    plain = re.sub(r"[^a-z0-9]+", "-", letters.encode("ascii", "ignore").decode()).strip("-")
    return plain[:60] or "handlaggare"


def _digits(caseworker: str) -> str:
    return hashlib.sha256(caseworker.encode()).hexdigest()[:6]
