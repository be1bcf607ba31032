"""What an answered row says, and when it comes back instead."""

from datetime import date

import pytest

from stegvis.domain.tasks.cell_reading import Cell
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.row_answers import AskedTask, UnreadableRow, fields_of, read_row
from task_builders import FRIDAY, MONDAY, at


def row(kind: str, fact: str = "", default_by: str = "Eva Öst", **written: object):
    return read_row(
        AskedTask("t1", kind, fact, "p1"),
        {name: Cell(value) for name, value in written.items()},
        list_date=FRIDAY.date(),
        default_by=default_by,
        now=MONDAY,
    )


def reasons(kind: str, fact: str = "", default_by: str = "Eva Öst", **written: object):
    with pytest.raises(UnreadableRow) as problem:
        row(kind, fact, default_by, **written)
    return problem.value.reasons


def test_an_empty_row_says_nothing():
    assert row("valj_kandidat") is None
    assert row("valj_kandidat", selection="  ", answered_by="Eva Öst") is None


def test_a_selection_settles_its_task_in_the_name_of_the_lists_owner():
    """K7."""
    answer = row("valj_kandidat", selection="Välj")
    assert (answer.values, answer.outcome) == ({"selection": "selected"}, "done")
    assert (answer.answered_by, answer.answered_at) == ("Eva Öst", MONDAY)


def test_a_selection_without_a_name_comes_back():
    """K7: a named person selects."""
    found = reasons("valj_kandidat", default_by="", selection="Välj")
    assert set(found) == {"answered_by"}
    named = row("valj_kandidat", default_by="", selection="Välj", answered_by="Bo Ek")
    assert named.answered_by == "Bo Ek"


def test_a_release_is_told_with_its_moment():
    """T1: when the letter was made available stops the clock, not when the file was read."""
    answer = row("granska_utkast", letter="Frisläpp", answered_at="2026-11-20 13.30")
    assert answer.values == {"letter": "released"}
    assert answer.answered_at == at("2026-11-20 13:30")


@pytest.mark.parametrize(
    ("written", "problem"),
    [("2026-11-19", True), ("2026-11-20", False), ("2026-11-23", False), ("2026-11-24", True)],
)
def test_nobody_can_have_answered_before_the_list_was_made_or_after_today(written, problem):
    if problem:
        assert set(reasons("klargor_alder", status="Klar", answered_at=written)) == {"answered_at"}
    else:
        assert row("klargor_alder", status="Klar", answered_at=written).answered_at <= MONDAY


def test_an_assessment_is_kept_and_settles():
    """K5."""
    answer = row("bedom_arbetsformaga", "work_capacity_percent", work_capacity_percent="50 %")
    assert (answer.values, answer.outcome) == ({"work_capacity_percent": "50"}, "done")


def test_done_without_the_answer_that_is_asked_for_comes_back():
    found = reasons("bedom_arbetsformaga", "work_capacity_percent", status="Klar")
    assert set(found) == {"work_capacity_percent"}


def test_what_has_no_column_of_its_own_is_done_by_saying_so():
    assert row("bekrafta_af_inskrivning", "registered_jobseeker", status="Klar").outcome == "done"


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"form_osa": "Ja"}, "done"),
        ({"form_osa": "Nej"}, "open"),
        (
            {
                "form_nystartsjobb": "Nej",
                "form_introduktionsjobb": "Nej",
                "form_yrkesintroduktion": "Nej",
                "form_osa": "Nej",
                "form_lonebidrag": "Nej",
            },
            "done",
        ),
    ],
)
def test_one_yes_or_every_no_of_arbetsformedlingen_settles(said, outcome):
    """K4: half an answer is kept, and the task stays."""
    assert row("inhamta_af_besked", "entitled_to_supported_job", **said).outcome == outcome


def test_only_nystartsjobb_is_asked_about_where_only_its_level_counts():
    """A4."""
    names = {field.name for field in fields_of("inhamta_af_besked", "nystartsjobb_highest_level")}
    assert {"form_nystartsjobb", "form_nystartsjobb_level"} <= names
    assert "form_osa" not in names
    assert set(reasons("inhamta_af_besked", "nystartsjobb_highest_level", form_osa="Ja")) == {
        "form_osa"
    }


def test_a_yes_to_nystartsjobb_needs_its_level_and_a_level_needs_a_yes():
    """A4."""
    fact = "nystartsjobb_highest_level"
    assert "form_nystartsjobb_level" in reasons("inhamta_af_besked", fact, form_nystartsjobb="Ja")
    assert "form_nystartsjobb" in reasons("inhamta_af_besked", fact, form_nystartsjobb_level="3")
    both = row("inhamta_af_besked", fact, form_nystartsjobb="Ja", form_nystartsjobb_level="3")
    assert both.outcome == "done"
    assert row("inhamta_af_besked", fact, form_nystartsjobb="Nej").outcome == "done"


def test_arranged_childcare_needs_its_first_day():
    """A5."""
    assert set(reasons("bekrafta_barnomsorg", childcare="Ordnad")) == {"childcare_from_date"}
    assert set(reasons("bekrafta_barnomsorg", childcare_from_date="2026-12-01")) == {"childcare"}
    both = row("bekrafta_barnomsorg", childcare="Ordnad", childcare_from_date="2026-12-01")
    assert both.values == {"childcare": "ordnad", "childcare_from_date": "2026-12-01"}


