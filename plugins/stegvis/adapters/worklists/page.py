"""A worklist as a page: the same lines, for the screen, the screen reader and the printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from stegvis.adapters.worklists.task_sheet import task_columns
from stegvis.domain.tasks.overview import DONE_DAYS, Overview
from stegvis.domain.tasks.wording import Urgency, swedish_day
from stegvis.domain.tasks.worklist import Worklist

_WHY_COLUMN = 5  # of a workbook's columns, the one that says why


class WorklistPages:
    """Makes pages of templates; everything that is filled in is escaped."""

    def __init__(self, folder: Path) -> None:
        """Use the templates in ``folder``."""
        environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._worklist = environment.get_template("worklist.html.j2")
        self._overview = environment.get_template("overview.html.j2")

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
            (part, [entry for entry in worklist.entries if entry.urgency is part])
            for part in Urgency
        ]
        return self._worklist.render(
            worklist=worklist,
            day=f"{swedish_day(worklist.as_of)} {worklist.as_of.year}",
            parts=parts,
            why=task_columns(worklist.audience)[_WHY_COLUMN][0],
            letter_link=letter_link,
            workbook_name=workbook_name,
        ).encode()

    def overview_html(self, overview: Overview) -> bytes:
        """The page of the lead's overview, UTF-8."""
        return self._overview.render(
            overview=overview,
            day=f"{swedish_day(overview.as_of)} {overview.as_of.year}",
            done_days=DONE_DAYS,
        ).encode()
