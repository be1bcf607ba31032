"""Translations: only ever with the Swedish letter, complete, unreviewed, and read the right way."""

import re
import shutil
from dataclasses import replace
from datetime import date

import pytest

from offer_builders import INCLUDE, PROGRAMMES, municipality, programme
from pdf_reading import languages_of, opened, pages_of, tags_of
from stegvis.adapters.letters.languages import LetterLanguages
from stegvis.adapters.letters.press import LetterPress
from stegvis.domain.letters.blocks import Block, BlockKind
from stegvis.domain.letters.languages import SWEDISH, canonical_code, direction_of, isolated
from stegvis.domain.letters.mock_cases import CASES, mock_subject
from stegvis.domain.letters.values import letter_values
from stegvis.errors import LetterError
from stegvis.steps.letters.wording_check import check_letters

FRIDAY = date(2026, 11, 20)
SLUGS = sorted(PROGRAMMES)
UNREVIEWED = {"en": "It has not been reviewed", "ar": "لم تتم مراجعة هذه الترجمة"}
FOR_PARENTS = {"en": "If you have children", "ar": "إذا كان لديك أطفال"}
HOSTILE = ["#eval(1)", "<script>x</script>", "=cmd|' /C calc'!A0", "\u202egnirts", "# Rubrik"]


@pytest.fixture(scope="module")
def press():
    return LetterPress.of(INCLUDE)


def a_paper(press, slug, language, case="single", kind="offer", **but):
    owner, rules = municipality(slug), programme(slug)
    subject = mock_subject(rules, owner, case, FRIDAY, kind=kind, language=language)
    return press.compose(replace(subject, **but), rules, owner)


def said(paper):
    """The translation's words, as they are read."""
    text = "\n".join(block.words() for block in paper.enclosure.blocks)
    return re.sub("[\u2066\u2069]", "", text)


@pytest.mark.parametrize("case", sorted(CASES))
@pytest.mark.parametrize("language", sorted(UNREVIEWED))
@pytest.mark.parametrize("slug", SLUGS)
def test_the_translation_says_what_the_letter_says_to_each_kind_of_person(
    press, slug, language, case
):
    paper = a_paper(press, slug, language, case)
    subject = mock_subject(programme(slug), municipality(slug), case, FRIDAY, language=language)
    known = press.languages.translations[language]
    values = letter_values(subject, programme(slug), municipality(slug), known)
    text = said(paper)

    for name in ("date", "reply_date", "case_reference"):
        assert values["letter"][name] in text
    for name in ("unit", "phone", "phone_hours"):
        assert values["contact"][name] in text
    for group in ("place", "reception"):
        for name in ("workplace", "start_date", "date", "time", "address"):
            assert values.get(group, {}).get(name, "") in text
    assert (FOR_PARENTS[language] in text) == subject.has_children
    assert UNREVIEWED[language] in text
    assert "nystartsjobb" not in text


@pytest.mark.parametrize("kind", ["offer", "reminder"])
@pytest.mark.parametrize("language", sorted(UNREVIEWED))
@pytest.mark.parametrize("slug", SLUGS)
def test_the_translation_stands_on_a_page_of_its_own_after_the_swedish_letter(
    press, slug, language, kind
):
    paper = a_paper(press, slug, language, "parent", kind)
    pdf = press.printer.pdf(paper)

    letter, enclosure = pages_of(pdf)
    assert paper.letter.title in letter
    assert "Bilaga Översättning till" in letter
    assert "Vänliga hälsningar" in letter
    assert "Vänliga hälsningar" not in enclosure
    assert paper.address[-1] not in enclosure
    with opened(pdf) as document:
        assert str(document.Root.Lang) == "sv"
    tags, own = tags_of(pdf), languages_of(pdf)
    assert tags.count("H1") == 1
    assert {tag for tag, code in own if code == language} >= {"H2", "H3", "P", "L"}


def test_the_page_has_the_translation_as_a_part_in_its_own_language_x10(press):
    page = press.pages.html(a_paper(press, "varmdo", "ar")).decode()
    part = page[page.index("<section") : page.index("</section>")]

    assert '<section class="enclosure" lang="ar" dir="rtl">' in part
    assert page.count("<h1") == 1
    assert re.findall(r"<(h[1-6])", part) == ["h2", *["h3"] * part.count("<h3")]
    assert '<bdi dir="ltr">08-465 004 02</bdi>' in part
    assert "\u2066" not in page


