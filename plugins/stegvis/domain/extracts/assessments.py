"""What staff have assessed: ``stodbedomning`` and ``bedomning`` (contract 1.4)."""

from stegvis.domain.extracts.declaration import Column, Extract, Kind, Mode, Need
from stegvis.domain.extracts.shared_columns import PERSONAL_NUMBER

SUPPORT_FORMS = {
    "nystartsjobb": "nystartsjobb",
    "introduktionsjobb": "introduktionsjobb",
    "yrkesintroduktion": "yrkesintroduktionsanställning",
    "osa": "offentligt skyddat arbete",
    "lonebidrag": "lönebidrag",
    "etableringsjobb": "etableringsjobb",
}

STODBEDOMNING = Extract(
    name="stodbedomning",
    title="Arbetsförmedlingens besked om stödformer",
    purpose="Arbetsförmedlingens besked i det enskilda ärendet, infört av handläggare.",
    mode=Mode.ADDS,
    monthly=False,
    key=("personal_number", "support_form", "word_source", "word_date"),
    ordered=(("word_date", "valid_to_date"),),
    columns=(
        PERSONAL_NUMBER,
        Column(
            "support_form",
            "form",
            Kind.CODE,
            "Form of subsidised employment.",
            Need.KEY,
            codes=SUPPORT_FORMS,
        ),
        Column(
            "word",
            "besked",
            Kind.CODE,
            "What Arbetsförmedlingen says.",
            Need.ALWAYS,
            codes={"ja": "ja", "nej": "nej"},
        ),
        Column(
            "level",
            "niva",
            Kind.INTEGER,
            "Level of nystartsjobb only; 3 is the highest.",
            minimum=1,
            maximum=3,
        ),
        Column(
            "word_source",
            "kalla",
            Kind.CODE,
            "Where the word comes from. Our own calculation never counts as AF's word.",
            Need.KEY,
            codes={
                "af_beslut": "beslut från Arbetsförmedlingen",
                "af_besked": "besked från Arbetsförmedlingen",
                "egen_berakning": "egen beräkning",
            },
        ),
        Column("word_date", "datum", Kind.DATE, "Day of the word.", Need.KEY),
        Column("valid_to_date", "giltig_till", Kind.DATE, "Last day it holds."),
    ),
)

BEDOMNING = Extract(
    name="bedomning",
    title="Handläggarens bedömningar",
    purpose="Bedömningar i ärendet som krävs innan ett erbjudande kan lämnas.",
    mode=Mode.ADDS,
    monthly=False,
    key=("personal_number", "assessed_date"),
    columns=(
        PERSONAL_NUMBER,
        Column(
            "work_capacity_percent",
            "arbetsformaga_procent",
            Kind.PERCENT,
            "Assessed capacity for work (K5); never inferred.",
        ),
        Column(
            "childcare",
            "barnomsorg",
            Kind.CODE,
            "Whether childcare is arranged (A5).",
            codes={"ordnad": "ordnad", "ej_ordnad": "inte ordnad"},
        ),
        Column("childcare_from_date", "barnomsorg_from", Kind.DATE, "Childcare from this day."),
        Column(
            "has_ame_consent",
            "samtycke_ame",
            Kind.YES_NO,
            "Consent to share with the labour-market unit (K10).",
        ),
        Column("assessed_by", "bedomd_av", Kind.TEXT, "Who assessed."),
        Column("assessed_date", "datum", Kind.DATE, "Day of the assessment.", Need.KEY),
    ),
)
