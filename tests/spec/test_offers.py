"""Who is offered a programme, in which order, and what becomes of an offer."""

from datetime import date, datetime, timedelta
from itertools import permutations

import pandas as pd
import pytest
from pydantic import ValidationError

from offer_builders import (
    FRIDAY,
    PROGRAMMES,
    a_changed,
    a_standing,
    at,
    drafted,
    in_line,
    offers,
    places,
    programme,
)
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.offers.events import offer_events, offer_id_of
from stegvis.domain.offers.lifecycle import offer_status
from stegvis.domain.offers.places import (
    BEFORE_PROGRAMME,
    NO_END,
    NOT_DESCRIBED,
    PAST_CLOSE,
    TOO_SOON,
    UNCONFIRMED,
    WRONG_EMPLOYER,
    free_slots,
    with_problems,
)
from stegvis.domain.offers.planning import offers_for_letters, with_places
from stegvis.domain.offers.stops import reasons_to_wait
from stegvis.domain.offers.withdrawing import offers_to_withdraw
from stegvis.domain.programmes import Employment

TODAY = FRIDAY.date()
ANSWER_BY = date(2026, 11, 30)


def offered(drafting):
    return list(drafting.events["person_id"])


# Capacity and order


def test_of_105_eligible_100_are_proposed_and_5_wait_in_rank_order_a11():
    drafting = drafted(in_line(105))

    assert offered(drafting) == [f"p-{n:03d}" for n in range(1, 101)]
    waiting = drafting.queue[["person_id", "queue_number", "waits_for"]].to_dict("records")
    assert waiting == [
        {"person_id": f"p-{100 + n}", "queue_number": n, "waits_for": "capacity"}
        for n in range(1, 6)
    ]


def test_rank_decides_and_not_the_order_of_rows_a11():
    drafting = drafted(in_line(105).iloc[::-1])

    assert "p-101" not in offered(drafting)


def test_open_offers_and_participants_take_of_the_capacity_once_each_a11():
    busy = offers(
        {"person_id": "x-1", "status": "released"},
        {"person_id": "x-2", "status": "accepted"},
        {"person_id": "x-3", "status": "declined", "answered_at": FRIDAY},
    )
    standing = a_standing(busy, participants=("x-2", "x-4"))

    assert len(drafted(in_line(105), standing).events) == 97


def test_a_full_programme_offers_nothing_and_everybody_waits_a11():
    standing = a_standing(participants=tuple(f"x-{n}" for n in range(101)))

    drafting = drafted(in_line(3), standing)

    assert offered(drafting) == []
    assert list(drafting.queue["queue_number"]) == [1, 2, 3]


def test_without_a_capacity_everybody_eligible_is_proposed():
    assert len(drafted(in_line(30), of="kramfors").events) == 30


def test_only_the_eligible_are_offered():
    people = in_line(3, outcome=["eligible", "needs_review", "not_eligible"])

    assert offered(drafted(people)) == ["p-001"]


# One offer, never two


def test_the_same_run_again_names_the_same_offers():
    once, again = drafted(in_line(3)), drafted(in_line(3), now=FRIDAY + timedelta(hours=1))

    assert list(once.events["offer_id"]) == list(again.events["offer_id"])
    assert list(once.events["event_key"]) == list(again.events["event_key"])


@pytest.mark.parametrize("status", ["drafted", "selected", "planned", "released", "accepted"])
def test_whoever_has_an_open_offer_gets_no_second_one(status):
    drafting = drafted(in_line(2), a_standing(offers({"person_id": "p-001", "status": status})))

    assert offered(drafting) == ["p-002"]


def test_whoever_takes_part_gets_no_offer():
    assert offered(drafted(in_line(2), a_standing(participants=("p-001",)))) == ["p-002"]


