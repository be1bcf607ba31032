"""Registration with Arbetsförmedlingen and time without work (contract 2; A3, A4)."""

from datetime import date

import numpy as np
import pytest

from row_builders import an_aid_row, an_answer, delivered
from screened import fact
from stegvis.domain.facts.employment import full_months

AS_OF = "2026-11-20"
AID = delivered("bistand", "202610", an_aid_row())


def registered(*answers, as_of=AS_OF):
    return fact("amal", "registered_jobseeker", as_of, AID, *asked(*answers))


def long_term(*answers):
    return fact("amal", "long_term_unemployed", AS_OF, AID, *asked(*answers))


def asked(*answers):
    """Each answer in a file of the day it was asked, as it would be delivered."""
    files = {}
    for answer in answers:
        files.setdefault((answer["asked_date"] or "2026-11-18").replace("-", ""), []).append(answer)
    return [delivered("af_status", period, *rows) for period, rows in files.items()]


def test_a3_a_registered_jobseeker_is_registered():
    assert registered(an_answer()) == 1


@pytest.mark.parametrize(("asked_date", "expected"), [("2026-10-20", 1), ("2026-10-19", "unknown")])
def test_a3_an_answer_is_good_for_31_days(asked_date, expected):
    assert registered(an_answer(asked_date=asked_date)) == expected


@pytest.mark.parametrize(("left", "expected"), [
    (None, 1), ("2026-11-21", 1), ("2026-11-20", 0), ("2025-01-06", 1), ("2025-01-07", 0),
])  # fmt: skip
def test_a3_a_deregistration_ahead_or_before_the_registration_is_none(left, expected):
    assert registered(an_answer(deregistered_date=left)) == expected


def test_a3_the_three_absences_are_unknown_and_never_no():
    assert registered() == "unknown"
    assert registered(an_answer(answer_code=4, is_jobseeker=None)) == "unknown"
    assert registered(an_answer(is_jobseeker=None)) == "unknown"


def test_a_query_without_an_answer_does_not_hide_an_older_answer():
    assert registered(an_answer(), an_answer(asked_date="2026-11-18", answer_code=9)) == 1


def test_a_query_without_an_answer_does_not_replace_the_answer_of_the_same_day():
    again = delivered("af_status", "20261119", an_answer(answer_code=9, is_jobseeker=None))

    assert fact("amal", "registered_jobseeker", AS_OF, AID, *asked(an_answer()), again) == 1


def test_a_quarantined_answer_hides_older_ones_until_a_newer_good_one_comes():
    lost = an_answer(asked_date="2026-11-17", is_quarantined=True)

    assert registered(an_answer(is_jobseeker=False), lost) == "unknown"
    assert registered(an_answer(), lost, an_answer(asked_date="2026-11-18")) == 1


def test_a_quarantined_answer_without_a_date_stands_on_the_day_of_its_file():
    lost = an_answer(asked_date=None, is_quarantined=True)

    assert registered(an_answer(asked_date="2026-11-17"), lost) == "unknown"
    assert registered(an_answer(asked_date="2026-11-19"), lost) == 1


def test_a_quarantined_query_without_an_answer_hides_nothing():
    assert (
        registered(
            an_answer(), an_answer(asked_date="2026-11-18", answer_code=3, is_quarantined=True)
        )
        == 1
    )


@pytest.mark.parametrize(("registered_date", "expected"), [("2025-11-20", 1), ("2025-11-21", 0)])
def test_a4_from_25_twelve_months_are_long(registered_date, expected):
    assert long_term(an_answer(registered_date=registered_date)) == expected


def test_a4_a_category_with_work_counts_no_months():
    assert long_term(an_answer(jobseeker_category_code="41")) == 0


@pytest.mark.parametrize(("code", "text", "expected"), [
    (None, "  öppet   ARBETSLÖS ", 1), ("99", "Öppet arbetslös", 1), ("41", "Öppet arbetslös", 0),
    (None, "Rymdfarare", "unknown"), (None, None, "unknown"),
])  # fmt: skip
def test_a4_the_code_goes_before_the_text_and_an_unmapped_category_is_unknown(code, text, expected):
    answer = an_answer(jobseeker_category_code=code, jobseeker_category_text=text)

    assert long_term(answer) == expected


def test_a4_a_registration_without_a_day_leaves_the_months_unknown():
    assert long_term(an_answer(registered_date=None)) == "unknown"


@pytest.mark.parametrize(("left", "expected"), [("2026-04-01", 1), ("2026-03-31", 0)])
def test_a4_a_break_of_at_most_30_days_does_not_begin_the_count_again(left, expected):
    before = an_answer(
        asked_date="2026-04-02", registered_date="2024-01-01", deregistered_date=left
    )

    assert long_term(before, an_answer(registered_date="2026-05-01")) == expected


def test_a4_work_between_two_answers_begins_the_count_at_the_next_answer_without_work():
    answers = [
        an_answer(asked_date="2026-06-01"),
        an_answer(asked_date="2026-07-01", jobseeker_category_code="31"),
        an_answer(asked_date="2026-08-01"),
        an_answer(asked_date="2026-11-16"),
    ]

    assert long_term(*answers) == 0


def test_a4_a_quarantined_answer_that_the_search_comes_to_leaves_the_months_unknown():
    lost = an_answer(asked_date="2026-08-01", is_quarantined=True)
    ends = an_answer(
        asked_date="2026-09-01", jobseeker_category_code="31", registered_date="2020-01-01"
    )

    assert long_term(lost, an_answer()) == "unknown"
    assert long_term(lost, ends, an_answer(registered_date="2026-10-01")) == 0


@pytest.mark.parametrize(("start", "as_of", "expected"), [
    ("2026-08-31", date(2027, 2, 28), 6), ("2026-08-31", date(2027, 2, 27), 5),
    ("2024-02-29", date(2025, 2, 28), 12), ("2026-11-20", date(2026, 11, 20), 0),
    ("2027-01-01", date(2026, 11, 20), 0),
])  # fmt: skip
def test_full_months_end_on_the_last_day_where_the_day_is_missing(start, as_of, expected):
    assert full_months(np.array([start], dtype="datetime64[D]"), as_of)[0] == expected
