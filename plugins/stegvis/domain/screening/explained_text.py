"""An explanation as text that can be read aloud, in Swedish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme
from stegvis.domain.screening.explaining import (
    ExplainedCriterion,
    Explanation,
    earliest_words,
)
from stegvis.domain.screening.provenance import day_words

_PURPOSE = (
    "Det här är en genomgång av programmets villkor. Den är ett förslag till handläggaren och "
    "inget beslut; inget händer med biståndet av den. Den bygger på de uppgifter som fanns den "
    "dagen. Är en uppgift fel rättas den där den kommer ifrån, och villkoren gås igenom på nytt."
)
_PROTECTED = (
    "OBS: Skyddade uppgifter, eller så går skyddet inte att utläsa. Bara den enhet som hanterar "
    "skyddade ärenden får lämna ut det här."
)


def explanation_text(
    people: Sequence[Explanation],
    programme: Programme,
    municipality: Municipality,
    asked_for: date,
    *,
    is_protected: bool,
    changes: Sequence[str] = (),
) -> str:
    """The whole text about a household's adults.

    Args:
        people: Their explanations, of one screening.
        programme: The programme.
        municipality: Whose it is.
        asked_for: The day that somebody asked about; the screening may be older.
        is_protected: Whether somebody in the household is protected, or may be.
        changes: What has changed since the screening, if the stored answer differs.
    """
    as_of = people[0].as_of
    lines = [f"{programme.name}, {municipality.name}", f"Genomgång den {day_words(as_of)}", ""]
    if as_of != asked_for:
        lines += [f"Det är den senaste före den {day_words(asked_for)}.", ""]
    if is_protected:
        lines += [_PROTECTED, ""]
    lines += [_PURPOSE]
    for change in changes:
        lines += ["", change]
    for number, person in enumerate(people, start=1):
        who = f"Vuxen {number} av {len(people)} i hushållet"
        age = f", {person.age} år" if person.age is not None else ""
        lines += ["", f"{who}{age}", "", *_of_person(person, programme)]
    return "\n".join(lines) + "\n"


def _of_person(person: Explanation, programme: Programme) -> list[str]:
    lines = [f"Sammantaget: {person.outcome_words}", _earliest(person, programme)]
    for number, criterion in enumerate(person.criteria, start=1):
        lines += ["", *_of_criterion(number, criterion)]
    return lines


def _of_criterion(number: int, criterion: ExplainedCriterion) -> list[str]:
    told = [
        f"{number}. {criterion.title}: {criterion.answer}.",
        f"   {criterion.sentence}",
        f"   Därför frågar vi: {criterion.because}",
        f"   Källa: {criterion.source}",
        *(f"   Bygger på: {rests_on}" for rests_on in criterion.rests_on),
    ]
    return told + [f"   Kan svara: {who}." for who in criterion.can_answer]


def _earliest(person: Explanation, programme: Programme) -> str:
    if person.earliest is not None and person.outcome != "eligible":
        return earliest_words(person.earliest)
    if person.outcome == "needs_review":
        return "En tidigaste dag går inte att säga förrän det som saknas är känt."
    if person.outcome == "not_eligible":
        return "Att tiden går räcker inte för att villkoren ska uppfyllas medan programmet pågår."
    if person.earliest is not None and person.earliest > person.as_of:
        return f"Programmet börjar den {day_words(person.earliest)}."
    if person.earliest is None and programme.open_to is not None:
        return f"Programmet tog slut den {day_words(programme.open_to)}."
    return "Villkoren är uppfyllda redan nu."
