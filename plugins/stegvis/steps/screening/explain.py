"""Explaining a screening that was made, from the very deliveries that it was pinned to (X15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import read_frame, tables
from stegvis.domain.facts.fact_table import FactTable
from stegvis.domain.programmes import Programme
from stegvis.domain.pseudonyms import household_ids
from stegvis.domain.screening.explained_text import explanation_text
from stegvis.domain.screening.explaining import Explanation, explained
from stegvis.domain.screening.provenance import Records
from stegvis.domain.sources import Sources
from stegvis.errors import DeliveryMissing, ExplanationMissing
from stegvis.steps.context import StepContext
from stegvis.steps.screening.newest_run import newest_run
from stegvis.steps.screening.screen import facts_from, sources_of_run
from stegvis.steps.worklists.task_state import own_rows

_RULES_CHANGED = (
    "OBS: Programmets regler har ändrats sedan genomgången (då version {then}, nu {now}). "
    "Villkoren nedan är dagens. Den gången blev utfallet: {outcome}."
)
_ANSWER_DIFFERS = (
    "OBS: Räknat på nytt blir svaret ett annat än det som sparades, som var: {outcome}. "
    "Säg till dem som sköter stegvis innan du lämnar ut det här."
)


@dataclass(frozen=True)
class _Household:
    """A household's adults in a screening, and what is stored of them."""

    facts: FactTable
    places: list[int]
    stored: pd.DataFrame
    is_protected: bool


def explain(context: StepContext, programme_id: str, household: str) -> str:
    """The explanation of a household's newest screening up to ``context.as_of``, as text.

    Args:
        context: Municipality and moment.
        programme_id: The programme.
        household: The household's id in the extracts, the case number, or the
            warehouse's household id.

    Raises:
        DeliveryMissing: Nobody has been screened up to that day.
        ExplanationMissing: No adult of that household was screened.
    """
    programme = context.programme(programme_id)
    with context.warehouse.read() as connection:
        run_id = newest_run(context, connection)
        if run_id is None:
            raise DeliveryMissing(
                f"{context.municipality.slug} had not been screened by {context.as_of}, so there "
                "is nothing to explain. Ask about a later day."
            )
        received = _received(context, connection)
    sources = sources_of_run(context, run_id)
    found = _household(context, programme, run_id, sources, household)
    rules = context.municipality.fact_rules
    records = Records(sources, received)
    people = explained(programme, found.facts, found.places, rules, records)
    return explanation_text(
        people,
        programme,
        context.municipality,
        context.as_of,
        is_protected=found.is_protected,
        changes=_changes(people, found.stored, programme),
    )


def _household(
    context: StepContext, programme: Programme, run_id: str, sources: Sources, household: str
) -> _Household:
    facts = facts_from(context, sources, programme.programme_id)
    people = facts.people
    source_ids = people["household_id"].fillna("")
    known_as = household_ids(
        context.settings.pseudonym_key, context.municipality.code, people["household_id"]
    )
    asked = " ".join(household.split())
    theirs = (source_ids == asked) | (people["case_id"] == asked) | (known_as == asked)
    places = [number for number, is_theirs in enumerate(theirs.fillna(False)) if is_theirs]
    if not places:
        raise ExplanationMissing(
            f"Nobody of that household stands in the screening of {sources.as_of} for "
            f"{programme.programme_id}. The household's id in the extracts or the case number was "
            "expected. Check it against the newest extract of that day."
        )
    whom = people["person_id"].iloc[places].tolist()
    with context.warehouse.read() as connection:
        stored = _stored(context, connection, run_id, programme.programme_id, whom)
        shields = _own(context, connection, "person", whom, "person_id", "is_protected")
    protected = shields["is_protected"].astype("boolean").fillna(True)
    is_open = set(shields.loc[~protected.astype(bool), "person_id"])
    return _Household(facts, places, stored, not set(whom) <= is_open)


def _stored(
    context: StepContext, connection: Connection, run_id: str, programme_id: str, whom: list[str]
) -> pd.DataFrame:
    names = ("run_id", "programme_id", "person_id", "outcome", "not_met", "unknown", "rule_version")
    rows = _own(context, connection, "screening_result", whom, *names)
    return rows[(rows["run_id"] == run_id) & (rows["programme_id"] == programme_id)]


def _own(
    context: StepContext, connection: Connection, name: str, whom: list[str], *columns: str
) -> pd.DataFrame:
    query = own_rows(context, name, *columns)
    return read_frame(connection, query.where(tables[name].columns.person_id.in_(whom)))


def _received(context: StepContext, connection: Connection) -> dict[str, date]:
    rows = read_frame(connection, own_rows(context, "delivery", "delivery_id", "received_at"))
    return dict(zip(rows["delivery_id"], rows["received_at"].dt.date, strict=True))


def _changes(people: list[Explanation], stored: pd.DataFrame, programme: Programme) -> list[str]:
    """What the reader has to know where the stored answer is not the one explained."""
    told = []
    rows = stored.set_index("person_id")
    for person in people:
        row = rows.loc[person.person_id]
        then = _words(str(row["outcome"]), str(row["not_met"]), str(row["unknown"]))
        if row["rule_version"] != programme.rule_version:
            told.append(
                _RULES_CHANGED.format(
                    then=row["rule_version"], now=programme.rule_version, outcome=then
                )
            )
        elif then != _words(person.outcome, person.not_met, person.unknown):
            told.append(_ANSWER_DIFFERS.format(outcome=then))
    return list(dict.fromkeys(told))


def _words(outcome: str, not_met: str, unknown: str) -> str:
    parts = [outcome]
    parts += [f"inte uppfyllt: {not_met}"] if not_met else []
    parts += [f"okänt: {unknown}"] if unknown else []
    return ", ".join(parts)
