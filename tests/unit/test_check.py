"""``stegvis check``: what it prints, and with which status it ends."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from programme_builder import INCLUDE, LINES, changed, line_of, write_programme
from repository import ROOT
from stegvis.adapters.yaml_source import read_yaml
from stegvis.cli import main
from stegvis.errors import ProgrammeFileError
from stegvis.steps.check import check_programmes
from stegvis.steps.programme_docs import programme_schema, programmes_page


@pytest.fixture
def stegvis(monkeypatch, capsys):
    """Run a command; returns exit status, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["stegvis", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return run


def test_all_programmes_are_right_and_shown_with_their_rule_versions(stegvis):
    status, out, _ = stegvis("check")

    assert status == 0
    for programme in check_programmes(INCLUDE):
        row = re.search(rf"^ ?{programme.programme_id} +(\d+) +(\d+) +(\S+)", out, re.MULTILINE)
        assert row
        assert row.groups() == (
            str(len(programme.criteria)),
            str(len(programme.examples)),
            programme.rule_version,
        )


def test_one_file_can_be_checked_wherever_it_is(stegvis, tmp_path):
    status, out, _ = stegvis("check", write_programme(tmp_path))

    assert status == 0
    assert "testjobb" in out
    assert "varmdo_insats" not in out


def test_an_example_that_ends_otherwise_is_told_by_line(stegvis, tmp_path):
    text = changed("facts: {age: 65, has_active_plan: true}", "facts: {age: 65}")
    path = write_programme(tmp_path, text)

    status, out, err = stegvis("check", path)

    line = line_of("- name: Den som är 65 år", text)
    assert status == 2
    assert out == ""
    assert err == (
        f"stegvis: {path}, line {line}: the example “Den som är 65 år räknas med” says eligible, "
        "but the rules give needs_review (unknown: known_to_someone)\n"
    )


def test_an_example_has_to_name_the_right_criterion(tmp_path):
    """K5: a person is turned down for the reason that is said, and for no other."""
    text = changed("outcome: needs_review\n    unknown: [age]", "outcome: needs_review")

    with pytest.raises(ProgrammeFileError, match=r"says needs_review, .* \(unknown: age\)"):
        check_programmes(INCLUDE, write_programme(tmp_path, text))


@pytest.mark.parametrize(("number", "other"), [(19, 18), (20, 21), (65, 64), (66, 67)])
def test_a_side_of_a_limit_without_an_example_is_told_by_line(tmp_path, number, other):
    """A1: nobody moves a limit by one without an example that says so."""
    path = write_programme(tmp_path, changed(f"age: {number},", f"age: {other},"))

    with pytest.raises(ProgrammeFileError) as raised:
        check_programmes(INCLUDE, path)

    assert str(raised.value) == (
        f"{path}, line {line_of('- id: age')}: no example has `age: {number}`, "
        "right at the limit; add one"
    )


def test_an_outcome_without_an_example_is_told(tmp_path):
    path = write_programme(tmp_path, LINES[: LINES.index("  - name: Är åldern okänd")])

    with pytest.raises(ProgrammeFileError) as raised:
        check_programmes(INCLUDE, path)

    assert str(raised.value) == (
        f"{path}, line {line_of('examples:')}: no example ends in `needs_review`; add one"
    )


def test_a_letter_that_does_not_exist_is_told_by_line(tmp_path):
    path = write_programme(tmp_path, changed("letter: varmdo_insats", "letter: varmdo_insatts"))

    with pytest.raises(ProgrammeFileError) as raised:
        check_programmes(INCLUDE, path)

    assert str(raised.value) == (
        f"{path}, line {line_of('letter:')}: there is no letter called `varmdo_insatts` in "
        "include/templates/letters. Did you mean `varmdo_insats`?"
    )


def test_writing_goes_with_all_files_only(stegvis, tmp_path):
    status, _, err = stegvis("check", "--write", write_programme(tmp_path))

    assert status == 2
    assert "leave FILE out" in err


def test_the_page_about_programmes_is_fresh():
    page = (ROOT / "docs/programmes.md").read_text(encoding="utf-8")

    assert page == programmes_page(check_programmes(INCLUDE)), "run: stegvis check --write"


def test_the_schema_for_editors_is_fresh_and_fits_every_file():
    schema = (INCLUDE / "programmes/schema.json").read_text(encoding="utf-8")

    assert schema == programme_schema(), "run: stegvis check --write"
    for path in sorted((INCLUDE / "programmes").glob("*.yaml")):
        data = read_yaml(path, ProgrammeFileError).data
        errors = list(Draft202012Validator(json.loads(schema)).iter_errors(as_json(data)))
        assert not errors, f"{path.name}: {errors[:1]}"


def as_json(value):
    """What an editor sees: dates are text."""
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value if isinstance(value, bool | int | float) else str(value)
