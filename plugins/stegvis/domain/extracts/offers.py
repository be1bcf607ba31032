"""What can be and was offered: ``plats`` and ``erbjudande`` (contract 1.4)."""

from dataclasses import replace

from stegvis.domain.extracts.declaration import Column, Extract, Kind, Mode, Need
from stegvis.domain.extracts.shared_columns import (
    EMPLOYER,
    NO_DISPLACEMENT,
    PERSONAL_NUMBER,
    PROGRAMME,
)

PLATS = Extract(
    name="plats",
    title="Platser som kan erbjudas",
    purpose="Planering av platser; innehåller inga uppgifter om sökande.",
    mode=Mode.SNAPSHOT,
    monthly=False,
    key=("place_id",),
    ordered=(("start_date", "end_date"),),
    columns=(
        Column("place_id", "plats_id", Kind.TEXT, "The place's id.", Need.KEY),
        replace(PROGRAMME, need=Need.ALWAYS),
        *EMPLOYER,
        Column("duties", "uppgifter", Kind.TEXT, "What the work is."),
        Column(
            "extent_percent",
            "omfattning_procent",
            Kind.PERCENT,
            "Extent of the employment.",
            Need.ALWAYS,
        ),
        Column("start_date", "start", Kind.DATE, "First day.", Need.ALWAYS),
        Column("end_date", "slut", Kind.DATE, "Last day."),
        Column("supervisor", "handledare", Kind.TEXT, "Named supervisor (A6)."),
        NO_DISPLACEMENT,
        Column("places_count", "antal", Kind.INTEGER, "How many places.", Need.ALWAYS, minimum=0),
        Column("occupation_code", "yrke_ssyk", Kind.TEXT, "Occupation, SSYK."),
    ),
)

ERBJUDANDE = Extract(
    name="erbjudande",
    title="Erbjudanden som lämnats utanför stegvis",
    purpose="Samma klockor stannar för erbjudanden som lämnats på annat sätt.",
    mode=Mode.ADDS,
    monthly=False,
    key=("outside_offer_id",),
    columns=(
        Column("outside_offer_id", "erbjudande_id", Kind.TEXT, "The offer's id.", Need.KEY),
        Column("application_id", "ansokan_id", Kind.TEXT, "Application that it answers."),
        replace(PERSONAL_NUMBER, need=Need.ALWAYS),
        replace(PROGRAMME, need=Need.ALWAYS),
        Column(
            "offered_at", "erbjuden_at", Kind.TIMESTAMP, "When it was made available.", Need.ALWAYS
        ),
        Column(
            "reply",
            "svar",
            Kind.CODE,
            "The person's answer; empty means none yet.",
            codes={"ja": "ja", "nej": "nej", "inget_svar": "inget svar"},
        ),
        Column("reply_date", "svar_datum", Kind.DATE, "Day of the answer."),
    ),
)
