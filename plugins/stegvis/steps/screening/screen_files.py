"""Screening from a folder of files alone, by the same code as the DAG (contract 2.2).

There is no warehouse and nobody to ask, so a file whose row count is far off
is read like any other, and the caller is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from stegvis.adapters.inbox import InboxFile, list_inbox
from stegvis.adapters.municipality_files import load_municipalities, load_municipality
from stegvis.adapters.programme_files import load_programmes
from stegvis.domain.deliveries import is_count_off
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.facts.compute import compute_facts
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme
from stegvis.domain.programmes.wording import nearest
from stegvis.domain.screening.screen import ranked_first, screen
from stegvis.domain.sources import DeliveredRows, Sources, last_period
from stegvis.errors import DeliveryMissing, DeliveryRejected, ProgrammeFileError
from stegvis.steps.intake.read_deliveries import DeliveryFile, read_deliveries
from stegvis.steps.screening.screen import SCREENED_EXTRACTS

DEFINES_THE_POPULATION = {
    "recipients": ("bistand",),
    "applicants": ("ansokan",),
    "recipients_and_applicants": ("bistand", "ansokan"),
}


def screen_files(
    include: Path, programme_id: str, inbox: Path, as_of: date, warn: Callable[[str], None]
) -> pd.DataFrame:
    """Screen the people in the files of ``inbox``; ranked first, then by household and number.

    Args:
        include: The folder with programmes and municipalities.
        programme_id: The programme.
        inbox: One municipality's folder.
        as_of: Files of a later period are not read.
        warn: Called with a sentence for each file whose row count is far off.

    Returns:
        The columns of contract 2.2. Protected people are in it.

    Raises:
        ProgrammeFileError: There is no such programme.
        DeliveryRejected: A file breaks a file rule.
        DeliveryMissing: The file that defines the population is not there.
    """
    programme = find_programme(include, programme_id)
    municipality = load_municipality(include, programme.municipality)
    sources = Sources.pinned(as_of, _read_all(inbox, municipality, as_of, warn))
    for extract in DEFINES_THE_POPULATION[programme.population]:
        if not sources.is_delivered(extract):
            raise DeliveryMissing(
                f"{inbox} holds no file of {extract} up to {as_of}, and without it nobody is known "
                f"to screen for {programme_id}. Put the file there and run again."
            )
    facts = compute_facts(sources, programme, municipality)
    results = screen(programme, facts, municipality.fact_rules, as_of).results
    return ranked_first(results)


def find_programme(include: Path, programme_id: str) -> Programme:
    """The programme of whatever municipality.

    Raises:
        ProgrammeFileError: There is no such programme.
    """
    programmes = {p.programme_id: p for p in load_programmes(include, load_municipalities(include))}
    if programme_id not in programmes:
        raise ProgrammeFileError(
            f"There is no programme called {programme_id}. {nearest(programme_id, programmes)}"
            f"All programmes: {', '.join(programmes)}."
        )
    return programmes[programme_id]


def _read_all(
    inbox: Path, municipality: Municipality, as_of: date, warn: Callable[[str], None]
) -> list[DeliveredRows]:
    """Every file that a screening may rest on, oldest first, extract by extract."""
    by_extract: dict[str, list[InboxFile]] = defaultdict(list)
    for file in list_inbox(inbox).deliveries:
        if file.name.extract in SCREENED_EXTRACTS:
            file.name.check(municipality.code)
            if file.name.period <= last_period(EXTRACTS[file.name.extract], as_of):
                by_extract[file.name.extract].append(file)
    return [
        rows
        for extract, files in sorted(by_extract.items())
        for rows in _read_extract(extract, files, municipality, as_of, warn)
    ]


def _read_extract(
    extract: str,
    files: list[InboxFile],
    municipality: Municipality,
    as_of: date,
    warn: Callable[[str], None],
) -> list[DeliveredRows]:
    given = [DeliveryFile(file.name, _content(file), file.read_manifest(), as_of) for file in files]
    delivered: list[DeliveredRows] = []
    before: int | None = None
    for file, result in zip(given, read_deliveries(given, municipality).results, strict=True):
        if isinstance(result, DeliveryRejected):
            raise result
        received = result.counts.received
        if EXTRACTS[extract].monthly and is_count_off(received, before, municipality.hold):
            warn(
                f"{file.name.file_name} has {received} rows and the month before {before}. The DAG "
                "would have held it for a person's yes."
            )
        before = received
        delivered.append(result.delivered)
    return delivered


def _content(file: InboxFile) -> bytes:
    with file.path.open("rb") as opened:
        content: bytes = opened.read()
    return content
