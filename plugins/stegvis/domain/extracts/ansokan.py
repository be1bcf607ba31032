"""``ansokan``: one row per application and adult (contract 1.2)."""

from stegvis.domain.extracts.declaration import Column, Extract, Kind, Mode, Need
from stegvis.domain.extracts.shared_columns import (
    CASE_ID,
    CONTACT,
    LANGUAGE,
    MUNICIPALITY_CODE,
    PERSONAL_NUMBER,
    PROTECTION,
    ROUTING,
    SUPPORT_OBSTACLE,
)

EXCEPTIONS = {
    "sjuk": "sjuk",
    "foraldraledig": "föräldraledig",
    "studerande": "studerande",
    "arbetar_heltid": "arbetar heltid",
    "pension": "pension",
    "annat": "annat skäl",
}

ANSOKAN = Extract(
    name="ansokan",
    title="Ansökningar om ekonomiskt bistånd",
    purpose="Handläggning av ansökan; löften om tid räknas från den.",
    mode=Mode.ADDS,
    monthly=False,
    key=("application_id", "personal_number"),
    columns=(
        Column("application_id", "ansokan_id", Kind.TEXT, "The application's id.", Need.KEY),
        MUNICIPALITY_CODE,
        Column(
            "household_id",
            "hushall_id",
            Kind.TEXT,
            "The source system's id of the assistance household.",
            Need.ALWAYS,
            length=40,
            personal=True,
        ),
        CASE_ID,
        PERSONAL_NUMBER,
        Column(
            "applied_at",
            "ansokt_at",
            Kind.TIMESTAMP,
            "When the application reached us, oral ones too. A bare date counts from 00:00 "
            "that day and is marked as imputed.",
            Need.ALWAYS,
        ),
        Column(
            "channel",
            "kanal",
            Kind.CODE,
            "How it was made.",
            codes={"muntlig": "muntlig", "etjanst": "e-tjänst", "papper": "papper"},
        ),
        Column("support_obstacle", "forsorjningshinder", Kind.LABEL, SUPPORT_OBSTACLE),
        Column(
            "exception_code",
            "undantag_kod",
            Kind.LABEL,
            "Stated exception from the main rule (V2); empty means none is stated.",
            codes=EXCEPTIONS,
        ),
        *ROUTING,
        *LANGUAGE,
        *PROTECTION,
        Column("first_name", "fornamn", Kind.TEXT, "Given name.", personal=True),
        Column("last_name", "efternamn", Kind.TEXT, "Family name.", personal=True),
        *CONTACT,
    ),
)
