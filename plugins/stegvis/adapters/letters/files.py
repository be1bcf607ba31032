"""Drafts on disk: PDF and page of a letter, for their owner alone, written whole or not at all."""

import hashlib
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = "letters"
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter on disk: path of the PDF below the output folder, and its SHA-256."""

    path: str
    sha256: str


@dataclass(frozen=True)
class LetterFiles:
    """Letters below one municipality's output folder."""

    output: Path

    def keep(
        self, programme_id: str, planned_on: date, letter_id: str, pdf: bytes, page: bytes
    ) -> KeptLetter:
        """Write PDF and page under the letter's id; the same again changes nothing."""
        folder = Path(FOLDER, programme_id, planned_on.isoformat())
        self._private(folder)
        relative = folder / f"{letter_id}.pdf"
        _write_whole(self.output / relative.with_suffix(".html"), page)
        _write_whole(self.output / relative, pdf)
        return KeptLetter(relative.as_posix(), hashlib.sha256(pdf).hexdigest())

    def remove(self, path: str) -> None:
        """Remove PDF and page of a letter, if they are there."""
        for suffix in (".pdf", ".html"):
            (self.output / path).with_suffix(suffix).unlink(missing_ok=True)

    def _private(self, folder: Path) -> None:
        """Make each folder on the way, open to its owner only."""
        for part in (*reversed(folder.parents), folder):
            (self.output / part).mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a kill leaves the old file, the new one, or none."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    unfinished.replace(path)
