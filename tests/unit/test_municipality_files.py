"""A municipality's file, and the shared lists under it."""

import shutil

import pytest

from programme_builder import INCLUDE
from stegvis.adapters.municipality_files import (
    load_municipalities,
    load_municipality,
    municipality_slugs,
)
from stegvis.errors import MunicipalityFileError


@pytest.fixture
def include(tmp_path):
    for part in ("municipalities", "codes"):
        shutil.copytree(INCLUDE / part, tmp_path / part)
    return tmp_path


def change(include, old: str, new: str, slug: str = "varmdo") -> int:
    """Change one passage of a municipality's file; returns the line on which ``new`` begins."""
    path = include / f"municipalities/{slug}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def mistake_in(include, slug: str = "varmdo") -> str:
    with pytest.raises(MunicipalityFileError) as raised:
        load_municipality(include, slug)
    return str(raised.value).removeprefix(f"{include}/municipalities/{slug}.yaml, ")


def test_the_five_municipalities_have_files():
    assert municipality_slugs(INCLUDE) == ("amal", "kramfors", "linkoping", "trollhattan", "varmdo")


def test_a_code_without_quotes_would_lose_its_zero_and_is_told(include):
    line = change(include, 'code: "0120"', "code: 0120")

    assert mistake_in(include) == (
        f"line {line}: expected text (in quotes if it looks like a number), found 120"
    )


def test_all_shared_obstacle_labels_and_categories_are_known():
    municipality = load_municipality(INCLUDE, "varmdo")

    assert len(municipality.obstacle_groups) == 23
    assert municipality.obstacle_groups["Saknar barnomsorg"] == "parental_leave"
    assert len(municipality.jobseeker_categories) == 52
    assert municipality.jobseeker_categories[0].group == "openly_unemployed"


def test_a_municipality_can_name_its_own_obstacles_and_change_a_shared_one(include):
    change(
        include,
        "retention:\n",
        "obstacle_groups:\n  Språkhinder: language\n  Saknar barnomsorg: other\nretention:\n",
    )

    groups = load_municipality(include, "varmdo").obstacle_groups

    assert groups["Språkhinder"] == "language"
    assert groups["Saknar barnomsorg"] == "other"
    assert groups["Utan försörjningshinder"] == "none"
    assert len(groups) == 24


def test_a_group_that_does_not_exist_is_told_by_line(include):
    line = change(include, "retention:\n", "obstacle_groups: {Språkhinder: langauge}\nretention:\n")

    message = mistake_in(include)

    assert message.startswith(
        f"line {line}: `langauge` is not possible here. Did you mean `language`?"
    )


def test_another_label_or_another_choice_is_another_rule_version(include):
    """T15: what changes a fact changes the version of the municipality's rules."""
    before = load_municipality(include, "varmdo").rule_version
    change(include, "retention:\n", "fact_rules: {af_answer_max_age_days: 14}\nretention:\n")
    with_rule = load_municipality(include, "varmdo").rule_version
    change(include, "retention:\n", "obstacle_groups: {Språkhinder: language}\nretention:\n")
    with_label = load_municipality(include, "varmdo").rule_version
    change(include, "phone: 08-465 004 00", "phone: 08-465 004 99")

    assert len({before, with_rule, with_label}) == 3
    assert load_municipality(include, "varmdo").rule_version == with_label


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: restricted", "kind: lead", "exactly one unit is of kind `restricted`"),
        ("id: arbetsmarknad", "id: forsorjning", "the unit `forsorjning` stands here twice"),
        (
            "unassigned_unit: ledning",
            "unassigned_unit: ledningen",
            "there is no unit `ledningen` under `units`",
        ),
        ("slug: varmdo", "slug: varmdö", "string should match pattern"),
    ],
)
def test_a_mistake_about_units_is_told(include, old, new, message):
    """X2: protected people always have one place to go."""
    change(include, old, new)

    assert message in mistake_in(include)


def test_a_file_is_called_after_its_municipality(include):
    line = change(include, "slug: varmdo", "slug: varmland")

    assert mistake_in(include) == (
        f"line {line}: the slug is `varmland`, but the file is called varmdo.yaml"
    )


def test_an_unknown_municipality_is_told_with_the_nearest(include):
    with pytest.raises(MunicipalityFileError, match=r"no municipality called `varmdoo` in .*"):
        load_municipality(include, "varmdoo")
    with pytest.raises(MunicipalityFileError, match=r"Did you mean `varmdo`\?"):
        load_municipality(include, "varmdoo")


def test_two_municipalities_cannot_have_one_code(include):
    line = change(include, 'code: "0120"', 'code: "0580"')

    with pytest.raises(MunicipalityFileError) as raised:
        load_municipalities(include)

    assert str(raised.value) == (
        f"{include}/municipalities/varmdo.yaml, line {line}: "
        "the code 0580 is already that of linkoping.yaml"
    )


def test_a_shared_list_with_an_unknown_group_is_told_by_line(include):
    path = include / "codes/support_obstacles.csv"
    path.write_text("label;group\nSpråkhinder;langauge\n", encoding="utf-8")

    assert mistake_in(include).startswith(
        f"{path}, line 2: there is no group called `langauge`. Did you mean `language`? Possible"
    )


def test_a_shared_list_with_another_header_is_told(include):
    path = include / "codes/jobseeker_categories.csv"
    path.write_text("kod;text;grupp\n", encoding="utf-8")

    assert mistake_in(include) == f"{path}, line 1: expected the header skat_kod;skat_text;group"


def test_reports_mark_the_days_on_which_national_rules_changed(include):
    """L11: a municipality adds its own days."""
    change(
        include,
        "retention:\n",
        "events:\n  - {day: 2026-03-01, title: Nya riktlinjer, source: L11}\nretention:\n",
    )

    days = [str(event.day) for event in load_municipality(include, "varmdo").events]

    assert days == ["2026-03-01", "2026-07-01", "2026-10-01"]
