"""Files that only their owner may open, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write ``path``, mode 0600, in folders of mode 0700.

    Whoever reads sees the old file or the new one, never half of one, and a
    file that stands under its name is on disk.
    """
    for folder in reversed(path.parents):  # mkdir's own ``parents`` heeds no mode
        folder.mkdir(mode=0o700, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
