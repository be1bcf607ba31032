"""Unknown facts become owned tasks: one per person and fact, however many programmes ask.

Who can answer and why the fact is lacking stand on the list. A whole file that
is missing is one task for whoever delivers it, not one for each person.
"""

from __future__ import annotations

import pandas as pd

from stegvis.domain.facts.fact_table import Reason
from stegvis.domain.facts.vocabulary import FACTS
from stegvis.domain.programmes import Programme
from stegvis.domain.screening.wording import REASONS
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.wanted import TaskSetting, together, wanted_tasks

ANSWERED_BY = {
    "months_unemployed": "registered_jobseeker",
    "long_term_unemployed": "registered_jobseeker",
    "is_adult": "age",
}
"""Facts that the answer about another fact brings with it, so that nobody is asked twice."""

NOT_DELIVERED = Reason.NOT_DELIVERED.name.lower()
TOO_OLD = Reason.TOO_OLD.name.lower()
_MONTHLY_FACTS = ("receives_assistance", "months_with_income_support")
_WHY = {reason.name.lower(): REASONS[reason] for reason in Reason}


def unknown_fact_tasks(
    unknown: pd.DataFrame, results: pd.DataFrame, people: pd.DataFrame, setting: TaskSetting
) -> pd.DataFrame:
    """Wanted tasks for the facts that keep people from getting an answer.

    A fact counts if a criterion that is unknown asks for it and nothing else
    has already said no: nobody is asked about what changes nothing.

    Args:
        unknown: ``programme_id, person_id, fact, reason`` of one screening.
        results: ``programme_id, person_id, outcome, unknown`` of the same.
        people: ``person_id, case_id, unit, caseworker``, routed, nobody protected.
        setting: Municipality, programmes and moment.
    """
    asked = _asked(unknown, results, setting.programmes)
    asked = asked.merge(people[["person_id", "case_id", "unit", "caseworker"]], on="person_id")
    of_files = (asked["reason"] == NOT_DELIVERED) | (
        asked["fact"].isin(_MONTHLY_FACTS) & (asked["reason"] == TOO_OLD)
    )
    return together(
        [_tasks_of_people(asked[~of_files], setting), _tasks_of_files(asked[of_files], setting)]
    )


def _asked(
    unknown: pd.DataFrame, results: pd.DataFrame, programmes: tuple[Programme, ...]
) -> pd.DataFrame:
    """The unknown facts that stand in an unknown criterion of a person to be looked at."""
    looked_at = results.loc[
        results["outcome"] == "needs_review", ["programme_id", "person_id", "unknown"]
    ]
    criteria = looked_at.assign(criterion=looked_at.pop("unknown").str.split("|"))
    criteria = criteria.explode("criterion", ignore_index=True).astype({"criterion": "str"})
    asks = [
        (programme.programme_id, criterion.id, test.fact)
        for programme in programmes
        for criterion in programme.criteria
        for test in criterion.tests
    ]
    questions = pd.DataFrame(asks, columns=["programme_id", "criterion", "fact"], dtype="str")
    wanted = criteria.merge(questions, on=["programme_id", "criterion"])
    wanted = wanted.merge(unknown, on=["programme_id", "person_id", "fact"])
    return _without_answered_by_others(wanted)


def _without_answered_by_others(asked: pd.DataFrame) -> pd.DataFrame:
    answered_by = asked["fact"].map(ANSWERED_BY)
    both = pd.MultiIndex.from_arrays([asked["person_id"], answered_by])
    pairs = pd.MultiIndex.from_frame(asked[["person_id", "fact"]])
    return asked[~(answered_by.notna().to_numpy() & both.isin(pairs))]


def _tasks_of_people(asked: pd.DataFrame, setting: TaskSetting) -> pd.DataFrame:
    asked = asked.sort_values(["person_id", "fact", "programme_id"])
    rule = asked["programme_id"] + "/" + asked["criterion"]
    name = asked["programme_id"].map(setting.programme_name)
    asked = asked.assign(source_rule=rule, name=name)
    first = asked.drop_duplicates(["person_id", "fact"])
    first = first.assign(
        source_rule=_joined(asked, first, "source_rule", "|"), names=_joined(asked, first, "name")
    )
    first = first.assign(explanation=_explanations(first))
    kinds = first["fact"].map({fact: kind.task_kind for fact, kind in FACTS.items()})
    return together(
        [wanted_tasks(KINDS[kind], rows, setting) for kind, rows in first.groupby(kinds)]
    )


def _joined(
    rows: pd.DataFrame, first: pd.DataFrame, column: str, separator: str = ", "
) -> pd.Series:
    """The distinct values of ``column`` per person and fact, joined; most have only one."""
    key = ["person_id", "fact"]
    several = rows[rows.duplicated(key, keep=False)].drop_duplicates([*key, column])
    joined = several.groupby(key)[column].agg(separator.join)
    found = joined.reindex(pd.MultiIndex.from_frame(first[key]))
    return pd.Series(found.to_numpy(), index=first.index, dtype="str").fillna(first[column])


def _explanations(rows: pd.DataFrame) -> pd.Series:
    question = rows["fact"].map({name: fact.question for name, fact in FACTS.items()})
    who = rows["fact"].map({name: fact.who_can_answer for name, fact in FACTS.items()})
    what = "Det är inte känt " + question + ". " + rows["reason"].map(_WHY)
    return what + "\nKan svara: " + who + ". Behövs för: " + rows["names"] + "."


def _tasks_of_files(asked: pd.DataFrame, setting: TaskSetting) -> pd.DataFrame:
    """One task for each fact that a whole file would answer, on the lead's list."""
    first = asked.sort_values(["fact", "programme_id"]).drop_duplicates("fact")
    question = first["fact"].map({name: fact.question for name, fact in FACTS.items()})
    why = first["reason"].map(_WHY)
    rows = pd.DataFrame(
        {
            "fact": first["fact"],
            "programme_id": first["programme_id"],
            "source_rule": first["programme_id"] + "/" + first["criterion"],
            "unit": lead_unit(setting),
            "explanation": "För flera personer är det inte känt " + question + ". " + why,
        }
    )
    return wanted_tasks(KINDS["kontrollera_underlag"], rows, setting)


def lead_unit(setting: TaskSetting) -> str:
    """The unit that leads; without one, the unit for what nobody owns."""
    leads = [unit.id for unit in setting.municipality.units if unit.kind == "lead"]
    return leads[0] if leads else setting.municipality.unassigned_unit
