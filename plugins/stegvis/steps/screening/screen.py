"""Screening: pin what is in force, compute facts, put the criteria, store the answers.

A run is named by what it rests on: the pinned deliveries, the rules' versions
and the date. The same inputs give the same run, however often it is started.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy.engine import Connection

from stegvis import __version__
from stegvis.adapters.warehouse import (
    append,
    deliveries_in_force,
    read_frame,
    replace_partition,
    tables,
)
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.facts.compute import compute_facts
from stegvis.domain.facts.fact_table import FactTable
from stegvis.domain.programmes import Programme
from stegvis.domain.pseudonyms import household_ids, person_ids, short_hash
from stegvis.domain.screening.screen import Screening
from stegvis.domain.screening.screen import screen as screen_programme
from stegvis.domain.sources import DeliveredRows, Sources
from stegvis.errors import DeliveryMissing, ScreeningIncomplete
from stegvis.steps.context import StepContext
from stegvis.steps.screening.known_in_stegvis import rows_known_in_stegvis
from stegvis.steps.screening.newest_run import newest_run

_COVERAGE = """
    select
        (select count(*) from screening_result
         where municipality_code = :municipality_code and run_id = :run_id) as screened,
        (select count(distinct adult.person_id) from person_month as adult
         join screening_run_delivery as pinned
             on pinned.municipality_code = adult.municipality_code
             and pinned.delivery_id = adult.delivery_id
         where adult.municipality_code = :municipality_code
             and pinned.run_id = :run_id
             and adult.household_role in ('1', '2')
             and adult.aid_month = (
                 select max(newest.aid_month) from household_month as newest
                 join screening_run_delivery as rests_on
                     on rests_on.municipality_code = newest.municipality_code
                     and rests_on.delivery_id = newest.delivery_id
                 where newest.municipality_code = :municipality_code
                     and rests_on.run_id = :run_id)
             and not exists (
                 select 1 from screening_result as result
                 where result.municipality_code = adult.municipality_code
                     and result.run_id = :run_id
                     and result.person_id = adult.person_id)) as missing
"""
SCREENED_EXTRACTS = (
    "bistand",
    "ansokan",
    "af_status",
    "stodbedomning",
    "bedomning",
    "erbjudande",
    "plan",
)


def screen(context: StepContext) -> str:
    """Screen everybody for every programme of the municipality; returns the run's id [K6].

    A source that is missing or old makes the facts that need it unknown; it
    never stops the run and never makes anybody "not eligible".
    """
    with context.warehouse.read() as connection:
        pinned = pin_deliveries(context, connection)
    run_id = _run_id(context, pinned)
    sources = Sources.pinned(context.as_of, pinned)
    answered = [_screen_one(context, programme, sources) for programme in context.programmes]
    with context.warehouse.begin() as connection:
        _store_run(context, connection, run_id, pinned)
        for name, frames in (
            ("screening_result", [results for results, _ in answered]),
            ("screening_unknown", [unknowns for _, unknowns in answered]),
        ):
            rows = pd.concat(frames, ignore_index=True).assign(run_id=run_id)
            replace_partition(connection, tables[name], _partition(context, run_id), rows)
    return run_id


def newest_screening(context: StepContext) -> str:
    """The newest run up to now.

    Raises:
        DeliveryMissing: The municipality has never been screened.
    """
    with context.warehouse.read() as connection:
        run_id = newest_run(context, connection)
    if run_id is None:
        raise DeliveryMissing(
            f"{context.municipality.slug} has not been screened up to {context.as_of}, and offers "
            "rest on a screening. Run the screening first."
        )
    return run_id


def check_coverage(context: StepContext, run_id: str) -> int:
    """How many rows the run has, once it is certain that nobody was left out [K6].

    Raises:
        ScreeningIncomplete: An adult of a household with assistance has no row.
    """
    key = {"municipality_code": context.municipality.code, "run_id": run_id}
    covered = any(programme.population != "applicants" for programme in context.programmes)
    with context.warehouse.read() as connection:
        counts = read_frame(connection, _COVERAGE, key)
    missing = int(counts["missing"].iloc[0]) if covered else 0
    if missing:
        raise ScreeningIncomplete(
            f"Screening run {run_id} of {context.municipality.slug}: {missing} adults in "
            "households with assistance have no row; all were expected to. Nothing was offered. "
            "Compare the newest delivery of bistand with docs/runbook.md, Screen."
        )
    return int(counts["screened"].iloc[0])


def facts_of_run(context: StepContext, run_id: str, programme_id: str) -> FactTable:
    """The facts that a run's answers rest on, worked out again from its pinned deliveries [X15].

    ``people`` has ``person_id`` besides what ``compute_facts`` gives.
    """
    return facts_from(context, sources_of_run(context, run_id), programme_id)


def facts_from(context: StepContext, sources: Sources, programme_id: str) -> FactTable:
    """A programme's facts from pinned sources, with ``person_id`` among ``people``."""
    programme = context.programme(programme_id)
    facts = compute_facts(sources, programme, context.municipality)
    return FactTable(_with_person_ids(context, facts.people), facts.columns, facts.newest_aid_month)


