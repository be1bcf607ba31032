"""How aid ended, and the population it is measured against: ``avslut``, ``befolkning``."""

from dataclasses import replace

from stegvis.domain.extracts.declaration import Column, Extract, Kind, Mode, Need
from stegvis.domain.extracts.participation import EXIT_REASONS
from stegvis.domain.extracts.shared_columns import MUNICIPALITY_CODE, PERSONAL_NUMBER

AVSLUT = Extract(
    name="avslut",
    title="Avslut av ekonomiskt bistånd",
    purpose="Uppföljning av varför bistånd upphör.",
    mode=Mode.MONTH,
    monthly=True,
    key=("year", "month", "household_id", "personal_number"),
    columns=(
        Column("year", "ar", Kind.DIGITS, "Year.", Need.KEY, length=4),
        Column("month", "manad", Kind.DIGITS, "Month.", Need.KEY, length=2),
        replace(MUNICIPALITY_CODE, need=Need.OPTIONAL),
        Column(
            "household_id",
            "hushall_id",
            Kind.TEXT,
            "The source system's id of the assistance household.",
            Need.KEY,
            length=40,
            personal=True,
        ),
        PERSONAL_NUMBER,
        Column(
            "exit_reason",
            "avslutsorsak",
            Kind.CODE,
            "Why aid ended (A7, L14).",
            Need.ALWAYS,
            codes=EXIT_REASONS,
        ),
        Column("exit_date", "datum", Kind.DATE, "Day aid ended.", Need.ALWAYS),
    ),
)

BEFOLKNING = Extract(
    name="befolkning",
    title="Befolkning",
    purpose="Offentlig statistik att jämföra med; inga personuppgifter.",
    mode=Mode.ADDS,
    monthly=False,
    key=("municipality_code", "year"),
    columns=(
        replace(MUNICIPALITY_CODE, need=Need.KEY),
        Column("year", "ar", Kind.DIGITS, "Year.", Need.KEY, length=4),
        Column(
            "population_count", "folkmangd", Kind.INTEGER, "Population.", Need.ALWAYS, minimum=0
        ),
        Column("employed_count", "sysselsatta", Kind.INTEGER, "Employed people.", minimum=0),
        Column("statistics_source", "kalla", Kind.TEXT, "Source of the figures.", Need.ALWAYS),
        Column("fetched_date", "hamtad", Kind.DATE, "Day they were fetched."),
    ),
)