def test_numbers_dates_and_names_keep_their_direction_in_arabic():
    text = "اتصل على 031-390 06 01 قبل 2026-12-04، Åsa Öst (9–12)."

    block = isolated(Block(BlockKind.FACTS, facts=((text, "Återbruket, hus 3"),)))

    assert block.facts == (
        (
            "اتصل على \u2066031-390 06 01\u2069 قبل \u20662026-12-04\u2069، "
            "\u2066Åsa Öst (9–12\u2069).",
            "\u2066Återbruket, hus 3\u2069",
        ),
    )


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", sorted(UNREVIEWED))
def test_a_hostile_name_is_only_a_name_in_a_translation_too(press, language, name):
    paper = a_paper(press, "amal", language, first_name=name, address_lines=(name,))
    plain = " ".join(name.replace("\u202e", " ").split())

    assert plain in said(paper)
    if language == "en":  # in Arabic its parts are drawn where they belong
        assert plain in pages_of(press.printer.pdf(paper))[1]
    assert "<script" not in press.pages.html(paper).decode()
    kinds = [block.kind for block in paper.enclosure.blocks]
    assert kinds.count(BlockKind.TITLE) == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [("ar", "ar"), ("ARA", "ar"), ("eng", "en"), (" en-GB ", "en"), ("so", "so"), (None, "")],
)
def test_a_language_is_known_by_its_longer_codes_too(told, code):
    assert canonical_code(told) == code


def test_the_language_of_the_interpreter_decides_the_enclosure():
    languages = LetterLanguages(INCLUDE / "templates/letters/shared")

    found = {code: languages.enclosure_for(code) for code in ("ar", "ara", "en", "so", "xx", None)}

    assert found == {"ar": "ar", "ara": "ar", "en": "en", "so": "", "xx": "", None: ""}


def test_without_a_translation_there_is_a_line_in_the_languages_own_words(press):
    paper = a_paper(press, "amal", "sv", "interpreter")
    (line,) = [block for block in paper.letter.body if block.kind is BlockKind.FOREIGN]

    assert line.language == "so"
    assert line.text.startswith("Ma u baahan tahay turjubaan?")
    assert ("P", "so") in languages_of(press.printer.pdf(paper))
    assert '<p lang="so" dir="ltr">Ma u baahan' in press.pages.html(paper).decode()


def test_a_language_that_we_have_no_words_in_gets_the_swedish_line_alone(press):
    paper = a_paper(press, "amal", "sv", "interpreter", interpreter_language="ti")

    assert not [block for block in paper.letter.body if block.kind is BlockKind.FOREIGN]
    assert "Vi ordnar tolk på tigrinja" in "\n".join(b.words() for b in paper.letter.body)


def test_every_line_about_an_interpreter_can_be_printed(press):
    for code in press.languages.interpreter_lines:
        paper = a_paper(press, "varmdo", "sv", "interpreter", interpreter_language=code)
        (line,) = [block for block in paper.letter.body if block.kind is BlockKind.FOREIGN]
        assert press.printer.page_count(paper) == 1, code
        assert direction_of(code) in ("ltr", "rtl")
        assert line.language == code


@pytest.fixture
def finnish(tmp_path):
    """An include folder with a fourth language, made by nobody but the folder: English by name."""
    include = tmp_path / "include"
    shutil.copytree(INCLUDE, include)
    letters = include / "templates/letters"
    for english in letters.glob("*/en"):
        shutil.copytree(english, english.with_name("fi"))
    language = letters / "shared/fi/language.yaml"
    language.write_text(
        language.read_text("utf-8").replace("name: engelska", "name: finska"), "utf-8"
    )
    return include


def test_a_fourth_language_is_a_folder(finnish):
    press = LetterPress.of(finnish)

    assert pages_of(press.printer.pdf(a_paper(press, "varmdo", "fi")))[1].startswith("We offer")
    checks = check_letters(finnish, FRIDAY, PROGRAMMES["varmdo"])
    assert {one.language: one.findings for one in checks}["fi"] == ()


def test_a_language_that_lacks_a_file_or_a_phrase_is_told_so(finnish):
    shared = finnish / "templates/letters/shared/fi"
    (shared / "reminder.j2").unlink()
    language = shared / "language.yaml"
    language.write_text(re.sub("  Legitimation.*\n", "", language.read_text("utf-8")), "utf-8")

    checks = check_letters(finnish, FRIDAY, PROGRAMMES["varmdo"])

    findings = {(one.kind, one.language): " ".join(one.findings) for one in checks}
    assert "shared/fi/reminder.j2 saknas; den finns på svenska" in findings["reminder", "fi"]
    assert "”Legitimation, om du har.” finns inte på finska" in findings["offer", "fi"]
    assert findings["offer", "en"] == ""


def test_a_mistake_in_a_languages_file_is_told_by_its_line(finnish):
    language = finnish / "templates/letters/shared/fi/language.yaml"
    language.write_text(language.read_text("utf-8").replace("{hour}", "{our}"), "utf-8")

    with pytest.raises(LetterError, match=r"language\.yaml, line \d+: expected a pattern"):
        LetterLanguages(language.parent.parent).enclosure_for("fi")


def test_swedish_says_its_days_as_before():
    assert SWEDISH.day_in_words(FRIDAY) == "fredag 20 november 2026"
    assert SWEDISH.in_words("måndag–fredag 9–11") == "måndag–fredag 9–11"


def test_weekdays_of_a_phone_hour_are_said_in_the_language(press):
    english, arabic = (press.languages.translations[code] for code in ("en", "ar"))

    assert english.in_words("måndag–fredag 9–12 och 13–15") == "Monday–Friday 9–12 and 13–15"
    assert arabic.day_in_words(FRIDAY) == "الجمعة 2026-11-20"
