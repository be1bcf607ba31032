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
from oracle.programmes import PROGRAMMES
from oracle.screening import COLUMNS
from oracle.screening import screen as told_again
from screened import municipality_of, programme_of
from stegvis.adapters.inbox import list_inbox
from stegvis.cli import application
from stegvis.domain.facts.compute import compute_facts
from stegvis.domain.screening.screen import ranked_first, screen
from stegvis.domain.sources import Sources
from stegvis.steps.read_deliveries import DeliveryFile, read_deliveries

CASES = 12
MOST_PEOPLE = 20


@pytest.fixture(scope="module", params=PROGRAMMES)
def town(request, tmp_path_factory):
    """A programme's municipality, and its cases with the folder that each was written to."""
    slug, top = request.param, tmp_path_factory.mktemp(request.param)
    cases = [a_case(slug, seed, MOST_PEOPLE) for seed in range(CASES)]
    return slug, [(case, case.written(top / str(case.seed))) for case in cases]


def test_screening_answers_as_the_contract_told_a_second_time(town):
    slug, cases = town
    delivered = read_together(slug, [folder for _, folder in cases])

    for (case, folder), deliveries in zip(cases, delivered, strict=True):
        expected = told_again(PROGRAMMES[slug], folder, case.as_of)

        assert screened(slug, case.as_of, deliveries) == expected, f"seed {case.seed}"


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
