"""For those who write letters: look at one, and check them all, with invented people only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from stegvis.adapters.letters.paper import Paper
from stegvis.adapters.letters.press import LetterPress
from stegvis.adapters.letters.wording import LetterTemplate
from stegvis.adapters.municipality_files import load_municipalities
from stegvis.adapters.programme_files import load_programmes_of
from stegvis.domain.letters.blocks import Block
from stegvis.domain.letters.languages import SWEDISH, SWEDISH_CODE, LetterLanguage
from stegvis.domain.letters.ledger import OFFER, REMINDER
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
from stegvis.steps.letters.translations import unlike_swedish, unsaid

KINDS = (OFFER, REMINDER)
_LETTER_AND_ENCLOSURE = 2  # pages


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """What was found in one letter in one language, over all cases and bases.

    Attributes:
        programme_id, kind, language: Which letter.
        version: The wording's version.
        lix: The hardest case's reading ease.
        pages: The longest case's number of pages.
        findings: What is wrong, in Swedish; empty if nothing is.
    """

    programme_id: str
    kind: str
    language: str
    version: str
    lix: int
    pages: int
    findings: tuple[str, ...]


def preview_letter(
    include: Path,
    programme_id: str,
    case: str,
    planned_on: date,
    *,
    language: str = SWEDISH_CODE,
    kind: str = OFFER,
) -> tuple[bytes, bytes]:
    """Return PDF and page of a programme's letter to an invented person.

    Args:
        include: The folder of what municipalities decide.
        programme_id: Whose letter.
        case: To whom.
        planned_on: The letter's date.
        language: ``sv``, or the language of the translation that is enclosed.
        kind: ``offer`` or ``reminder``.

    Raises:
        LetterError: There is no such programme, case, kind or language, or the letter cannot
            be made.
    """
    known = {programme.programme_id: (programme, owner) for programme, owner in _all(include)}
    press = LetterPress.of(include)
    _expect("programme", programme_id, known)
    _expect("case", case, CASES)
    _expect("kind", kind, KINDS)
    _expect("language", language, (SWEDISH_CODE, *press.languages.translations))
    programme, owner = known[programme_id]
    subject = mock_subject(programme, owner, case, planned_on, kind=kind, language=language)
    paper = press.compose(subject, programme, owner)
    return press.printer.pdf(paper), press.pages.html(paper)


def check_letters(
    include: Path, planned_on: date, programme_id: str = ""
) -> tuple[LetterCheck, ...]:
    """Write every letter in every language to every case and on every basis; look for faults.

    A value that wording asks for and a letter lacks is a finding, and so are
    forbidden words, long sentences, a hard text, a second page, and a
    translation that asks for other values than the Swedish wording.

    Args:
        include: The folder of what municipalities decide.
        planned_on: The letters' date.
        programme_id: Only this programme's letters; empty for all.

    Raises:
        LetterError: There is no such programme.
    """
    press = LetterPress.of(include)
    known = {programme.programme_id: (programme, owner) for programme, owner in _all(include)}
    _expect("programme", programme_id, (*known, ""))
    checks = []
    for programme, owner in (known[one] for one in known if programme_id in (one, "")):
        for kind in KINDS:
            letter = _Letter(press, programme, owner, planned_on, kind)
            checks += [letter.check(code) for code in (SWEDISH_CODE, *press.languages.translations)]
    return tuple(checks)


def _expect(what: str, found: str, known: Iterable[str]) -> None:
    if found not in known:
        expected = f"One of {', '.join(known)} was expected."
        raise LetterError(f"There is no {what} {found}. {expected}")


def _all(include: Path) -> Iterator[tuple[Programme, Municipality]]:
    for owner in load_municipalities(include):
        for programme in load_programmes_of(include, owner):
            yield programme, owner


@dataclass(frozen=True)
class _Letter:
    """One programme's letter of one kind, in any of its languages."""

    press: LetterPress
    programme: Programme
    owner: Municipality
    planned_on: date
    kind: str

    def check(self, code: str) -> LetterCheck:
        """Look for faults in one language."""
        language = self.press.languages.translations.get(code, SWEDISH)
        papers, findings = self._papers(code)
        texts = [_text(paper) for paper in papers]
        pages = max((self._pages(paper) for paper in papers), default=0)
        if pages > 1:
            findings.append(f"brevet tar {pages} sidor; en väntades")
        for blocks in texts:
            findings.extend(_faults(blocks, language))
        if not language.is_swedish:
            findings += unlike_swedish(
                self.press.wording, self._template(code).translated(), language
            )
            findings += unsaid(self.programme, self.owner, language)
        return LetterCheck(
            programme_id=self.programme.programme_id,
            kind=self.kind,
            language=code,
            version=self._version(code, has_papers=bool(papers)),
            lix=max(map(reading_ease, texts), default=0),
            pages=pages,
            findings=tuple(dict.fromkeys(findings)),
        )

    def _papers(self, code: str) -> tuple[list[Paper], list[str]]:
        papers, findings = [], []
        for case in CASES:
            plain = mock_subject(
                self.programme, self.owner, case, self.planned_on, kind=self.kind, language=code
            )
            for basis in mock_bases(self.programme):
                subject = replace(plain, legal_basis=basis)
                try:
                    papers.append(self.press.compose(subject, self.programme, self.owner))
                except LetterError as error:
                    findings.append(str(error))
        return papers, findings

    def _pages(self, paper: Paper) -> int:
        """Pages of the letter, or of the enclosure where there is one."""
        whole = self.press.printer.page_count(paper)
        if paper.enclosure is None or whole == _LETTER_AND_ENCLOSURE:
            return whole if paper.enclosure is None else 1
        return whole - self.press.printer.page_count(replace(paper, enclosure=None))

    def _template(self, code: str) -> LetterTemplate:
        enclosure = "" if code == SWEDISH_CODE else code
        return LetterTemplate(self.programme.letter, kind=self.kind, enclosure=enclosure)

    def _version(self, code: str, *, has_papers: bool) -> str:
        """The version; wording that lacks a file has none."""
        return self.press.wording.version(self._template(code)) if has_papers else "-"


def _text(paper: Paper) -> tuple[Block, ...]:
    """What is checked: the letter's own text, or the translation's."""
    return paper.enclosure.blocks if paper.enclosure else paper.letter.body


def _faults(blocks: tuple[Block, ...], language: LetterLanguage) -> tuple[str, ...]:
    return (
        *heading_order(blocks),
        *forbidden_words(blocks, language.forbidden),
        *long_sentences(blocks),
        *hard_reading(blocks, language.hardest_lix),
    )
