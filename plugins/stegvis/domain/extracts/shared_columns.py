"""Columns that several extracts have, worded once."""

from stegvis.domain.extracts.declaration import Column, Kind, Need

MUNICIPALITY_CODE = Column(
    "municipality_code",
    "kommun",
    Kind.DIGITS,
    "Municipality code as text; mind the leading zero of 0120.",
    Need.ALWAYS,
    length=4,
)
PERSONAL_NUMBER = Column(
    "personal_number",
    "personnr",
    Kind.IDENTITY,
    "Twelve digits: personnummer, or samordningsnummer with 60 added to the day. "
    "A temporary number (19961224T0201) is a warning and goes to manual handling.",
    Need.KEY,
    personal=True,
)
PROTECTION = (
    Column(
        "has_secrecy_marking",
        "sekretessmarkering",
        Kind.YES_NO,
        "Secrecy marking in the population register. A missing value means protected (X2).",
        Need.PROTECTION,
    ),
    Column(
        "has_protected_registration",
        "skyddad_folkbokforing",
        Kind.YES_NO,
        "Protected population registration. A missing value means protected (X2).",
        Need.PROTECTION,
    ),
)
CONTACT = (
    Column("care_of", "co_adress", Kind.TEXT, "Care-of line of the address.", personal=True),
    Column("street_address", "gatuadress", Kind.TEXT, "Street address.", personal=True),
    Column("postcode", "postnr", Kind.TEXT, "Postcode, five digits.", personal=True),
    Column("post_town", "postort", Kind.TEXT, "Post town.", personal=True),
    Column("email", "epost", Kind.TEXT, "E-mail address; nothing is sent to it.", personal=True),
    Column("mobile_phone", "mobil", Kind.TEXT, "Mobile telephone number.", personal=True),
)
CASE_ID = Column(
    "case_id",
    "arende_id",
    Kind.TEXT,
    "Case number; what letters and shared lists show.",
    length=40,
)
ROUTING = (
    Column("unit", "enhet", Kind.TEXT, "Unit that owns the case; routes tasks."),
    Column("caseworker", "handlaggare", Kind.TEXT, "Caseworker of the case; routes tasks."),
)
LANGUAGE = (
    Column("needs_interpreter", "tolkbehov", Kind.YES_NO, "Whether an interpreter is needed."),
    Column(
        "interpreter_language",
        "tolksprak",
        Kind.TEXT,
        "Language of the interpreter, ISO 639; decides the letter's enclosure.",
    ),
)
SUPPORT_OBSTACLE = "The municipality's own label, mapped to a group in its configuration."

PROGRAMME = Column(
    "programme_id", "program", Kind.TEXT, "Programme id, as the programme file is called."
)
EMPLOYER_TYPES = {
    "kommun": "kommunal förvaltning",
    "kommunalt_bolag": "kommunalt bolag",
    "privat": "privat arbetsgivare",
    "ideell": "ideell organisation",
}
EMPLOYER = (
    Column("employer", "arbetsgivare", Kind.TEXT, "Employer."),
    Column("workplace", "arbetsplats", Kind.TEXT, "Workplace."),
    Column(
        "employer_type",
        "arbetsgivartyp",
        Kind.CODE,
        "Kind of employer (A13, K13, T12).",
        codes=EMPLOYER_TYPES,
    ),
)
NO_DISPLACEMENT = Column(
    "no_displacement_confirmed",
    "undantrangning_kontrollerad",
    Kind.YES_NO,
    "Confirmed that nobody's ordinary job is displaced (A13).",
)
