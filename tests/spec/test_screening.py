"""Outcome, rank and earliest date, as contract 2 and the programme files say."""

import pandas as pd
import pytest

from row_builders import MAN, WOMAN, a_word, an_aid_row, an_answer, an_application, delivered
from screened import result, results

AS_OF = "2026-11-20"
UNEMPLOYED = "Arbetslös, ingen ersättning/stöd"
YOUNG = "200111212387"  # turns 25 on 21 November 2026


def amal(answer=None, as_of=AS_OF, words=(), **aid):
    files = [delivered("bistand", "202610", an_aid_row(**aid))]
    if answer:
        files.append(delivered("af_status", "20261116", answer))
    if words:
        files.append(delivered("stodbedomning", "20261116", *words))
    return result("amal", as_of, *files)


def a_capacity(day):
    return {"personal_number": WOMAN, "assessed_date": day, "work_capacity_percent": 50}


def test_somebody_who_meets_everything_is_eligible_from_today():
    row = amal(an_answer())

    assert (row.outcome, row.not_met, row.unknown, row["rank"]) == ("eligible", "", "", 1)
    assert row.eligible_from == pd.Timestamp(AS_OF)


def test_what_is_unknown_is_for_a_person_to_look_at_and_never_a_no():
    row = amal()

    assert (row.outcome, row.not_met) == ("needs_review", "")
    assert row.unknown == "registered_jobseeker|long_term_or_highest_nystartsjobb"
    assert pd.isna(row.eligible_from)


def test_one_no_is_enough_and_the_unknown_is_told_beside_it():
    row = amal(decision_type_code="02")

    assert (row.outcome, row.not_met) == ("not_eligible", "receives_assistance")
    assert "registered_jobseeker" in row.unknown
    assert pd.isna(row.eligible_from)


def test_a4_the_other_leg_of_the_group_is_enough():
    answer = an_answer(registered_date="2026-09-01")

    assert amal(answer).outcome == "needs_review"
    assert amal(answer, words=[a_word()]).outcome == "eligible"
    assert amal(answer, words=[a_word(level=1)]).outcome == "not_eligible"


def test_the_earliest_date_waits_for_the_months_without_work():
    row = amal(an_answer(registered_date="2026-02-28"), words=[a_word(word="nej")])

    assert row.eligible_from == pd.Timestamp("2027-02-28")


def test_a4_turning_25_makes_the_wait_longer():
    aid, no = {"personal_number": YOUNG}, [a_word(personal_number=YOUNG, word="nej")]
    soon = an_answer(personal_number=YOUNG, registered_date="2026-05-20")
    later = an_answer(personal_number=YOUNG, registered_date="2026-05-21")

    assert amal(soon, words=no, **aid).outcome == "eligible"
    assert amal(later, words=no, **aid).eligible_from == pd.Timestamp("2027-05-21")


def test_k2_the_earliest_date_is_the_first_day_of_the_sixth_aid_month():
    files = [
        delivered("bistand", f"2026{month:02d}", an_aid_row(income_support_sek=sek))
        for month, sek in ((7, 0), (8, 9000), (9, 9000), (10, 9000))
    ]
    more = [
        delivered("stodbedomning", "20261101", a_word()),
        delivered("bedomning", "20261101", a_capacity("2026-11-01")),
    ]
    row = result("kramfors", AS_OF, *files, *more)

    assert (row.outcome, row.not_met) == ("not_eligible", "income_support_months")
    assert pd.isna(row.eligible_from), "January 2027 lies after the programme's end (K14)"


def test_somebody_who_lacks_only_a_month_not_yet_delivered_is_shown_today():
    files = [
        delivered("bistand", f"2025{month:02d}", an_aid_row(income_support_sek=9000 * (month > 5)))
        for month in range(5, 11)
    ]
    more = [
        delivered("stodbedomning", "20251101", a_word(word_date="2025-09-01")),
        delivered("bedomning", "20251101", a_capacity("2025-11-01")),
    ]
    row = result("kramfors", "2025-11-20", *files, *more)

    assert (row.outcome, row.not_met) == ("not_eligible", "income_support_months")
    assert row.eligible_from == pd.Timestamp("2025-11-20")


