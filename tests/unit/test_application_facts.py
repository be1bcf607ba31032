"""Applications, exceptions, obstacles and plans (contract 2; T1, T2, V1, V2, L2)."""

import pytest

from row_builders import MAN, WOMAN, an_aid_row, an_application, delivered
from screened import fact, facts

AS_OF = "2026-11-20"


def applied(*applications, as_of=AS_OF):
    return [delivered("ansokan", "20261119", *applications)]


def an_offer(**but):
    return {
        "outside_offer_id": "E1", "application_id": "A1", "personal_number": WOMAN,
        "programme_id": "varmdo_insats", "offered_at": "2026-11-20 23:59:00", **but,
    }  # fmt: skip


def open_application(*offers, slug="varmdo", as_of=AS_OF, **application):
    found = [delivered("erbjudande", "20261120", *offers)] if offers else []
    return fact(
        slug, "has_open_application", as_of, *applied(an_application(**application)), *found
    )


@pytest.mark.parametrize(("at", "listed"), [
    ("2026-10-20 00:00:00", 1), ("2026-10-19 23:59:59", 0), ("2026-11-20 23:59:59", 1),
])  # fmt: skip
def test_an_applicant_applied_in_the_31_days_up_to_the_screening_date(at, listed):
    rows = delivered("ansokan", "20261120", an_application(applied_at=at))

    assert len(facts("trollhattan", AS_OF, rows)) == listed


def test_v1_an_application_waits_until_an_offer_for_just_that_application_and_person():
    assert open_application() == 1
    assert open_application(an_offer()) == 0
    assert open_application(an_offer(application_id="A2")) == 1
    assert open_application(an_offer(personal_number=MAN)) == 1
    assert open_application(an_offer(offered_at="2026-11-21 00:00:00")) == 1


def test_v1_a_quarantined_offer_leaves_the_application_in_doubt():
    assert open_application(an_offer(is_quarantined=True)) == "unknown"
    assert open_application(an_offer(is_quarantined=True, personal_number="x")) == "unknown"
    assert open_application(an_offer(is_quarantined=True, offered_at="2026-11-21 08:00:00")) == 1
    assert open_application(an_offer(), an_offer(outside_offer_id="E2", is_quarantined=True)) == 0


@pytest.mark.parametrize(("slug", "day", "expected"), [
    ("varmdo", "2021-05-01", 1), ("varmdo", "2021-04-30", 0), ("trollhattan", "2021-04-30", 1),
])  # fmt: skip
def test_v1_an_application_from_before_the_promise_is_outside_it(slug, day, expected):
    rows = delivered("ansokan", "20210501", an_application(applied_at=f"{day} 10:00:00"))

    assert fact(slug, "has_open_application", "2021-05-10", rows) == expected


def test_only_the_newest_application_counts_and_of_one_time_the_highest_id():
    older = an_application(
        application_id="A9", applied_at="2026-11-01 08:00:00", exception_code="sjuk"
    )
    twin = an_application(application_id="A0", exception_code="sjuk")

    assert fact("varmdo", "exception_stated", AS_OF, *applied(older, an_application())) == 0
    assert fact("varmdo", "exception_stated", AS_OF, *applied(twin, an_application())) == 0


@pytest.mark.parametrize(("code", "expected"), [
    (None, 0), ("sjuk", 1), (" FORALDRALEDIG ", 1), ("studerande", 1), ("arbetar_heltid", 1),
    ("pension", 1), ("annat", "unknown"), ("semester", "unknown"),
])  # fmt: skip
def test_v2_an_exception_is_stated_by_one_of_five_codes_and_empty_is_none(code, expected):
    assert (
        fact("varmdo", "exception_stated", AS_OF, *applied(an_application(exception_code=code)))
        == expected
    )


def test_a_quarantined_newest_application_hides_the_older_one():
    lost = an_application(
        application_id="A2", applied_at="2026-11-19 11:00:00", is_quarantined=True
    )

    assert fact("varmdo", "exception_stated", AS_OF, *applied(an_application(), lost)) == "unknown"
    assert (
        fact("varmdo", "has_open_application", AS_OF, *applied(an_application(), lost)) == "unknown"
    )


def test_an_application_whose_time_cannot_be_read_may_be_the_last_of_its_files_day():
    late = an_application(applied_at="2026-11-19 23:59:59")
    lost = an_application(application_id="A0", applied_at=None, is_quarantined=True)

    assert fact("varmdo", "exception_stated", AS_OF, *applied(late, lost)) == "unknown"


