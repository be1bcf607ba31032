"""A worklist as a page: the same lines, for the screen, the screen reader and the printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from stegvis.domain.tasks.wording import Urgency, swedish_day
from stegvis.domain.tasks.worklist import Worklist

_TEMPLATE = "worklist.html.j2"


class WorklistPages:
    """Makes pages in one template; everything that is filled in is escaped."""

    def __init__(self, folder: Path) -> None:
        """Use ``worklist.html.j2`` in ``folder``."""
        environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._template = environment.get_template(_TEMPLATE)

    def html(
        self, worklist: Worklist, letter_link: Callable[[str], str], workbook_name: str
    ) -> bytes:
        """The page of one list, UTF-8.

        Args:
            worklist: The list.
            letter_link: Address of a letter, as seen from where the page lies.
            workbook_name: The workbook to answer in, beside the page.
        """
        parts = [
            (part, [line for line in worklist.lines if line.urgency is part]) for part in Urgency
        ]
        return self._template.render(
            worklist=worklist,
            day=f"{swedish_day(worklist.as_of)} {worklist.as_of.year}",
            parts=parts,
            letter_link=letter_link,
            workbook_name=workbook_name,
        ).encode()
