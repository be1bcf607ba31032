"""What a screening found, criterion by criterion, in Swedish that can be read aloud (X15).

A sentence says the value and the limit, such as "Har fått försörjningsstöd 7
månader i rad, gränsen är minst 6." What is unknown is said to be so, with why.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from stegvis.domain.facts.fact_table import AT_LEAST, FactColumn, FactTable, Mask
from stegvis.domain.facts.vocabulary import FACTS, Unit
from stegvis.domain.programmes import AtLeast, AtMost, Between, FactTest, Is, Limit, Programme
from stegvis.domain.screening.evaluate import MET, UNDECIDED, put_test

REASONS = (
    "",
    "Underlaget har inte lämnats.",
    "Ingen fråga har ställts.",
    "Frågan är ställd men inte besvarad.",
    "Svaret saknar uppgiften.",
    "Uppgiften är för gammal.",
    "Raden i underlaget är felaktig eller motsägs av en annan rad.",
    "Uppgiften finns men går inte att tolka.",
    "Underlaget går inte så långt tillbaka.",
    "Födelsedatum går inte att läsa ur numret.",
    "Ingen bedömning eller inget besked finns.",
    "Är enligt numret under 18 år.",
)
"""Why a fact is unknown, in the order of ``Reason``."""


def explanations(programme: Programme, facts: FactTable, as_of: date) -> pd.Series:
    """For each person of the table one text: a sentence per criterion, in the file's order."""
    sentences = criterion_sentences(programme, facts, as_of)
    together = sentences.iloc[:, 0]
    for name in sentences.columns[1:]:
        together = together + " " + sentences[name]
    return together


def criterion_sentences(programme: Programme, facts: FactTable, as_of: date) -> pd.DataFrame:
    """One row per person, one column per criterion id, each cell a sentence or two.

    Of a group only the legs that are met are told; where none is, all are.
    """
    return pd.DataFrame(
        {criterion.id: _of_group(criterion.tests, facts, as_of) for criterion in programme.criteria}
    )


def _of_group(tests: tuple[FactTest, ...], facts: FactTable, as_of: date) -> pd.Series:
    limits = [test.limit_on(as_of) for test in tests]
    columns = [facts.columns[test.fact] for test in tests]
    answers = [put_test(column, limit) for column, limit in zip(columns, limits, strict=True)]
    some_met = np.logical_or.reduce([answer == MET for answer in answers])
    text = pd.Series("", index=range(len(facts)), dtype="str")
    for test, column, limit, answer in zip(tests, columns, limits, answers, strict=True):
        told = (answer == MET) | ~some_met
        sentence = _of_test(test.fact, column, limit, answer == UNDECIDED)
        text = text + pd.Series(np.where(told, " ", ""), dtype="str") + sentence.where(told, "")
    return text.str.strip()


def _of_test(fact: str, column: FactColumn, limit: Limit, undecided: Mask) -> pd.Series:
    kind = FACTS[fact]
    values = pd.Series(column.values).astype("str")
    values = values.where(column.state != AT_LEAST, "minst " + values)
    if kind.unit is Unit.YES_NO:
        words = np.where(column.values == 1, kind.when_met, kind.when_not_met)
        known = pd.Series(words, dtype="str")
    else:
        before, after = kind.when_met.rstrip(".").split("{value}")
        known = before + values + after + f", {_limit_in_words(limit)}."
    reasons = pd.Series(np.array(REASONS)[column.reasons], dtype="str")
    unknown = f"Går inte att avgöra: {kind.title.lower()}. " + reasons
    return known.where(~undecided, unknown.str.strip())


def _limit_in_words(limit: Limit) -> str:
    match limit:
        case AtLeast(number):
            return f"gränsen är minst {number}"
        case AtMost(number):
            return f"gränsen är högst {number}"
        case Between(low, high):
            return f"gränsen är {low}–{high}"
        case Is():
            return ""
