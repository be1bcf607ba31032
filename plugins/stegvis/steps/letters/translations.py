"""Whether a translation says what the Swedish wording says, as far as a program can tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stegvis.adapters.letters.wording import FOOT, HEAD, SHARED, LetterTemplate, Wording
from stegvis.domain.letters.languages import SWEDISH_CODE, LetterLanguage
from stegvis.domain.letters.values import swedish_sentences
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme

_SWEDISH_ONLY = (HEAD, FOOT, "own_words")
"""Parts of the letter that an enclosure does not have."""


def unlike_swedish(
    wording: Wording, template: LetterTemplate, language: LetterLanguage
) -> list[str]:
    """Return a finding for each file that asks for other values than the Swedish one does.

    Args:
        wording: The folder of letters.
        template: The letter, in the translation's language.
        language: The translation's.
    """
    findings = []
    for swedish, translated in _pairs(wording.folder, template, language.code):
        name = translated.relative_to(wording.folder).as_posix()
        if not translated.exists():
            findings.append(f"{name} saknas; den finns på svenska")
            continue
        ours, theirs = wording.values_used(swedish), wording.values_used(translated)
        if ours != theirs:
            unlike = ", ".join(sorted(ours ^ theirs))
            findings.append(f"{name} använder inte samma värden som på svenska: {unlike}")
    return findings


def unsaid(programme: Programme, owner: Municipality, language: LetterLanguage) -> list[str]:
    """Return a finding for each Swedish sentence of programme or municipality without words."""
    sentences = (s for listed in swedish_sentences(programme, owner).values() for s in listed)
    return [
        f"”{sentence}” finns inte på {language.name}; lägg till det under phrases"
        for sentence in sentences
        if not language.has_words_for(sentence)
    ]


def _pairs(folder: Path, template: LetterTemplate, code: str) -> Iterator[tuple[Path, Path]]:
    """Each Swedish file that the letter can use, and the translation's."""
    for path in sorted((folder / SHARED / SWEDISH_CODE).glob("*.j2")):
        if path.stem not in _SWEDISH_ONLY:
            yield path, folder / SHARED / code / path.name
    own = folder / template.letter / SWEDISH_CODE / f"{template.kind}.j2"
    if own.exists():
        yield own, folder / template.letter / code / own.name
