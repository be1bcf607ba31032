"""Letters as web pages: the same blocks, with headings in order and nothing as a picture.

A page needs nothing but itself: no script, no font and no picture is fetched.
"""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup, escape

from stegvis.adapters.letters.paper import Paper
from stegvis.errors import LetterError

PAGE = "page.html.j2"

_ADDRESS = re.compile(r"(https://[^\s<>\"'\u2066-\u2069]*[\w/])")
_ISOLATES = {"\u2066": Markup('<bdi dir="ltr">'), "\u2069": Markup("</bdi>")}


class LetterPages:
    """Makes pages in one template."""

    def __init__(self, folder: Path) -> None:
        """Use ``page.html.j2`` in ``folder``."""
        environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters["linked"] = linked
        self._environment = environment

    def html(self, paper: Paper) -> bytes:
        """Return the letter as a page, UTF-8.

        Raises:
            LetterError: The page's template is missing or cannot be filled.
        """
        try:
            page = self._environment.get_template(PAGE).render(paper.as_data())
        except TemplateError as error:
            raise LetterError(
                f"{PAGE}: {error.message or type(error).__name__}. A page that takes every letter "
                "was expected. Correct the template."
            ) from None
        return page.encode()


def linked(text: str) -> Markup:
    """Return text escaped, with each web address as a link.

    What has to be read from left to right inside other text says so.
    """
    parts = _ADDRESS.split(text)
    made = (
        Markup('<a href="{0}">{0}</a>').format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )
    whole = Markup("").join(made)
    for mark, element in _ISOLATES.items():
        whole = whole.replace(mark, element)
    return whole
