"""The documentation says what is in the repository, and nothing that is not."""

import ast
import re

import pytest

from repository import CODE, DAGS, PACKAGE, ROOT, name_of, python_files, text_files, tree_of
from stegvis.cli import COMMANDS
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.extracts.dictionary import data_dictionary
from stegvis.domain.facts.vocabulary import FACTS
from stegvis.domain.row_rules.checks import Rule
from stegvis.domain.row_rules.row_warnings import Warned
from stegvis.settings import SECRETS, SETTINGS

DOCS = {name: text for name, text in text_files().items() if name.endswith(".md")}
GUIDES = {
    name: text
    for name, text in DOCS.items()
    if name == "README.md" or (name.startswith("docs/") and "/decisions/" not in name)
}
GLOSSARY = DOCS["docs/glossary.md"]
SOURCE = "\n".join(
    text
    for name, text in text_files().items()
    if name.startswith(("plugins/", "dags/", "include/")) and not name.endswith(".md")
)
DECISIONS = sorted(name for name in DOCS if name.startswith("docs/decisions/"))


def terms() -> list[str]:
    """Return the words in the first column of the glossary's tables."""
    rows = [line for line in GLOSSARY.splitlines() if line.startswith("| `")]
    return [term for row in rows for term in re.findall(r"`(\w+)`", row.split("|")[1])]


@pytest.mark.parametrize("term", terms())
def test_a_term_of_the_glossary_exists_in_the_code(term):
    assert re.search(rf"(?<![a-z]){term}s?(?![a-z])", SOURCE), (
        "use the word, or say in the glossary that it is Swedish only"
    )


def test_the_glossary_says_every_word_once():
    assert len(terms()) == len(set(terms())) > 40


def test_no_name_in_the_code_is_a_word_that_we_do_not_use():
    unwanted = re.findall(r"`(\w+)`", GLOSSARY.partition("## Words that we do not use")[2])
    named = {
        f"{name_of(path)}: {name}"
        for path in python_files(*CODE)
        for node in ast.walk(tree_of(path))
        for name in [getattr(node, "name", None) or getattr(node, "id", None)]
        if isinstance(name, str) and set(name.lower().split("_")) & set(unwanted)
    }

    assert unwanted
    assert not named


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_documented(command):
    assert any(f"stegvis {command}" in text for text in GUIDES.values())


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_every_setting_is_documented_and_in_the_example(name):
    example = text_files()[".env.example"]

    assert re.search(rf"^{name}=", example, re.MULTILINE)
    assert f"`{name}`" in DOCS["docs/runbook.md"]


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_the_example_says_that_a_secret_may_stand_in_a_file_and_holds_none(name):
    example = text_files()[".env.example"]

    assert name in example.partition("_FILE after it")[2]
    assert re.search(rf"^{name}=$", example, re.MULTILINE)


def test_the_example_names_no_setting_that_is_not_read():
    named = re.findall(r"^#? ?(STEGVIS_\w+)=", text_files()[".env.example"], re.MULTILINE)

    assert {name.removesuffix("_FILE") for name in named} == set(SETTINGS)


def make_targets() -> list[str]:
    return re.findall(r"^([a-z-]+):.*## ", text_files()["Makefile"], re.MULTILINE)


@pytest.mark.parametrize("target", make_targets())
def test_every_make_target_is_documented(target):
    assert any(re.search(rf"`make {target}`", text) for text in GUIDES.values())


def test_every_make_target_says_what_it_does_and_is_no_file():
    phony = re.search(r"^\.PHONY: (.*)$", text_files()["Makefile"], re.MULTILINE)

    assert phony
    assert set(phony.group(1).split()) == set(make_targets())


def timetable() -> dict[str, str]:
    """Return the rows of the runbook's timetable by DAG."""
    return dict(re.findall(r"^\| `(\w+)__<slug>` \|(.*)$", DOCS["docs/runbook.md"], re.MULTILINE))


