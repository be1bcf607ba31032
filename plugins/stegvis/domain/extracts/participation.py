"""What people take part in: ``placering``, ``plan`` and ``valbefinnande`` (contract 1.4)."""

from dataclasses import replace

from stegvis.domain.extracts.declaration import Column, Extract, Kind, Mode, Need
from stegvis.domain.extracts.shared_columns import (
    EMPLOYER,
    NO_DISPLACEMENT,
    PERSONAL_NUMBER,
    PROGRAMME,
)

EXIT_REASONS = {
    "arbete": "arbete",
    "arbete_med_stod": "arbete med stöd",
    "studier": "studier",
    "af_program": "program hos Arbetsförmedlingen",
    "annan_ersattning": "annan ersättning",
    "ohalsa": "ohälsa",
    "foraldraledig": "föräldraledig",
    "flytt": "flytt",
    "avliden": "avliden",
    "avbrott_egen": "avbrott av deltagaren",
    "avbrott_arbetsgivare": "avbrott av arbetsgivaren",
    "annat": "annat",
}

PLACERING = Extract(
    name="placering",
    title="Placeringar",
    purpose="Uppföljning av den som deltar i en insats.",
    mode=Mode.SNAPSHOT,
    monthly=False,
    key=("placement_id",),
    ordered=(("start_date", "planned_end_date"), ("start_date", "actual_end_date")),
    columns=(
        Column("placement_id", "placering_id", Kind.TEXT, "The placement's id.", Need.KEY),
        replace(PERSONAL_NUMBER, need=Need.ALWAYS),
        replace(PROGRAMME, need=Need.ALWAYS),
        Column("offer_id", "erbjudande_id", Kind.TEXT, "Offer that it came from."),
        *EMPLOYER,
        Column("employment_form", "anstallningsform", Kind.TEXT, "Form of employment."),
        Column("extent_percent", "omfattning_procent", Kind.PERCENT, "Extent."),
        Column("start_date", "start", Kind.DATE, "First day.", Need.ALWAYS),
        Column("planned_end_date", "planerat_slut", Kind.DATE, "Planned last day."),
        Column("actual_end_date", "faktiskt_slut", Kind.DATE, "Actual last day."),
        Column("supervisor", "handledare", Kind.TEXT, "Named supervisor (A6)."),
        Column(
            "mapping_date", "kartlaggning_datum", Kind.DATE, "Day of the individual mapping (A6)."
        ),
        NO_DISPLACEMENT,
        Column("planned_hours", "planerade_timmar", Kind.INTEGER, "Planned hours.", minimum=0),
        Column("attended_hours", "narvaro_timmar", Kind.INTEGER, "Attended hours.", minimum=0),
        Column(
            "wage_cost_sek", "lonekostnad_manad", Kind.KRONOR, "Wage cost a month, kronor (A10)."
        ),
        Column("subsidy_sek", "stod_manad", Kind.KRONOR, "Subsidy a month, kronor (A10)."),
        Column(
            "exit_reason",
            "avslutsorsak",
            Kind.CODE,
            "Why the placement ended (A7, L14).",
            codes=EXIT_REASONS,
        ),
    ),
)

PLAN = Extract(
    name="plan",
    title="Planer",
    purpose="Den enskildes plan mot egen försörjning.",
    mode=Mode.SNAPSHOT,
    monthly=False,
    key=("plan_id",),
    ordered=(("drawn_up_date", "closed_date"),),
    columns=(
        Column("plan_id", "plan_id", Kind.TEXT, "The plan's id.", Need.KEY),
        replace(PERSONAL_NUMBER, need=Need.ALWAYS),
        Column(
            "plan_type",
            "typ",
            Kind.CODE,
            "Kind of plan.",
            Need.ALWAYS,
            codes={
                "handlingsplan": "handlingsplan",
                "arbetsmarknadsplanering": "arbetsmarknadsplanering",
            },
        ),
        Column(
            "track",
            "inriktning",
            Kind.CODE,
            "Direction of the plan (L9).",
            codes={
                "arbete": "arbete",
                "studier": "studier",
                "sfi": "sfi",
                "rehabilitering": "rehabilitering",
            },
        ),
        Column("competence_codes", "kompetenser", Kind.TEXT, "SSYK codes joined by | (V6)."),
        Column("drawn_up_date", "upprattad", Kind.DATE, "Day it was drawn up.", Need.ALWAYS),
        Column("is_agreed", "overenskommen", Kind.YES_NO, "Agreed with the person (T6)."),
        Column("goal", "mal", Kind.TEXT, "Goal (T7).", personal=True),
        Column("next_step", "nasta_steg", Kind.TEXT, "Next step (T7).", personal=True),
        Column("responsible", "ansvarig", Kind.TEXT, "Who is responsible (T7)."),
        Column("follow_up_date", "uppfoljning", Kind.DATE, "Next follow-up (T7)."),
        Column(
            "planned_weekly_hours",
            "planerade_timmar_vecka",
            Kind.INTEGER,
            "Planned hours a week (T4).",
            minimum=0,
        ),
        Column(
            "work_capacity_percent",
            "arbetsformaga_procent",
            Kind.PERCENT,
            "Capacity that the plan is adapted to (T4).",
        ),
        Column("last_activity_date", "senaste_aktivitet", Kind.DATE, "Latest activity (L3)."),
        Column("closed_date", "avslutad", Kind.DATE, "Day it was closed."),
    ),
)

VALBEFINNANDE = Extract(
    name="valbefinnande",
    title="Välbefinnande",
    purpose="Frivillig uppföljning av måendet; påverkar aldrig biståndet.",
    mode=Mode.ADDS,
    monthly=False,
    key=("placement_id", "occasion"),
    columns=(
        Column("placement_id", "placering_id", Kind.TEXT, "The placement's id.", Need.KEY),
        Column(
            "occasion",
            "tillfalle",
            Kind.CODE,
            "When it was asked.",
            Need.KEY,
            codes={"start": "start", "uppfoljning": "uppföljning", "slut": "slut"},
        ),
        Column("measured_date", "matdatum", Kind.DATE, "Day it was asked."),
        Column(
            "change_score",
            "forandring",
            Kind.INTEGER,
            "How the person feels compared with the start, 1-5; 4 and 5 are improved (K9).",
            Need.ALWAYS,
            minimum=1,
            maximum=5,
        ),
        *(
            Column(
                f"who5_{number}",
                f"who5_{number}",
                Kind.INTEGER,
                "WHO-5 item, 0-5. Item scores never reach the warehouse.",
                minimum=0,
                maximum=5,
                personal=True,
            )
            for number in range(1, 6)
        ),
    ),
)
