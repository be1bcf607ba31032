"""Reminders, follow-ups and late files, from deliveries to tasks in a real warehouse."""

from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from caseload import KEY, KRAMFORS, ROUTED, Caseload, a_caseload, aid, morning
from row_builders import MAN, WOMAN, an_application, delivered
from stegvis.adapters.warehouse import append, tables
from stegvis.domain.pseudonyms import person_ids
from stegvis.domain.tasks.reminders import OVERDUE_SAID
from stegvis.steps.worklists.remind import remind
from task_builders import FRIDAY, MONDAY, at

UNEMPLOYED = "Arbetslös, ingen ersättning/stöd"


@pytest.fixture
def trollhattan(sqlite_warehouse, tmp_path):
    """One application of Friday 15:00."""
    caseload = Caseload("trollhattan", sqlite_warehouse, tmp_path)
    row = an_application(
        municipality_code="1488",
        applied_at="2026-11-20 15:00:00",
        support_obstacle=UNEMPLOYED,
        **ROUTED,
    )
    made = delivered("ansokan", "20261120", row)
    caseload.deliver(made, received_at=at("2026-11-20 16:00"))
    caseload.people(made.rows)
    return caseload


@pytest.fixture
def kramfors(sqlite_warehouse, tmp_path):
    return a_caseload(sqlite_warehouse, tmp_path)


def place(caseload, number, **columns):
    """A placement in force, as a weekly file says it."""
    made = delivered("placering", "20261101")
    caseload.deliver(made, received_at=at("2026-11-01 12:00"))
    (person,) = person_ids(KEY, caseload.code, pd.Series([number], dtype="str"))
    row = {
        "municipality_code": caseload.code,
        "delivery_id": made.delivery_id,
        "period": made.period,
        "placement_id": "P1",
        "person_id": person,
        "programme_id": KRAMFORS,
        "has_supervisor": True,
    }
    with caseload.warehouse.begin() as connection:
        append(connection, tables.placement, [row | columns])


def day(text):
    return pd.Timestamp(text).date()


def pages(caseload, date):
    folder = caseload.output / "worklists" / date
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.html")))


def test_a_friday_application_is_on_a_list_at_its_arrival_and_reminded_of_once(trollhattan):
    """T1: due Sunday 15:00, when nobody is at work; whoever leads is told on Friday."""
    for _ in range(2):
        morning(trollhattan, at("2026-11-20 16:05"))
        reminders = trollhattan.table("task_reminder").sort_values("step_number")
        assert reminders["step"].tolist() == ["after_24", "after_40", "last_list"]
        assert reminders["unit"].tolist()[-1] == "ledning"
    assert "Löftet går ut före nästa lista." in pages(trollhattan, "2026-11-20")


def test_a_missed_monday_loses_no_reminder(trollhattan):
    """Peers 4."""
    morning(trollhattan, at("2026-11-24 07:30"))
    steps = set(trollhattan.table("task_reminder")["step"])
    assert steps == {"after_24", "after_40", "overdue"}
    assert OVERDUE_SAID in pages(trollhattan, "2026-11-24")


def test_a_placement_is_followed_up_from_file_to_list(kramfors):
    """K11, K16: the job ends on 31 December."""
    place(kramfors, WOMAN, start_date=day("2026-02-02"), planned_end_date=day("2026-12-31"))
    morning(kramfors)
    asked = kramfors.tasks().set_index("kind")
    assert asked.loc["avstamning", "title"] == "Stäm av en månad före sista dagen"
    assert asked.loc["avstamning", "due_at"] == at("2026-11-30 23:59:59")
    assert asked.loc["fornya_af_stod", "due_at"] == at("2026-12-02 23:59:59")
    assert "Placeringen i Arbetsmarknadsanställning slutar 31 december 2026." in pages(
        kramfors, "2026-11-20"
    )
    assert morning(kramfors) == 0


def test_whoever_has_left_assistance_is_still_asked_how_it_went(kramfors):
    """K8, K16: being gone from the extract is what one hopes for."""
    place(
        kramfors,
        WOMAN,
        start_date=day("2026-02-02"),
        planned_end_date=day("2026-08-31"),
        actual_end_date=day("2026-08-31"),
    )
    morning(kramfors)
    kramfors.deliver(delivered("bistand", "202611", aid(MAN)), received_at=MONDAY)
    morning(kramfors, MONDAY)
    tasks = kramfors.table("task")
    hers = tasks[tasks["person_id"] == person_ids(KEY, kramfors.code, pd.Series([WOMAN]))[0]]
    closed = hers[hers["status"] == "closed"]
    assert set(closed["closed_reason"]) == {"lämnat underlaget"}
    assert hers.loc[hers["status"] == "open", "kind"].tolist() == ["uppfoljning_efter_avslut"]


def test_an_offer_to_whoever_has_left_the_extract_asks_for_nothing_any_more(kramfors):
    """Peers 9."""
    kramfors.offered(KRAMFORS, [WOMAN], "drafted")
    morning(kramfors)
    assert "valj_kandidat" in set(kramfors.tasks()["kind"])
    kramfors.deliver(delivered("bistand", "202611", aid(MAN)), received_at=MONDAY)
    morning(kramfors, MONDAY)
    gone = kramfors.tasks("closed").set_index("kind")
    assert gone.loc["valj_kandidat", "closed_reason"] == "lämnat underlaget"


def test_what_changes_nothing_any_more_ends_without_being_called_known(kramfors):
    """Whose aid was refused is asked for nothing; capacity and AF's word are lacking still."""
    morning(kramfors)
    months = delivered("bistand", "202611", aid(WOMAN), aid(MAN, decision_type_code="02"))
    kramfors.deliver(months, received_at=MONDAY)
    morning(kramfors, MONDAY)
    closed = kramfors.tasks("closed")
    assert len(closed) == 2
    assert set(closed["closed_reason"]) == {"uppgiften behövs inte längre"}


def test_an_older_file_that_comes_after_a_newer_one_changes_no_task(kramfors):
    """Peers 10: of an older month nobody comes back and nobody leaves."""
    morning(kramfors)
    before = kramfors.table("task")
    kramfors.deliver(delivered("bistand", "202604", aid(MAN)), received_at=MONDAY)
    assert morning(kramfors, MONDAY) == 0
    pd.testing.assert_frame_equal(kramfors.table("task"), before)


def test_two_runs_at_the_same_moment_make_each_task_once(kramfors):
    """Peers 13: the key is unique in the database."""
    kramfors.screened()
    with ThreadPoolExecutor(2) as both:
        new = list(both.map(lambda _: remind(kramfors.context(FRIDAY)), range(2)))
    assert sorted(new) == [0, 4]
    assert kramfors.table("task_event")["event_key"].is_unique
    assert len(kramfors.tasks()) == 4