@pytest.mark.parametrize("status", ["declined", "no_reply"])
def test_a_no_rests_for_as_long_as_the_programme_says_a12(status):
    rules = a_changed("amal", park_days=60)
    before = offers(
        {
            "person_id": "p-001",
            "status": status,
            "released_at": FRIDAY - timedelta(days=60),
            "answered_at": FRIDAY - timedelta(days=60) if status == "declined" else None,
        }
    )

    day_before = drafted(in_line(1), a_standing(before), of=rules, now=FRIDAY - timedelta(days=1))
    on_the_day = drafted(in_line(1), a_standing(before), of=rules)

    assert offered(day_before) == []
    assert offered(on_the_day) == ["p-001"]


def test_the_next_round_is_another_offer():
    before = offers({"person_id": "p-001", "status": "withdrawn", "round": 2})
    before = before.assign(
        withdrawn_reason="place_gone", withdrawn_at=pd.Timestamp(FRIDAY - timedelta(days=1))
    )

    event = drafted(in_line(1), a_standing(before)).events.iloc[0]

    assert event["round"] == 3
    assert event["offer_id"] == offer_id_of("1492", PROGRAMMES["amal"], "p-001", 3)


def test_a_caseworkers_pass_rests_and_the_programs_own_withdrawal_does_not_k7():
    passed = {"status": "withdrawn", "withdrawn_at": FRIDAY - timedelta(days=1)}
    before = offers(
        {"person_id": "p-001", "withdrawn_reason": "avstod", **passed},
        {"person_id": "p-002", "withdrawn_reason": "no_longer_listed", **passed},
    )

    assert offered(drafted(in_line(2), a_standing(before), of="kramfors")) == ["p-002"]


def test_a_new_application_asks_for_an_offer_of_its_own_once_the_earlier_was_made_t1():
    people = in_line(2, applied_at=[at("2026-11-19 15:00")] * 2)
    before = offers(
        {
            "person_id": "p-001",
            "status": "accepted",
            "drafted_at": at("2026-10-20 08:00"),
            "released_at": at("2026-10-20 09:00"),
        },
        {"person_id": "p-002", "status": "drafted", "drafted_at": at("2026-10-20 08:00")},
    )

    drafting = drafted(people, a_standing(before), of="trollhattan")

    assert offered(drafting) == ["p-001"]
    assert drafting.events["round"].iloc[0] == 2


# Promises


def test_a_referral_is_due_48_elapsed_hours_after_the_application_t1():
    people = in_line(1, applied_at=[at("2026-11-20 07:00")])

    due = drafted(people, of="trollhattan").events["due_at"].iloc[0]

    assert due == datetime(2026, 11, 22, 7, tzinfo=STOCKHOLM)


def test_an_offer_is_due_at_the_end_of_the_second_working_day_v1():
    people = in_line(1, applied_at=[at("2026-11-20 07:00")])

    due = drafted(people, of="varmdo").events["due_at"].iloc[0]

    assert due == datetime(2026, 11, 24, 23, 59, 59, tzinfo=STOCKHOLM)


def test_a_programme_without_a_promise_has_no_due_time():
    assert drafted(in_line(1)).events["due_at"].isna().all()


# Gates and dates


def test_without_the_decision_on_funding_there_is_no_offer_and_everybody_waits_a15():
    gate = programme("amal").gates[0].model_copy(update={"open": False})

    drafting = drafted(in_line(2), of=a_changed("amal", gates=(gate,)))

    assert offered(drafting) == []
    assert set(drafting.queue["waits_for"]) == {"programme"}


@pytest.mark.parametrize("closed", [0, 1])
def test_one_boards_yes_is_not_enough_k15(closed):
    gates = list(programme("kramfors").gates)
    gates[closed] = gates[closed].model_copy(update={"open": False})
    rules = a_changed("kramfors", gates=tuple(gates))

    assert len(reasons_to_wait(rules, TODAY)) == 1
    assert offered(drafted(in_line(2), of=rules)) == []


def test_both_boards_yes_is_enough_k15():
    assert offered(drafted(in_line(2), of="kramfors")) == ["p-001", "p-002"]


