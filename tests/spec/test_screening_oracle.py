"""Screening does what the contract says: it answers as a slow second telling of it does.

The oracle and its cases import nothing of stegvis. To try more seeds than
here, raise ``CASES``; a case is the same every time.
"""

import csv
import io

import pandas as pd
import pytest
from typer.testing import CliRunner

from oracle.cases import a_case
from oracle.in_force import read_inbox
from oracle.programmes import PROGRAMMES
from oracle.screening import COLUMNS
from oracle.screening import screen as told_again
from screened import municipality_of, programme_of
from stegvis.adapters.inbox import list_inbox
from stegvis.cli import application
from stegvis.domain.facts.compute import compute_facts
from stegvis.domain.screening.screen import ranked_first, screen
from stegvis.domain.sources import Sources
from stegvis.steps.intake.read_deliveries import DeliveryFile, read_deliveries

CASES = 16
MOST_PEOPLE = 60
ROW_RULES = {
    *("key_missing", "duplicate_key", "period", "municipality", "type", "identity"),
    *("household_head", "household_type", "amount", "obstacle", "required", "order"),
}
NEVER_A_NO = {"adult"}  # under 18 is for a person to look at


@pytest.fixture(scope="module", params=PROGRAMMES)
def town(request, tmp_path_factory):
    """A programme's municipality; its cases with the folder of each and what the oracle says."""
    slug, top = request.param, tmp_path_factory.mktemp(request.param)
    cases = [a_case(slug, seed, MOST_PEOPLE) for seed in range(CASES)]
    folders = [case.written(top / str(case.seed)) for case in cases]
    told = [
        told_again(PROGRAMMES[slug], folder, case.as_of)
        for case, folder in zip(cases, folders, strict=True)
    ]
    return slug, list(zip(cases, folders, told, strict=True))


def test_screening_answers_as_the_contract_told_a_second_time(town):
    slug, cases = town
    delivered = read_together(slug, [folder for _, folder, _ in cases])

    for (case, _, expected), deliveries in zip(cases, delivered, strict=True):
        assert screened(slug, case.as_of, deliveries) == expected, f"seed {case.seed}"


def test_the_cases_reach_every_answer_and_every_row_rule(town):
    slug, cases = town
    programme, seen, broken = PROGRAMMES[slug], set(), set()
    for case, folder, results in cases:
        for result in results:
            seen |= {("not_met", name) for name in result["not_met"].split("|")}
            seen |= {("unknown", name) for name in result["unknown"].split("|")}
            seen.add((result["outcome"], result["eligible_from"] > case.as_of.isoformat()))
        for file in read_inbox(folder, programme.municipality_code, case.as_of).files:
            broken.update(*(row.broken for row in file.rows))

    assert seen >= {("unknown", name) for name in programme.criteria}
    assert seen >= {("not_met", name) for name in programme.criteria if name not in NEVER_A_NO}
    assert ("eligible", False) in seen
    assert ("not_eligible", True) in seen or not programme.moving & set(programme.criteria)
    assert broken == ROW_RULES


@pytest.mark.parametrize("slug", ["kramfors", "linkoping"])
def test_the_command_writes_just_these_rows(slug, tmp_path):
    case, out = a_case(slug, 0, MOST_PEOPLE), tmp_path / "out.csv"
    folder, programme = case.written(tmp_path / "inbox"), PROGRAMMES[slug]
    arguments = ["--inbox", folder, "--as-of", case.as_of, "--out", out]

    told = CliRunner().invoke(
        application, ["screen", "--programme", programme.programme_id, *map(str, arguments)]
    )

    assert told.exit_code == 0, told.output
    assert out.read_bytes() == as_csv(told_again(programme, folder, case.as_of)).encode()
    assert out.stat().st_mode & 0o777 == 0o600


def read_together(slug, folders):
    """The deliveries of each folder; one validation for all files of an extract, to save time."""
    by_extract = {}
    for number, folder in enumerate(folders):
        for file in list_inbox(folder).deliveries:
            given = DeliveryFile(file.name, file.path.read_bytes())
            by_extract.setdefault(file.name.extract, []).append((number, given))
    found = [[] for _ in folders]
    for files in by_extract.values():
        reading = read_deliveries([given for _, given in files], municipality_of(slug))
        for (number, _), result in zip(files, reading.results, strict=True):
            found[number].append(result.delivered)
    return found


def screened(slug, as_of, deliveries):
    programme, municipality = programme_of(slug), municipality_of(slug)
    facts = compute_facts(Sources.pinned(as_of, deliveries), programme, municipality)
    results = screen(programme, facts, municipality.fact_rules, as_of).results
    return as_texts(ranked_first(results))


def as_texts(results: pd.DataFrame):
    written = results.to_csv(index=False, date_format="%Y-%m-%d")
    return list(csv.DictReader(io.StringIO(written)))


def as_csv(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
