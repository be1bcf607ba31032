"""Screening in tests: the five real programme files over a few built rows."""

from datetime import date
from functools import cache
from pathlib import Path

from row_builders import sources
from stegvis.adapters.municipality_files import load_municipality
from stegvis.adapters.programme_files import load_programmes_of
from stegvis.domain.facts.compute import compute_facts
from stegvis.domain.screening.screen import ranked_first, screen

INCLUDE = Path(__file__).resolve().parents[1] / "include"
PROGRAMMES = {
    "amal": "amal_utvecklingsjobb",
    "kramfors": "kramfors_arbetsmarknadsanstallning",
    "trollhattan": "trollhattan_jobbcentrum",
    "varmdo": "varmdo_insats",
    "linkoping": "linkoping_heltidsaktivering",
}


@cache
def municipality_of(slug):
    return load_municipality(INCLUDE, slug)


@cache
def programme_of(slug):
    programmes = load_programmes_of(INCLUDE, municipality_of(slug))
    return {p.programme_id: p for p in programmes}[PROGRAMMES[slug]]


def facts(slug, as_of, *deliveries):
    return compute_facts(sources(as_of, *deliveries), programme_of(slug), municipality_of(slug))


def fact(slug, name, as_of, *deliveries):
    """The fact of the only person: its value, or "unknown"."""
    table = facts(slug, as_of, *deliveries)
    assert len(table) == 1
    column = table.columns[name]
    return int(column.values[0]) if column.known[0] else "unknown"


def results(slug, as_of, *deliveries):
    table = facts(slug, as_of, *deliveries)
    rules = municipality_of(slug).fact_rules
    screening = screen(programme_of(slug), table, rules, date.fromisoformat(as_of))
    return ranked_first(screening.results)


def result(slug, as_of, *deliveries):
    """The result of the only person listed."""
    rows = results(slug, as_of, *deliveries)
    assert len(rows) == 1
    return rows.iloc[0]
