"""Screening: the five programmes' criteria against OpenFisca-core, pandas idiom and plain Python.

All put the same criteria to the same facts and have to give the same outcomes.
Facts are made up; working them out from rows is not timed here. Plain Python
is run on a hundredth of the people and scaled.

    python benchmarks/screening.py --people 1000000
"""

import argparse
import math
import os
from datetime import date

import numpy as np
import pandas as pd
from openfisca_core import entities, periods, simulation_builder, taxbenefitsystems, variables
from rounds import run_rounds, show

from stegvis.adapters.municipality_files import load_municipalities
from stegvis.adapters.programme_files import load_programmes
from stegvis.domain.facts.fact_table import UNKNOWN, FactTable, fact_column
from stegvis.domain.facts.vocabulary import FACTS, Unit
from stegvis.domain.programmes import AtLeast, Between, Is
from stegvis.domain.screening.evaluate import OUTCOMES, evaluate
from stegvis.settings import include_dir

AS_OF = date(2026, 11, 20)
PERIOD = periods.period("2026-11")
LARGEST = {Unit.YES_NO: 2, Unit.YEARS: 80, Unit.MONTHS: 30, Unit.PERCENT: 101}


def made_up_facts(people: int) -> FactTable:
    """Facts of every kind, one in ten unknown."""
    luck = np.random.default_rng(1)
    columns = {
        name: fact_column(
            luck.integers(0, LARGEST[kind.unit], people), luck.random(people) < 0.1, 4
        )
        for name, kind in FACTS.items()
    }
    return FactTable(pd.DataFrame(index=range(people)), columns)


def with_stegvis(programmes, facts):
    return [evaluate(programme, facts, AS_OF).outcome_codes for programme in programmes]


def answers_of(values, unknown, limit):
    """0 not met, 1 met, 2 unknown, in the way an analyst writes it."""
    match limit:
        case Is(expected):
            met = values == int(expected)
        case AtLeast(number):
            met = values >= number
        case Between(low, high):
            met = (values >= low) & (values <= high)
    return np.where(unknown, 2, np.where(met, 1, 0))


def group_of(legs):
    if len(legs) == 1:
        return legs[0]
    some_met = np.any([leg == 1 for leg in legs], axis=0)
    some_unknown = np.any([leg == 2 for leg in legs], axis=0)
    return np.where(some_met, 1, np.where(some_unknown, 2, 0))


def outcome_of(answers):
    some_no = np.any([answer == 0 for answer in answers], axis=0)
    some_unknown = np.any([answer == 2 for answer in answers], axis=0)
    return np.where(some_no, 0, np.where(some_unknown, 2, 1)).astype(np.int8)