def sources_of_run(context: StepContext, run_id: str) -> Sources:
    """The deliveries that a run is pinned to, read again."""
    query = """
        select d.extract, d.delivery_id, r.as_of
        from screening_run_delivery as d
        join screening_run as r
            on r.municipality_code = d.municipality_code and r.run_id = d.run_id
        where d.municipality_code = :municipality_code and d.run_id = :run_id
    """
    key = {"municipality_code": context.municipality.code, "run_id": run_id}
    with context.warehouse.read() as connection:
        rows = read_frame(connection, query, key)
    pinned = [
        delivered
        for extract, own in rows.groupby("extract", sort=False)["delivery_id"]
        for delivered in context.row_store.read_all(str(extract), own.tolist())
    ]
    return Sources.pinned(pd.Timestamp(rows["as_of"].iloc[0]).date(), pinned)


def pin_deliveries(context: StepContext, connection: Connection) -> list[DeliveredRows]:
    """The deliveries in force now, and what stegvis itself has come to know since."""
    code, delivered = context.municipality.code, []
    for extract in SCREENED_EXTRACTS:
        in_force = deliveries_in_force(connection, code, extract, context.as_of, context.now)
        delivered += context.row_store.read_all(extract, in_force["delivery_id"].tolist())
    return delivered + rows_known_in_stegvis(context, connection, delivered)


def _screen_one(
    context: StepContext, programme: Programme, sources: Sources
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A programme's rows for ``screening_result`` and ``screening_unknown``."""
    municipality = context.municipality
    facts = compute_facts(sources, programme, municipality)
    people = _with_person_ids(context, facts.people)
    screening = screen_programme(programme, facts, municipality.fact_rules, sources.as_of)
    source_ids = screening.results["household_id"]
    key = context.settings.pseudonym_key
    results = screening.results.drop(columns="personal_number").assign(
        municipality_code=municipality.code,
        person_id=people["person_id"],
        household_id=household_ids(key, municipality.code, source_ids),
        as_of=pd.Timestamp(sources.as_of),
        rule_version=programme.rule_version,
    )
    return results, _unknowns(context, programme, screening, people["person_id"])


def _unknowns(
    context: StepContext, programme: Programme, screening: Screening, people: pd.Series
) -> pd.DataFrame:
    """One row per person and fact that keeps them in review."""
    rows = screening.unknown_facts
    whose = people.iloc[rows["position"].to_numpy()].reset_index(drop=True)
    return rows.drop(columns="position").assign(
        municipality_code=context.municipality.code,
        programme_id=programme.programme_id,
        person_id=whose,
    )


def _with_person_ids(context: StepContext, people: pd.DataFrame) -> pd.DataFrame:
    key, code = context.settings.pseudonym_key, context.municipality.code
    return people.assign(person_id=person_ids(key, code, people["personal_number"]))


def _rule_versions(context: StepContext) -> str:
    """The programmes' versions and that of the municipality's own choices (T15)."""
    versions = [f"{p.programme_id}={p.rule_version}" for p in context.programmes]
    return "|".join([*versions, f"{context.municipality.slug}={context.municipality.rule_version}"])


def _run_id(context: StepContext, pinned: Sequence[DeliveredRows]) -> str:
    deliveries = sorted(delivered.delivery_id for delivered in pinned)
    as_of = context.as_of.isoformat()
    return short_hash(context.municipality.code, as_of, _rule_versions(context), *deliveries)


def _partition(context: StepContext, run_id: str) -> dict[str, object]:
    return {"municipality_code": context.municipality.code, "run_id": run_id}


def _store_run(
    context: StepContext, connection: Connection, run_id: str, pinned: Sequence[DeliveredRows]
) -> None:
    run = {
        "municipality_code": context.municipality.code,
        "run_id": run_id,
        "as_of": context.as_of,
        "rule_versions": _rule_versions(context),
        "code_version": __version__,
        "screened_at": context.now,
    }
    append(connection, tables["screening_run"], [run])
    append(
        connection,
        tables["screening_run_delivery"],
        [
            {**_partition(context, run_id), "delivery_id": d.delivery_id, "extract": d.extract}
            for d in pinned
        ],
    )


assert set(SCREENED_EXTRACTS) <= set(EXTRACTS)  # noqa: S101 - a wrong name would pin nothing
