"""``af_status``: Arbetsförmedlingen's answer, one row per person and query (contract 1.3).

The columns are the six items that Arbetsförmedlingen may hand over and no
more (X6). Three absences differ: no row (not asked), ``answer_code`` other
than 0 (asked, no answer), and an empty field (answered without it).
"""

from stegvis.domain.extracts.declaration import Column, Extract, Kind, Mode, Need
from stegvis.domain.extracts.shared_columns import PERSONAL_NUMBER

AF_STATUS = Extract(
    name="af_status",
    title="Svar från Arbetsförmedlingen",
    purpose="Uppgifter som Arbetsförmedlingen lämnar i pågående ärenden (2008:975 5 §).",
    mode=Mode.ADDS,
    monthly=False,
    strict_columns=True,
    key=("personal_number", "asked_date"),
    columns=(
        PERSONAL_NUMBER,
        Column("asked_date", "fraga_datum", Kind.DATE, "Day of the query.", Need.KEY),
        Column(
            "answer_code",
            "status_kod",
            Kind.INTEGER,
            '0 = answered. Anything else is "no answer", which is not "not registered".',
            Need.ALWAYS,
        ),
        Column("answer_text", "status_text", Kind.TEXT, "What the answer code says in words."),
        Column(
            "has_secrecy_marking",
            "sekretessmarkering",
            Kind.YES_NO,
            "1 in either source means protected; empty says nothing here.",
        ),
        Column("is_jobseeker", "arbetssokande", Kind.YES_NO, "Whether registered as jobseeker."),
        Column(
            "jobseeker_category_text",
            "skat_text",
            Kind.LABEL,
            "Jobseeker category in words; real answers have only this.",
        ),
        Column(
            "jobseeker_category_code", "skat_kod", Kind.LABEL, "Jobseeker category, two digits."
        ),
        Column("registered_date", "registrerad", Kind.DATE, "Registered from this day."),
        Column("deregistered_date", "avaktualiserad", Kind.DATE, "No longer registered from."),
        Column("work_extent_percent", "omfattning", Kind.PERCENT, "Extent of work sought."),
        Column(
            "activity_report_date",
            "aktivitetsrapport_senaste",
            Kind.DATE,
            "Day the latest activity report arrived.",
        ),
        Column("unemployment_fund", "akassa", Kind.TEXT, "Unemployment insurance fund."),
    ),
)
