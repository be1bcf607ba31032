"""The kinds of task that a caseworker meets (requirements 4).

Ids and titles are Swedish, since they stand in what caseworkers read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    """Whose list a task stands on."""

    CASEWORKER = "caseworker"  # the case's own; without one, the unit's unassigned list
    LEAD = "lead"  # the unit that answers for what is delivered
    RESTRICTED = "restricted"  # the unit for protected people


@dataclass(frozen=True, slots=True)
class TaskKind:
    """One kind.

    Attributes:
        kind: Its id.
        title: What to do; never a name or a number.
        owner: Whose list it stands on.
        legal_basis: What the task rests on, in words (X11).
        source: The requirement that asks for it.
        priority: 1 is the most urgent; orders tasks that are due at the same time.
        due_working_days: Working days from its opening to its due time, unless
            a promise or a date says when.
        cause_gone: Why a task of this kind closes itself.
        fields: Ids of the answer fields that fit (``answer_fields``), besides
            those that fit every kind.
    """

    kind: str
    title: str
    owner: Owner
    legal_basis: str
    source: str
    priority: int
    due_working_days: int
    cause_gone: str
    fields: tuple[str, ...] = ()


KNOWN = "uppgiften är känd"
NOT_NEEDED = "uppgiften behövs inte längre"
LEFT_THE_EXTRACT = "lämnat underlaget"
HANDED_OVER = "hanteras av en annan enhet"

_FIND_OUT = "FL 23 §"
_ASK_AF = "SoL 15 kap. 11 §; förordning (2008:975) 5 §"
_EMPLOYMENT_OFFER = "Erbjudande om anställning"

KINDS: dict[str, TaskKind] = {
    kind.kind: kind
    for kind in (
        TaskKind(
            "anvisa_48h",
            "Anvisa till Jobbcentrum inom 48 timmar",
            Owner.CASEWORKER,
            "SoL 12 kap. 3 §",
            "T1",
            1,
            2,
            "anvisad, eller omfattas inte",
        ),
        TaskKind(
            "erbjud_tva_arbetsdagar",
            "Erbjud en insats inom två arbetsdagar",
            Owner.CASEWORKER,
            "SoL 12 kap. 3 §",
            "V1",
            1,
            2,
            "erbjudandet är lämnat, eller behövs inte",
        ),
        TaskKind(
            "skyddad_person",
            "Hantera ärendet för hand",
            Owner.RESTRICTED,
            "OSL 21 kap. 3 § och 22 kap. 2 §",
            "X2",
            1,
            2,
            NOT_NEEDED,
        ),
        TaskKind(
            "granska_utkast",
            "Granska utkastet till brev och frisläpp det",
            Owner.CASEWORKER,
            "FL 28 §; KL 6 kap. 37 §",
            "X4",
            2,
            2,
            "brevet väntar inte längre på granskning",
            ("letter",),
        ),
        TaskKind(
            "valj_kandidat",
            "Välj eller avstå den föreslagna",
            Owner.CASEWORKER,
            _EMPLOYMENT_OFFER,
            "K7",
            2,
            3,
            "förslaget står inte kvar",
            ("selection",),
        ),
        TaskKind(
            "bedom_avbojt_erbjudande",
            "Bedöm ett nej till erbjudandet",
            Owner.CASEWORKER,
            "SoL 3 kap. 1–3 §§; FL 25 §",
            "A12, X16",
            2,
            5,
            "nejet står inte kvar",
            ("good_reason", "child_considered"),
        ),
        TaskKind(
            "folj_upp_svar",
            "Följ upp svaret på erbjudandet",
            Owner.CASEWORKER,
            _EMPLOYMENT_OFFER,
            "K18",
            2,
            2,
            "svaret har kommit",
            ("reply", "reply_date"),
        ),
        TaskKind(
            "bekrafta_af_inskrivning",
            "Bekräfta inskrivning på Arbetsförmedlingen",
            Owner.CASEWORKER,
            _ASK_AF,
            "A3",
            3,
            5,
            KNOWN,
        ),
        TaskKind(
            "inhamta_af_besked",
            "Hämta in Arbetsförmedlingens besked om stödformer",
            Owner.CASEWORKER,
            _ASK_AF,
            "A4, K4",
            3,
            10,
            KNOWN,
            (
                "form_nystartsjobb",
                "form_nystartsjobb_level",
                "form_introduktionsjobb",
                "form_yrkesintroduktion",
                "form_osa",
                "form_lonebidrag",
            ),
        ),
        TaskKind(
            "bedom_arbetsformaga",
            "Bedöm arbetsförmågan",
            Owner.CASEWORKER,
            _FIND_OUT,
            "K5",
            3,
            10,
            KNOWN,
            ("work_capacity_percent",),
        ),
        TaskKind(
            "klargor_hinder",
            "Klargör varför personen behöver bistånd",
            Owner.CASEWORKER,
            _FIND_OUT,
            "T2, K17",
            3,
            5,
            KNOWN,
        ),
        TaskKind(
            "klargor_undantag",
            "Klargör om ett undantag gäller",
            Owner.CASEWORKER,
            _FIND_OUT,
            "V2",
            2,
            2,
            KNOWN,
        ),
        TaskKind("klargor_alder", "Klargör åldern", Owner.CASEWORKER, _FIND_OUT, "A1", 3, 5, KNOWN),
        TaskKind(
            "kontrollera_underlag",
            "Kontrollera underlaget",
            Owner.CASEWORKER,
            _FIND_OUT,
            "X13",
            3,
            5,
            KNOWN,
        ),
        TaskKind(
            "bekrafta_plats",
            "Bekräfta en plats",
            Owner.CASEWORKER,
            "Förordning (2018:43) 21 §",
            "A13, K13",
            3,
            10,
            "platsen är bekräftad, eller behövs inte",
        ),
        TaskKind(
            "bekrafta_barnomsorg",
            "Bekräfta att barnomsorgen är ordnad",
            Owner.CASEWORKER,
            "Skollagen 8 kap. 14 §",
            "A5",
            3,
            10,
            "barnomsorgen är bedömd, eller behövs inte",
            ("childcare", "childcare_from_date"),
        ),
        TaskKind(
            "samrad_af",
            "Samråd med Arbetsförmedlingen",
            Owner.CASEWORKER,
            "SoL 12 kap. 4 §",
            "T8",
            3,
            5,
            NOT_NEEDED,
        ),
        TaskKind(
            "ansok_af_stod",
            "Ansök om stöd för anställningen hos Arbetsförmedlingen",
            Owner.CASEWORKER,
            "Förordning (2018:43) 26 §",
            "K11",
            3,
            5,
            NOT_NEEDED,
        ),
        TaskKind(
            "uppratta_plan",
            "Upprätta en plan tillsammans med personen",
            Owner.CASEWORKER,
            "SoL 12 kap. 4 §",
            "T6",
            3,
            10,
            "planen är upprättad",
        ),
    )
}
"""Every kind by its id."""