def test_the_last_day_of_the_project_still_offers_and_the_day_after_does_not_k14():
    assert reasons_to_wait(programme("kramfors"), date(2026, 12, 31)) == ()
    assert reasons_to_wait(programme("kramfors"), date(2027, 1, 1))
    assert reasons_to_wait(programme("kramfors"), date(2022, 12, 31))


def test_offers_begin_on_the_programmes_first_day_a14():
    assert reasons_to_wait(programme("amal"), date(2020, 8, 31))
    assert reasons_to_wait(programme("amal"), date(2020, 9, 1)) == ()


# Protected people


@pytest.mark.parametrize("flag", [True, None])
def test_a_protected_person_or_a_missing_flag_keeps_the_turn_and_gets_no_offer_x2(flag):
    people = in_line(3, is_protected=[flag, False, False])
    capacity = programme("amal").capacity.model_copy(update={"places": 2})

    drafting = drafted(people, of=a_changed("amal", capacity=capacity))

    assert offered(drafting) == ["p-002"]
    assert list(drafting.queue["person_id"]) == ["p-003"]


# Places


def problem(of="amal", answer_by=ANSWER_BY, **but):
    rules = programme(of) if isinstance(of, str) else of
    rows = places({"programme_id": rules.programme_id, **but})
    return with_problems(rows, rules, answer_by)["problem"].iloc[0]


def test_a_confirmed_municipal_place_ahead_in_time_can_be_offered_a13():
    assert problem() == ""


@pytest.mark.parametrize("confirmed", [False, None])
def test_a_place_without_confirmed_no_displacement_cannot_be_offered_a13(confirmed):
    assert problem(no_displacement_confirmed=confirmed) == UNCONFIRMED


@pytest.mark.parametrize(
    ("employer_type", "expected"),
    [("kommun", ""), ("kommunalt_bolag", ""), ("privat", WRONG_EMPLOYER), (None, WRONG_EMPLOYER)],
)
def test_amal_offers_the_municipality_and_its_companies_a13(employer_type, expected):
    assert problem(employer_type=employer_type) == expected


@pytest.mark.parametrize(
    ("employer_type", "expected"),
    [("kommun", ""), ("kommunalt_bolag", WRONG_EMPLOYER), ("ideell", WRONG_EMPLOYER)],
)
def test_kramfors_offers_the_municipality_only_k13(employer_type, expected):
    found = problem("kramfors", employer_type=employer_type, end_date="2026-12-31")

    assert found == expected


def test_a_place_begins_after_the_last_day_to_answer():
    assert problem(start_date="2026-11-30") == TOO_SOON
    assert problem(start_date="2026-12-01") == ""


def test_a_place_begins_with_the_programme_or_later_a14():
    early = date(2020, 8, 1)

    assert problem(answer_by=early, start_date="2020-08-31") == BEFORE_PROGRAMME
    assert problem(answer_by=early, start_date="2020-09-01") == ""


def test_a_job_that_runs_past_the_project_needs_an_explicit_yes_k14():
    employment = programme("kramfors").employment.model_copy(update={"may_run_past_close": True})

    assert problem("kramfors", end_date="2026-12-31") == ""
    assert problem("kramfors", end_date="2027-01-01") == PAST_CLOSE
    assert problem(a_changed("kramfors", employment=employment), end_date="2027-01-01") == ""


def test_the_yes_to_a_job_that_runs_past_the_project_is_somebodys_k14():
    rules = programme("kramfors").employment.model_dump() | {"may_run_past_close": True}

    with pytest.raises(ValidationError, match="say who decided it"):
        Employment.model_validate(rules)
    decided = rules | {"past_close_decision": "Bildningsnämnden 2026-11-18"}
    assert Employment.model_validate(decided).may_run_past_close


def test_a_job_without_a_term_cannot_be_offered_k12():
    assert problem("kramfors", end_date=None) == NO_END


@pytest.mark.parametrize("field", ["duties", "workplace"])
def test_a_place_nobody_has_described_cannot_be_offered(field):
    assert problem(**{field: None}) == NOT_DESCRIBED


