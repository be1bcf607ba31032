"""Limits, rule versions and what examples leave untried, without any file."""

from datetime import date

import pytest
from pydantic import ValidationError

from stegvis.domain.programmes import (
    AtLeast,
    AtMost,
    Between,
    Criterion,
    Gate,
    Is,
    Programme,
    Target,
    sides_of,
)
from stegvis.domain.programmes.coverage import untried


def criterion(**test) -> dict:
    return {"id": "one", "fact": "age", "because": "b", "source": "s"} | test


def programme(**changes) -> Programme:
    content = {
        "programme_id": "testjobb",
        "municipality": "amal",
        "name": "Testjobb",
        "purpose": "p",
        "decided_by": "d",
        "decision_reference": "r",
        "population": "recipients",
        "criteria": [criterion(at_least={date(2026, 1, 1): 6, date(2026, 7, 1): 3})],
        "rank": ["applied_at_asc"],
        "letter": "testjobb",
        "legal_basis": "SoL_12_3",
        "reply_days": 7,
        "contact_unit": "forsorjning",
        "examples": [example(age=7)],
    }
    return Programme.model_validate(content | changes)


def example(as_of=date(2026, 11, 20), outcome="eligible", **facts) -> dict:
    return {"name": "n", "as_of": as_of, "facts": facts, "outcome": outcome}


@pytest.mark.parametrize(
    ("limit", "sides"),
    [
        (AtLeast(6), (5, 6)),
        (AtMost(6), (6, 7)),
        (Between(20, 65), (19, 20, 65, 66)),
        (Between(20, 20), (19, 20, 21)),
        (Is(True), ()),
    ],
)
def test_the_sides_of_a_limit_are_just_inside_and_just_outside(limit, sides):
    assert sides_of(limit) == sides


@pytest.mark.parametrize(
    ("as_of", "limit"),
    [
        (date(2025, 12, 31), 6),  # before the first date the first value holds
        (date(2026, 1, 1), 6),
        (date(2026, 6, 30), 6),
        (date(2026, 7, 1), 3),
        (date(2099, 1, 1), 3),
    ],
)
def test_a_limit_by_date_holds_from_its_day_on(as_of, limit):
    assert programme().criteria[0].limit_on(as_of) == AtLeast(limit)


def test_a_limit_without_a_date_holds_always():
    assert Criterion.model_validate(criterion(between=[20, 65])).limit_on(date.min) == Between(
        20, 65
    )


@pytest.mark.parametrize(
    "change",
    [
        {"criteria": [criterion(at_least={date(2026, 1, 1): 6, date(2026, 7, 1): 4})]},
        {"criteria": [criterion(at_least={date(2026, 1, 1): 6, date(2026, 7, 2): 3})]},
        {"criteria": [criterion(at_most={date(2026, 1, 1): 6, date(2026, 7, 1): 3})]},
        {"criteria": [criterion(at_least=6)]},
        {"population": "applicants"},
        {"rank": ["has_children_first", "applied_at_asc"]},
        {"open_from": date(2026, 1, 1)},
        {"open_to": date(2026, 12, 31)},
        {"applications_from": date(2026, 1, 1)},
        {"programme_id": "another"},
    ],
)
def test_another_rule_has_another_version(change):
    """T15: what changes an outcome changes the rule version."""
    assert programme(**change).rule_version != programme().rule_version


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Annat namn"},
        {"decision_reference": "Annat protokoll"},
        {"reply_days": 8},
        {"capacity": {"places": 3, "source": "s"}},
        {"examples": [example(age=8)]},
        {
            "criteria": [
                criterion(at_least={date(2026, 1, 1): 6, date(2026, 7, 1): 3}, because="Annat.")
            ]
        },
    ],
)
def test_another_wording_keeps_the_rule_version_and_changes_the_content(change):
    """T15: old results stay comparable when only words change."""
    assert programme(**change).rule_version == programme().rule_version
    assert programme(**change).content_hash != programme().content_hash


def test_a_rule_version_is_the_same_in_every_process():
    assert programme().rule_version == "r-02fbd36631dbd7fe"


def test_a_limit_that_no_example_tries_is_named_with_its_number_and_date():
    day = date(2026, 7, 1)
    missing = programme(
        examples=[
            example(age=5, as_of=date(2026, 6, 30), outcome="not_eligible"),
            example(age=6, as_of=date(2026, 6, 30)),
            example(age=2, as_of=day, outcome="needs_review"),
            example(age=3, as_of=date(2026, 6, 30), outcome="not_eligible"),
        ]
    )

    (gap,) = untried(missing)

    assert gap.location == ("criteria", 0)
    assert gap.message == (
        "no example has `age: 3`, right at the limit while the limit of 2026-07-01 is in force; "
        "add one"
    )


def test_an_outcome_without_an_example_is_named():
    gaps = [gap.message for gap in untried(programme()) if gap.location == ("examples",)]

    assert gaps == [
        "no example ends in `not_eligible`; add one",
        "no example ends in `needs_review`; add one",
    ]


def test_a_side_that_no_value_can_reach_needs_no_example():
    at_all = programme(
        criteria=[criterion(fact="work_capacity_percent", between=[0, 100])],
        examples=[
            example(work_capacity_percent=0),
            example(work_capacity_percent=100, outcome="not_eligible"),
            example(outcome="needs_review"),
        ],
    )

    assert untried(at_all) == ()


@pytest.mark.parametrize("reference", ["", None])
def test_a_gate_without_its_decision_cannot_be_open(reference):
    """A15, K15."""
    gate = {"id": "g", "title": "t", "source": "s", "open": True, "decided_on": date(2026, 1, 1)}

    with pytest.raises(ValidationError, match="names its decision"):
        Gate.model_validate(gate | ({"reference": ""} if reference == "" else {}))


def test_a_closed_gate_is_told_apart():
    """A15."""
    gates = [
        {"id": "one", "title": "t", "source": "s", "open": False},
        {
            "id": "two",
            "title": "t",
            "source": "s",
            "open": True,
            "reference": "r",
            "decided_on": date(2026, 1, 1),
        },
    ]

    assert [gate.id for gate in programme(gates=gates).closed_gates] == ["one"]


@pytest.mark.parametrize("bounds", [{}, {"at_least": 1, "more_than": 0.5}])
def test_a_target_has_exactly_one_bound(bounds):
    with pytest.raises(ValidationError, match="exactly one of"):
        Target.model_validate({"metric": "m", "source": "s"} | bounds)


def test_a_programme_cannot_be_changed_after_reading():
    with pytest.raises(ValidationError, match="frozen"):
        programme().name = "Annat"
