"""A screening explained to the one whom it is about: what was asked, answered, and on what (X15).

The sentences are those that the worklist shows, so that what a caseworker has
read and what a person is told are the same. Names and numbers are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from stegvis.domain.facts.fact_table import FactColumn, FactTable
from stegvis.domain.facts.vocabulary import FACTS
from stegvis.domain.municipalities import FactRules
from stegvis.domain.programmes import AnyCriterion, Programme
from stegvis.domain.screening.evaluate import UNDECIDED, evaluate, put_test
from stegvis.domain.screening.projection import eligible_from
from stegvis.domain.screening.provenance import Records, day_words
from stegvis.domain.screening.wording import criterion_sentences

_ANSWERS = ("inte uppfyllt", "uppfyllt", "går inte att avgöra")
_OUTCOMES = {
    "eligible": "Alla villkor är uppfyllda.",
    "not_eligible": "Minst ett villkor är inte uppfyllt.",
    "needs_review": "En handläggare behöver titta på det: någon uppgift saknas.",
}


@dataclass(frozen=True, slots=True)
class ExplainedCriterion:
    """One criterion: the question, its answer, why it is asked and what the answer rests on.

    ``can_answer`` names who can supply what is unknown; empty where nothing is.
    """

    title: str
    answer: str
    sentence: str
    because: str
    source: str
    rests_on: tuple[str, ...]
    can_answer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a programme's screening on one day says of one person.

    ``not_met`` and ``unknown`` are criterion ids joined by ``|``, as the
    screening stores them; ``earliest`` is missing where no day can be told.
    """

    person_id: str
    as_of: date
    age: int | None
    outcome: str
    not_met: str
    unknown: str
    earliest: date | None
    criteria: tuple[ExplainedCriterion, ...]

    @property
    def outcome_words(self) -> str:
        """The outcome as a sentence."""
        return _OUTCOMES[self.outcome]


def earliest_words(day: date) -> str:
    """The sentence about the earliest day, on worklists and in explanations alike."""
    return f"Uppfyller villkoren tidigast {day_words(day)}, om inget annat ändras."


def explained(
    programme: Programme,
    facts: FactTable,
    wanted: Sequence[int],
    rules: FactRules,
    records: Records,
) -> list[Explanation]:
    """Explanations of the people at the positions ``wanted`` of the table, in that order."""
    as_of = records.sources.as_of
    table = _only(facts, wanted)
    answers = evaluate(programme, table, as_of)
    sentences = criterion_sentences(programme, table, as_of)
    days = eligible_from(programme, table, answers, rules, as_of)
    not_met, unknown = answers.named(np.int8(0)), answers.named(UNDECIDED)
    return [
        Explanation(
            person_id=str(table.people["person_id"].iloc[number]),
            as_of=as_of,
            age=_age(table, number),
            outcome=str(answers.outcomes[number]),
            not_met=not_met[number],
            unknown=unknown[number],
            earliest=None if np.isnat(days[number]) else days[number].item(),
            criteria=tuple(
                _criterion(criterion, table, number, int(code), sentences, records)
                for criterion, code in zip(
                    programme.criteria, answers.codes[:, number], strict=True
                )
            ),
        )
        for number in range(len(table))
    ]


def _criterion(
    criterion: AnyCriterion,
    table: FactTable,
    number: int,
    code: int,
    sentences: pd.DataFrame,
    records: Records,
) -> ExplainedCriterion:
    personal_number = str(table.people["personal_number"].iloc[number])
    rests_on = [
        sentence
        for test in criterion.tests
        for sentence in records.of_fact(test.fact, personal_number)
    ]
    lacking = [
        FACTS[test.fact].who_can_answer
        for test in criterion.tests
        if code == UNDECIDED
        and put_test(table.columns[test.fact], test.limit_on(records.sources.as_of))[number]
        == UNDECIDED
    ]
    return ExplainedCriterion(
        title=_title(criterion),
        answer=_ANSWERS[code],
        sentence=str(sentences[criterion.id].iloc[number]),
        because=criterion.because,
        source=criterion.source,
        rests_on=tuple(dict.fromkeys(rests_on)),
        can_answer=tuple(dict.fromkeys(lacking)),
    )


def _title(criterion: AnyCriterion) -> str:
    first, *others = (FACTS[test.fact].title for test in criterion.tests)
    return " eller ".join([first, *(f"{title[:1].lower()}{title[1:]}" for title in others)])


def _age(table: FactTable, number: int) -> int | None:
    column = table.columns.get("age")
    return int(column.values[number]) if column is not None and column.known[number] else None


def _only(facts: FactTable, wanted: Sequence[int]) -> FactTable:
    """The rows of the table at these positions."""
    places = np.asarray(wanted, dtype=np.intp)
    columns = {
        name: FactColumn(column.values[places], column.state[places], column.reasons[places])
        for name, column in facts.columns.items()
    }
    people = facts.people.iloc[places].reset_index(drop=True)
    return FactTable(people, columns, facts.newest_aid_month)