def last_day(**but):
    found = with_problems(places(but), programme("amal"), date(2026, 11, 1))
    return found["last_day"].iloc[0].date()


def test_twelve_months_end_the_day_before_the_same_date_a6():
    assert last_day(start_date="2026-11-30") == date(2027, 11, 29)
    assert last_day(start_date="2028-02-29") == date(2029, 2, 27)


def test_a_place_that_ends_earlier_ends_the_job_k12():
    assert last_day(start_date="2026-12-01", end_date="2027-05-31") == date(2027, 5, 31)
    assert last_day(start_date="2026-12-01", end_date="2028-05-31") == date(2027, 11, 30)


def test_each_place_is_offered_once_earliest_start_first_and_taken_ones_are_not():
    rows = places(
        {"place_id": "b", "places_count": 2, "start_date": "2027-01-11"},
        {"place_id": "a", "places_count": 2, "start_date": "2026-12-14"},
        {"place_id": "c", "places_count": 5, "employer_type": "privat"},
    )
    usable = with_problems(rows, programme("amal"), ANSWER_BY)

    assert list(free_slots(usable, pd.Series(["a"]))) == ["a", "b", "b"]
    assert list(free_slots(usable, pd.Series(["a", "a", "a", "b"]))) == ["b"]


def test_places_go_by_rank_and_an_offer_beyond_the_last_waits_for_one_a13():
    events = drafted(in_line(3), a_standing(slots=("a", "b"))).events

    assert list(events["place_id"].fillna("")) == ["a", "b", ""]


def test_a_proposal_to_a_caseworker_takes_no_place_yet_k7():
    events = drafted(in_line(2), a_standing(slots=("a", "b")), of="kramfors").events

    assert events["place_id"].isna().all()


# Letters for offers

NO_LETTERS = pd.DataFrame({"offer_id": [], "status": []}, dtype="str")
NOBODY = pd.Series(dtype="str")


def ready(existing, of="amal", results=None, letters=NO_LETTERS, protected=NOBODY):
    rules = programme(of)
    existing = existing.assign(programme_id=rules.programme_id)
    results = in_line(9) if results is None else results
    results = results.assign(programme_id=rules.programme_id)
    found = offers_for_letters(existing, results, letters, protected, rules)
    return list(found["person_id"])


def test_without_a_named_selector_there_is_no_letter_k7_x4():
    existing = offers(
        {"person_id": "p-001", "status": "drafted"},
        {"person_id": "p-002", "status": "selected", "selected_by": " "},
        {"person_id": "p-003", "status": "selected", "selected_by": "Sofia Provsson"},
    )

    assert ready(existing, of="kramfors") == ["p-003"]


def test_where_nobody_has_to_be_selected_a_draft_is_ready():
    assert ready(offers({"person_id": "p-001", "status": "drafted"})) == ["p-001"]


def test_an_offer_has_one_letter_at_a_time_and_a_withdrawn_one_is_replaced():
    existing = offers({"person_id": "p-001", "status": "planned"})
    letters = pd.DataFrame({"offer_id": ["o-p-001"] * 2, "status": ["withdrawn", "failed"]})

    assert ready(existing, letters=letters) == []
    assert ready(existing, letters=letters.iloc[:1]) == ["p-001"]


def test_whoever_is_no_longer_certain_to_be_eligible_waits():
    existing = offers(
        {"person_id": "p-001", "status": "drafted"}, {"person_id": "p-002", "status": "drafted"}
    )
    results = in_line(2, outcome=["needs_review", "eligible"])

    assert ready(existing, results=results) == ["p-002"]


def test_a_protected_persons_draft_gets_no_letter_x2():
    existing = offers({"person_id": "p-001", "status": "drafted"})

    assert ready(existing, protected=pd.Series(["p-001"])) == []


@pytest.mark.parametrize("status", ["released", "accepted", "declined", "placed", "withdrawn"])
def test_an_offer_that_is_made_or_over_gets_no_letter(status):
    assert ready(offers({"person_id": "p-001", "status": status})) == []