def openfisca_system(programmes):
    """The programmes as OpenFisca variables: two a fact, one a criterion, one a programme."""
    person = entities.Entity("person", "people", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([person])

    def add(name, formula=None):
        parts = {
            "value_type": int,
            "entity": person,
            "definition_period": periods.DateUnit.MONTH,
            "label": name,
        }
        if formula:
            parts["formula"] = formula
        system.add_variable(type(name, (variables.Variable,), parts))

    for fact in FACTS:
        add(fact)
        add(f"{fact}_is_unknown")
    for programme in programmes:
        prefix = f"{programme.programme_id}__"
        for criterion in programme.criteria:
            add(prefix + criterion.id, _criterion_formula(criterion))
        add(programme.programme_id, _programme_formula([prefix + c.id for c in programme.criteria]))
    return system


def _criterion_formula(criterion):
    tests = [(test.fact, test.limit_on(AS_OF)) for test in criterion.tests]

    def formula(person, period):
        return group_of(
            [
                answers_of(person(fact, period), person(f"{fact}_is_unknown", period) == 1, limit)
                for fact, limit in tests
            ]
        )

    return formula


def _programme_formula(names):
    def formula(person, period):
        return outcome_of([person(name, period) for name in names])

    return formula


def with_openfisca(system, programmes, facts):
    simulation = simulation_builder.SimulationBuilder().build_default_simulation(system, len(facts))
    for name, column in facts.columns.items():
        simulation.set_input(name, PERIOD, column.values)
        simulation.set_input(
            f"{name}_is_unknown", PERIOD, (column.state == UNKNOWN).astype(np.int32)
        )
    return [simulation.calculate(p.programme_id, PERIOD).astype(np.int8) for p in programmes]


def with_pandas(programmes, people):
    """Nullable columns and Kleene logic, the usual way."""
    outcomes = []
    for programme in programmes:
        answers = pd.DataFrame(
            {c.id: _any_of([_nullable(people[t.fact], t.limit_on(AS_OF)) for t in c.tests])
             for c in programme.criteria}
        )  # fmt: skip
        some_no = (~answers).fillna(False).any(axis=1)
        some_unknown = answers.isna().any(axis=1)
        outcomes.append(np.where(some_no, 0, np.where(some_unknown, 2, 1)).astype(np.int8))
    return outcomes


def _nullable(values, limit):
    match limit:
        case Is(expected):
            return values == int(expected)
        case AtLeast(number):
            return values >= number
        case Between(low, high):
            return values.between(low, high)


def _any_of(legs):
    met = legs[0]
    for leg in legs[1:]:
        met = met | leg
    return met


def with_plain_python(programmes, rows):
    outcomes = []
    for programme in programmes:
        criteria = [[(t.fact, t.limit_on(AS_OF)) for t in c.tests] for c in programme.criteria]
        outcomes.append([_one(row, criteria) for row in rows])
    return [np.array(codes, dtype=np.int8) for codes in outcomes]


def _one(row, criteria):
    worst = 1
    for tests in criteria:
        legs = [_leg(row[fact], limit) for fact, limit in tests]
        answer = 1 if 1 in legs else 2 if 2 in legs else 0
        if answer == 0:
            return 0
        worst = max(worst, answer)
    return worst


def _leg(value, limit):
    if value is None:
        return 2
    match limit:
        case Is(expected):
            return int(value == int(expected))
        case AtLeast(number):
            return int(value >= number)
        case Between(low, high):
            return int(low <= value <= high)


def as_frame(facts):
    return pd.DataFrame(
        {n: pd.array(c.values, dtype="Int64") for n, c in facts.columns.items()}
    ).mask(pd.DataFrame({n: c.state == UNKNOWN for n, c in facts.columns.items()}))


def check_agreement(results):
    for name, found in results.items():
        for ours, theirs in zip(results["stegvis"], found, strict=True):
            assert (ours[: len(theirs)] == theirs).all(), f"{name} disagrees"
    counts = np.bincount(np.concatenate(results["stegvis"]), minlength=3)
    print("Outcomes, the same for all:", dict(zip(OUTCOMES, counts.tolist(), strict=True)))


def contenders(programmes, facts):
    people, system = as_frame(facts), openfisca_system(programmes)
    rows = [
        {k: None if pd.isna(v) else v for k, v in row.items()}
        for row in people.head(len(people) // 100).to_dict("records")
    ]
    return {
        "stegvis": lambda: with_stegvis(programmes, facts),
        "OpenFisca-core": lambda: with_openfisca(system, programmes, facts),
        "pandas, nullable columns": lambda: with_pandas(programmes, people),
        "plain Python, a hundredth": lambda: with_plain_python(programmes, rows),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    include = include_dir(os.environ)
    programmes = load_programmes(include, load_municipalities(include))
    facts = made_up_facts(chosen.people)
    seconds, results = run_rounds(contenders(programmes, facts), chosen.rounds)
    check_agreement(results)
    seconds["plain Python, scaled by 100"] = seconds.pop("plain Python, a hundredth") * 100
    show(f"{chosen.people:,} people x {len(programmes)} programmes", seconds, "stegvis")
    small = made_up_facts(chosen.people // 10)
    less, _ = run_rounds({"stegvis": lambda: with_stegvis(programmes, small)}, chosen.rounds)
    exponent = math.log10(seconds["stegvis"] / less["stegvis"])
    print(f"  exponent from a tenth of the people: {exponent:.2f}")


if __name__ == "__main__":
    main()
