"""What becomes a task, for whom, why and by when."""

import pandas as pd
import pytest

from stegvis.domain.facts.vocabulary import FACTS
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.offer_tasks import offer_tasks, place_tasks
from stegvis.domain.tasks.promises import NOT_COVERED, STOPPED, TOO_OLD, promise_tasks
from stegvis.domain.tasks.protected_tasks import protected_tasks
from stegvis.domain.tasks.routing import routed
from stegvis.domain.tasks.unknown_facts import unknown_fact_tasks
from task_builders import (
    FRIDAY,
    MONDAY,
    a_setting,
    applications,
    at,
    letters,
    municipality,
    offers,
    people,
    programmes,
    results,
    unknowns,
)

AMAL, KRAMFORS = "amal_utvecklingsjobb", "kramfors_arbetsmarknadsanstallning"
TROLLHATTAN, VARMDO = "trollhattan_jobbcentrum", "varmdo_insats"


# Unknown facts


def test_an_unknown_fact_is_one_task_that_says_what_why_and_who():
    """A3: no answer from Arbetsförmedlingen is a task, not a no."""
    tasks = unknown_fact_tasks(
        unknowns(AMAL, [("p1", "registered_jobseeker", "no_answer")]),
        results(AMAL, [("p1", "needs_review", "registered_jobseeker")]),
        people("p1"),
        a_setting("amal"),
    )
    assert tasks["kind"].tolist() == ["bekrafta_af_inskrivning"]
    assert tasks["explanation"].tolist() == [
        "Det är inte känt om personen är inskriven på Arbetsförmedlingen. Frågan är ställd men "
        "inte besvarad.\n"
        "Kan svara: Arbetsförmedlingen. Behövs för: Utvecklingsjobb."
    ]
    assert tasks["source_rule"].tolist() == [f"{AMAL}/registered_jobseeker"]
    assert tasks["due_at"].dt.date.tolist() == [at("2026-11-27 00:00").date()]


def test_one_task_per_person_and_fact_however_many_programmes_ask():
    second = programmes("amal")[0].model_copy(
        update={"programme_id": "amal_andra", "name": "Andra jobbet"}
    )
    ids = (AMAL, "amal_andra")
    tasks = unknown_fact_tasks(
        pd.concat([unknowns(i, [("p1", "registered_jobseeker", "too_old")]) for i in ids]),
        pd.concat([results(i, [("p1", "needs_review", "registered_jobseeker")]) for i in ids]),
        people("p1"),
        a_setting("amal", FRIDAY, second),
    )
    assert len(tasks) == 1
    assert tasks["explanation"][0].endswith("Behövs för: Andra jobbet, Utvecklingsjobb.")
    assert tasks["source_rule"][0] == (
        f"amal_andra/registered_jobseeker|{AMAL}/registered_jobseeker"
    )


def test_nobody_is_asked_about_a_fact_that_changes_nothing():
    asked = [("p1", "work_capacity_percent", "not_assessed")]
    said_no = results(KRAMFORS, [("p1", "not_eligible", "work_capacity")])
    met_by_another_leg = results(AMAL, [("p2", "needs_review", "registered_jobseeker")])
    setting = a_setting("kramfors")
    assert unknown_fact_tasks(unknowns(KRAMFORS, asked), said_no, people("p1"), setting).empty
    other = unknowns(AMAL, [("p2", "nystartsjobb_highest_level", "not_assessed")])
    amal = a_setting("amal")
    assert unknown_fact_tasks(other, met_by_another_leg, people("p2"), amal).empty


def test_arbetsformedlingen_is_asked_once_about_registration_and_time():
    both = [
        ("p1", "registered_jobseeker", "not_asked"),
        ("p1", "long_term_unemployed", "not_asked"),
    ]
    unknown_criteria = "registered_jobseeker|long_term_or_highest_nystartsjobb"
    tasks = unknown_fact_tasks(
        unknowns(AMAL, both),
        results(AMAL, [("p1", "needs_review", unknown_criteria)]),
        people("p1"),
        a_setting("amal"),
    )
    assert tasks["fact"].tolist() == ["registered_jobseeker"]
    later = unknown_fact_tasks(
        unknowns(AMAL, both[1:]),
        results(AMAL, [("p1", "needs_review", "long_term_or_highest_nystartsjobb")]),
        people("p1"),
        a_setting("amal"),
    )
    assert later["fact"].tolist() == ["long_term_unemployed"]


def test_a_missing_file_is_one_task_for_the_lead_and_not_one_per_person():
    names = [f"p{number}" for number in range(200)]
    tasks = unknown_fact_tasks(
        unknowns(AMAL, [(name, "registered_jobseeker", "not_delivered") for name in names]),
        results(AMAL, [(name, "needs_review", "registered_jobseeker") for name in names]),
        people(*names),
        a_setting("amal"),
    )
    assert len(tasks) == 1
    assert tasks["kind"].tolist() == ["kontrollera_underlag"]
    assert tasks["person_id"].isna().all()
    assert tasks["unit"].tolist() == ["ledning"]


