"""Letters on paper: one Typst layout, tagged PDF/UA-1, the bundled fonts and no others.

The letter goes in as JSON through ``sys.inputs``; the layout never reads it
as markup. No date and no random id goes into the file, so the same letter
always has the same bytes.
"""

import json
from pathlib import Path
from typing import Any

import typst

from stegvis.adapters.letters.paper import Paper
from stegvis.errors import LetterError

LAYOUT = "layout.typ"


class LetterPrinter:
    """Sets letters in one layout. Keep it: it compiles the second letter much faster."""

    def __init__(self, folder: Path, fonts: Path) -> None:
        """Use ``layout.typ`` in ``folder`` and the font files in ``fonts``.

        Raises:
            LetterError: There are no fonts, so that every letter would be empty boxes.
        """
        if not any(fonts.glob("*.ttf")):
            raise LetterError(
                f"{fonts}: there are no fonts. Noto Sans was expected there. Restore include/fonts."
            )
        bundled = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
        )
        self._layout = folder / LAYOUT
        self._compiler = typst.Compiler(self._layout, root=folder, font_paths=bundled)

    def pdf(self, paper: Paper) -> bytes:
        """Return the letter as PDF.

        Raises:
            LetterError: It cannot be set, for instance because a name has
                letters that the fonts lack. Holds nothing of the letter.
        """
        made = self._compile(paper, format="pdf", pdf_standards=["ua-1"])
        return bytes(made)

    def pictures(self, paper: Paper, *, dots_per_inch: int = 100) -> list[bytes]:
        """Return each page as a picture (PNG), to look at.

        Raises:
            LetterError: As ``pdf``.
        """
        made = self._compile(paper, format="png", ppi=dots_per_inch)
        return list(made) if isinstance(made, list) else [bytes(made)]

    def page_count(self, paper: Paper) -> int:
        """Return how many pages the letter takes."""
        return len(self.pictures(paper, dots_per_inch=10))

    def _compile(self, paper: Paper, **form: Any) -> Any:
        """One file as bytes, or as a list where there is one for each page."""
        data = json.dumps(paper.as_data(), ensure_ascii=False)
        try:
            return self._compiler.compile(sys_inputs={"letter": data}, **form)
        except typst.TypstError as error:
            raise LetterError(_reason(error)) from None


def _reason(error: typst.TypstError) -> str:
    """Say why without Typst's own words, which quote the letter."""
    if "could not be displayed with font" in error.message:
        return (
            "The letter has a character that the fonts in include/fonts lack. Latin, Greek, "
            "Cyrillic or Arabic letters were expected. Write the name as it stands in the "
            "population register, or make the letter by hand."
        )
    return (
        f"{LAYOUT}: the letter cannot be set. A layout that takes every letter was expected. "
        "Run stegvis letter check."
    )
