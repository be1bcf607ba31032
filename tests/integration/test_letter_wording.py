"""Every programme's letter to every kind of person says what requirements 3 asks for."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from offer_builders import INCLUDE, PROGRAMMES, municipality, programme
from stegvis.adapters.letters.html import linked
from stegvis.adapters.letters.press import LetterPress
from stegvis.adapters.letters.wording import LetterTemplate, Wording
from stegvis.domain.letters.blocks import BlockKind
from stegvis.domain.letters.mock_cases import CASES, mock_bases, mock_subject
from stegvis.domain.letters.plain_language import sentences
from stegvis.domain.letters.values import letter_values
from stegvis.errors import LetterError
from stegvis.steps.letters.wording_check import check_letters, preview_letter

FRIDAY = date(2026, 11, 20)
SLUGS = sorted(PROGRAMMES)
HOSTILE = [
    '#eval("1")',
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "{{ municipality.name }}",
    "*fet* _kursiv_ $x$ @ref \\ [x]",
    "# Rubrik",
    "Å'Ä–Ö ß ğ ő ł ş",
]


@pytest.fixture(scope="module")
def press():
    return LetterPress.of(INCLUDE)


def a_subject(slug, case="single", **but):
    subject = mock_subject(programme(slug), municipality(slug), case, FRIDAY)
    return replace(subject, **but)


def composed(press, slug, case="single", **but):
    return press.compose(a_subject(slug, case, **but), programme(slug), municipality(slug))


def words(paper):
    return "\n".join(block.words() for block in paper.letter.blocks)


def test_every_letter_passes_the_check_for_writers():
    checks = check_letters(INCLUDE, FRIDAY)

    assert not [(one.programme_id, one.kind, one.language) for one in checks if one.findings]
    assert len(checks) == len(SLUGS) * len(("offer", "reminder")) * len(("sv", "en", "ar"))
    assert all(one.pages == 1 for one in checks)
    assert all(0 < one.lix <= 45 for one in checks)


@pytest.mark.parametrize("case", sorted(CASES))
@pytest.mark.parametrize("slug", SLUGS)
def test_the_letter_says_whom_to_call_when_to_answer_and_which_case(press, slug, case):
    subject = a_subject(slug, case)
    said = words(composed(press, slug, case))
    values = letter_values(subject, programme(slug), municipality(slug))

    for group, name in (
        ("letter", "date"),
        ("letter", "reply_date"),
        ("letter", "case_reference"),
        ("contact", "unit"),
        ("contact", "phone"),
        ("contact", "phone_hours"),
        ("municipality", "privacy_notice_url"),
        ("municipality", "text_telephone"),
    ):
        assert str(values[group][name]) in said
    assert f"Hej {subject.first_name}!" in said
    assert "sekretess" in said
    assert "tolk" in said


@pytest.mark.parametrize("slug", SLUGS)
def test_the_second_sentence_says_what_the_letter_is(press, slug):
    greeting, first = sentences(composed(press, slug).letter.body)[:2]

    assert greeting == "Hej Alexandra!"
    assert first.startswith(municipality(slug).name)
    assert re.search("erbjuder dig|anvisar dig|bjuder in dig", first)


@pytest.mark.parametrize("slug", ["amal", "kramfors"])
def test_an_offer_of_employment_describes_the_job_a6_a13_k12(press, slug):
    said = words(composed(press, slug))

    for part in (
        "Återbruket Exempelgården",
        "laga cyklar",
        "75 procent av heltid",
        "måndag 14 december 2026",
        "13 december 2027 (tidsbegränsad anställning)",
        "Enligt kollektivavtal",
        "Kim Exempelsson",
    ):
        assert part in said


def test_a_supervisor_who_is_not_named_yet_is_promised_a6(press):
    place = replace(a_subject("amal").place, supervisor=None)

    assert "Handledare: Du får veta vem innan du börjar" in words(
        composed(press, "amal", place=place)
    )


def test_the_referral_names_day_time_place_and_four_weeks_t4_t5(press):
    said = words(composed(press, "trollhattan"))

    assert "Dag: torsdag 26 november 2026" in said
    assert re.search(r"Tid: klockan (9|13)\.00", said)
    assert "Plats: Jobbcentrum, Exempelgatan 3, 461 00 Trollhättan" in said
    assert "4 veckor, till och med torsdag 24 december 2026" in said
    assert "Heltid, eller så mycket som du klarar" in said
    assert "Legitimation" in said


def test_varmdos_letter_says_what_is_expected_v3(press):
    headings = [b.text for b in composed(press, "varmdo").letter.body if b.kind == "heading"]

    assert "Det här behöver du göra" in headings


def test_linkopings_parents_are_invited_with_the_child_in_mind_l13(press):
    assert "barnen" in words(composed(press, "linkoping", "parent"))
    assert "barnen" not in words(composed(press, "linkoping", "single"))


@pytest.mark.parametrize("slug", SLUGS)
def test_parents_read_about_childcare_and_others_do_not_a5(press, slug):
    parent, single = (words(composed(press, slug, case)) for case in ("parent", "single"))

    assert "Du som har barn" in parent
    assert "Du som har barn" not in single


@pytest.mark.parametrize("slug", SLUGS)
def test_an_interpreter_is_arranged_in_the_persons_language(press, slug):
    assert "tolk på somaliska" in words(composed(press, slug, "interpreter"))


@pytest.mark.parametrize("slug", SLUGS)
def test_consequences_are_worded_by_the_legal_basis_x11(press, slug):
    must, may, can = "ska nämnden neka eller sätta ned", "nekas eller sättas ned", "kan påverka"
    by_basis = {
        "erbjudande_anstallning": (can,),
        "SoL_12_3": (can,),
        "SoL_12_4": (may,),
        "SoL_12_4a": (must,),
    }
    for basis, phrases in by_basis.items():
        said = words(composed(press, slug, legal_basis=basis))
        for phrase in (must, may, can):
            assert (phrase in said) == (phrase in phrases), (basis, phrase)
        assert "din situation" in said
        assert "överklaga det inom tre veckor" in said
        assert "skriftligt eller muntligt" in said


def test_an_offer_of_employment_can_only_rest_on_itself_x11():
    assert mock_bases(programme("amal")) == ("erbjudande_anstallning",)
    assert mock_bases(programme("trollhattan")) == ("SoL_12_3", "SoL_12_4a")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_letter_without_an_address_is_ready_to_be_handed_over(press, slug):
    paper = composed(press, slug, "no_address")

    assert paper.address == ("Alexandra Testdotter Exempelström",)
    assert "Lämnas: Personligen" in words(paper)


@pytest.mark.parametrize("field", ["workplace", "duties"])
def test_a_missing_value_stops_the_letter_and_is_named_k12(press, field):
    place = replace(a_subject("amal").place, **{field: None})

    with pytest.raises(LetterError, match=field):
        composed(press, "amal", place=place)


def test_an_offer_of_employment_without_a_place_stops_k12(press):
    with pytest.raises(LetterError, match="place"):
        composed(press, "kramfors", place=None)


def test_a_case_number_that_is_a_personal_number_stops_the_letter_x2(press):
    with pytest.raises(LetterError) as stopped:
        composed(press, "amal", case_reference="19900302-2382")

    assert "2382" not in str(stopped.value)


def a_folder_of(tmp_path: Path, wording: str) -> Wording:
    (tmp_path / "prov/sv").mkdir(parents=True)
    (tmp_path / "shared/sv").mkdir(parents=True)
    (tmp_path / "prov/sv/offer.j2").write_text(wording, "utf-8")
    for part in ("head", "foot"):
        (tmp_path / f"shared/sv/{part}.j2").write_text("", "utf-8")
    for part in ("layout.typ", "page.html.j2"):
        (tmp_path / part).write_text("", "utf-8")
    return Wording(tmp_path)


def test_an_unknown_placeholder_is_named_with_its_file(tmp_path):
    wording = a_folder_of(tmp_path, "# T\n\n{{ person.shoe_size }}")

    with pytest.raises(LetterError, match=r"prov/sv/offer\.j2.*shoe_size"):
        wording.write(LetterTemplate("prov"), {"person": {"first_name": "Anna"}})


def test_wording_that_cannot_be_parsed_is_named_with_its_file(tmp_path):
    wording = a_folder_of(tmp_path, "# T\n\n{% if %}")

    with pytest.raises(LetterError, match=r"prov/sv/offer\.j2"):
        wording.write(LetterTemplate("prov"), {})


def test_wording_that_does_not_exist_is_an_error_that_names_it(tmp_path):
    with pytest.raises(LetterError, match=r"annat/sv/offer\.j2"):
        a_folder_of(tmp_path, "# T").write(LetterTemplate("annat"), {})


def test_the_version_changes_with_the_wording_what_is_shared_and_the_layout(tmp_path):
    versions = {a_folder_of(tmp_path, "# T").version(LetterTemplate("prov"))}
    for part in ("prov/sv/offer.j2", "shared/sv/head.j2", "layout.typ", "page.html.j2"):
        (tmp_path / part).write_text("changed", "utf-8")
        versions.add(Wording(tmp_path).version(LetterTemplate("prov")))

    assert len(versions) == 5


def test_wording_and_templates_are_listed_without_what_is_shared():
    found = Wording(INCLUDE / "templates/letters").templates()

    assert sorted({template.letter for template in found}) == sorted(PROGRAMMES.values())
    assert {template.language for template in found} == {"sv", "en", "ar"}


# The page


class Outline(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.links: list[str] = []
        self._silent = False
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._silent = tag == "style"
        if tag == "html":
            self.attributes = dict(attrs)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data):
        if not self._silent:
            self.text += data


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_is_semantic_and_needs_nothing_but_itself_x10(press, slug):
    paper = composed(press, slug, "parent")
    page = press.pages.html(paper)
    outline = Outline(page)

    assert outline.attributes["lang"] == "sv"
    headings = [tag for tag in outline.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == "h1"
    assert set(headings[1:]) == {"h2"}
    assert "main" in outline.tags
    assert not {"img", "script", "link", "iframe", "table"} & set(outline.tags)
    assert "http" not in re.sub(r'<a href="[^"]*">[^<]*</a>', "", page.decode())
    assert f"<title>{paper.letter.title} – {municipality(slug).letterhead.sender}</title>" in (
        page.decode()
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_says_what_the_letter_says(press, slug):
    paper = composed(press, slug, "interpreter")
    text = " ".join(Outline(press.pages.html(paper)).text.split())

    for block in paper.letter.blocks:
        for part in (block.text, *block.items, *(value for row in block.facts for value in row)):
            assert part in text
    for line in paper.address:
        assert line in text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name_on_the_page(press, name):
    paper = composed(press, "amal", first_name=name, address_lines=(name,))
    outline = Outline(press.pages.html(paper))

    assert " ".join(name.split()) in outline.text
    assert "script" not in outline.tags
    title, *rest = [block for block in paper.letter.body if block.kind is BlockKind.TITLE]
    assert (title.text, rest) == ("Vi erbjuder dig ett utvecklingsjobb", [])


def test_only_web_addresses_become_links():
    assert linked("Läs https://a.example/x.") == (
        'Läs <a href="https://a.example/x">https://a.example/x</a>.'
    )
    assert linked("javascript:alert(1) <b>") == "javascript:alert(1) &lt;b&gt;"
    assert linked('https://a.example/"onclick="x') == (
        '<a href="https://a.example/">https://a.example/</a>&#34;onclick=&#34;x'
    )


# Previews


def test_a_preview_is_a_letter_to_somebody_invented():
    pdf, page = preview_letter(INCLUDE, "varmdo_insats", "parent", FRIDAY)

    assert pdf.startswith(b"%PDF")
    assert "Testdotter" in page.decode()


@pytest.mark.parametrize(
    ("programme_id", "case"), [("okand", "single"), ("varmdo_insats", "okand")]
)
def test_a_preview_of_what_does_not_exist_names_what_does(programme_id, case):
    with pytest.raises(LetterError, match="varmdo_insats" if case == "single" else "no_address"):
        preview_letter(INCLUDE, programme_id, case, FRIDAY)
