"""The languages of letters: each folder of shared wording that has a ``language.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from stegvis.adapters.yaml_models import build
from stegvis.adapters.yaml_source import read_yaml
from stegvis.domain.letters.languages import InterpreterLines, LetterLanguage, canonical_code
from stegvis.errors import LetterError

FILE, LINES_FILE = "language.yaml", "interpreter_lines.yaml"


@dataclass(frozen=True)
class LetterLanguages:
    """What ``shared`` in a folder of letters says of languages other than Swedish."""

    shared: Path

    @cached_property
    def translations(self) -> Mapping[str, LetterLanguage]:
        """The languages that letters are translated into, by code.

        Raises:
            LetterError: A ``language.yaml`` holds a mistake; says which and where.
        """
        files = sorted(self.shared.glob(f"*/{FILE}"))
        return {path.parent.name: _language(path) for path in files}

    @cached_property
    def interpreter_lines(self) -> Mapping[str, str]:
        """The offer of an interpreter in each language's own words, by code.

        Raises:
            LetterError: A file holds a mistake; says which and where.
        """
        path = self.shared / LINES_FILE
        listed = build(InterpreterLines, read_yaml(path, LetterError)) if path.exists() else None
        own = {code: known.interpreter_line for code, known in self.translations.items()}
        return {**(listed.lines if listed else {}), **own}

    def enclosure_for(self, interpreter_language: str | None) -> str:
        """Return the code of the translation for a language; empty where there is none."""
        code = canonical_code(interpreter_language)
        return code if code in self.translations else ""


def _language(path: Path) -> LetterLanguage:
    source = read_yaml(path, LetterError)
    named = {**source.data, "code": path.parent.name}
    return build(LetterLanguage, replace(source, data=named))
