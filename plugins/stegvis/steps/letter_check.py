"""For those who write letters: look at one, and check them all, with invented people only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from stegvis.adapters.letters.paper import Paper
from stegvis.adapters.letters.press import LetterPress
from stegvis.adapters.municipality_files import load_municipalities
from stegvis.adapters.programme_files import load_programmes_of
from stegvis.domain.letters.blocks import Block
from stegvis.domain.letters.mock_cases import CASES, mock_bases, mock_subject
from stegvis.domain.letters.plain_language import (
    forbidden_words,
    hard_reading,
    heading_order,
    long_sentences,
    reading_ease,
)
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme
from stegvis.errors import LetterError

LANGUAGE = "sv"


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """What was found in one programme's letter, over all cases and bases.

    Attributes:
        programme_id, language: Which letter.
        version: The wording's version.
        lix: The hardest case's reading ease.
        pages: The longest case's number of pages.
        findings: What is wrong, in Swedish; empty if nothing is.
    """

    programme_id: str
    language: str
    version: str
    lix: int
    pages: int
    findings: tuple[str, ...]


def preview_letter(
    include: Path, programme_id: str, case: str, planned_on: date
) -> tuple[bytes, bytes]:
    """Return PDF and page of a programme's letter to an invented person.

    Raises:
        LetterError: There is no such programme or case, or the letter cannot be made.
    """
    known = {programme.programme_id: (programme, owner) for programme, owner in _all(include)}
    if programme_id not in known:
        raise LetterError(
            f"There is no programme {programme_id}. One of {', '.join(known)} was expected."
        )
    if case not in CASES:
        raise LetterError(f"There is no case {case}. One of {', '.join(CASES)} was expected.")
    press = LetterPress.of(include)
    programme, owner = known[programme_id]
    paper = press.compose(mock_subject(programme, owner, case, planned_on), programme, owner)
    return press.printer.pdf(paper), press.pages.html(paper)


def check_letters(include: Path, planned_on: date) -> tuple[LetterCheck, ...]:
    """Write every programme's letter to every case and on every basis, and look for faults.

    A value that wording asks for and a letter lacks is a finding, and so are
    forbidden words, long sentences, a hard text and a second page.
    """
    press = LetterPress.of(include)
    return tuple(_check(press, programme, owner, planned_on) for programme, owner in _all(include))


def _all(include: Path) -> Iterator[tuple[Programme, Municipality]]:
    for owner in load_municipalities(include):
        for programme in load_programmes_of(include, owner):
            yield programme, owner


def _check(
    press: LetterPress, programme: Programme, owner: Municipality, planned_on: date
) -> LetterCheck:
    papers, findings = [], []
    for case in CASES:
        for basis in mock_bases(programme):
            subject = replace(mock_subject(programme, owner, case, planned_on), legal_basis=basis)
            try:
                papers.append(press.compose(subject, programme, owner))
            except LetterError as error:
                findings.append(str(error))
    pages = max((press.printer.page_count(paper) for paper in papers), default=0)
    if pages > 1:
        findings.append(f"brevet tar {pages} sidor; en väntades")
    for paper in papers:
        findings.extend(_faults(paper))
    return LetterCheck(
        programme_id=programme.programme_id,
        language=LANGUAGE,
        version=press.wording.version(press.template(programme, LANGUAGE)),
        lix=max((reading_ease(paper.letter.body) for paper in papers), default=0),
        pages=pages,
        findings=tuple(dict.fromkeys(findings)),
    )


def _faults(paper: Paper) -> tuple[str, ...]:
    body: tuple[Block, ...] = paper.letter.body
    return (
        *heading_order(body),
        *forbidden_words(paper.letter.blocks),
        *long_sentences(body),
        *hard_reading(body),
    )
