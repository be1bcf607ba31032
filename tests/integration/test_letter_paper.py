"""Letters on paper: PDF/UA-1 with text, outline, language and title, and always the same bytes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from offer_builders import INCLUDE, PROGRAMMES, municipality, programme
from pdf_reading import opened, tags_of, text_of
from stegvis.adapters.letters.press import LetterPress
from stegvis.adapters.letters.typst_pdf import LetterPrinter
from stegvis.domain.letters.mock_cases import CASES, mock_subject
from stegvis.errors import LetterError

FRIDAY = date(2026, 11, 20)
SLUGS = sorted(PROGRAMMES)


@pytest.fixture(scope="module")
def press():
    return LetterPress.of(INCLUDE)


def a_paper(press, slug="amal", case="single", **but):
    subject = replace(mock_subject(programme(slug), municipality(slug), case, FRIDAY), **but)
    return press.compose(subject, programme(slug), municipality(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_letter_is_tagged_and_says_its_language_and_title_x10(press, slug):
    paper = a_paper(press, slug)
    pdf = press.printer.pdf(paper)

    with opened(pdf) as document:
        assert str(document.Root.Lang) == "sv"
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == paper.letter.title
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    tags = tags_of(pdf)
    assert tags.count("H1") == 1
    assert tags.index("H1") < tags.index("H2")
    assert {"H1", "H2", "P", "L", "LI", "Lbl", "LBody"} <= set(tags)


@pytest.mark.parametrize("case", sorted(CASES))
@pytest.mark.parametrize("slug", SLUGS)
def test_the_letter_takes_one_page_and_says_everything(press, slug, case):
    paper = a_paper(press, slug, case)
    pdf = press.printer.pdf(paper)

    with opened(pdf) as document:
        assert len(document.pages) == 1
    text = text_of(pdf)
    for block in paper.letter.body:
        for part in (block.text, *block.items, *(value for row in block.facts for value in row)):
            assert part in text
    for line in paper.address:
        assert line in text


def test_the_same_letter_has_the_same_bytes_from_another_printer_too(press):
    paper = a_paper(press)
    another = LetterPrinter(INCLUDE / "templates/letters", INCLUDE / "fonts")

    first, again = press.printer.pdf(paper), press.printer.pdf(paper)

    assert first == again == another.pdf(paper)


def test_no_moment_is_written_into_the_file(press):
    with opened(press.printer.pdf(a_paper(press))) as document:
        assert not {"/CreationDate", "/ModDate"} & set(document.docinfo.keys())
        with document.open_metadata() as metadata:
            assert "xmp:CreateDate" not in metadata


def test_only_the_bundled_fonts_are_used_and_embedded(press):
    with opened(press.printer.pdf(a_paper(press))) as document:
        fonts = {str(font.BaseFont) for font in document.pages[0].Resources.Font.values()}
        descendants = [
            font.DescendantFonts[0].FontDescriptor
            for font in document.pages[0].Resources.Font.values()
        ]
        assert all("/FontFile2" in one or "/FontFile3" in one for one in descendants)
    assert all("NotoSans" in name for name in fonts)


@pytest.mark.parametrize(
    "name", ['#eval("1+1")', "<script>x</script>", "=cmd|' /C calc'!A0", "*fet* _k_ $x$ @ref [x]"]
)
def test_a_hostile_name_is_only_a_name_on_paper(press, name):
    text = text_of(press.printer.pdf(a_paper(press, first_name=name, address_lines=(name, "A 1"))))

    assert f"Hej {name}!" in text


def test_letters_of_other_european_alphabets_are_printed(press):
    name = "Łucja Đorđević-Çelik Ångström Şükrü Őry Αθηνά Юлия"

    assert name in text_of(press.printer.pdf(a_paper(press, first_name=name)))


def test_a_script_that_the_fonts_lack_stops_the_letter_without_quoting_it(press):
    with pytest.raises(LetterError) as stopped:
        press.printer.pdf(a_paper(press, first_name="漢字"))

    assert "漢" not in str(stopped.value)
    assert "fonts" in str(stopped.value)


def test_without_fonts_there_is_no_printer(tmp_path):
    with pytest.raises(LetterError, match="fonts"):
        LetterPrinter(INCLUDE / "templates/letters", tmp_path)


def test_a_broken_layout_is_an_error_that_quotes_nothing_of_the_letter(press, tmp_path):
    (tmp_path / "layout.typ").write_text("#panic(sys.inputs.letter)", "utf-8")
    printer = LetterPrinter(tmp_path, INCLUDE / "fonts")

    with pytest.raises(LetterError) as stopped:
        printer.pdf(a_paper(press))

    assert "Testdotter" not in str(stopped.value)


def test_the_address_stands_in_the_window_of_c5_and_dl(press):
    """Between 44 and 74 mm from the top, right of the middle: both windows show it."""
    millimetre = 72 / 25.4
    with opened(press.printer.pdf(a_paper(press, case="couple"))) as document:
        page = document.pages[0]
        height = float(page.MediaBox[3])
        positions = list(_text_positions(page))
    in_window = [
        (x, y)
        for x, y in positions
        if x > 105 * millimetre and 44 * millimetre < height - y < 74 * millimetre
    ]

    assert len(in_window) >= 4
    assert float(height) == pytest.approx(297 * millimetre, abs=0.1)


def _text_positions(page: pikepdf.Page):
    """Where each piece of text begins, in points from the lower left corner."""
    stack, current = [], pikepdf.Matrix()
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                stack.append(current)
            case "Q":
                current = stack.pop()
            case "cm":
                current = pikepdf.Matrix(*map(float, operands)) @ current
            case "Tm":
                placed = pikepdf.Matrix(*map(float, operands)) @ current
                yield placed.e, placed.f


def test_the_fonts_licence_lies_beside_them():
    licence = Path(INCLUDE / "fonts/OFL.txt").read_text("utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert licence.startswith("Copyright")