def test_the_timetable_has_every_dag_and_no_other():
    assert set(timetable()) == {path.stem for path in python_files(DAGS)}


@pytest.mark.parametrize("path", python_files(DAGS), ids=name_of)
def test_the_timetable_shows_the_times_that_are_in_a_dag_file(path):
    text = path.read_text(encoding="utf-8")
    times = set(re.findall(r'"(\d\d:\d\d)"', text))

    assert not [when for when in times if when not in timetable()[path.stem]]


@pytest.mark.parametrize("path", python_files(DAGS), ids=name_of)
def test_a_dag_refers_to_the_section_of_the_runbook_that_is_about_it(path):
    named = re.search(r'docs/runbook\.md, "([^"]+)"', path.read_text(encoding="utf-8"))

    assert named
    section = DOCS["docs/runbook.md"].partition(f"\n## {named.group(1)}\n")[2].partition("\n## ")[0]
    assert f"`{path.stem}__<slug>`" in section


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_every_fact_is_documented(fact):
    assert f"`{fact}`" in DOCS["docs/programmes.md"]


def test_the_data_dictionary_is_what_the_declaration_says():
    assert DOCS["docs/data-dictionary.md"] == data_dictionary(EXTRACTS.values()), (
        "run: stegvis dictionary > docs/data-dictionary.md"
    )


@pytest.mark.parametrize("name", [*map(str, Rule), *map(str, Warned)])
def test_every_rule_and_warning_of_a_row_is_explained_to_the_sender(name):
    assert f"\n| `{name}` | " in DOCS["docs/deliveries.md"]


def links() -> list[tuple[str, str]]:
    """Return every link to a file of the repository, with the page that it stands on."""
    found = [
        (page, target.partition("#")[0])
        for page, text in DOCS.items()
        for target in re.findall(r"\]\(([^)\s]+)\)", text)
    ]
    return [(page, target) for page, target in found if target and "://" not in target]


@pytest.mark.parametrize(("page", "target"), links())
def test_a_link_leads_somewhere(page, target):
    assert ((ROOT / page).parent / target).exists()


def test_every_page_can_be_reached_from_another():
    reached = {((ROOT / page).parent / target).resolve() for page, target in links()}
    pages = {(ROOT / page).resolve() for page in GUIDES} - {(ROOT / "README.md").resolve()}

    assert not [name_of(page) for page in sorted(pages - reached)]


def test_a_page_that_the_code_refers_to_exists():
    named = {
        page
        for path in [
            *PACKAGE.rglob("*"),
            *(ROOT / "dags").rglob("*"),
            *(ROOT / "include").rglob("*"),
        ]
        if path.suffix in {".py", ".yaml", ".sql", ".j2", ".md"}
        for page in re.findall(
            r"\b(?:docs|include)/[\w/-]+\.md\b", path.read_text(encoding="utf-8")
        )
    }

    assert not [page for page in sorted(named) if not (ROOT / page).exists()]


def test_the_readme_can_be_read_standing():
    readme = DOCS["README.md"]

    assert len(readme.splitlines()) <= 120
    assert "shields.io" not in readme
    assert "badge" not in readme


def test_the_map_in_the_readme_shows_what_is_there():
    tree = re.search(r"## Where things are\n+```\n(.*?)```", DOCS["README.md"], re.DOTALL)

    assert tree
    shown = [line.split()[0] for line in tree.group(1).splitlines() if line.strip()]
    assert len(shown) >= 10
    assert not [path for path in shown if not (ROOT / path).exists()]


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_is_half_a_page_and_says_what_it_costs(name):
    text = DOCS[name]
    parts = re.findall(r"^\*\*(.*?)\*\*", text, re.MULTILINE)

    assert parts == ["Question.", "Decision.", "Why.", "What it costs."]
    assert len(text.split()) <= 300


def test_decisions_are_numbered_without_gaps():
    numbers = [int(re.search(r"/(\d{4})-", name).group(1)) for name in DECISIONS]

    assert numbers == list(range(1, len(numbers) + 1))
