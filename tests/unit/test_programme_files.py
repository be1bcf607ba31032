"""A mistake in a programme file is told by line, with what was expected and what is near."""

import shutil

import pytest

from programme_builder import INCLUDE, LINES, changed, line_of, write_programme
from stegvis.adapters.municipality_files import load_municipalities, load_municipality
from stegvis.adapters.programme_files import (
    load_programme,
    load_programmes,
    load_programmes_of,
)
from stegvis.errors import ProgrammeFileError
from stegvis.steps.check import check_programmes

MUNICIPALITIES = load_municipalities(INCLUDE)
RANKS = (
    "`months_with_income_support_desc`, `applied_at_asc`, `has_children_first`, "
    "`has_children_or_young_adult_first`"
)


def mistake_in(folder, text) -> str:
    """The message about a file, without the file's name."""
    path = write_programme(folder, text)
    with pytest.raises(ProgrammeFileError) as raised:
        load_programme(path, MUNICIPALITIES)
    message = str(raised.value)
    assert message.startswith(f"{path}, line ")
    return message.removeprefix(f"{path}, ")


def test_the_small_programme_can_be_read(tmp_path):
    programme = load_programme(write_programme(tmp_path), MUNICIPALITIES)

    assert programme.criterion_ids == ("age", "known_to_someone")


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        (
            "fact: age",
            "fact: agee",
            "fact: agee",
            "there is no fact called `agee`. Did you mean `age`? "
            "All facts are listed in docs/programmes.md.",
        ),
        (
            "fact: has_active_plan",
            "fact: shoe_size",
            "fact: shoe_size",
            "there is no fact called `shoe_size`. All facts are listed in docs/programmes.md.",
        ),
        (
            "between: [20, 65]",
            "between: [65, 20]",
            "between:",
            "expected two whole numbers, the lower first, such as [20, 65], found [65, 20]",
        ),
        (
            "between: [20, 65]",
            "is: true",
            "is: true\n    because",
            "`age` counts years, so its test is `at_least`, `at_most` or `between`, not `is`",
        ),
        (
            "between: [20, 65]",
            "at_least: 6 månader",
            "at_least:",
            "expected a whole number, found '6 månader'",
        ),
        (
            "between: [20, 65]",
            "at_least: 200",
            "at_least:",
            "`age` counts years, from 0 to 130, found 200",
        ),
        (
            "between: [20, 65]",
            "between: [20, 65]\n    at_least: 20",
            "- id: age",
            "a test of `age` has exactly one of `is`, `at_least`, `at_most` and `between`, "
            "found `at_least`, `between`",
        ),
        (
            "    between: [20, 65]\n",
            "",
            "- id: age",
            "a test of `age` has exactly one of `is`, `at_least`, `at_most` and `between`, "
            "found none",
        ),
        (
            "      - fact: has_active_plan\n        is: true",
            "      - fact: has_active_plan\n        at_least: 1",
            "at_least: 1",
            "`has_active_plan` is answered by yes or no, so its test is `is: true` or `is: false`, "
            "not `at_least`",
        ),
        (
            "      - fact: has_active_plan\n        is: true",
            "      - fact: has_active_plan\n        is: yes",
            "is: yes",
            "expected true or false, found 'yes'",
        ),
        (
            "between: [20, 65]",
            "at_least:\n      2026-07-01: 20\n      2026-01-01: 18",
            "2026-01-01: 18",
            "dated limits stand in order of date, but 2026-01-01 comes after 2026-07-01",
        ),
        (
            "      - fact: has_active_plan\n        is: true",
            "      - any_of: []",
            "any_of: []",
            "an `any_of` cannot stand inside another `any_of`; name a fact and its test",
        ),
        (
            "id: known_to_someone",
            "id: age",
            "id: age\n    any_of",
            "the id `age` is used twice",
        ),
        (
            "    because: Någon ska känna till personen.\n",
            "",
            "- id: known_to_someone",
            "`because` is missing here",
        ),
        (
            "rank: [months_with_income_support_desc]",
            "rank: [months_with_income_suport_desc]",
            "rank:",
            "`months_with_income_suport_desc` is not possible here. "
            f"Did you mean `months_with_income_support_desc`? Possible are {RANKS}.",
        ),
        (
            "    because: Någon",
            "    becuase: Vet inte.\n    because: Någon",
            "becuase",
            "there is no key called `becuase` here. Did you mean `because`? "
            "Possible are `any_of`, `at_least`, `at_most`, `because`, `between`, `fact`, `id`, "
            "`is`, `source`.",
        ),
        (
            "reply_days: 7",
            'reply_days: "7"',
            "reply_days",
            "expected a whole number, found '7'",
        ),
        (
            "reply_days: 7",
            "reply_days: 0",
            "reply_days",
            "input should be greater than or equal to 1, found 0",
        ),
        (
            "name: Testjobb",
            "name: 12",
            "name: 12",
            "expected text (in quotes if it looks like a number), found 12",
        ),
        (
            "open_from: 2026-01-01",
            "open_from: 20260101",
            "open_from",
            "expected a date such as 2026-11-20, found 20260101",
        ),
        (
            "open_from: 2026-01-01",
            "open_from: 2026-01-01\nopen_to: 2025-12-31",
            "open_to",
            "`open_to` comes before `open_from`",
        ),
        (
            "municipality: amal",
            "municipality: amaal",
            "municipality",
            "there is no municipality called `amaal`. Did you mean `amal`? "
            "Possible are `amal`, `kramfors`, `linkoping`, `trollhattan`, `varmdo`.",
        ),
        (
            "contact_unit: forsorjning",
            "contact_unit: forsorjningen",
            "contact_unit",
            "`amal` has no unit called `forsorjningen`. Did you mean `forsorjning`? "
            "Possible are `forsorjning`, `arbetsmarknad`, `skyddade`, `ledning`.",
        ),
        (
            "programme_id: testjobb",
            "programme_id: annat_jobb",
            "programme_id",
            "the programme id is `annat_jobb`, so the file has to be called annat_jobb.yaml",
        ),
        (
            "facts: {age: 66, registered_jobseeker: true}",
            "facts: {age: 66, registered_jobseker: true}",
            "facts: {age: 66",
            "there is no fact called `registered_jobseker`. Did you mean `registered_jobseeker`? "
            "All facts are listed in docs/programmes.md.",
        ),
        (
            "facts: {age: 66, registered_jobseeker: true}",
            "facts: {age: true, registered_jobseeker: true}",
            "facts: {age: true",
            "`age` is a number of years, found True",
        ),
        (
            "facts: {age: 66, registered_jobseeker: true}",
            "facts: {age: 66, registered_jobseeker: 1}",
            "facts: {age: 66",
            "`registered_jobseeker` is true or false, found 1",
        ),
        (
            "unknown: [age]",
            "unknown: [agge]",
            "unknown: [agge]",
            "there is no criterion called `agge`. Did you mean `age`?",
        ),
        (
            "reply_days: 7",
            "reply_days: 7\nname: Testjobb igen",
            "name: Testjobb igen",
            "the key `name` stands here for the second time; keep one of them",
        ),
        (
            "reply_days: 7",
            "reply_days: 7\n12: tolv",
            "12: tolv",
            "the key 12 is not text; a key that looks like a number or is empty stands in quotes",
        ),
        (
            "reply_days: 7",
            "reply_days: 7\nneeds_place: true",
            "needs_place",
            "a programme that needs a place says so by `needs_place: true` and describes the job "
            "under `employment`",
        ),
    ],
)
def test_a_mistake_is_told_by_line(tmp_path, old, new, at, message):
    text = changed(old, new)

    assert mistake_in(tmp_path, text) == f"line {line_of(at, text)}: {message}"


