"""Rules of letters: how they may sound, what they rest on, when to answer, how big a batch is."""

from datetime import date, datetime

import pandas as pd
import pytest

from offer_builders import municipality, programme
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.letters.blocks import Block, BlockKind, parse_blocks
from stegvis.domain.letters.ledger import Batch, batches, is_unusual, letter_id_of
from stegvis.domain.letters.legal_basis import legal_bases
from stegvis.domain.letters.plain_language import (
    FORBIDDEN,
    LONGEST_SENTENCE,
    forbidden_words,
    hard_reading,
    heading_order,
    long_sentences,
    personal_numbers,
    reading_ease,
)
from stegvis.domain.letters.reply_time import appointment_at, last_day_of_stay, reply_due_date
from stegvis.domain.work_calendar import swedish_calendar

CALENDAR = swedish_calendar(range(2026, 2028))


def a_paragraph(text):
    return (Block(BlockKind.PARAGRAPH, text=text),)


@pytest.mark.parametrize("word", sorted(FORBIDDEN))
def test_a_forbidden_word_is_found_in_capitals_and_in_facts(word):
    assert forbidden_words(a_paragraph(f"Ditt stöd {word.upper()} nu."))
    assert forbidden_words((Block(BlockKind.FACTS, facts=(("Obs", word),)),))


@pytest.mark.parametrize(
    "phrase",
    ["automatiskt", "utan försörjningsstöd", "dras in", "skyldig att tacka ja"],
)
def test_the_words_of_the_tone_test_are_forbidden_a12(phrase):
    assert phrase in FORBIDDEN


def test_a_kind_sentence_passes():
    assert not forbidden_words(a_paragraph("Du väljer själv. Ett nej kan påverka din rätt."))


def test_a_sentence_may_have_as_many_words_as_the_limit_and_no_more():
    fits = " ".join(["ord"] * LONGEST_SENTENCE) + "."

    assert not long_sentences(a_paragraph(fits))
    assert long_sentences(a_paragraph("Ett " + fits))


def test_a_full_stop_between_paragraphs_ends_a_sentence_and_a_web_address_is_no_word():
    assert not long_sentences(a_paragraph("Läs mer: https://kommun.example/om/personuppgifter"))


def test_lix_is_words_per_sentence_and_the_share_of_long_words():
    # 4 words in 2 sentences, 1 of them longer than six letters: 2 + 25.
    assert reading_ease(a_paragraph("Vi hjälper dig. Kom.")) == 2 + 25


def test_a_hard_text_is_found():
    hard = "Kommunstyrelseförvaltningens myndighetsutövning förutsätter " * 8
    assert hard_reading(a_paragraph(hard + "."))
    assert not hard_reading(a_paragraph("Du får ett jobb hos oss. Ring så berättar vi mer."))


def test_the_outline_has_one_title_first_and_text_under_each_heading():
    assert not heading_order(parse_blocks("# T\n\nText.\n\n## A\n\nText."))
    assert heading_order(parse_blocks("Text.\n\n# T"))
    assert heading_order(parse_blocks("# T\n# U\n\nText."))
    assert heading_order(parse_blocks("# T\n\n## A\n## B\n\nText."))
    assert heading_order(parse_blocks("# T\n\nText.\n\n## A"))


@pytest.mark.parametrize(
    "text",
    ["199003022382", "19900302-2382", "900302-2382", "9003022382", "900302+2382", "19900302T0201"],
)
def test_what_looks_like_a_personal_number_is_found_and_not_quoted(text):
    (finding,) = personal_numbers(a_paragraph(f"Ärende {text} gäller dig."))

    assert text not in finding


@pytest.mark.parametrize(
    "text", ["EB-2026-01482", "0532-170 00", "199003022381", "123456789012345"]
)
def test_other_numbers_are_left_alone(text):
    assert not personal_numbers(a_paragraph(text))


def months(*pairs):
    return pd.DataFrame(
        {
            "person_id": pd.Series([person for person, _, _ in pairs], dtype="str"),
            "aid_month": pd.to_datetime([month for _, month, _ in pairs]).astype("datetime64[s]"),
            "counts_income_support": pd.Series([c for _, _, c in pairs], dtype="boolean"),
        }
    )


def basis(*pairs, programme_basis="SoL_12_3"):
    people = pd.Series(["p"], dtype="str")
    rules = municipality("varmdo").letters
    return legal_bases(people, months(*pairs), programme_basis, rules).iloc[0]


def test_three_months_in_a_row_up_to_october_2026_rest_on_the_activity_requirement_x11():
    three = [("p", month, True) for month in ("2026-08-01", "2026-09-01", "2026-10-01")]

    assert basis(*three) == "SoL_12_4a"
    assert basis(*three[1:]) == "SoL_12_3"


def test_three_months_up_to_september_2026_do_not_x11():
    three = [("p", month, True) for month in ("2026-07-01", "2026-08-01", "2026-09-01")]

    assert basis(*three) == "SoL_12_3"