def test_every_fact_that_can_be_unknown_has_a_kind_of_task():
    assert {fact.task_kind for fact in FACTS.values()} <= set(KINDS)


# The promises


def test_both_48_hour_clocks_are_said_and_the_elapsed_one_is_the_due_time():
    """T1: a Friday 15:00 application is due Sunday 15:00, or Tuesday 15:00 if paused."""
    tasks = promise_tasks(
        applications([("p1", at("2026-11-20 15:00"))]),
        results(TROLLHATTAN, [("p1", "eligible", "")]),
        a_setting("trollhattan", at("2026-11-20 16:00")),
    )
    assert tasks["kind"].tolist() == ["anvisa_48h"]
    assert tasks["due_at"].tolist() == [at("2026-11-22 15:00")]
    assert tasks["explanation"].tolist() == [
        "Ansökan kom fredag 20 november kl. 15.00.\n"
        "Anvisad inom 48 timmar: senast söndag 22 november kl. 15.00.\n"
        "Anvisad inom 48 timmar, räknat på arbetsdagar: senast tisdag 24 november kl. 15.00."
    ]


def test_an_offer_is_promised_by_the_end_of_the_second_working_day():
    """V1: Friday after hours, Saturday and Sunday are all due on Tuesday."""
    applied = [at("2026-11-20 17:30"), at("2026-11-21 09:00"), at("2026-11-22 23:59")]
    tasks = promise_tasks(
        applications(list(zip("abc", applied, strict=True))),
        results(VARMDO, [(name, "eligible", "") for name in "abc"]),
        a_setting("varmdo", MONDAY),
    )
    assert tasks["kind"].unique().tolist() == ["erbjud_tva_arbetsdagar"]
    assert tasks["due_at"].tolist() == [at("2026-11-24 23:59:59")] * 3


def test_a_time_that_was_imputed_is_said_to_be():
    tasks = promise_tasks(
        applications([("p1", at("2026-11-20 00:00"))], is_time_imputed=True),
        results(TROLLHATTAN, [("p1", "eligible", "")]),
        a_setting("trollhattan"),
    )
    assert "Klockslaget saknas och räknas från 00.00." in tasks["explanation"][0]


@pytest.mark.parametrize(
    ("outcome", "ended"),
    [("eligible", None), ("needs_review", None), ("not_eligible", NOT_COVERED)],
)
def test_the_promise_runs_until_somebody_is_known_not_to_be_covered(outcome, ended):
    """T2, V2: who is excepted is owed no offer; who has to be looked at is."""
    tasks = promise_tasks(
        applications([("p1", FRIDAY)]),
        results(VARMDO, [("p1", outcome, "")]),
        a_setting("varmdo"),
    )
    assert tasks["ended"].fillna("wanted").tolist() == [ended or "wanted"]


def test_a_promise_that_may_not_concern_the_person_says_so():
    """T2: who is sick-listed is not simply referred, but the clock runs until that is clear."""
    found = results(TROLLHATTAN, [("a", "eligible", ""), ("b", "needs_review", "")])
    made = applications([("a", FRIDAY), ("b", FRIDAY)])
    told = promise_tasks(made, found, a_setting("trollhattan"))["explanation"]
    assert told.str.contains("Klargör först om löftet gäller").tolist() == [False, True]


def test_what_a_caseworker_has_clarified_is_not_asked_for_once_more():
    """The extract may say the same for long; the list knows that somebody has looked."""
    made = applications([("p1", FRIDAY), ("p2", FRIDAY)])
    found = results(TROLLHATTAN, [("p1", "needs_review", "x"), ("p2", "needs_review", "x")])
    tasks = promise_tasks(made, found, a_setting("trollhattan"), clarified={"p1"})
    told = tasks.set_index("person_id")["explanation"]
    assert "Klargör först" not in told["p1"]
    assert "anvisa eller erbjud nu" in told["p1"]
    assert "Klargör först" in told["p2"]


def test_midnight_is_said_as_the_end_of_the_day_before():
    """T1 paused: 48 hours from a Saturday end when Tuesday does."""
    made = applications([("p1", at("2026-11-14 07:56"))])
    found = results(TROLLHATTAN, [("p1", "eligible", "")])
    (told,) = promise_tasks(made, found, a_setting("trollhattan"))["explanation"]
    assert "räknat på arbetsdagar: senast tisdag 17 november." in told


def test_an_application_that_is_not_screened_yet_is_covered():
    """T1: the clock runs from the application, not from our screening."""
    nobody = results(TROLLHATTAN, [])
    setting = a_setting("trollhattan")
    tasks = promise_tasks(applications([("p1", FRIDAY)]), nobody, setting)
    assert tasks["ended"].isna().tolist() == [True]


