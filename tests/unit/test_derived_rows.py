"""What the warehouse gets of a delivery: pseudonyms, no health, and unknown kept unknown (X8)."""

import pandas as pd
import pytest

from delivery_builders import a_municipality
from row_builders import MAN, WOMAN, an_aid_row, delivered
from stegvis.domain.derived_rows import LetIn, Naming, derived_rows

NAMING = Naming(b"p" * 32, "1492")


def made(extract, period, *rows, **how):
    """The derived tables of one delivery."""
    return derived_rows(
        LetIn.of([delivered(extract, period, *rows, **how)]), NAMING, a_municipality()
    )


def a_plan(**but):
    return {
        "plan_id": "P1",
        "personal_number": WOMAN,
        "plan_type": "handlingsplan",
        "drawn_up_date": "2026-10-01",
        **but,
    }


def test_a_quarantined_row_makes_no_row():
    tables = made("bistand", "202611", an_aid_row(is_quarantined=True))

    assert all(rows.empty for rows in tables.values())


def test_a_month_is_assisted_when_granted_and_paid():
    rows = [
        an_aid_row(household_id="A"),
        an_aid_row(household_id="B", assistance_sek=0),
        an_aid_row(household_id="C", decision_type_code="02"),
        an_aid_row(household_id="D", decision_type_code="03"),
    ]
    tables = made("bistand", "202611", *rows)

    assert tables["household_month"]["is_assisted"].tolist() == [True, False, False, True]
    assert tables["person_month"]["is_assisted"].tolist() == [True, False, False, True]


@pytest.mark.parametrize(
    ("but", "columns", "counts"),
    [
        ({}, None, True),
        ({"income_support_sek": 0}, None, False),
        ({"income_support_sek": None}, None, pd.NA),
        ({"income_support_sek": None}, {"assistance_sek"}, True),
        ({"decision_type_code": "02", "income_support_sek": None}, None, False),
    ],
)
def test_whether_a_month_counts_for_income_support_may_be_unknown(but, columns, counts):
    """K2: without the column the whole assistance counts; an empty amount leaves it open."""
    (found,) = made("bistand", "202611", an_aid_row(**but), columns_present=columns)[
        "person_month"
    ]["counts_income_support"]

    assert found is counts or found == counts


def test_where_the_head_is_quarantined_nothing_is_known_of_the_amount():
    partner = an_aid_row(
        personal_number=MAN, household_role="2", assistance_sek=None, income_support_sek=None
    )
    tables = made("bistand", "202611", an_aid_row(is_quarantined=True), partner)

    assert tables["household_month"]["assistance_sek"].isna().all()
    assert tables["person_month"]["counts_income_support"].isna().all()


def test_obstacles_are_counted_per_group_and_never_per_person():
    """A16, X8; protected people stand in no breakdown (X2)."""
    rows = [
        an_aid_row(household_id="A"),
        an_aid_row(
            household_id="B", personal_number=MAN, sex_code="1", support_obstacle="Nytt hinder"
        ),
        an_aid_row(household_id="C", personal_number="19900302T0001", has_secrecy_marking=True),
        an_aid_row(household_id="D", personal_number="19900302T0002", household_role="3"),
    ]
    tables = made("bistand", "202611", *rows)

    counts = tables["month_obstacle"][["obstacle_group", "sex_code", "persons_count"]]
    assert counts.to_numpy().tolist() == [["unemployed", "2", 1], ["unmapped", "1", 1]]
    assert "support_obstacle" not in tables["person_month"]


def test_months_delivered_together_stay_apart():
    october, november = (
        delivered("bistand", period, an_aid_row()) for period in ("202610", "202611")
    )
    households = derived_rows(LetIn.of([november, october]), NAMING, a_municipality())[
        "household_month"
    ]

    assert households["aid_month"].dt.month.tolist() == [10, 11]
    assert households["delivery_id"].tolist() == ["bistand-202610", "bistand-202611"]
    assert households["household_id"].nunique() == 1


def test_health_is_no_reason_that_is_kept():
    exits = made(
        "avslut",
        "202611",
        {
            "household_id": "H",
            "personal_number": WOMAN,
            "exit_reason": "ohalsa",
            "exit_date": "2026-11-10",
        },
    )
    placements = made("placering", "20261120", {"placement_id": "P", "exit_reason": "ohalsa"})
    plans = made("plan", "20261120", a_plan(track="rehabilitering"))

    assert exits["aid_exit"]["exit_reason"].tolist() == ["annat"]
    assert placements["placement"]["exit_reason"].tolist() == ["annat"]
    assert plans["plan"]["track"].tolist() == ["annat"]


@pytest.mark.parametrize(
    ("code", "excepted"),
    [(None, False), ("sjuk", True), (" Arbetar_Heltid", True), ("annat", None), ("semester", None)],
)
def test_an_exception_is_stated_not_stated_or_unclear(code, excepted):
    """V2: which one is not kept."""
    rows = made(
        "ansokan",
        "20261120",
        {
            "application_id": "A",
            "personal_number": WOMAN,
            "household_id": "H",
            "exception_code": code,
        },
    )["application"]

    found = rows["is_excepted"].iloc[0]
    assert found == excepted if excepted is not None else pd.isna(found)
    assert "exception_code" not in rows


@pytest.mark.parametrize(
    ("hours", "capacity", "full"),
    [
        (40, None, True),
        (39, None, None),
        (20, 50, True),
        (19, 50, False),
        (None, 50, None),
        (40, 100, True),
    ],
)
def test_a_plan_is_full_for_the_capacity_that_there_is(hours, capacity, full):
    """T4"""
    plans = made(
        "plan", "20261120", a_plan(planned_weekly_hours=hours, work_capacity_percent=capacity)
    )
    found = plans["plan"]["is_full_for_capacity"].iloc[0]

    assert found == full if full is not None else pd.isna(found)


def test_of_a_plan_only_what_is_stated_and_how_much_is_kept():
    """T7, V6"""
    whole = {"goal": "x", "next_step": "y", "responsible": "z", "follow_up_date": "2026-12-01"}
    plans = made(
        "plan",
        "20261120",
        a_plan(competence_codes="2341| 5311 |2341|", **whole),
        a_plan(plan_id="P2", **(whole | {"goal": None})),
    )["plan"]

    assert plans["is_complete"].tolist() == [True, False]
    assert plans["competences_count"].iloc[0] == 2
    assert pd.isna(plans["competences_count"].iloc[1])
    assert not {"goal", "next_step", "responsible", "work_capacity_percent"} & set(plans)


def test_only_the_question_of_well_being_decides():
    """K9: no score is kept."""
    rows = [
        {"placement_id": f"P{score}", "occasion": "slut", "change_score": score, "who5_1": 5}
        for score in (3, 4, 5)
    ]
    table = made("valbefinnande", "20261120", *rows)["wellbeing"]

    assert table["is_improved"].tolist() == [False, True, True]
    assert not [name for name in table if name.startswith(("who5", "change"))]


def test_a_reference_is_the_same_wherever_it_stands():
    application = {"application_id": "A1", "personal_number": WOMAN, "household_id": "H"}
    offer = {"outside_offer_id": "A1", "application_id": "A1", "personal_number": WOMAN}
    applications = made("ansokan", "20261120", application)["application"]
    offers = made("erbjudande", "20261120", offer)["outside_offer"]

    assert applications["application_ref"].tolist() == offers["application_ref"].tolist()
    assert offers["application_ref"].iloc[0] != offers["outside_offer_id"].iloc[0]
    assert applications["person_id"].tolist() == offers["person_id"].tolist()
