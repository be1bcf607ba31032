"""The kinds of task that follow an offer or a placement, at the times of the programme's file."""

from __future__ import annotations

from stegvis.domain.tasks.task_kind import NOT_NEEDED, PROGRAMME_FOLLOW_UP, Owner, TaskKind

FOLLOW_UP_KINDS = (
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
        "kartlaggning_och_handledare",
        "Gör kartläggningen och utse handledare",
        Owner.CASEWORKER,
        PROGRAMME_FOLLOW_UP,
        "A6",
        3,
        10,
        "kartläggningen är gjord och handledaren utsedd",
    ),
    TaskKind(
        "uppratta_plan",
        "Upprätta en plan tillsammans med personen",
        Owner.CASEWORKER,
        "SoL 12 kap. 4 §",
        "T6, T7",
        3,
        5,
        "planen är upprättad",
    ),
    TaskKind(
        "avstamning",
        "Stäm av hur det går",
        Owner.CASEWORKER,
        PROGRAMME_FOLLOW_UP,
        "A6, K16, T11",
        3,
        10,
        NOT_NEEDED,
    ),
    TaskKind(
        "fornya_af_stod",
        "Ansök om fortsatt stöd hos Arbetsförmedlingen",
        Owner.CASEWORKER,
        "Förordning (2018:43) 28 §",
        "K11",
        2,
        20,
        NOT_NEEDED,
    ),
    TaskKind(
        "valmaende",
        "Fråga hur personen mår (frivilligt)",
        Owner.CASEWORKER,
        PROGRAMME_FOLLOW_UP,
        "K9",
        4,
        10,
        "svaret har kommit",
    ),
    TaskKind(
        "uppfoljning_efter_avslut",
        "Följ upp hur det har gått efter avslutet",
        Owner.CASEWORKER,
        PROGRAMME_FOLLOW_UP,
        "A7, K8, K16, T11",
        4,
        10,
        NOT_NEEDED,
    ),
)
"""In the order in which they come. ``due_working_days``: so long before its day one opens."""