def test_every_mistake_is_told_in_the_files_order(tmp_path):
    text = changed("fact: age", "fact: agee").replace("reply_days: 7", "reply_days: seven")

    told = mistake_in(tmp_path, text).splitlines()

    assert [line.rpartition("line ")[2].partition(":")[0] for line in told] == [
        str(line_of("fact: agee", text)),
        str(line_of("reply_days", text)),
    ]


def test_a_key_that_does_not_exist_is_told_with_all_that_do(tmp_path):
    text = changed("reply_days: 7", "reply_days: 7\ncapasity: 100")

    message = mistake_in(tmp_path, text)

    assert message.startswith(
        f"line {line_of('capasity', text)}: there is no key called `capasity` here. "
        "Did you mean `capacity`? Possible are `applications_from`, `capacity`, `clocks`, "
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"- a\n- b\n", "line 1: expected keys and values such as `name: …`"),
        (b"", "line 1: expected keys and values such as `name: …`"),
        (b"a: [1, 2\n", "line 2: this is not YAML"),
        (b"a: 1\nb: 'x\n", "line 3: this is not YAML"),
    ],
)
def test_a_file_that_is_no_mapping_or_no_yaml_is_told_so(tmp_path, content, message):
    path = tmp_path / "testjobb.yaml"
    path.write_bytes(content)

    with pytest.raises(ProgrammeFileError) as raised:
        load_programme(path, MUNICIPALITIES)

    assert str(raised.value).startswith(f"{path}, {message}")