def test_an_offer_by_telephone_or_here_stops_the_clock():
    stopped = pd.Series([FRIDAY]).astype("datetime64[us, Europe/Stockholm]")
    tasks = promise_tasks(
        applications([("p1", at("2026-11-19 10:00"))], stopped_at=stopped),
        results(VARMDO, [("p1", "not_eligible", "")]),
        a_setting("varmdo"),
    )
    assert tasks["ended"].tolist() == [STOPPED]


@pytest.mark.parametrize(
    ("applied", "ended"), [("2026-10-20 00:00", None), ("2026-10-19 23:59", TOO_OLD)]
)
def test_an_application_counts_for_31_days(applied, ended):
    tasks = promise_tasks(
        applications([("p1", at(applied))]),
        results(TROLLHATTAN, [("p1", "eligible", "")]),
        a_setting("trollhattan"),
    )
    assert tasks["ended"].fillna("wanted").tolist() == [ended or "wanted"]


@pytest.mark.parametrize(
    ("applied", "ended"), [("2021-04-30 10:00", NOT_COVERED), ("2021-05-01 10:00", None)]
)
def test_the_promise_holds_from_its_first_day(applied, ended):
    """V1: an application of 30 April 2021 is outside."""
    tasks = promise_tasks(
        applications([("p1", at(applied))]),
        results(VARMDO, []),
        a_setting("varmdo", at("2021-05-03 08:00")),
    )
    assert tasks["ended"].fillna("wanted").tolist() == [ended or "wanted"]


def test_a_municipality_without_a_promise_gets_no_such_task():
    tasks = promise_tasks(applications([("p1", FRIDAY)]), results(AMAL, []), a_setting("amal"))
    assert tasks.empty


# Offers and letters


def test_a_rendered_letter_waits_for_somebody_to_review_it():
    """X4: nothing is released but by a person."""
    made = offers(AMAL, [("p1", "planned"), ("p2", "released"), ("p3", "planned")])
    drafts = pd.concat([letters("Op1", "Op2"), letters("Op3", status="failed")])
    tasks = offer_tasks(made, drafts, people("p1", "p2", "p3"), a_setting("amal"))
    assert tasks.loc[tasks["kind"] == "granska_utkast", "person_id"].tolist() == ["p1"]
    assert tasks["cycle"][0] == "LOp1"


def test_a_letter_is_to_be_reviewed_by_the_time_that_the_offer_is_promised():
    """T1, V1."""
    promised = pd.Series([at("2026-11-22 15:00"), None]).astype("datetime64[us, Europe/Stockholm]")
    made = offers(AMAL, [("p1", "planned"), ("p2", "planned")], due_at=promised)
    tasks = offer_tasks(made, letters("Op1", "Op2"), people("p1", "p2"), a_setting("amal"))
    assert tasks["due_at"].tolist() == [at("2026-11-22 15:00"), at("2026-11-24 23:59:59")]


def test_in_kramfors_a_named_person_selects_before_anything_is_written():
    """K7: each drafted offer asks a caseworker to choose."""
    made = offers(KRAMFORS, [("p1", "drafted"), ("p2", "selected")])
    tasks = offer_tasks(made, letters(), people("p1", "p2"), a_setting("kramfors"))
    assert tasks["kind"].tolist() == ["valj_kandidat"]
    assert tasks["person_id"].tolist() == ["p1"]
    assert "plats 1 i ordningen" in tasks["explanation"][0]
    assert tasks["due_at"].tolist() == [at("2026-11-25 23:59:59")]


def test_elsewhere_nobody_is_asked_to_select():
    made = offers(AMAL, [("p1", "drafted")])
    assert offer_tasks(made, letters(), people("p1"), a_setting("amal")).empty


@pytest.mark.parametrize(
    ("now", "asked"), [("2026-11-29 23:59", 0), ("2026-11-30 00:00", 1), ("2026-12-15 08:00", 1)]
)
def test_a_reply_is_followed_up_from_its_last_day_on_even_after_a_missed_run(now, asked):
    last_day = pd.Series([pd.Timestamp("2026-11-30")]).astype("datetime64[s]")
    released = pd.Series([FRIDAY]).astype("datetime64[us, Europe/Stockholm]")
    made = offers(KRAMFORS, [("p1", "released")], reply_due_date=last_day, released_at=released)
    tasks = offer_tasks(made, letters(), people("p1"), a_setting("kramfors", at(now)))
    followed = tasks[tasks["kind"] == "folj_upp_svar"]
    assert len(followed) == asked
    assert followed["due_at"].tolist() == [at("2026-12-01 23:59:59")] * asked


