"""The whole way from a letter's values to its PDF and its page."""

from dataclasses import dataclass
from pathlib import Path

from stegvis.adapters.letters.html import LetterPages
from stegvis.adapters.letters.paper import Paper
from stegvis.adapters.letters.typst_pdf import LetterPrinter
from stegvis.adapters.letters.wording import LetterTemplate, Wording
from stegvis.domain.letters.plain_language import personal_numbers
from stegvis.domain.letters.required import missing_fields
from stegvis.domain.letters.values import LetterSubject, letter_values
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

    @classmethod
    def of(cls, include: Path) -> "LetterPress":
        """Set up what ``include`` holds.

        Raises:
            LetterError: The fonts are not there.
        """
        folder = include / LETTERS
        printer = LetterPrinter(folder, include / FONTS)
        return cls(Wording(folder), printer, LetterPages(folder))

    @staticmethod
    def template(programme: Programme, language: str) -> LetterTemplate:
        """Return which wording a programme's letter has."""
        return LetterTemplate(programme.letter, language)

    def compose(
        self, subject: LetterSubject, programme: Programme, municipality: Municipality
    ) -> Paper:
        """Write a letter and see to it that it says what every letter has to say.

        Raises:
            LetterError: A value is missing, required words are, or something
                looks like a personal number. Holds nothing of the letter.
        """
        template = self.template(programme, subject.language)
        values = letter_values(subject, programme, municipality)
        letter = self.wording.write(template, values)
        findings = missing_fields(
            letter.blocks,
            values,
            is_job=programme.needs_place,
            is_visit=programme.reception is not None,
        )
        findings += personal_numbers(letter.blocks)
        if findings:
            raise LetterError(
                f"{template.path}: {'; '.join(findings)}. Allt som ett brev ska säga väntades. "
                "Rätta uppgiften där den finns, eller brevets text."
            )
        letterhead = municipality.letterhead
        return Paper(
            letter=letter,
            language=subject.language,
            sender=letterhead.sender,
            department=letterhead.department,
            address=subject.address_lines,
        )
