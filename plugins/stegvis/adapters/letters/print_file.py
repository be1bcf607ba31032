"""Several letters in one PDF, page by page as they were made, for the printer.

The pages are taken in whole and not set anew, so what is printed is what was
released, whatever has become of the wording since.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import typst

from stegvis.errors import LetterError

BINDER = "print.typ"
_PAGE = re.compile(rb"/Type\s*/Page\b")


def page_count(pdf: bytes) -> int:
    """Return how many pages a letter's PDF has, as ``typst_pdf`` writes it."""
    return len(_PAGE.findall(pdf))


def bound(binder: Path, output: Path, paths: Sequence[str]) -> tuple[bytes, tuple[int, ...]]:
    """Return the letters behind each other, and how many pages each takes.

    Args:
        binder: The file ``print.typ``.
        output: The folder that ``paths`` are below.
        paths: The letters' PDF files.

    Raises:
        LetterError: A file is gone, or is no letter of ours.
    """
    pages = tuple(page_count(_content(output, path)) for path in paths)
    letters = json.dumps(list(zip(paths, pages, strict=True)))
    compiler = typst.Compiler(
        binder.read_bytes(),
        root=output,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False),
    )
    try:
        made = compiler.compile(format="pdf", sys_inputs={"letters": letters})
    except typst.TypstError:
        raise LetterError(
            f"{BINDER}: the letters cannot be put together. Letters that stegvis has made were "
            "expected. Look whether somebody has changed the files in the output folder."
        ) from None
    assert isinstance(made, bytes)  # noqa: S101  (one file, not one for each page)
    return made, pages


def _content(output: Path, path: str) -> bytes:
    try:
        return (output / path).read_bytes()
    except FileNotFoundError:
        raise LetterError(
            f"{path}: the released letter's file is gone. A file that stegvis wrote was expected. "
            "Restore the output folder, or withdraw the letter: stegvis letter withdraw."
        ) from None
