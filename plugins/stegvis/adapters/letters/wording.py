"""Wording: Jinja2 files of plain text, filled with a letter's values and read into blocks.

``<letter>/<language>/offer.j2`` says what a programme's offer says, ``<letter>``
being the name in the programme's file; ``shared/<language>/`` holds what all
letters have in common, and the reminder of programmes that have none of their
own. A value that is missing stops the letter (StrictUndefined); a value is
never anything but text.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, nodes

from stegvis.domain.letters.blocks import Block, as_value, parse_blocks
from stegvis.domain.letters.languages import SWEDISH_CODE
from stegvis.domain.letters.ledger import OFFER
from stegvis.domain.letters.values import Values
from stegvis.errors import LetterError

SHARED = "shared"
HEAD, FOOT, ENCLOSURE = "head", "foot", "enclosure"
PAPER_AND_PAGE = ("layout.typ", "page.html.j2")


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """Which wording a letter has: of which programme, what kind, in which language.

    ``enclosure`` is the language of the translation that goes with it, or empty.
    """

    letter: str
    language: str = SWEDISH_CODE
    kind: str = OFFER
    enclosure: str = ""

    @property
    def name(self) -> str:
        """What the ledger calls it; the language stands beside."""
        return f"{self.letter}/{self.kind}"

    @property
    def path(self) -> str:
        """The wording's file, from the folder of letters on."""
        return f"{self.letter}/{self.language}/{self.kind}.j2"

    def translated(self) -> "LetterTemplate":
        """Return the enclosure's own template."""
        return replace(self, language=self.enclosure, enclosure="")


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
        body = self._blocks(self._path(template), names)
        if not body:
            raise LetterError(f"{template.path}: the letter is empty. Wording was expected.")
        return WrittenLetter(head=head, body=body, foot=foot)

    def translate(self, template: LetterTemplate, values: Values) -> tuple[Block, ...]:
        """Fill an enclosure's wording: first what it is, then what the letter says.

        Args:
            template: In the translation's language.
            values: In the words of that language.

        Raises:
            LetterError: As ``write``.
        """
        names = {group: SimpleNamespace(**known) for group, known in values.items()}
        what = self._blocks(f"{SHARED}/{template.language}/{ENCLOSURE}.j2", names)
        said = self._blocks(self._path(template), names)
        return (*said[:1], *what, *said[1:])

    def templates(self) -> tuple[LetterTemplate, ...]:
        """Return every letter there is wording of its own for, in order of path."""
        found = (path.relative_to(self.folder).parts for path in self.folder.glob("*/*/*.j2"))
        return tuple(
            LetterTemplate(letter, language, file.removesuffix(".j2"))
            for letter, language, file in sorted(found)
            if letter != SHARED
        )

    def values_used(self, path: Path) -> frozenset[str]:
        """Return the values that a file asks for, such as ``place.workplace``.

        Raises:
            LetterError: The file is no wording.
        """
        try:
            parsed = self._environment.parse(path.read_text("utf-8"))
        except TemplateError as error:
            raise _unreadable(path.relative_to(self.folder).as_posix(), error) from None
        asked = parsed.find_all(nodes.Getattr)
        return frozenset(f"{a.node.name}.{a.attr}" for a in asked if isinstance(a.node, nodes.Name))

    def _version(self, template: LetterTemplate) -> str:
        """Twelve hex digits over every file that can change what this letter looks like."""
        digest = hashlib.sha256()
        for path in self._files(template):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:12]

    def _files(self, template: LetterTemplate) -> list[Path]:
        shared = sorted((self.folder / SHARED / template.language).glob("*.*"))
        looks = [self.folder / name for name in PAPER_AND_PAGE]
        lines = sorted((self.folder / SHARED).glob("*.yaml"))
        files = [self.folder / self._path(template), *looks, *lines, *shared]
        return [*files, *(self._files(template.translated()) if template.enclosure else ())]

    def _path(self, template: LetterTemplate) -> str:
        """The wording's file; what a programme does not say itself is said in ``shared``."""
        common = f"{SHARED}/{template.language}/{template.kind}.j2"
        has_own = (self.folder / template.path).exists()
        return template.path if has_own or not (self.folder / common).exists() else common

    def _blocks(self, path: str, names: Mapping[str, SimpleNamespace]) -> tuple[Block, ...]:
        try:
            return parse_blocks(self._environment.get_template(path).render(names))
        except TemplateError as error:
            raise _unreadable(path, error) from None


def _unreadable(path: str, error: TemplateError) -> LetterError:
    return LetterError(
        f"{path}: {error.message or type(error).__name__}. Every value that the wording "
        "uses was expected. Add the value at its source, or correct the wording."
    )
