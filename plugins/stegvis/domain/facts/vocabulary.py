"""The facts that a programme may ask about, and no others.

A fact is one thing known, or not known, about a person on a date. What each
means, and when it is unknown, is contract 2; here stands how it is spoken of.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a fact's value counts."""

    YES_NO = "yes_no"
    YEARS = "years"
    MONTHS = "months"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact's name, what it counts and how it is said in Swedish.

    ``title`` stands in headings. ``when_met`` and ``when_not_met`` are whole
    sentences about the person that can be read aloud; ``{value}`` is the
    value where there is one. ``who_can_answer`` names who can supply it when
    it is missing; ``task_kind`` is the task that asks for it. ``question`` is
    what one does not know then: it goes on after "Det är inte känt".
    """

    name: str
    unit: Unit
    title: str
    when_met: str
    when_not_met: str
    who_can_answer: str
    task_kind: str
    question: str


FACTS: dict[str, FactKind] = {
    kind.name: kind
    for kind in (
        FactKind(
            "age",
            Unit.YEARS,
            "Ålder",
            "Är {value} år.",
            "Är {value} år.",
            "Handläggaren, av en handling som visar födelsedatum",
            "klargor_alder",
            "hur gammal personen är",
        ),
        FactKind(
            "is_adult",
            Unit.YES_NO,
            "Myndig",
            "Har fyllt 18 år.",
            "Har inte fyllt 18 år.",
            "Handläggaren, av en handling som visar födelsedatum",
            "klargor_alder",
            "om personen har fyllt 18 år",
        ),
        FactKind(
            "receives_assistance",
            Unit.YES_NO,
            "Får ekonomiskt bistånd",
            "Får ekonomiskt bistånd från kommunen.",
            "Får inte ekonomiskt bistånd från kommunen den senaste månaden.",
            "Den som lämnar månadens underlag om bistånd",
            "kontrollera_underlag",
            "om personen får ekonomiskt bistånd från kommunen",
        ),
        FactKind(
            "months_with_income_support",
            Unit.MONTHS,
            "Månader i rad med försörjningsstöd",
            "Har fått försörjningsstöd {value} månader i rad.",
            "Har fått försörjningsstöd {value} månader i rad.",
            "Handläggaren, av tidigare månaders beslut",
            "kontrollera_underlag",
            "hur många månader i rad personen har fått försörjningsstöd",
        ),
        FactKind(
            "registered_jobseeker",
            Unit.YES_NO,
            "Inskriven på Arbetsförmedlingen",
            "Är inskriven på Arbetsförmedlingen.",
            "Är inte inskriven på Arbetsförmedlingen.",
            "Arbetsförmedlingen",
            "bekrafta_af_inskrivning",
            "om personen är inskriven på Arbetsförmedlingen",
        ),
        FactKind(
            "months_unemployed",
            Unit.MONTHS,
            "Månader utan arbete",
            "Har varit utan arbete {value} månader.",
            "Har varit utan arbete {value} månader.",
            "Arbetsförmedlingen",
            "bekrafta_af_inskrivning",
            "hur länge personen har varit utan arbete",
        ),
        FactKind(
            "long_term_unemployed",
            Unit.YES_NO,
            "Långtidsarbetslös",
            "Är långtidsarbetslös.",
            "Är inte långtidsarbetslös.",
            "Arbetsförmedlingen",
            "bekrafta_af_inskrivning",
            "om personen är långtidsarbetslös",
        ),
        FactKind(
            "nystartsjobb_highest_level",
            Unit.YES_NO,
            "Nystartsjobb på högsta nivån",
            "Arbetsförmedlingen har gett besked om nystartsjobb på högsta nivån.",
            "Arbetsförmedlingen har inte gett besked om nystartsjobb på högsta nivån.",
            "Arbetsförmedlingen",
            "inhamta_af_besked",
            "om personen har rätt till nystartsjobb på högsta nivån",
        ),
        FactKind(
            "entitled_to_supported_job",
            Unit.YES_NO,
            "Rätt till en subventionerad anställning",
            "Arbetsförmedlingen har gett besked om rätt till en subventionerad anställning.",
            "Arbetsförmedlingen har svarat nej för varje form av subventionerad anställning.",
            "Arbetsförmedlingen",
            "inhamta_af_besked",
            "om personen har rätt till en subventionerad anställning",
        ),
        FactKind(
            "work_capacity_percent",
            Unit.PERCENT,
            "Bedömd arbetsförmåga",
            "Bedöms klara en anställning på {value} procent.",
            "Bedöms klara en anställning på {value} procent.",
            "Handläggaren, tillsammans med personen",
            "bedom_arbetsformaga",
            "hur mycket personen bedöms klara att arbeta",
        ),
        FactKind(
            "unemployed_obstacle",
            Unit.YES_NO,
            "Saknar arbete",
            "Behöver bistånd för att arbete saknas.",
            "Behöver bistånd av ett annat skäl än att arbete saknas.",
            "Handläggaren",
            "klargor_hinder",
            "om personen behöver bistånd för att arbete saknas",
        ),
        FactKind(
            "has_active_plan",
            Unit.YES_NO,
            "Har en aktuell planering",
            "Har en aktuell planering.",
            "Har ingen aktuell planering.",
            "Den som lämnar underlaget om planer",
            "kontrollera_underlag",
            "om personen har en aktuell planering",
        ),
        FactKind(
            "is_applicant",
            Unit.YES_NO,
            "Har ansökt",
            "Har ansökt om ekonomiskt bistånd den senaste månaden.",
            "Har inte ansökt om ekonomiskt bistånd den senaste månaden.",
            "Handläggaren",
            "kontrollera_underlag",
            "om personen har ansökt om ekonomiskt bistånd",
        ),
        FactKind(
            "has_open_application",
            Unit.YES_NO,
            "Har en ansökan som väntar på erbjudande",
            "Har ansökt och har ännu inte fått något erbjudande för den ansökan.",
            "Har redan fått ett erbjudande för ansökan, eller ansökte innan programmet började.",
            "Handläggaren",
            "kontrollera_underlag",
            "om ansökan väntar på ett erbjudande",
        ),
        FactKind(
            "exception_stated",
            Unit.YES_NO,
            "Undantag är angivet",
            "Har ett angivet undantag från huvudregeln.",
            "Har inget angivet undantag från huvudregeln.",
            "Handläggaren",
            "klargor_undantag",
            "om ett undantag från huvudregeln gäller",
        ),
        FactKind(
            "has_children",
            Unit.YES_NO,
            "Har barn i hushållet",
            "Har barn under 18 år i hushållet.",
            "Har inga barn under 18 år i hushållet.",
            "Handläggaren",
            "kontrollera_underlag",
            "om det finns barn i hushållet",
        ),
    )
}
