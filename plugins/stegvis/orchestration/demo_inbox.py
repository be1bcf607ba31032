"""The demo's inboxes: at each moment exactly what has come by then.

A demo that was killed on its second day starts from the first again, and what
came later must not be there yet: it would be received a day too early.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

SUPPLIER, ANSWERS = "supplier", "answers"
"""Where the source systems and the mock caseworkers keep what they have made."""

_MANIFEST = ".manifest.json"
_PERIOD = re.compile(r"_(\d{6}|\d{8})\.csv")
_ANSWERED_ON = re.compile(r"_(\d{4})-(\d{2})-(\d{2})\.xlsx$")


def deliver(folder: Path, slug: str, moment: datetime) -> None:
    """Let the inbox hold what had been delivered and answered by ``moment``.

    Times of change are kept, so that a file that comes again is known.
    """
    inbox = folder / "inbox" / slug
    inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in _made(folder, slug):
        delivered = inbox / file.name
        if not _has_come(file, moment):
            delivered.unlink(missing_ok=True)
        elif not delivered.exists():
            partial = inbox / f"{file.name}.part"
            shutil.copy2(file, partial)
            partial.rename(delivered)


def _made(folder: Path, slug: str) -> Iterator[Path]:
    for source in (SUPPLIER, ANSWERS):
        made = folder / source / slug
        if made.is_dir():
            yield from sorted(made.iterdir())


def _has_come(file: Path, moment: datetime) -> bool:
    """Whether a file is there in the morning: lists are answered in the daytime.

    A delivery comes when its manifest says that it was extracted, which for a
    late month is long after the month; without one, on the day of its name.
    """
    today = f"{moment:%Y%m%d}"
    answered = _ANSWERED_ON.search(file.name)
    if answered:
        return "".join(answered.groups()) < today
    manifest = file.with_name(f"{file.name.removesuffix(_MANIFEST)}{_MANIFEST}")
    if manifest.exists():
        extracted_at = json.loads(manifest.read_bytes())["extracted_at"]
        return datetime.fromisoformat(extracted_at) <= moment
    period = _PERIOD.search(file.name)
    return period is None or period[1] <= today
