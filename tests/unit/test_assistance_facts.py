"""Who receives assistance and for how long (contract 2; A2, K2)."""

import pytest

from row_builders import MAN, WOMAN, an_aid_row, delivered
from screened import fact, facts

AS_OF = "2026-11-20"


def months(*aid_rows, newest="202610", as_of=AS_OF, columns_present=None):
    """Income-support months when ``aid_rows`` are given newest first, one month each."""
    year, month = int(newest[:4]), int(newest[4:])
    deliveries = []
    for steps_back, rows in enumerate(aid_rows):
        number = year * 12 + month - 1 - steps_back
        period = f"{number // 12}{number % 12 + 1:02d}"
        if rows is not None:
            rows = rows if isinstance(rows, list) else [rows]
            deliveries.append(delivered("bistand", period, *rows, columns_present=columns_present))
    return fact("kramfors", "months_with_income_support", as_of, *deliveries)


def test_a_granted_and_paid_month_is_assistance_for_every_adult_of_the_household():
    rows = [an_aid_row(), an_aid_row(personal_number=MAN, household_role="2", assistance_sek=None)]
    table = facts("amal", AS_OF, delivered("bistand", "202610", *rows))

    assert list(table.columns["receives_assistance"].values) == [1, 1]


@pytest.mark.parametrize(("decision", "sek", "expected"), [
    ("01", 1, 1), ("03", 1, 1), ("02", 1, 0), ("01", 0, 0),
])  # fmt: skip
def test_only_a_granted_decision_and_a_paid_krona_are_assistance(decision, sek, expected):
    row = an_aid_row(decision_type_code=decision, assistance_sek=sek)

    assert (
        fact("amal", "receives_assistance", AS_OF, delivered("bistand", "202610", row)) == expected
    )


@pytest.mark.parametrize(("newest", "expected"), [("202609", 1), ("202608", "unknown")])
def test_assistance_is_unknown_when_the_newest_month_is_more_than_two_months_old(newest, expected):
    found = fact("amal", "receives_assistance", AS_OF, delivered("bistand", newest, an_aid_row()))

    assert found == expected


def test_either_of_two_households_is_enough_and_the_best_paid_one_is_shown():
    rows = [
        an_aid_row(household_id="H2", assistance_sek=0),
        an_aid_row(household_id="H3", assistance_sek=100),
    ]
    table = facts("amal", AS_OF, delivered("bistand", "202610", *rows))

    assert table.people["household_id"].tolist() == ["H3"]
    assert table.columns["receives_assistance"].is_met.tolist() == [True]


def test_the_household_with_good_rows_goes_before_one_that_was_paid_more():
    rows = [
        an_aid_row(household_id="H2", assistance_sek=9000, is_quarantined=True),
        an_aid_row(household_id="H3", assistance_sek=100),
    ]
    table = facts("amal", AS_OF, delivered("bistand", "202610", *rows))

    assert table.people["household_id"].tolist() == ["H3"]


def test_a_quarantined_row_still_lists_the_person_and_makes_assistance_unknown():
    row = an_aid_row(is_quarantined=True, decision_type_code="02")

    assert (
        fact("amal", "receives_assistance", AS_OF, delivered("bistand", "202610", row)) == "unknown"
    )


def test_a_quarantined_head_leaves_the_co_applicant_in_doubt():
    head = an_aid_row(is_quarantined=True)
    other = an_aid_row(personal_number=MAN, household_role="2", assistance_sek=None)
    table = facts("amal", AS_OF, delivered("bistand", "202610", head, other))

    assert not table.columns["receives_assistance"].known.any()


def test_children_are_not_listed():
    rows = [an_aid_row(), an_aid_row(personal_number=MAN, household_role="3")]

    assert len(facts("amal", AS_OF, delivered("bistand", "202610", *rows))) == 1


def test_months_are_counted_back_from_the_newest_until_one_does_not_count():
    paid, refused = an_aid_row(), an_aid_row(decision_type_code="02")

    assert months(paid, paid, refused, paid) == 2
    assert months(refused, paid, paid) == 0


def test_k2_a_household_id_that_changes_does_not_end_the_streak():
    assert (
        months(an_aid_row(), an_aid_row(household_id="H9"), an_aid_row(income_support_sek=0)) == 2
    )


def test_k2_a_streak_that_runs_out_of_history_is_unknown_without_the_source_systems_count():
    paid = an_aid_row()

    assert months(paid, paid) == "unknown"
    assert months(paid, None, paid) == "unknown"
    assert months(an_aid_row(consecutive_months=9), paid) == 9
    assert months(an_aid_row(consecutive_months=1), paid) == 2


def test_the_source_systems_count_never_saves_a_newest_month_that_does_not_count():
    assert months(an_aid_row(consecutive_months=9, income_support_sek=0)) == 0


def test_a_newest_month_without_amount_has_the_source_systems_count_or_is_unknown():
    paid = an_aid_row()

    assert months(an_aid_row(income_support_sek=None, consecutive_months=4), paid) == 4
    assert months(an_aid_row(income_support_sek=None), paid) == "unknown"


def test_a_file_without_income_support_counts_all_assistance():
    columns = {"assistance_sek", "consecutive_months"}
    row = an_aid_row(income_support_sek=None)

    assert months(row, an_aid_row(assistance_sek=0), columns_present=columns) == 1


def test_a_quarantined_month_ends_the_streak_without_being_a_gap():
    paid, lost = an_aid_row(), an_aid_row(is_quarantined=True)

    assert months(paid, lost, paid) == "unknown"
    assert months(an_aid_row(consecutive_months=7), lost, paid) == 7
    assert months(lost, paid) == "unknown"


def test_another_persons_rows_say_nothing():
    mine, others = an_aid_row(), an_aid_row(personal_number=MAN, household_id="H7")
    table = facts(
        "kramfors",
        AS_OF,
        delivered("bistand", "202610", mine, others),
        delivered("bistand", "202609", others),
    )
    streaks = dict(
        zip(
            table.people["personal_number"],
            table.columns["months_with_income_support"].values.tolist(),
            strict=True,
        )
    )

    assert streaks == {WOMAN: 1, MAN: 2}


def test_a_month_after_the_screening_date_is_not_read():
    later = delivered("bistand", "202612", an_aid_row(decision_type_code="02"))

    assert (
        fact(
            "amal",
            "receives_assistance",
            AS_OF,
            delivered("bistand", "202610", an_aid_row()),
            later,
        )
        == 1
    )
