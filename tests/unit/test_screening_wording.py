"""Each criterion in a sentence with value, limit and, where it is unknown, the reason (X15)."""

from datetime import date

from row_builders import an_aid_row, an_answer, delivered
from screened import facts, programme_of
from stegvis.domain.screening.wording import criterion_sentences, explanations

AS_OF = "2026-11-20"


def sentences(slug, *deliveries):
    table = facts(slug, AS_OF, *deliveries)
    return criterion_sentences(programme_of(slug), table, date.fromisoformat(AS_OF)).iloc[0]


def test_a_number_is_told_with_its_limit():
    found = sentences("kramfors", delivered("bistand", "202610", an_aid_row(consecutive_months=7)))

    assert found["age"] == "Är 36 år, gränsen är 18–65."
    assert found["income_support_months"] == (
        "Har fått försörjningsstöd 7 månader i rad, gränsen är minst 6."
    )


def test_what_is_unknown_is_told_with_why():
    found = sentences("kramfors", delivered("bistand", "202610", an_aid_row()))

    assert found["work_capacity"] == (
        "Går inte att avgöra: bedömd arbetsförmåga. Ingen bedömning eller inget besked finns."
    )
    assert found["income_support_months"] == (
        "Går inte att avgöra: månader i rad med försörjningsstöd. "
        "Underlaget går inte så långt tillbaka."
    )


def test_of_a_group_only_the_leg_that_is_met_is_told():
    found = sentences(
        "amal",
        delivered("bistand", "202610", an_aid_row()),
        delivered("af_status", "20261116", an_answer()),
    )

    assert found["long_term_or_highest_nystartsjobb"] == "Är långtidsarbetslös."


def test_the_whole_explanation_follows_the_order_of_the_file():
    table = facts("amal", AS_OF, delivered("bistand", "202610", an_aid_row()))
    text = explanations(programme_of("amal"), table, date.fromisoformat(AS_OF)).iloc[0]

    assert text.startswith("Är 36 år, gränsen är 20–65. Får ekonomiskt bistånd från kommunen.")
