"""The demo's caseworkers answer real workbooks, the same way every time."""

from datetime import timedelta

import pytest

from caseload import KRAMFORS, a_caseload, morning
from row_builders import MAN, WOMAN
from stegvis.steps.worklists.collect import collect
from stegvis.synthetic.mock_caseworkers import answer_some
from task_builders import FRIDAY, MONDAY


@pytest.fixture
def kramfors(sqlite_warehouse, tmp_path):
    caseload = a_caseload(sqlite_warehouse, tmp_path)
    morning(caseload)
    caseload.offered(KRAMFORS, [WOMAN, MAN], "drafted", "selected", "planned")
    caseload.drafted_letters()
    morning(caseload)
    return caseload


def test_what_they_answer_is_read_and_none_of_it_comes_back(kramfors):
    rows = answer_some(kramfors.output, kramfors.inbox, FRIDAY.date(), 1.0, 7)
    assert rows == len(kramfors.tasks()) == 6
    assert collect(kramfors.context(MONDAY), kramfors.inbox) >= rows
    assert not (kramfors.output / "worklists" / "fel").exists()
    letters = kramfors.table("letter")
    assert "rendered" not in set(letters["status"])
    released = letters["released_at"].dropna()
    assert (released < FRIDAY + timedelta(hours=8)).all()


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(kramfors, tmp_path):
    day = FRIDAY.date()
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        answer_some(kramfors.output, tmp_path / name, day, 0.7, seed)
    dropped = {
        name: {path.name: path.read_bytes() for path in (tmp_path / name).glob("*")}
        for name in "abc"
    }
    assert dropped["a"]
    assert dropped["a"] == dropped["b"] != dropped["c"]


def test_no_share_is_no_file(kramfors):
    assert answer_some(kramfors.output, kramfors.inbox, FRIDAY.date(), 0.0, 7) == 0
    assert list(kramfors.inbox.iterdir()) == []


def test_the_day_after_gives_nothing_to_answer(kramfors):
    assert answer_some(kramfors.output, kramfors.inbox, MONDAY.date(), 1.0, 7) == 0
