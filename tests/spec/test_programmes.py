"""The five programmes say what contract 2.1 says, and their examples come true."""

from datetime import date

import pytest

from programme_builder import INCLUDE
from stegvis.adapters.municipality_files import load_municipalities
from stegvis.adapters.programme_files import load_programmes
from stegvis.domain.programmes import AtLeast, Between, Is
from stegvis.domain.programmes.coverage import untried
from stegvis.steps.check import wrong_ending

MUNICIPALITIES = {each.slug: each for each in load_municipalities(INCLUDE)}
PROGRAMMES = {each.programme_id: each for each in load_programmes(INCLUDE, MUNICIPALITIES.values())}
EXAMPLES = [
    pytest.param(programme, example, id=f"{programme.programme_id}: {example.name}")
    for programme in PROGRAMMES.values()
    for example in programme.examples
]
AMAL = PROGRAMMES["amal_utvecklingsjobb"]
KRAMFORS = PROGRAMMES["kramfors_arbetsmarknadsanstallning"]
TROLLHATTAN = PROGRAMMES["trollhattan_jobbcentrum"]
VARMDO = PROGRAMMES["varmdo_insats"]
LINKOPING = PROGRAMMES["linkoping_heltidsaktivering"]
TODAY = date(2026, 11, 20)


def limits(programme) -> dict[str, list[tuple[str, object]]]:
    return {
        criterion.id: [(test.fact, test.limit_on(TODAY)) for test in criterion.tests]
        for criterion in programme.criteria
    }


@pytest.mark.parametrize(("programme", "example"), EXAMPLES)
def test_an_example_ends_as_it_says(programme, example):
    """A1, A2, K1, K2, K5, V1, V2, L2: each file's own examples, both sides of every limit."""
    assert wrong_ending(programme, example) == ""


@pytest.mark.parametrize("programme", PROGRAMMES.values(), ids=PROGRAMMES)
def test_every_outcome_and_both_sides_of_every_limit_have_an_example(programme):
    assert untried(programme) == ()


def test_amal_asks_for_age_assistance_registration_and_long_unemployment_or_highest_level():
    """A1, A2, A3, A4."""
    assert limits(AMAL) == {
        "age": [("age", Between(20, 65))],
        "receives_assistance": [("receives_assistance", Is(True))],
        "registered_jobseeker": [("registered_jobseeker", Is(True))],
        "long_term_or_highest_nystartsjobb": [
            ("long_term_unemployed", Is(True)),
            ("nystartsjobb_highest_level", Is(True)),
        ],
    }
    assert (AMAL.population, AMAL.rank) == ("recipients", ("months_with_income_support_desc",))


def test_amal_has_a_hundred_places_and_employs_for_a_year():
    """A6, A11."""
    assert AMAL.capacity is not None
    assert AMAL.capacity.places == 100
    assert AMAL.employment is not None
    assert AMAL.employment.term_months == 12


def test_amal_opens_on_the_first_of_september_2020():
    """A14: the first go out to work in September 2020."""
    assert not AMAL.is_open_on(date(2020, 8, 31))
    assert AMAL.is_open_on(date(2020, 9, 1))
    assert AMAL.is_open_on(date(2099, 1, 1))


def test_amal_waits_for_its_funding():
    """A15: one gate, and it names its decision."""
    assert [gate.id for gate in AMAL.gates] == ["funding_decided"]
    assert AMAL.closed_gates == ()


def test_kramfors_asks_for_age_months_support_form_and_capacity():
    """K1, K2, K4, K5."""
    assert limits(KRAMFORS) == {
        "age": [("age", Between(18, 65))],
        "income_support_months": [("months_with_income_support", AtLeast(6))],
        "entitled_to_supported_job": [("entitled_to_supported_job", Is(True))],
        "work_capacity": [("work_capacity_percent", AtLeast(50))],
    }
    assert KRAMFORS.population == "recipients"