def test_an_application_whose_id_cannot_be_read_may_have_the_highest_of_its_time():
    lost = an_application(application_id=None, is_quarantined=True)

    assert fact("varmdo", "exception_stated", AS_OF, *applied(an_application(), lost)) == "unknown"


def test_x14_the_newest_application_is_told_by_the_instant_and_not_by_the_clock_on_the_wall():
    before = an_application(applied_at="2026-10-25T02:45:00+02:00", exception_code="sjuk")
    after = an_application(application_id="A0", applied_at="2026-10-25T02:15:00+01:00")

    assert fact("varmdo", "exception_stated", AS_OF, *applied(before, after)) == 0


@pytest.mark.parametrize(("label", "expected"), [
    ("Arbetslös, väntar på ersättning/stöd", 1),
    ("arbetar DELTID  ofrivilligt, väntar på inkomst", 1),
    ("Arbetar heltid, väntar på inkomst", 0), ("Pension/Äldreförsörjningsstöd otillräcklig", 0),
    ("Sjukskriven m läkarintyg, ingen sjukpenning", "unknown"), ("Något annat", "unknown"),
    (None, "unknown"),
])  # fmt: skip
def test_t2_only_want_of_work_is_met_and_other_obstacles_are_for_a_person_to_look_at(
    label, expected
):
    assert (
        fact(
            "trollhattan",
            "unemployed_obstacle",
            AS_OF,
            *applied(an_application(support_obstacle=label)),
        )
        == expected
    )


def test_an_application_without_a_label_has_that_of_the_newest_aid_month_however_old():
    aid = delivered(
        "bistand", "202503", an_aid_row(support_obstacle="Arbetar heltid, väntar på inkomst")
    )

    assert fact("trollhattan", "unemployed_obstacle", AS_OF, aid, *applied(an_application())) == 0


def test_a_quarantined_application_proves_neither_a_label_nor_that_there_is_none():
    aid = delivered("bistand", "202610", an_aid_row())
    lost = an_application(is_quarantined=True)

    assert fact("trollhattan", "unemployed_obstacle", AS_OF, aid, *applied(lost)) == "unknown"
    assert fact("linkoping", "unemployed_obstacle", AS_OF, aid, *applied(lost)) == "unknown"


def test_l2_plans_are_unknown_until_a_file_of_plans_has_come():
    aid = delivered("bistand", "202610", an_aid_row())

    assert fact("linkoping", "has_active_plan", AS_OF, aid) == "unknown"
    assert fact("linkoping", "has_active_plan", AS_OF, aid, delivered("plan", "20261116")) == 0


@pytest.mark.parametrize(("plan", "expected"), [
    ({}, 1), ({"drawn_up_date": "2026-11-20"}, 1), ({"drawn_up_date": "2026-11-21"}, 0),
    ({"closed_date": "2026-11-21"}, 1), ({"closed_date": "2026-11-20"}, 0),
    ({"follow_up_date": "2026-11-20"}, 1), ({"follow_up_date": "2026-11-19"}, 0),
    ({"is_quarantined": True}, "unknown"), ({"personal_number": MAN}, 0),
])  # fmt: skip
def test_l2_an_expired_or_closed_plan_is_not_active(plan, expected):
    row = {"plan_id": "P1", "personal_number": WOMAN, "drawn_up_date": "2026-09-01", **plan}
    aid = delivered("bistand", "202610", an_aid_row())

    assert (
        fact("linkoping", "has_active_plan", AS_OF, aid, delivered("plan", "20261116", row))
        == expected
    )


def test_of_a_snapshot_only_the_newest_counts():
    row = {"plan_id": "P1", "personal_number": WOMAN, "drawn_up_date": "2026-09-01"}
    aid = delivered("bistand", "202610", an_aid_row())
    plans = delivered("plan", "20261109", row), delivered("plan", "20261116")

    assert fact("linkoping", "has_active_plan", AS_OF, aid, *plans) == 0


def test_a_broken_row_that_lies_ahead_does_not_replace_the_good_one():
    broken = an_application(applied_at="2199-01-01 10:00:00", is_quarantined=True)
    newer = delivered("ansokan", "20261120", broken)

    assert fact("varmdo", "exception_stated", AS_OF, *applied(an_application()), newer) == 0


def test_a_broken_row_of_the_same_application_replaces_the_good_one_with_doubt():
    newer = delivered("ansokan", "20261120", an_application(is_quarantined=True))

    assert fact("varmdo", "exception_stated", AS_OF, *applied(an_application()), newer) == "unknown"