def test_a_no_is_one_task_that_says_whether_a_child_may_be_touched():
    """A12, X16: a no changes nothing by itself."""
    made = offers(AMAL, [("p1", "declined"), ("p2", "declined"), ("p3", "declined")])
    who = people("p1", "p2", "p3", has_children=pd.array([True, False, None], dtype="boolean"))
    tasks = offer_tasks(made, letters(), who, a_setting("amal"))
    assert tasks["kind"].tolist() == ["bedom_avbojt_erbjudande"] * 3
    child = tasks["explanation"].str.contains("barnets bästa")
    assert child.tolist() == [True, False, True]


def test_parents_are_asked_about_childcare_before_the_start():
    """A5: only those with a child under the childcare age, or whose children's age is unknown."""
    released = pd.Series([FRIDAY] * 3).astype("datetime64[us, Europe/Stockholm]")
    made = offers(AMAL, [(name, "accepted") for name in ("p1", "p2", "p3")], released_at=released)
    young = pd.array([True, False, None], dtype="boolean")
    who = people("p1", "p2", "p3", has_young_children=young)
    tasks = offer_tasks(made, letters(), who, a_setting("amal"))
    asked = tasks.loc[tasks["kind"] == "bekrafta_barnomsorg", "person_id"]
    assert asked.tolist() == ["p1", "p3"]


def test_an_offer_without_a_confirmed_place_asks_for_one():
    """A13: no confirmed place gives no letter, but a task."""
    place = pd.Series([None, "plats-1", None], dtype="str")
    made = offers(AMAL, [("p1", "drafted"), ("p2", "drafted"), ("p3", "withdrawn")], place_id=place)
    tasks = place_tasks(made, people("p1", "p2", "p3"), a_setting("amal"))
    assert tasks["kind"].tolist() == ["bekrafta_plats"]
    assert tasks["person_id"].tolist() == ["p1"]


def test_in_kramfors_the_search_for_a_place_begins_after_the_selection():
    """K7, K13."""
    made = offers(KRAMFORS, [("p1", "drafted"), ("p2", "selected")])
    tasks = place_tasks(made, people("p1", "p2"), a_setting("kramfors"))
    assert tasks["person_id"].tolist() == ["p2"]


def test_a_programme_without_places_asks_for_none():
    made = offers(TROLLHATTAN, [("p1", "drafted")])
    assert place_tasks(made, people("p1"), a_setting("trollhattan")).empty


def test_after_the_programmes_end_no_place_is_asked_for():
    """K14: the project ends on 31 December 2026."""
    who, made = people("p1"), offers(KRAMFORS, [("p1", "selected")])
    last, after = at("2026-12-31 08:00"), at("2027-01-01 08:00")
    assert len(place_tasks(made, who, a_setting("kramfors", last))) == 1
    assert place_tasks(made, who, a_setting("kramfors", after)).empty


# Protected people and routing


def test_a_protected_person_is_one_task_per_case_that_says_nothing_of_the_person():
    """X2: restricted unit, case reference only."""
    found = results(AMAL, [("p1", "eligible", ""), ("p2", "needs_review", "age")])
    who = people("p1", "p2", case_id="Ä-7")
    tasks = protected_tasks(found, who, a_setting("amal"))
    assert len(tasks) == 1
    task = tasks.iloc[0]
    assert (task["kind"], task["unit"], task["caseworker"]) == ("skyddad_person", "skyddade", "")
    assert task["case_id"] == "Ä-7"
    for column in ("person_id", "household_id"):
        assert pd.isna(task[column])
    assert task["fact"] == task["programme_id"] == ""


def test_a_protected_person_for_whom_there_is_nothing_to_do_gives_no_task():
    found = results(AMAL, [("p1", "not_eligible", "")])
    assert protected_tasks(found, people("p1"), a_setting("amal")).empty


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("forsorjning", "forsorjning"),
        ("  Enheten för  försörjningsstöd ", "forsorjning"),
        ("ENHETEN FÖR FÖRSÖRJNINGSSTÖD", "forsorjning"),
        ("AME", "ledning"),
        ("Skyddade ärenden", "ledning"),
        ("Okänd enhet", "ledning"),
        (None, "ledning"),
    ],
)
def test_a_case_goes_to_the_unit_that_owns_it_and_never_outside_social_services(written, unit):
    """K10, X3: the labour-market unit sees no case of assistance by this way."""
    who = people("p1", unit=pd.Series([written], dtype="str"), is_protected=False)
    assert routed(who, municipality("varmdo"))["unit"].tolist() == [unit]


def test_a_missing_protection_flag_means_protected():
    """X2: fail closed."""
    flags = pd.array([None, False, True], dtype="boolean")
    who = people("p1", "p2", "p3", is_protected=flags)
    assert routed(who, municipality("varmdo"))["is_protected"].tolist() == [True, False, True]
