"""The columns in which a caseworker answers: what may stand there, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class CellKind(StrEnum):
    """What may stand in an answer cell."""

    CHOICE = "choice"
    PERCENT = "percent"
    DAY = "day"
    MOMENT = "moment"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class AnswerField:
    """One answer column: ``header`` is what people see, ``choices`` map what they pick to a code.

    ``width`` is in characters; ``hint`` is shown when the cell is chosen. A
    field that ``is_beside`` tells something more and settles no task. ``lies``
    says of a day whether it has to be past or to come, seen from when the
    answer is read; empty: either.
    """

    name: str
    header: str
    kind: CellKind
    hint: str
    choices: Mapping[str, str] = field(default_factory=dict)
    width: int = 14
    is_beside: bool = False
    lies: Literal["", "past", "ahead"] = ""


_YES_NO = {"Ja": "ja", "Nej": "nej"}
CHOICE, DAY = CellKind.CHOICE, CellKind.DAY


def _form_field(form: str, shown: str) -> AnswerField:
    hint = f"Arbetsförmedlingens besked om {shown}."
    return AnswerField(f"form_{form}", f"AF: {shown}", CHOICE, hint, _YES_NO, width=20)


FIELDS: dict[str, AnswerField] = {
    answer_field.name: answer_field
    for answer_field in (
        AnswerField(
            "selection",
            "Val",
            CHOICE,
            "Väljer du personen till ett erbjudande?",
            {"Välj": "selected", "Avstå": "passed_over"},
        ),
        AnswerField(
            "letter",
            "Brev",
            CHOICE,
            "Läs utkastet först. Erbjudandet räknas som lämnat när du frisläpper brevet.",
            {"Frisläpp": "released", "Dra tillbaka": "withdrawn"},
        ),
        AnswerField(
            "reply",
            "Svar på erbjudandet",
            CHOICE,
            "Vad svarade personen?",
            {"Ja": "accepted", "Nej": "declined", "Inget svar": "no_reply"},
        ),
        AnswerField(
            "reply_date", "Svarade den", DAY, "Datum, till exempel 2026-11-20.", lies="past"
        ),
        AnswerField(
            "attempt_date",
            "Sökt utan svar den",
            DAY,
            "Du har försökt nå personen utan att lyckas. Uppgiften står kvar.",
            is_beside=True,
            lies="past",
        ),
        AnswerField(
            "share_ground",
            "Dela med arbetsmarknadsenheten",
            CHOICE,
            "Får arbetsmarknadsenheten se personen? Bara med samtycke eller annan laglig grund.",
            {"Samtycke": "samtycke", "Annan laglig grund": "laglig_grund", "Nej": "nej"},
            width=22,
            is_beside=True,
        ),
        AnswerField(
            "work_capacity_percent",
            "Arbetsförmåga, procent",
            CellKind.PERCENT,
            "Ett helt tal från 0 till 100, bedömt tillsammans med personen.",
        ),
        _form_field("nystartsjobb", "nystartsjobb"),
        AnswerField(
            "form_nystartsjobb_level",
            "AF: nivå nystartsjobb",
            CHOICE,
            "Nivån när beskedet är ja; 3 är den högsta.",
            {"1": "1", "2": "2", "3": "3"},
        ),
        _form_field("introduktionsjobb", "introduktionsjobb"),
        _form_field("yrkesintroduktion", "yrkesintroduktion"),
        _form_field("osa", "skyddat arbete (OSA)"),
        _form_field("lonebidrag", "lönebidrag"),
        AnswerField(
            "childcare",
            "Barnomsorg",
            CHOICE,
            "Är barnomsorgen ordnad?",
            {"Ordnad": "ordnad", "Inte ordnad": "ej_ordnad"},
        ),
        AnswerField("childcare_from_date", "Barnomsorg från", DAY, "Första dagen, om ordnad."),
        AnswerField(
            "good_reason", "Godtagbart skäl", CHOICE, "Är skälet till nejet godtagbart?", _YES_NO
        ),
        AnswerField(
            "child_considered",
            "Barnets bästa beaktat",
            CHOICE,
            "Måste vara ja innan uppgiften kan avslutas.",
            {"Ja": "ja"},
        ),
        AnswerField(
            "plan_agreed",
            "Planen överenskommen",
            CHOICE,
            "Är planen gjord tillsammans med personen?",
            _YES_NO,
            width=16,
        ),
        AnswerField(
            "plan_goal",
            "Planens mål",
            CHOICE,
            "Vad planen ska leda till.",
            {
                "Arbete": "arbete",
                "Studier": "studier",
                "Svenska för invandrare": "sfi",
                "Något annat": "annat",
            },
            width=18,
        ),
        # Chosen and not written, so that no ledger gets to hold names or anybody's health (X8).
        AnswerField(
            "plan_next_step",
            "Nästa steg",
            CHOICE,
            "Vad som händer härnäst. Resten hör hemma i planen.",
            {
                "Söka arbete": "soka_arbete",
                "Möta en arbetsgivare": "arbetsgivare",
                "Praktik": "praktik",
                "Utbildning": "utbildning",
                "Svenska för invandrare": "sfi",
                "Kontakt med Arbetsförmedlingen": "arbetsformedlingen",
                "Något annat": "annat",
            },
            width=24,
        ),
        AnswerField(
            "plan_responsible",
            "Ansvarig för nästa steg",
            CHOICE,
            "Vem ser till att nästa steg tas?",
            {
                "Personen": "personen",
                "Handläggaren": "handlaggaren",
                "Arbetsmarknadsenheten": "arbetsmarknadsenheten",
                "Arbetsförmedlingen": "arbetsformedlingen",
                "Någon annan": "annan",
            },
            width=22,
        ),
        AnswerField(
            "plan_follow_up_date",
            "Planen följs upp den",
            DAY,
            "Datum, till exempel 2026-12-18.",
            width=16,
            lies="ahead",
        ),
        AnswerField("mapping_date", "Kartläggning gjord den", DAY, "Datum.", width=16, lies="past"),
        AnswerField(
            "supervisor_named",
            "Handledare utsedd",
            CHOICE,
            "Finns en namngiven handledare på arbetsplatsen?",
            _YES_NO,
        ),
        AnswerField("done_date", "Gjort den", DAY, "Dagen då det gjordes.", lies="past"),
        AnswerField(
            "livelihood",
            "Försörjning nu",
            CHOICE,
            "Hur försörjer sig personen i dag?",
            {
                "Arbete": "arbete",
                "Arbete med stöd": "arbete_med_stod",
                "Studier": "studier",
                "Ekonomiskt bistånd": "ekonomiskt_bistand",
                "Något annat": "annat",
                "Har inte nåtts": "ej_nadd",
            },
            width=20,
        ),
        AnswerField(
            "status",
            "Status",
            CHOICE,
            "Klar: uppgiften är gjord. Vilar: visa den inte före dagen i nästa kolumn.",
            {"Klar": "done", "Vilar": "dismissed"},
        ),
        AnswerField("until", "Vilar till", DAY, "Dagen då uppgiften ska komma tillbaka."),
        AnswerField("answered_by", "Besvarat av", CellKind.TEXT, "Ditt namn.", width=20),
        AnswerField(
            "answered_at",
            "Besvarat den",
            CellKind.MOMENT,
            "Dag och gärna klockslag, till exempel 2026-11-20 13.30. Tomt: när filen läses in.",
            width=18,
        ),
    )
}
"""Every answer column by its id, in the order in which they stand."""

GENERAL = ("status", "until", "answered_by", "answered_at")
"""Columns that fit every kind of task."""
