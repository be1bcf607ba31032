"""An attacker reads sixty weeks of the table for management, and subtracts (X12, X2)."""

import pytest

from published_weeks import (
    FIVE,
    GROUPS,
    HORIZONS,
    REASONS,
    WEEKS,
    Reader,
    Town,
    aid_month_of,
    left,
    stayed_away,
)
from repository import ROOT
from stegvis.adapters.metric_files import load_catalogue
from stegvis.domain.metrics import protection
from subtracting import Equations

TOWNS = {
    "of all sizes": (1, (0.5, 3, 12)),
    "of large groups": (2, (1, 4, 9, 20)),
    "of many small groups": (6, (1, 3)),
}
ASKED_CLOSELY = 25


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(ROOT / "include")


@pytest.fixture(scope="module", params=TOWNS)
def reader(request, catalogue):
    """Somebody who has read sixty weeks."""
    return read(catalogue, Town(*TOWNS[request.param]), WEEKS)


def read(catalogue, town, weeks):
    reader = Reader(town, catalogue)
    for week in range(weeks):
        reader.read(week)
    return reader


def few(reader, sets):
    """Those that have from one to four people, in an order that is always the same."""
    small = {groups for groups in map(frozenset, sets) if 0 < reader.town.count(groups) < FIVE}
    return sorted(small, key=sorted)


def groups_of_months():
    """What no table says of a month's exits: everybody's, those who stayed away and the others."""
    for month in range(aid_month_of(WEEKS)):
        for sexes in (GROUPS, *((sex,) for sex in GROUPS)):
            everybody = left(month, sexes)
            yield everybody
            yield from (left(month, sexes, [reason]) for reason in REASONS)
            for horizon in HORIZONS:
                away = stayed_away(month, horizon, sexes)
                yield away
                yield set(everybody) - set(away)


def recovered(reader):
    """Small groups whose number follows from sums and differences of published numbers."""
    asked = few(reader, [*reader.hidden, *reader.beyond, *groups_of_months()])
    return Equations(reader.known, asked, reader.town.count).follows(asked)


def test_no_subtraction_recovers_a_small_count(reader):
    """X12: total less siblings, week less week, rolling sums less one another, quarter less months.

    Nor does any other sum and difference of published numerators, denominators and counts of
    sixty weeks give the few people of a hidden figure, of a month or of those left out (X2).
    """
    assert reader.shown > 500
    assert len(few(reader, reader.hidden)) > 100
    assert recovered(reader) == []


def test_no_small_count_is_the_only_one_that_fits(reader):
    """X12: no group has fewer people than none, which is something to reason with too."""
    hidden = few(reader, reader.hidden)
    equations = Equations(reader.known, hidden, reader.town.count)
    for groups in hidden[:: max(1, len(hidden) // ASKED_CLOSELY)]:
        least, most = equations.range_of(groups)
        assert least < most, sorted(groups)


RULES = {
    "_breakdowns": (lambda *_: (), 1, 6),
    "_parts": (lambda *_: (), 1, 6),
    "_siblings": (lambda *_: (), 4, 26),
    "_sums_of_hidden": (lambda *_: set(), 4, 26),
    "_has_few_within": (lambda *_: False, 1, WEEKS),
}


@pytest.mark.parametrize("rule", RULES)
def test_without_one_of_the_rules_the_attacker_finds_something(rule, catalogue, monkeypatch):
    """The attacker can subtract: each of these rules is there because of what it hides."""
    nothing, seed, weeks = RULES[rule]
    monkeypatch.setattr(protection, rule, nothing)
    assert recovered(read(catalogue, Town(seed, (0.5, 3, 12)), weeks))