def test_a_no_cannot_be_closed_without_regard_to_the_child():
    """X16, A12."""
    found = reasons("bedom_avbojt_erbjudande", good_reason="Nej", status="Klar")
    assert set(found) == {"child_considered"}
    whole = row("bedom_avbojt_erbjudande", good_reason="Nej", child_considered="Ja")
    assert whole.outcome == "done"


def test_a_reply_may_not_come_from_the_future():
    assert "reply_date" in reasons("folj_upp_svar", reply="Ja", reply_date="2026-11-24")
    assert "reply" in reasons("folj_upp_svar", reply_date="2026-11-20")
    assert row("folj_upp_svar", reply="Nej", reply_date="2026-11-20").values["reply"] == "declined"


@pytest.mark.parametrize(
    ("until", "problem"),
    [
        ("2026-11-23", True),
        ("2026-11-24", False),
        ("2027-11-23", False),
        ("2027-11-24", True),
        (None, True),
    ],
)
def test_a_rest_has_a_stated_end_within_a_year(until, problem):
    if problem:
        assert set(reasons("klargor_alder", status="Vilar", until=until)) == {"until"}
    else:
        answer = row("klargor_alder", status="Vilar", until=until)
        assert (answer.outcome, answer.until) == ("dismissed", date.fromisoformat(until))


def test_a_day_to_rest_until_needs_the_word():
    assert set(reasons("klargor_alder", until="2026-12-01")) == {"status"}


def test_every_wrong_cell_of_a_row_is_told_at_once():
    found = reasons("folj_upp_svar", reply="kanske", reply_date="2026-02-30")
    assert set(found) == {"reply", "reply_date"}


def test_a_cell_that_does_not_belong_to_the_task_comes_back():
    assert set(reasons("klargor_alder", letter="Frisläpp")) == {"letter"}


PLAN = {
    "plan_agreed": "Ja",
    "plan_goal": "Arbete",
    "plan_next_step": "Möta en arbetsgivare",
    "plan_responsible": "Handläggaren",
    "plan_follow_up_date": "2026-12-18",
}


def test_a_plan_is_done_when_goal_next_step_responsible_and_day_are_there():
    """T6, T7."""
    assert row("uppratta_plan", **PLAN).outcome == "done"


@pytest.mark.parametrize("left_out", sorted(PLAN))
def test_a_plan_without_one_of_its_parts_is_not_done(left_out):
    """T7: empty goal is not a plan."""
    part = {name: value for name, value in PLAN.items() if name != left_out}
    assert row("uppratta_plan", **part).outcome == "open"
    assert set(reasons("uppratta_plan", status="Klar", **part)) == {left_out}


def test_a_plan_that_the_person_has_not_agreed_to_is_not_done():
    """T6: together with the person."""
    refused = PLAN | {"plan_agreed": "Nej"}
    assert row("uppratta_plan", **refused).outcome == "open"
    assert set(reasons("uppratta_plan", status="Klar", **refused)) == {"plan_agreed"}


def test_a_plan_is_looked_at_again_on_a_day_to_come():
    today = PLAN | {"plan_follow_up_date": "2026-11-23"}
    assert set(reasons("uppratta_plan", **today)) == {"plan_follow_up_date"}
    assert row("uppratta_plan", **PLAN | {"plan_follow_up_date": "2026-11-24"}).outcome == "done"


def test_mapping_and_supervisor_are_both_asked_for():
    """A6."""
    assert row("kartlaggning_och_handledare", mapping_date="2026-11-20").outcome == "open"
    both = row("kartlaggning_och_handledare", mapping_date="2026-11-20", supervisor_named="Ja")
    assert both.outcome == "done"
    none_named = {"mapping_date": "2026-11-20", "supervisor_named": "Nej"}
    assert row("kartlaggning_och_handledare", **none_named).outcome == "open"


@pytest.mark.parametrize("kind", ["avstamning", "ansok_af_stod", "fornya_af_stod", "samrad_af"])
def test_what_has_been_done_is_done_by_its_day_or_by_saying_so(kind):
    """A6, K11, T8."""
    assert row(kind, done_date="2026-11-20").outcome == "done"
    assert row(kind, status="Klar").outcome == "done"
    assert set(reasons(kind, done_date="2026-11-24")) == {"done_date"}


def test_an_attempt_that_reached_nobody_is_kept_and_the_task_stays():
    """T1, V1: the attempt does not stop the clock."""
    answer = row("anvisa_48h", attempt_date="2026-11-20")
    assert (answer.values, answer.outcome) == ({"attempt_date": "2026-11-20"}, "open")


def test_how_somebody_lives_after_the_end_settles_the_follow_up():
    """K8, K16."""
    answer = row("uppfoljning_efter_avslut", livelihood="Arbete med stöd")
    assert (answer.values, answer.outcome) == ({"livelihood": "arbete_med_stod"}, "done")


def test_a_ground_for_sharing_needs_a_name_and_settles_nothing():
    """K10, X3."""
    answer = row("valj_kandidat", share_ground="Samtycke", answered_by="Bo Ek")
    assert (answer.values, answer.outcome) == ({"share_ground": "samtycke"}, "open")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_answered(kind):
    names = [field.name for field in fields_of(kind, "")]
    assert names[-4:] == ["status", "until", "answered_by", "answered_at"]
    assert row(kind, status="Vilar", until="2026-12-01").outcome == "dismissed"