def test_people_rank_by_months_and_ties_go_by_household_then_number():
    def row(number, household, months):
        return an_aid_row(personal_number=number, household_id=household, consecutive_months=months)

    numbers = [WOMAN, MAN, "199003022390", "199003032381"]
    aid = [row(numbers[0], "H2", 3), row(numbers[1], "H9", 5), row(numbers[2], "H1", 3)]
    aid.append(row(numbers[3], "H1", 3) | {"household_role": "2"})
    found = results(
        "amal",
        AS_OF,
        delivered("bistand", "202610", *aid),
        delivered("af_status", "20261116", *[an_answer(personal_number=n) for n in numbers]),
    )

    assert found["personal_number"].tolist() == [MAN, numbers[2], numbers[3], WOMAN]
    assert found["rank"].tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(("first", "second"), [("2026-11-18 09:00:00", "2026-11-18 09:00:01")])
def test_t1_the_first_to_apply_is_first(first, second):
    label = "Arbetslös, ingen ersättning/stöd"
    rows = delivered(
        "ansokan",
        "20261119",
        an_application(applied_at=second, support_obstacle=label),
        an_application(
            applied_at=first, support_obstacle=label, personal_number=MAN, household_id="H2"
        ),
    )

    assert results("trollhattan", AS_OF, rows)["personal_number"].tolist() == [MAN, WOMAN]


@pytest.mark.parametrize("decision", [None, "01", "02"])
def test_t3_the_referral_waits_for_no_decision_on_assistance(decision):
    files = [
        delivered("ansokan", "20261119", an_application(support_obstacle=UNEMPLOYED)),
        delivered("bistand", "202610"),
    ]
    if decision:
        files[1] = delivered("bistand", "202610", an_aid_row(decision_type_code=decision))

    assert result("trollhattan", AS_OF, *files).outcome == "eligible"


def test_whose_household_id_cannot_be_read_comes_first_among_the_unranked():
    lost = an_application(personal_number=MAN, household_id=None, is_quarantined=True)
    rows = delivered("ansokan", "20261119", an_application(exception_code="sjuk"), lost)

    assert results("varmdo", AS_OF, rows)["personal_number"].tolist() == [MAN, WOMAN]


def test_l13_children_in_a_quarantined_row_give_no_priority():
    files = [
        delivered("bistand", "202610", an_aid_row(children_count=2, is_quarantined=True)),
        delivered("ansokan", "20261119", an_application(support_obstacle=UNEMPLOYED),
                  an_application(personal_number=MAN, household_id="H0",
                                 support_obstacle=UNEMPLOYED)),
        delivered("plan", "20261116"),
    ]  # fmt: skip
    found = results("linkoping", AS_OF, *files)

    assert found["rank"].tolist() == [1, 2]
    assert found["household_id"].tolist() == ["H0", "H1"]


def test_t2_somebody_under_18_is_for_a_person_to_look_at():
    row = delivered("ansokan", "20261119", an_application(personal_number="201301012397"))

    assert result("varmdo", AS_OF, row).unknown.startswith("adult")


def test_linkoping_lists_recipients_and_applicants_once_each():
    files = [
        delivered("bistand", "202610", an_aid_row()),
        delivered("ansokan", "20261119", an_application(household_id="H5"),
                  an_application(personal_number=MAN, household_id="H7",
                                 support_obstacle="Arbetslös, ingen ersättning/stöd")),
        delivered("plan", "20261116"),
    ]  # fmt: skip
    found = results("linkoping", AS_OF, *files)

    assert found["personal_number"].tolist() == [WOMAN, MAN], "more months go first"
    assert found["household_id"].tolist() == ["H1", "H7"]
    assert set(found["outcome"]) == {"eligible"}
