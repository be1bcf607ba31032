"""Files that only their owner may open: written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from urllib.parse import quote


def write_private(root: Path, path: Path, content: bytes) -> None:
    """Write ``root / path``, mode 0600, in folders of mode 0700 below ``root``.

    A reader sees the old file or the new one, never half of one.
    """
    folder = root
    for part in path.parent.parts:
        folder = folder / part
        folder.mkdir(mode=0o700, exist_ok=True)
    unfinished = folder / f".{path.name}.unfinished"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    unfinished.replace(folder / path.name)


def relative_link(folder: Path, target: str) -> str:
    """The address of ``target`` as seen from ``folder``, both below the same root."""
    up = PurePosixPath(*[".."] * len(folder.parts))
    return quote((up / target).as_posix())