def test_a_file_that_is_not_utf8_is_told_so(tmp_path):
    path = tmp_path / "testjobb.yaml"
    path.write_bytes("name: Åmål".encode("cp1252"))

    with pytest.raises(ProgrammeFileError, match="not UTF-8"):
        load_programme(path, MUNICIPALITIES)


def test_a_file_that_is_not_there_is_told_so(tmp_path):
    with pytest.raises(ProgrammeFileError, match="there is no such file"):
        load_programme(tmp_path / "nowhere.yaml", MUNICIPALITIES)


@pytest.fixture
def include(tmp_path):
    """A copy of what the municipalities have decided, to be changed."""
    for part in ("municipalities", "programmes", "codes", "templates/letters"):
        shutil.copytree(INCLUDE / part, tmp_path / part)
    return tmp_path


def test_a_programme_id_that_another_file_has_is_told_with_that_file(include):
    folder = include / "programmes"
    first = write_programme(folder, LINES, "a_testjobb")
    first.rename(folder / "testjobb.yaml")
    second = write_programme(folder, LINES, "varmdo_testjobb")

    with pytest.raises(ProgrammeFileError) as raised:
        load_programmes(include, MUNICIPALITIES)

    assert str(raised.value) == (
        f"{second}, line 1: the programme id `testjobb` is already that of "
        f"{folder / 'testjobb.yaml'}; choose another"
    )


def test_a_sixth_programme_is_one_new_file(include):
    """Nothing but the file: it is read, checked, and its examples run."""
    write_programme(include / "programmes")

    assert "testjobb" in {programme.programme_id for programme in check_programmes(include)}
    assert len(check_programmes(include)) == 6


def test_a_sixth_municipality_is_one_new_file(include):
    """Nothing but the file: it is read, and a programme can be its own."""
    text = (include / "municipalities/amal.yaml").read_text(encoding="utf-8")
    text = text.replace("slug: amal", "slug: bengtsfors").replace('"1492"', '"1460"')
    (include / "municipalities/bengtsfors.yaml").write_text(text, encoding="utf-8")
    write_programme(
        include / "programmes", changed("municipality: amal", "municipality: bengtsfors")
    )

    own = load_programmes_of(include, load_municipality(include, "bengtsfors"))

    assert [programme.programme_id for programme in own] == ["testjobb"]
    assert len(check_programmes(include)) == 6


def test_one_municipalitys_mistake_does_not_stop_another(include):
    path = include / "programmes/amal_utvecklingsjobb.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nnonsense", encoding="utf-8")

    own = load_programmes_of(include, load_municipality(include, "varmdo"))

    assert [programme.programme_id for programme in own] == ["varmdo_insats"]
    with pytest.raises(ProgrammeFileError):
        load_programmes_of(include, load_municipality(include, "amal"))
