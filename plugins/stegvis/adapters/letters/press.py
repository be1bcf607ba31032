"""The whole way from a letter's values to its PDF and its page."""

from dataclasses import dataclass
from pathlib import Path

from stegvis.adapters.letters.html import LetterPages
from stegvis.adapters.letters.languages import LetterLanguages
from stegvis.adapters.letters.paper import Enclosure, Paper
from stegvis.adapters.letters.typst_pdf import LetterPrinter
from stegvis.adapters.letters.wording import SHARED, LetterTemplate, Wording
from stegvis.domain.letters.blocks import Block
from stegvis.domain.letters.languages import SWEDISH, direction_of, isolated
from stegvis.domain.letters.plain_language import personal_numbers
from stegvis.domain.letters.required import missing_fields, required_fields
from stegvis.domain.letters.values import LetterSubject, Values, letter_values
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme
from stegvis.errors import LetterError

LETTERS, FONTS = Path("templates/letters"), Path("fonts")


@dataclass(frozen=True)
class LetterPress:
    """Wording, paper and page of one ``include`` folder. Keep it: the second letter is faster."""

    wording: Wording
    printer: LetterPrinter
    pages: LetterPages
    languages: LetterLanguages

    @classmethod
    def of(cls, include: Path) -> "LetterPress":
        """Set up what ``include`` holds.

        Raises:
            LetterError: The fonts are not there.
        """
        folder = include / LETTERS
        printer = LetterPrinter(folder, include / FONTS)
        return cls(Wording(folder), printer, LetterPages(folder), LetterLanguages(folder / SHARED))

    def template(self, programme: Programme, subject: LetterSubject) -> LetterTemplate:
        """Return which wording the letter to somebody has."""
        return LetterTemplate(programme.letter, kind=subject.kind, enclosure=subject.enclosure)

    def compose(
        self, subject: LetterSubject, programme: Programme, municipality: Municipality
    ) -> Paper:
        """Write a letter and see to it that it says what every letter has to say.

        Raises:
            LetterError: A value is missing, required words are, or something
                looks like a personal number. Holds nothing of the letter.
        """
        template = self.template(programme, subject)
        lines = self.languages.interpreter_lines
        values = letter_values(subject, programme, municipality, SWEDISH, lines)
        letter = self.wording.write(template, values)
        _expect_everything(template, letter.blocks, values, programme)
        enclosure = None
        if subject.enclosure:
            enclosure = self._enclose(template.translated(), subject, programme, municipality)
        letterhead = municipality.letterhead
        return Paper(
            letter=letter,
            language=template.language,
            sender=letterhead.sender,
            department=letterhead.department,
            address=subject.address_lines,
            enclosure=enclosure,
        )

    def _enclose(
        self,
        template: LetterTemplate,
        subject: LetterSubject,
        programme: Programme,
        municipality: Municipality,
    ) -> Enclosure:
        """Translate the letter; the translation says all that the letter has to say."""
        language = self.languages.translations.get(template.language)
        if language is None:
            raise LetterError(
                f"{template.language}: there is no translation. One of "
                f"{', '.join(self.languages.translations)} was expected."
            )
        values = letter_values(subject, programme, municipality, language)
        blocks = self.wording.translate(template, values)
        _expect_everything(template, blocks, values, programme)
        if direction_of(template.language) == "rtl":
            blocks = tuple(map(isolated, blocks))
        return Enclosure(template.language, blocks)


def _expect_everything(
    template: LetterTemplate, blocks: tuple[Block, ...], values: Values, programme: Programme
) -> None:
    """Stop a letter, or a translation, that says too little or too much."""
    required = required_fields(
        template.kind, is_job=programme.needs_place, is_visit=programme.reception is not None
    )
    findings = missing_fields(blocks, values, required) + personal_numbers(blocks)
    if findings:
        raise LetterError(
            f"{template.path}: {'; '.join(findings)}. Allt som ett brev ska säga väntades. "
            "Rätta uppgiften där den finns, eller brevets text."
        )
