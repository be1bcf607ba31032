"""The main job, end to end on Airflow, for all five municipalities."""

import random

import pytest

from demo_runs import files, run, run_and_kill_after, tables, with_the_keys_and_people_of

FIVE = {"1492", "2282", "1488", "0120", "0580"}
CACHES = {"inbox_file"}  # holds times of change, which a copy does not keep
MADE_BY_THE_CHAIN = ("screening_result", "offer_event", "letter_event", "task_event", "answer")


def test_every_municipality_is_received_screened_offered_reminded_answered_and_measured(demo):
    found = tables(demo)

    for table in (*MADE_BY_THE_CHAIN, "delivery_record", "weekly_metric"):
        assert {row[0] for row in found[table]} == FIVE, table


def test_x13_no_row_is_lost_on_the_way_in(demo):
    found = tables(demo)["delivery_record"]

    assert found
    for *_, received, accepted, quarantined, rejected, held, repeated in _counts(demo):
        assert received == accepted + quarantined + rejected + held + repeated


def test_x1_a_second_demo_changes_nothing(demo):
    before = tables(demo), files(demo)
    run(demo, "kramfors", "trollhattan")

    after = tables(demo), files(demo)
    assert {n for n in before[0] if before[0][n] != after[0][n]} == set()
    assert {n for n in before[1] if before[1][n] != after[1].get(n)} == set()
    assert set(after[1]) == set(before[1])


@pytest.mark.parametrize(("seed", "slug", "code"), [(1, "kramfors", "2282"), (2, "varmdo", "0120")])
def test_killed_at_random_moments_and_run_again_it_ends_in_the_same_place(
    demo, tmp_path, seed, slug, code
):
    harried = with_the_keys_and_people_of(demo, tmp_path / "harried")
    luck = random.Random(seed)  # noqa: S311 - moments, not secrets
    kills = [run_and_kill_after(luck.uniform(5, 25), harried, slug) for _ in range(3)]
    run(harried, slug)

    assert any(kills), "no run was still going when it was to be killed"
    undisturbed, found = tables(demo), tables(harried)
    differing = {
        name
        for name in set(undisturbed) - CACHES
        if own_rows(undisturbed[name], code) != own_rows(found[name], code)
    }
    assert differing == set()
    assert files(harried) == {n: f for n, f in files(demo).items() if n.startswith(f"{slug}/")}


def own_rows(rows, code):
    """A municipality's rows; every table says whose they are in its first column."""
    return [row for row in rows if row[0] == code]


def _counts(demo):
    import sqlite3

    columns = (
        "rows_received, rows_accepted, rows_quarantined, rows_rejected, rows_held, rows_repeated"
    )
    with sqlite3.connect(demo / "data" / "warehouse.db") as connection:
        return connection.execute(f"select {columns} from delivery").fetchall()  # noqa: S608