def test_kramfors_puts_families_and_young_adults_first_and_lets_a_person_select():
    """K3, K7."""
    assert KRAMFORS.rank == (
        "has_children_or_young_adult_first",
        "months_with_income_support_desc",
    )
    assert KRAMFORS.individual_selection
    assert KRAMFORS.needs_place


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2022, 12, 31), False),
        (date(2023, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_kramfors_is_open_from_2023_to_the_end_of_2026(day, is_open):
    """K14."""
    assert KRAMFORS.is_open_on(day) is is_open


def test_kramfors_needs_two_boards():
    """K15."""
    assert [gate.id for gate in KRAMFORS.gates] == ["valfardsnamnden", "bildningsnamnden"]
    assert all(gate.reference and gate.decided_on for gate in KRAMFORS.gates)


def test_kramfors_employs_in_the_municipality_only_for_the_places_own_term():
    """K12, K13."""
    assert KRAMFORS.employment is not None
    assert KRAMFORS.employment.employers == ("kommun",)
    assert KRAMFORS.employment.term_months is None
    assert not KRAMFORS.employment.may_run_past_close


def test_kramfors_has_two_boards_with_secrecy_between_them():
    """K10."""
    boards = {unit.kind: unit.board for unit in MUNICIPALITIES["kramfors"].units}

    assert boards["assistance"] == "Välfärdsnämnden"
    assert boards["labour_market"] == "Bildningsnämnden"


def test_trollhattan_asks_for_adults_with_an_open_application_who_lack_work():
    """T2."""
    assert limits(TROLLHATTAN) == {
        "adult": [("is_adult", Is(True))],
        "applied": [("has_open_application", Is(True))],
        "unemployed_obstacle": [("unemployed_obstacle", Is(True))],
    }
    assert (TROLLHATTAN.population, TROLLHATTAN.rank) == ("applicants", ("applied_at_asc",))


def test_trollhattan_runs_both_clocks_of_48_hours_and_shows_elapsed_hours_first():
    """T1."""
    clocks = [(c.counts, c.amount, c.remind_after, c.headline) for c in TROLLHATTAN.clocks]

    assert clocks == [
        ("elapsed_hours", 48, (24, 40), True),
        ("working_hours", 48, (24, 40), False),
    ]


def test_trollhattan_opens_in_january_2019():
    """T10."""
    assert not TROLLHATTAN.is_open_on(date(2018, 12, 31))
    assert TROLLHATTAN.is_open_on(date(2019, 1, 1))


def test_jobbcentrum_receives_people_for_four_weeks_full_time():
    """T4, T5."""
    assert TROLLHATTAN.reception is not None
    assert TROLLHATTAN.reception.stay_weeks == 4
    assert TROLLHATTAN.reception.hours_per_week == 40


def test_varmdo_asks_for_adults_with_an_open_application_and_no_exception():
    """V2: a stated exception is the only way out of the main rule."""
    assert limits(VARMDO) == {
        "adult": [("is_adult", Is(True))],
        "applied": [("has_open_application", Is(True))],
        "not_excepted": [("exception_stated", Is(False))],
    }
    assert (VARMDO.population, VARMDO.rank) == ("applicants", ("applied_at_asc",))


def test_varmdo_promises_an_offer_within_two_working_days_since_may_2021():
    """V1: due on the second working day, reminded on both, for applications from 1 May 2021."""
    (clock,) = VARMDO.clocks

    assert (clock.counts, clock.amount, clock.remind_after) == ("working_days", 2, (1, 2))
    assert VARMDO.applications_from == date(2021, 5, 1)
    assert not VARMDO.is_open_on(date(2021, 4, 30))
    assert VARMDO.is_open_on(date(2021, 5, 1))


def test_linkoping_asks_applicants_and_recipients_who_lack_work_and_a_plan():
    """L2, L3."""
    assert limits(LINKOPING) == {
        "age": [("age", Between(18, 65))],
        "applied_or_receives_assistance": [
            ("is_applicant", Is(True)),
            ("receives_assistance", Is(True)),
        ],
        "unemployed_obstacle": [("unemployed_obstacle", Is(True))],
        "lacks_active_plan": [("has_active_plan", Is(False))],
    }
    assert LINKOPING.population == "recipients_and_applicants"
    assert LINKOPING.rank == ("has_children_first", "months_with_income_support_desc")


@pytest.mark.parametrize(
    ("programme", "metric", "bound"),
    [
        (AMAL, "participants_distinct", {"at_least": 100.0}),
        (KRAMFORS, "improved_wellbeing_share", {"at_least": 0.6}),
        (TROLLHATTAN, "referral_within_48h_share", {"at_least": 1.0}),
        (VARMDO, "offer_within_two_working_days_share_all", {"at_least": 1.0}),
        (LINKOPING, "applicants_with_active_plan_share", {"more_than": 0.5}),
    ],
)
def test_a_target_is_what_the_municipality_said(programme, metric, bound):
    """A11, K9, T1, V1, L2: half is no majority, so Linköping's bound is strict."""
    target = next(target for target in programme.targets if target.metric == metric)
    written = target.model_dump(exclude_none=True)

    assert {key: written[key] for key in written if key not in ("metric", "source")} == bound


def test_no_number_is_invented_where_the_text_has_none():
    """L3: most recipients are to follow a plan, but no share is said."""
    assert "recipients_following_plan_share" not in {t.metric for t in LINKOPING.targets}


def test_amals_goals_hold_from_2020_to_2023():
    """A8."""
    target = next(t for t in AMAL.targets if t.metric == "population_share_on_assistance")

    assert [target.holds_on(date(year, 12, 31)) for year in (2019, 2020, 2023, 2024)] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("programme", PROGRAMMES.values(), ids=PROGRAMMES)
def test_a_programme_says_who_decided_it_and_why_each_criterion_is_there(programme):
    """T15."""
    assert programme.decided_by
    assert programme.decision_reference
    assert programme.rule_version.startswith("r-")
    for criterion in programme.criteria:
        assert criterion.because.endswith(".")
        assert criterion.source[0] in "AKTVL", "a source begins with its requirement"


@pytest.mark.parametrize("programme", PROGRAMMES.values(), ids=PROGRAMMES)
def test_a_programme_has_a_letter(programme):
    assert (INCLUDE / "templates/letters" / programme.letter).is_dir()


@pytest.mark.parametrize(
    ("slug", "code", "preserve"),
    [
        ("amal", "1492", "born_day_5_15_25"),
        ("kramfors", "2282", "all"),
        ("linkoping", "0580", "all"),
        ("trollhattan", "1488", "born_day_5_15_25"),
        ("varmdo", "0120", "born_day_5_15_25"),
    ],
)
def test_a_municipality_has_its_code_and_keeps_what_its_county_keeps(slug, code, preserve):
    """X5: all of Östergötland and Västernorrland are kept for research."""
    municipality = MUNICIPALITIES[slug]

    assert (municipality.code, municipality.retention.preserve) == (code, preserve)
    assert municipality.smallest_count == 5
    assert municipality.restricted_unit.kind == "restricted"


def test_the_choices_behind_facts_are_those_made_where_the_texts_are_silent():
    rules = MUNICIPALITIES["amal"].fact_rules

    assert rules.af_answer_max_age_days == rules.application_window_days == 31
    assert (rules.long_term_months.under_25, rules.long_term_months.from_25) == (6, 12)
    assert (rules.young_adult_from, rules.young_adult_to) == (18, 24)
    assert (rules.income_support_gap_months, rules.childcare_age_under) == (0, 13)
    assert "etableringsjobb" not in rules.supported_job_forms


def test_telephone_numbers_and_addresses_are_nobodys():
    """Numbers are from the ranges that are set aside for fiction, pages from a reserved domain."""
    fiction = ("031-390 06 ", "08-465 004 ", "0980-319 2")
    for municipality in MUNICIPALITIES.values():
        phones = [municipality.letterhead.phone, *(u.phone for u in municipality.units if u.phone)]
        assert all(phone.startswith(fiction) for phone in phones)
        assert municipality.letterhead.web.endswith(".example")