def test_a_month_in_between_breaks_the_row_and_an_unknown_one_does_not_count_x11():
    gap = [("p", month, True) for month in ("2026-07-01", "2026-09-01", "2026-10-01")]
    unknown = [*gap, ("p", "2026-08-01", None)]

    assert basis(*gap) == "SoL_12_3"
    assert basis(*unknown) == "SoL_12_3"
    assert basis(*gap, ("p", "2026-08-01", True)) == "SoL_12_4a"


def test_the_row_has_to_reach_the_newest_month_delivered_x11():
    earlier = [("p", month, True) for month in ("2026-10-01", "2026-11-01", "2026-12-01")]

    assert basis(*earlier, ("other", "2027-01-01", True)) == "SoL_12_3"


def test_a_person_of_two_households_counts_a_month_once_x11():
    twice = [("p", "2026-10-01", True), ("p", "2026-10-01", True), ("p", "2026-09-01", True)]

    assert basis(*twice) == "SoL_12_3"


def test_an_offer_of_employment_rests_on_itself_x11():
    three = [("p", month, True) for month in ("2026-08-01", "2026-09-01", "2026-10-01")]

    assert basis(*three, programme_basis="erbjudande_anstallning") == "erbjudande_anstallning"


def test_nobody_delivered_rests_on_the_programmes_basis_x11():
    assert basis() == "SoL_12_3"


def test_the_last_day_to_answer_is_a_working_day():
    assert reply_due_date(date(2026, 11, 20), 10, CALENDAR) == date(2026, 11, 30)
    assert reply_due_date(date(2026, 11, 19), 10, CALENDAR) == date(2026, 11, 30)
    assert reply_due_date(date(2026, 12, 15), 10, CALENDAR) == date(2026, 12, 28)


def test_whoever_is_received_at_a_time_answers_the_working_day_before():
    visit = datetime(2026, 11, 30, 9, tzinfo=STOCKHOLM)

    assert reply_due_date(date(2026, 11, 20), 10, CALENDAR, received_at=visit) == date(2026, 11, 27)
    assert reply_due_date(date(2026, 11, 20), 5, CALENDAR, received_at=visit) == date(2026, 11, 25)


def test_a_person_is_received_on_an_open_day_with_notice_t5():
    reception = programme("trollhattan").reception.model_copy(
        update={"weekdays": ("monday",), "notice_working_days": 4}
    )

    visit = appointment_at(reception, date(2026, 11, 20), "0" * 16, CALENDAR)

    assert visit == datetime(2026, 11, 30, 9, tzinfo=STOCKHOLM)


def test_the_offers_id_chooses_among_the_times_of_a_day_and_always_the_same():
    reception = programme("trollhattan").reception
    day = date(2026, 11, 20)

    hours = [appointment_at(reception, day, f"{n:08x}", CALENDAR).hour for n in (0, 1, 0, 1)]

    assert hours == [9, 13, 9, 13]


def test_a_stay_of_four_weeks_ends_on_the_same_weekday_t5():
    assert last_day_of_stay(date(2026, 11, 23), 4) == date(2026, 12, 21)


def test_a_batch_is_unusual_above_the_limit_until_five_are_known_then_above_three_medians():
    rules = municipality("amal").letters.model_copy(update={"absolute_batch_limit": 120})

    assert not is_unusual(120, [1, 1, 1, 1], rules)
    assert is_unusual(121, [1, 1, 1, 1], rules)
    assert not is_unusual(30, [10, 10, 10, 2, 200], rules)
    assert is_unusual(31, [10, 10, 10, 2, 200], rules)


def letters(*rows):
    frame = pd.DataFrame(rows, columns=["letter_id", "day", "status", "tries"])
    planned = pd.to_datetime(frame["day"]).dt.tz_localize(STOCKHOLM)
    return frame.assign(planned_at=planned)


def test_a_batch_is_a_days_letters_and_stays_the_same_while_it_is_rendered():
    before = letters(("a", "2026-11-20", "planned", 0), ("b", "2026-11-20", "planned", 0))
    halfway = letters(("a", "2026-11-20", "rendered", 1), ("b", "2026-11-20", "planned", 0))

    assert batches(before) == batches(halfway) == (Batch(date(2026, 11, 20), ("a", "b")),)


def test_a_day_on_which_everything_is_rendered_withdrawn_or_given_up_is_no_batch():
    done = letters(
        ("a", "2026-11-20", "rendered", 1),
        ("b", "2026-11-20", "withdrawn", 0),
        ("c", "2026-11-20", "failed", 3),
    )

    assert batches(done) == ()


def test_letters_of_one_offer_differ_by_template_language_and_round():
    ids = {
        letter_id_of("offer", "a/offer", "sv", 1),
        letter_id_of("offer", "a/offer", "sv", 2),
        letter_id_of("offer", "a/offer", "en", 1),
        letter_id_of("offer", "a/reminder", "sv", 1),
    }

    assert len(ids) == 4
