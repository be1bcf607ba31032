"""Wording: Jinja2 files of plain text, filled with a letter's values and read into blocks.

``<letter>/<language>/offer.j2`` says what a programme's offer says, ``<letter>``
being the name in the programme's file; ``shared/<language>/`` holds what all
letters have in common. A value that is
missing stops the letter (StrictUndefined); a value is never anything but text.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from stegvis.domain.letters.blocks import Block, as_value, parse_blocks
from stegvis.domain.letters.values import Values
from stegvis.errors import LetterError

SHARED = "shared"
HEAD, FOOT = "head", "foot"
PAPER_AND_PAGE = ("layout.typ", "page.html.j2")


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """Which wording a letter has: the letter of which programme, in which language."""

    letter: str
    language: str = "sv"
    kind: str = "offer"

    @property
    def name(self) -> str:
        """What the ledger calls it; the language stands beside."""
        return f"{self.letter}/{self.kind}"

    @property
    def path(self) -> str:
        """The wording's file, from the folder of letters on."""
        return f"{self.letter}/{self.language}/{self.kind}.j2"


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter in words: facts at its head, its blocks, and its foot."""

    head: tuple[Block, ...]
    body: tuple[Block, ...]
    foot: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The letter's title, which names nobody."""
        return self.body[0].text

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Everything that is said, in reading order."""
        return (*self.head, *self.body, *self.foot)


class Wording:
    """The wording in one folder of letters."""

    def __init__(self, folder: Path) -> None:
        """Look for wording in ``folder``; nothing is read yet."""
        self.folder = folder
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            finalize=as_value,
            autoescape=False,  # noqa: S701  (blocks of plain text; the page escapes them)
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.version = cache(self._version)

    def write(self, template: LetterTemplate, values: Values) -> WrittenLetter:
        """Fill the wording of a letter with its values.

        Raises:
            LetterError: The wording is missing, cannot be read, or uses a
                value that this letter does not have. Holds no value.
        """
        names = {group: SimpleNamespace(**known) for group, known in values.items()}
        parts = (f"{SHARED}/{template.language}/{part}.j2" for part in (HEAD, FOOT))
        head, foot = (self._blocks(path, names) for path in parts)
        body = self._blocks(template.path, names)
        if not body:
            raise LetterError(f"{template.path}: the letter is empty. Wording was expected.")
        return WrittenLetter(head=head, body=body, foot=foot)

    def templates(self) -> tuple[LetterTemplate, ...]:
        """Return every letter there is wording for, in order of path."""
        found = (path.relative_to(self.folder).parts for path in self.folder.glob("*/*/*.j2"))
        return tuple(
            LetterTemplate(letter, language, file.removesuffix(".j2"))
            for letter, language, file in sorted(found)
            if letter != SHARED
        )

    def _version(self, template: LetterTemplate) -> str:
        """Twelve hex digits over every file that can change what this letter looks like."""
        shared = sorted((self.folder / SHARED / template.language).glob("*.j2"))
        own = [self.folder / template.path, *(self.folder / name for name in PAPER_AND_PAGE)]
        digest = hashlib.sha256()
        for path in (*own, *shared):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:12]

    def _blocks(self, path: str, names: Mapping[str, SimpleNamespace]) -> tuple[Block, ...]:
        try:
            return parse_blocks(self._environment.get_template(path).render(names))
        except TemplateError as error:
            raise LetterError(
                f"{path}: {error.message or type(error).__name__}. Every value that the wording "
                "uses was expected. Add the value at its source, or correct the wording."
            ) from None
