"""What is written from the programme models and files: a page for people, a schema for editors."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from stegvis.domain.facts.vocabulary import FACTS, Unit
from stegvis.domain.programmes import AnyCriterion, Limit, Programme
from stegvis.domain.programmes.limits import ALWAYS, AtLeast, AtMost, Between, Is

_COUNTS = {
    Unit.YES_NO: "yes or no",
    Unit.YEARS: "whole years",
    Unit.MONTHS: "whole months",
    Unit.PERCENT: "percent",
}

_HEAD = """\
# Programmes

A programme is one file in `include/programmes`. It says whom the programme is for, in which order
people are offered it, what has to be decided first, what is promised and what follows. A new
programme is a new file and no code. How to change one, in Swedish:
[include/programmes/README.md](../include/programmes/README.md).

`stegvis check` reads the files, runs the examples in them and names every mistake with its line.
`stegvis check --write` also writes this page and `include/programmes/schema.json` anew; change
neither by hand.
"""

_GRAMMAR = """\
## Criteria

A criterion has an `id`, a `fact`, exactly one test, a `because` that can be read aloud to the
person, and a `source`: the requirement and the municipality's own words in short.

| test | met when | for facts that count |
|---|---|---|
| `is: true`, `is: false` | the answer is just that | yes or no |
| `at_least: 6` | the value is 6 or more | years, months, percent |
| `at_most: 6` | the value is 6 or less | years, months, percent |
| `between: [20, 65]` | the value is from 20 to 65, both included | years, months, percent |

A limit that changes is written by date: `at_least: {2026-01-01: 6, 2027-01-01: 3}`. Each value
holds from its date until the next; before the first date the first value holds. `any_of` in place
of a fact holds two or more tests, of which one has to be met. Groups do not nest, and there are no
expressions.

A criterion is met, not met or unknown. A person for whom all are met is eligible; one of whom any
is not met is not; otherwise somebody has to look. A group is met if one test is, not met if none
is, and else unknown.

## Rank

| key | first come |
|---|---|
| `months_with_income_support_desc` | those with most months of income support in a row |
| `applied_at_asc` | those who applied first |
| `has_children_first` | those with children in the household |
| `has_children_or_young_adult_first` | those with children and young adults, in one tier |

## Examples

Every file needs an example for each outcome, and for every number in a limit the values just
inside and just outside it. `facts` holds what is known of the made-up person; what is left out is
unknown. `not_met` and `unknown` name exactly the criteria that the screening has to name.

## Rule version

The rule version names the rules as they decide outcomes: criteria, limits and their dates,
population, rank, opening days. Another wording, letter, gate, capacity or example leaves it as it
is. It stands in every screening result.
"""


def programmes_page(programmes: Iterable[Programme]) -> str:
    """The page ``docs/programmes.md``: facts, grammar, keys, and the programmes in words."""
    parts = [_HEAD, _facts(), _GRAMMAR, _keys(), "## The programmes\n"]
    return "\n".join([*parts, *(_programme(programme) for programme in programmes)])


def programme_schema() -> str:
    """The JSON schema of a programme file, with which editors complete and check it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= Programme.model_json_schema(by_alias=True)
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write_programme_docs(include: Path, programmes: Iterable[Programme]) -> tuple[Path, Path]:
    """Write page and schema anew; returns where they are.

    The page goes into ``docs/`` beside ``include``.
    """
    page, schema = include.parent / "docs/programmes.md", include / "programmes/schema.json"
    page.parent.mkdir(exist_ok=True)
    page.write_text(programmes_page(programmes), encoding="utf-8")
    schema.write_text(programme_schema(), encoding="utf-8")
    return page, schema


def _facts() -> str:
    rows = [
        f"| `{kind.name}` | {kind.title} | {_COUNTS[kind.unit]} | {kind.who_can_answer} |"
        for kind in FACTS.values()
    ]
    head = ["## Facts", "", "What a programme may ask about a person. A value that is not there is"]
    head += ["unknown: never zero, and never no.", ""]
    head += [
        "| fact | in Swedish | counts | who can answer when it is unknown |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def _keys() -> str:
    rows = [
        f"| `{name}` | {'yes' if field.is_required() else 'no'} | "
        f"{' '.join((field.description or '').split())} |"
        for name, field in Programme.model_fields.items()
    ]
    return "\n".join(
        ["## Keys of a file", "", "| key | needed | meaning |", "|---|---|---|", *rows, ""]
    )


def _programme(programme: Programme) -> str:
    """One programme: what it is, its criteria, and what else decides about an offer."""
    criteria = [_criterion(criterion) for criterion in programme.criteria]
    table = ["| criterion | met when | why | source |", "|---|---|---|---|", *criteria]
    head = [f"### {programme.name} (`{programme.programme_id}`)", "", programme.purpose, ""]
    return "\n".join([*head, *table, "", *_facts_of(programme), ""])


def _criterion(criterion: AnyCriterion) -> str:
    tests = "; or ".join(
        f"`{test.fact}` {_limits_in_words(test.limits)}" for test in criterion.tests
    )
    return f"| `{criterion.id}` | {tests} | {criterion.because} | {_cell(criterion.source)} |"


def _limits_in_words(limits: tuple[tuple[date, Limit], ...]) -> str:
    return ", ".join(
        limit_in_words(limit) + ("" if day == ALWAYS else f" from {day}") for day, limit in limits
    )


def limit_in_words(limit: Limit) -> str:
    """A limit as it is read, such as ``is 20 to 65``."""
    match limit:
        case Is(expected):
            return "is yes" if expected else "is no"
        case AtLeast(number):
            return f"is {number} or more"
        case AtMost(number):
            return f"is {number} or less"
        case Between(low, high):
            return f"is {low} to {high}"


def _facts_of(programme: Programme) -> list[str]:
    """The rest of a programme, as a list."""
    opening = f"{programme.open_from or 'no first day'} to {programme.open_to or 'no last day'}"
    places = programme.capacity.places if programme.capacity else "no limit"
    gates = "; ".join(
        f"{gate.title} ({'decided' if gate.open else 'NOT decided, no letters'})"
        for gate in programme.gates
    )
    return [
        f"- Municipality: `{programme.municipality}`; decided by: {programme.decided_by}"
        f" ({_cell(programme.decision_reference)})",
        f"- Open: {opening}; population: `{programme.population}`; capacity: {places}",
        f"- Rank: {', '.join(f'`{key}`' for key in programme.rank)}",
        f"- Gates: {gates or 'none'}",
        f"- A named person selects: {_yes(programme.individual_selection)};"
        f" an offer takes a place: {_yes(programme.needs_place)}",
        f"- Clocks: {'; '.join(clock.title for clock in programme.clocks) or 'none'}",
        f"- Days to answer: {programme.reply_days}",
        f"- Targets: {', '.join(f'`{target.metric}`' for target in programme.targets) or 'none'}",
        f"- Rule version: `{programme.rule_version}`",
    ]


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
