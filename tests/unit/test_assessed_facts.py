"""Arbetsförmedlingen's word on a form and staff's on capacity (contract 2; A4, K4, K5)."""

import pytest

from row_builders import WOMAN, a_word, an_aid_row, delivered
from screened import fact

AS_OF = "2026-11-20"
AID = delivered("bistand", "202610", an_aid_row())
FORMS = ("nystartsjobb", "introduktionsjobb", "yrkesintroduktion", "osa", "lonebidrag")


def highest_level(*words):
    return fact("amal", "nystartsjobb_highest_level", AS_OF, AID, *_file("stodbedomning", words))


def supported_job(*words):
    return fact("kramfors", "entitled_to_supported_job", AS_OF, AID, *_file("stodbedomning", words))


def capacity(*assessments):
    rows = [{"personal_number": WOMAN, **row} for row in assessments]
    return fact("kramfors", "work_capacity_percent", AS_OF, AID, *_file("bedomning", rows))


def _file(extract, rows):
    return [delivered(extract, "20261119", *rows)] if rows else []


@pytest.mark.parametrize(("word", "expected"), [
    ({}, 1), ({"level": 2}, 0), ({"word": "nej", "level": None}, 0), ({"level": None}, "unknown"),
    ({"word_source": "egen_berakning"}, "unknown"), ({"support_form": "osa"}, "unknown"),
    ({"word_date": "2026-11-20"}, 1), ({"word_date": "2026-11-21"}, "unknown"),
    ({"valid_to_date": "2026-11-20"}, 1), ({"valid_to_date": "2026-11-19"}, "unknown"),
])  # fmt: skip
def test_a4_only_a_valid_yes_on_the_highest_level_is_the_highest_level(word, expected):
    assert highest_level(a_word(**word)) == expected


@pytest.mark.parametrize(("word", "day", "expected"), [
    ({"word": "nej"}, "2025-11-20", 0), ({"word": "nej"}, "2025-11-19", "unknown"),
    ({"level": 2}, "2025-11-20", 0), ({"level": 2}, "2025-11-19", "unknown"),
    ({}, "2015-01-01", 1),
])  # fmt: skip
def test_a4_a_no_or_a_low_level_without_an_end_holds_twelve_months_and_a_yes_has_no_end(
    word, day, expected
):
    assert highest_level(a_word(word_date=day, **word)) == expected


def test_a4_the_newest_word_counts_and_a_decision_goes_before_a_message_of_the_same_day():
    old, new = a_word(word_date="2026-08-01"), a_word(word="nej")
    message, ruling = a_word(word_source="af_besked"), a_word(word="nej")

    assert highest_level(old, new) == 0
    assert highest_level(message, ruling) == 0


def test_a4_our_own_calculation_never_hides_the_word_behind_it():
    assert (
        highest_level(
            a_word(), a_word(word="nej", word_source="egen_berakning", word_date="2026-11-01")
        )
        == 1
    )


def test_a4_a_quarantined_word_is_doubt_unless_a_newer_good_one_goes_before_it():
    lost = a_word(word_date="2026-10-01", is_quarantined=True)

    assert highest_level(a_word(), lost) == "unknown"
    assert highest_level(lost, a_word(word_date="2026-10-02")) == 1
    assert highest_level(a_word(), {**lost, "word_source": "egen_berakning"}) == 1
    assert highest_level(a_word(), {**lost, "word_date": "2026-11-21"}) == 1


def test_a_quarantined_word_whose_form_cannot_be_read_may_be_on_any_form():
    assert (
        highest_level(
            a_word(), a_word(support_form=None, is_quarantined=True, word_date="2026-10-01")
        )
        == "unknown"
    )


def test_k4_one_yes_is_enough_and_only_a_no_to_every_form_is_a_no():
    refused = [a_word(support_form=form, word="nej", level=None) for form in FORMS]

    assert supported_job(a_word(support_form="osa", level=None)) == 1
    assert supported_job(*refused) == 0
    assert supported_job(*refused[:-1]) == "unknown"
    assert supported_job(*refused[:-1], a_word(support_form="etableringsjobb")) == "unknown"


@pytest.mark.parametrize("percent", [49, 50])
def test_k5_capacity_is_what_was_assessed(percent):
    assert capacity({"assessed_date": "2026-10-01", "work_capacity_percent": percent}) == percent


def test_k4_any_word_with_a_level_below_the_highest_holds_twelve_months():
    low = a_word(support_form="osa", level=1)

    assert supported_job({**low, "word_date": "2025-11-20"}) == 1
    assert supported_job({**low, "word_date": "2025-11-19"}) == "unknown"


def test_a_last_day_that_can_be_read_ends_a_quarantined_word_whatever_else_cannot():
    lost = a_word(word_date=None, is_quarantined=True, valid_to_date="2026-11-18")
    backwards = {**lost, "word_date": "2026-11-19"}

    assert highest_level(a_word(), lost) == 1
    assert highest_level(a_word(), backwards) == "unknown", "either day may be the wrong one"


def test_k5_the_newest_assessment_with_a_value_counts_and_none_is_unknown():
    valued = {"assessed_date": "2026-10-01", "work_capacity_percent": 75}
    empty = {"assessed_date": "2026-11-01"}
    ahead = {"assessed_date": "2026-11-21", "work_capacity_percent": 10}

    assert capacity(valued, empty, ahead) == 75
    assert capacity(empty) == "unknown"
    assert capacity() == "unknown"


def test_k5_a_newer_value_that_could_not_be_read_leaves_the_capacity_unknown():
    valued = {"assessed_date": "2026-10-01", "work_capacity_percent": 75}
    lost = {"assessed_date": "2026-11-01", "is_quarantined": True}

    assert capacity(valued, {**lost, "unreadable": "work_capacity_percent"}) == "unknown"
    assert capacity(valued, lost) == 75
