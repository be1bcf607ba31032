"""Ledgers only grow, and a row written twice is one row."""

import concurrent.futures
import multiprocessing
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from stegvis.adapters.warehouse import append, open_warehouse, read_frame, tables, upsert
from stegvis.errors import WarehouseError

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY_ONE = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)


def an_answer(number, **changes):
    return {
        "municipality_code": "1492",
        "answer_id": f"a{number}",
        "task_id": "t1",
        "field": "urval",
        "value": "ja",
        "answered_by": "Kim",
        "answered_at": DAY_ONE,
        "recorded_at": DAY_ONE,
        "list_id": "l1",
    } | changes


def written(warehouse, table, rows):
    with warehouse.begin() as connection:
        return append(connection, table, rows)


def answers(warehouse):
    with warehouse.read() as connection:
        return read_frame(connection, "select answer_id, value from answer order by answer_id")


def test_the_same_rows_again_are_not_added(warehouse):
    """X1: a rerun appends nothing."""
    rows = [an_answer(number) for number in range(3)]

    assert written(warehouse, tables.answer, rows) == 3
    assert written(warehouse, tables.answer, [*rows, an_answer(3)]) == 1
    assert written(warehouse, tables.answer, rows) == 0

    assert answers(warehouse)["answer_id"].tolist() == ["a0", "a1", "a2", "a3"]


def test_a_row_that_is_there_is_never_rewritten(warehouse):
    written(warehouse, tables.answer, [an_answer(1)])

    assert written(warehouse, tables.answer, [an_answer(1, value="nej")]) == 0

    assert answers(warehouse)["value"].tolist() == ["ja"]


def test_of_two_rows_with_one_key_the_first_counts(warehouse):
    assert written(warehouse, tables.answer, [an_answer(1), an_answer(1, value="nej")]) == 1

    assert answers(warehouse)["value"].tolist() == ["ja"]


def test_no_rows_add_nothing(warehouse):
    assert written(warehouse, tables.answer, []) == 0
    assert written(warehouse, tables.answer, pd.DataFrame([an_answer(1)]).head(0)) == 0


def test_a_ledger_can_be_appended_to_twice_in_one_transaction(warehouse):
    with warehouse.begin() as connection:
        assert append(connection, tables.answer, [an_answer(1)]) == 1
        assert append(connection, tables.answer, [an_answer(1), an_answer(2)]) == 1


def test_many_rows_go_in_at_once(warehouse):
    rows = pd.DataFrame([an_answer(1)]).loc[[0] * 60_000].reset_index(drop=True)
    rows["answer_id"] = [f"a{number:06d}" for number in range(len(rows))]

    assert written(warehouse, tables.answer, rows) == 60_000
    assert written(warehouse, tables.answer, rows) == 0


def test_a_broken_rule_is_not_taken_for_a_repetition(warehouse):
    """Only a repeated key is passed over; any other refusal is an error."""
    event = {
        "municipality_code": "1492",
        "event_key": "e1",
        "task_id": "t1",
        "event": "forgotten",
        "kind": "samrad_af",
        "at": DAY_ONE,
        "recorded_at": DAY_ONE,
    }

    with pytest.raises(WarehouseError, match="ck_task_event_event"):
        written(warehouse, tables.task_event, [event])


def test_a_line_of_a_list_that_does_not_exist_is_refused(warehouse):
    line = {"municipality_code": "1492", "list_id": "none", "line_number": 1, "task_id": "t1"}

    with pytest.raises(WarehouseError, match="refused a row"):
        written(warehouse, tables.worklist_line, [line])


def test_lines_may_be_written_before_their_list_in_one_transaction(warehouse):
    line = {"municipality_code": "1492", "list_id": "l1", "line_number": 1, "task_id": "t1"}
    worklist = {
        "municipality_code": "1492",
        "list_id": "l1",
        "as_of": DAY_ONE.date(),
        "path": "worklists/2026-11-20/vuxen/kim.xlsx",
        "created_at": DAY_ONE,
    }

    with warehouse.begin() as connection:
        append(connection, tables.worklist_line, [line])
        append(connection, tables.worklist, [worklist])


def test_thirty_writers_at_once_all_get_through_and_each_row_is_one(warehouse):
    """With a database's default settings most of them fail on SQLite."""

    def write(writer):
        with warehouse.begin() as connection:
            known = len(read_frame(connection, "select answer_id from answer"))
            own = an_answer(f"own{writer:02d}", value=str(known))
            return append(connection, tables.answer, [own, an_answer("shared")])

    with concurrent.futures.ThreadPoolExecutor(30) as pool:
        new = list(pool.map(write, range(30)))

    assert sorted(new) == [1] * 29 + [2]
    assert len(answers(warehouse)) == 31


def write_many(url, name):
    """Append in transaction after transaction; returns how many rows were new."""
    warehouse = open_warehouse(url)
    new = 0
    for number in range(20):
        with warehouse.begin() as connection:
            rows = [an_answer(f"{name}-{number}"), an_answer(f"shared-{number}")]
            new += append(connection, tables.answer, rows)
    return new


def test_writers_in_several_processes_wait_for_each_other(warehouse, warehouse_url):
    forked = multiprocessing.get_context("fork")

    with concurrent.futures.ProcessPoolExecutor(3, mp_context=forked) as pool:
        new = list(pool.map(write_many, [warehouse_url] * 3, ["one", "two", "three"]))

    assert sum(new) == 80
    assert len(answers(warehouse)) == 80


def a_person(**changes):
    return {
        "municipality_code": "1492",
        "person_id": "p1",
        "personal_number": "199001012389",
        "street_address": "Storgatan 1",
        "is_protected": False,
        "delivery_id": "d1",
        "seen_period": "202610",
        "seen_at": DAY_ONE,
    } | changes


def people(warehouse):
    with warehouse.read() as connection:
        return read_frame(connection, "select * from person order by person_id")


@pytest.mark.parametrize(
    ("period", "address"),
    [("202609", "Storgatan 1"), ("202610", "Nygatan 2"), ("202611", "Nygatan 2")],
)
def test_of_a_person_the_newest_period_wins(warehouse, period, address):
    newer = a_person(seen_period=period, street_address="Nygatan 2")

    with warehouse.begin() as connection:
        upsert(connection, tables.person, [a_person()], newest_by="seen_period")
        upsert(connection, tables.person, [newer], newest_by="seen_period")

    assert people(warehouse)["street_address"].tolist() == [address]


def test_an_upsert_clears_what_is_missing_now_and_keeps_columns_left_out(warehouse):
    protected = a_person(street_address=None, is_protected=True)
    with warehouse.begin() as connection:
        upsert(connection, tables.person, [a_person(case_id="Ä-1")])
        upsert(connection, tables.person, [protected])

    found = people(warehouse)
    assert found["street_address"].isna().all()
    assert found["case_id"].tolist() == ["Ä-1"]
    assert found["is_protected"].tolist() == [True]
