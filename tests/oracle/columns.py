"""The columns of the files that screening reads (contract 1.1 to 1.4), as the text lists them."""

from dataclasses import dataclass, field

TEXT, DATE, TIMESTAMP, YES_NO = "text", "date", "timestamp", "yes or no"
WHOLE, KRONOR, IDENTITY = "whole number", "kronor", "identity"

FORMS = ("nystartsjobb", "introduktionsjobb", "yrkesintroduktion", "osa", "lonebidrag")


@dataclass(frozen=True)
class Extract:
    """One kind of file. ``kinds``: what a cell holds, a tuple being a list of codes."""

    name: str
    kinds: dict
    key: tuple
    required: tuple = ()
    adds_up: bool = True
    in_order: tuple = field(default=())

    @property
    def is_monthly(self):
        return self.name == "bistand"


def _texts(*names):
    return dict.fromkeys(names, TEXT)


PERSON = _texts("fornamn", "efternamn", "enhet", "handlaggare", "tolksprak") | {
    "tolkbehov": YES_NO,
    "sekretessmarkering": YES_NO,
    "skyddad_folkbokforing": YES_NO,
}
CONTACT = _texts("co_adress", "gatuadress", "postnr", "postort", "epost", "mobil")

BISTAND = Extract(
    "bistand",
    _texts("ar", "manad", "kommun", "hushall_id", "arende_id", "forsorjningshinder")
    | dict.fromkeys(("antal_barn", "manader_i_rad"), WHOLE)
    | dict.fromkeys(("sbel", "sbel_forsorjningsstod", "sbel_livsforing", "norm_behov"), KRONOR)
    | dict.fromkeys(("beslut_datum", "beslut_from", "beslut_tom"), DATE)
    | {
        "personnr": IDENTITY,
        "hhstatus": ("1", "2", "3"),
        "kon": ("1", "2"),
        "hushallstyp": ("1", "3", "4", "5", "6", "7", "8", "9"),
        "beslut_typ": ("01", "02", "03"),
        "arbetsmarknadsinsats": YES_NO,
    }
    | PERSON
    | CONTACT,
    key=("ar", "manad", "hushall_id", "personnr"),
    required=("kommun", "hhstatus", "kon", "hushallstyp", "antal_barn", "beslut_typ"),
    adds_up=False,
    in_order=(("beslut_from", "beslut_tom"),),
)
ANSOKAN = Extract(
    "ansokan",
    _texts("ansokan_id", "kommun", "hushall_id", "arende_id", "forsorjningshinder", "undantag_kod")
    | {
        "personnr": IDENTITY,
        "ansokt_at": TIMESTAMP,
        "kanal": ("muntlig", "etjanst", "papper"),
    }
    | PERSON
    | CONTACT,
    key=("ansokan_id", "personnr"),
    required=("kommun", "hushall_id", "ansokt_at"),
)
AF_STATUS = Extract(
    "af_status",
    _texts("status_text", "skat_text", "skat_kod", "akassa")
    | dict.fromkeys(("sekretessmarkering", "arbetssokande"), YES_NO)
    | dict.fromkeys(
        ("fraga_datum", "registrerad", "avaktualiserad", "aktivitetsrapport_senaste"), DATE
    )
    | {"personnr": IDENTITY, "status_kod": WHOLE, "omfattning": range(101)},
    key=("personnr", "fraga_datum"),
    required=("status_kod",),
)
STODBEDOMNING = Extract(
    "stodbedomning",
    {
        "personnr": IDENTITY,
        "form": (*FORMS, "etableringsjobb"),
        "besked": ("ja", "nej"),
        "niva": range(1, 4),
        "kalla": ("af_beslut", "af_besked", "egen_berakning"),
        "datum": DATE,
        "giltig_till": DATE,
    },
    key=("personnr", "form", "kalla", "datum"),
    required=("besked",),
    in_order=(("datum", "giltig_till"),),
)
BEDOMNING = Extract(
    "bedomning",
    {
        "personnr": IDENTITY,
        "arbetsformaga_procent": range(101),
        "barnomsorg": ("ordnad", "ej_ordnad"),
        "barnomsorg_from": DATE,
        "samtycke_ame": YES_NO,
        "bedomd_av": TEXT,
        "datum": DATE,
    },
    key=("personnr", "datum"),
)
ERBJUDANDE = Extract(
    "erbjudande",
    _texts("erbjudande_id", "ansokan_id", "program")
    | {
        "personnr": IDENTITY,
        "erbjuden_at": TIMESTAMP,
        "svar": ("ja", "nej", "inget_svar"),
        "svar_datum": DATE,
    },
    key=("erbjudande_id",),
    required=("personnr", "program", "erbjuden_at"),
)
PLAN = Extract(
    "plan",
    _texts("plan_id", "kompetenser", "mal", "nasta_steg", "ansvarig")
    | dict.fromkeys(("upprattad", "uppfoljning", "senaste_aktivitet", "avslutad"), DATE)
    | {
        "personnr": IDENTITY,
        "typ": ("handlingsplan", "arbetsmarknadsplanering"),
        "inriktning": ("arbete", "studier", "sfi", "rehabilitering"),
        "overenskommen": YES_NO,
        "planerade_timmar_vecka": WHOLE,
        "arbetsformaga_procent": range(101),
    },
    key=("plan_id",),
    required=("personnr", "typ", "upprattad"),
    adds_up=False,
    in_order=(("upprattad", "avslutad"),),
)

EXTRACTS = {
    extract.name: extract
    for extract in (BISTAND, ANSOKAN, AF_STATUS, STODBEDOMNING, BEDOMNING, ERBJUDANDE, PLAN)
}