def test_a_selected_person_gets_the_next_place_and_nobody_a_letter_without_one_k13():
    existing = offers(
        {"person_id": "p-001", "status": "selected", "place_id": "a"},
        {"person_id": "p-002", "status": "selected"},
        {"person_id": "p-003", "status": "selected"},
    )

    given = with_places(existing, pd.Series(["b"]), programme("kramfors"))

    assert dict(zip(given["person_id"], given["place_id"], strict=True)) == {
        "p-001": "a",
        "p-002": "b",
    }


# Taking back


def taken_back(existing, results, protected=NOBODY, usable=("plats-1",)):
    whole = existing.assign(programme_id=PROGRAMMES["amal"])
    results = results.assign(programme_id=PROGRAMMES["amal"])
    gone = offers_to_withdraw(whole, results, protected, pd.Series(usable, dtype="str"))
    return dict(zip(gone["person_id"], gone["reason"], strict=True))


def test_an_unreleased_offer_falls_with_its_reason():
    existing = offers(
        {"person_id": "p-001", "status": "drafted"},
        {"person_id": "p-002", "status": "selected"},
        {"person_id": "p-003", "status": "planned", "place_id": "gone"},
        {"person_id": "p-004", "status": "planned", "place_id": "plats-1"},
        {"person_id": "gone", "status": "drafted"},
    )
    results = in_line(4, outcome=["not_eligible", "eligible", "eligible", "needs_review"])

    assert taken_back(existing, results, protected=pd.Series(["p-002"])) == {
        "p-001": "no_longer_listed",
        "p-002": "handled_otherwise",
        "p-003": "place_gone",
        "gone": "no_longer_listed",
    }


@pytest.mark.parametrize("status", ["released", "accepted", "declined", "no_reply", "placed"])
def test_an_offer_that_the_person_has_is_never_taken_back_by_the_program(status):
    existing = offers({"person_id": "gone", "status": status})

    assert taken_back(existing, in_line(1), protected=pd.Series(["gone"])) == {}


# Status


def status_after(*steps):
    events = pd.DataFrame({"event": steps})
    events["at"] = [pd.Timestamp(FRIDAY) + timedelta(hours=n) for n in range(len(steps))]
    return offer_status(events.assign(offer_id="o"))["o"]


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        (["drafted"], "drafted"),
        (["drafted", "selected"], "selected"),
        (["drafted", "selected", "planned"], "planned"),
        (["drafted", "planned", "released"], "released"),
        (["drafted", "planned", "released", "accepted"], "accepted"),
        (["drafted", "released", "accepted", "declined"], "declined"),
        (["drafted", "released", "declined", "accepted"], "accepted"),
        (["drafted", "released", "no_reply", "accepted"], "accepted"),
        (["drafted", "released", "declined", "no_reply"], "declined"),
        (["drafted", "released", "accepted", "placed"], "placed"),
        (["drafted", "withdrawn"], "withdrawn"),
        (["drafted", "released", "accepted", "placed", "withdrawn"], "withdrawn"),
        (["drafted", "planned", "released", "planned"], "released"),
    ],
)
def test_an_offer_stands_where_its_events_have_brought_it(steps, status):
    assert status_after(*steps) == status


def test_the_order_in_which_events_become_known_does_not_matter():
    events = pd.DataFrame({"event": ["drafted", "planned", "released", "declined"]})
    events["at"] = [pd.Timestamp(FRIDAY) + timedelta(hours=n) for n in range(4)]
    events["offer_id"] = "o"

    found = {offer_status(events.iloc[list(order)])["o"] for order in permutations(range(4))}

    assert found == {"declined"}


def test_the_same_event_has_the_same_key_and_a_new_letter_another():
    rows = drafted(in_line(1)).events.drop(columns=["event", "event_key", "at", "by"])

    keys = [
        offer_events(rows, "planned", at=FRIDAY, cycle=cycle)["event_key"].iloc[0]
        for cycle in ("letter-1", "letter-1", "letter-2")
    ]

    assert keys[0] == keys[1] != keys[2]
