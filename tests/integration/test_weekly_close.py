"""Closing weeks: once, again, late, after a kill, and over the turn of the year (X1)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pandas as pd
import pytest

from metric_closes import INCLUDE, context_of, figures_of, loaded, rows_of
from metric_story import Story
from stegvis.adapters.warehouse import read_frame
from stegvis.domain.clock import STOCKHOLM
from stegvis.errors import MetricError
from stegvis.steps.metrics import publish
from stegvis.steps.metrics.publish import close_week, weeks_to_close, write_report
from stegvis.steps.metrics.recompute import differences

LEDGERS = ("metric_close", "metric_close_delivery", "weekly_metric", "management_weekly_metric")


def states(context):
    return {name: rows_of(context, name) for name in LEDGERS}


def rows_of_week(context, week, metric_id=None):
    rows = rows_of(context, "weekly_metric")
    rows = rows[rows["iso_week"] == week]
    order = ["metric_id", "programme_id", "dimension", "dimension_value"]
    rows = rows if metric_id is None else rows[rows["metric_id"] == metric_id]
    return rows.sort_values(order)


def same(one, other):
    for name in LEDGERS:
        pd.testing.assert_frame_equal(one[name], other[name])


def later(context, **passed):
    return replace(context, now=context.now + timedelta(**passed))


def test_closing_a_week_again_on_the_same_deliveries_changes_nothing(warehouse, tmp_path):
    """X1."""
    world = loaded(warehouse, "varmdo", "2026-W47", 11)
    context = context_of(warehouse, tmp_path, world)
    first_id = close_week(context, "2026-W47")
    before = states(context)
    assert close_week(later(context, days=30), "2026-W47") == first_id
    same(before, states(context))


def test_a_past_week_computed_again_elsewhere_gives_revision_1_to_the_last_digit(
    sqlite_url, postgresql_url, tmp_path
):
    """X1: both databases, and a month of later events in one of them."""
    from stegvis.adapters.warehouse import open_warehouse

    found = []
    for url, weeks_later in ((sqlite_url, 0), (postgresql_url, 5)):
        warehouse = open_warehouse(url)
        world = loaded(warehouse, "trollhattan", "2026-W47", 12)
        context = later(context_of(warehouse, tmp_path, world), weeks=weeks_later)
        figures_of(context, "2026-W47")
        found.append(rows_of(context, "weekly_metric").drop(columns="computed_at"))
        warehouse.engine.dispose()
    order = ["metric_id", "programme_id", "dimension", "dimension_value"]
    one, other = (frame.sort_values(order).reset_index(drop=True) for frame in found)
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_a_past_week_is_computed_again_as_it_was_although_people_have_changed_since(
    warehouse, tmp_path
):
    """X1, X2: protection lifted or given later, and new people, change later weeks only."""
    world = loaded(warehouse, "linkoping", "2026-W47", 13)
    context = context_of(warehouse, tmp_path, world)
    close_week(context, "2026-W46")
    close_week(context, "2026-W47")
    with warehouse.begin() as connection:
        connection.exec_driver_sql("update person set is_protected = not is_protected")
    much_later = later(context, weeks=30)
    close_week(much_later, "2026-W48")
    before = states(context)
    compared, differing = differences(much_later, "2026-W47")
    assert (compared, differing) == (len(rows_of_week(context, "2026-W47")), [])
    assert differences(much_later, "2026-W46")[1] == []
    same(before, states(context))
    eligible = (
        rows_of_week(context, "2026-W47", "eligible"),
        rows_of_week(context, "2026-W48", "eligible"),
    )
    assert eligible[0]["value"].tolist() != eligible[1]["value"].tolist()


def test_a_figure_that_was_tampered_with_is_found(sqlite_warehouse, tmp_path):
    """X1: the comparison sees the last digit."""
    story = Story(sqlite_warehouse, tmp_path, "amal")
    story.aid("2026-10", households=20)
    story.closed()
    assert differences(story.context, "2026-W47")[1] == []
    with sqlite_warehouse.begin() as connection:
        connection.exec_driver_sql(
            "update weekly_metric set numerator = numerator + 0.0001 "
            "where metric_id = 'assistance_paid_sek'"
        )
    assert differences(story.context, "2026-W47")[1] == ["assistance_paid_sek"]
    with pytest.raises(MetricError, match="has no revision 2"):
        differences(story.context, "2026-W47", 2)


def test_a_backfilled_delivery_gives_a_new_revision_with_its_reason(sqlite_warehouse, tmp_path):
    """X1: what was first reported stays, and both can be read."""
    story = Story(sqlite_warehouse, tmp_path, "linkoping")
    story.aid("2026-10", households=20)
    story.closed()
    story.world.rows.clear()
    story.aid("2026-10", households=30)
    story.world.store(sqlite_warehouse)
    context = later(story.context, hours=1)
    assert weeks_to_close(context) == ["2026-W47"]
    close_week(context, "2026-W47")
    rows = rows_of(context, "weekly_metric")
    households = rows[rows["metric_id"] == "households_with_assistance"].sort_values("revision")
    assert households["value"].tolist() == [20, 30]
    managed = rows_of(context, "management_weekly_metric")
    shown = managed[managed["metric_id"] == "households_with_assistance"]
    assert (shown["value"].tolist(), shown["revision"].tolist()) == ([30], [2])
    closes = rows_of(context, "metric_close").sort_values("revision")
    assert closes["reason"].iloc[1] == "Leveranser som kom fram senare: ekonomiskt bistånd 202610."


def test_a_file_that_came_after_monday_at_five_does_not_count_in_the_week_before(
    sqlite_warehouse, tmp_path
):
    story = Story(sqlite_warehouse, tmp_path, "linkoping")
    story.aid("2026-10", households=20)
    monday = datetime(2026, 11, 23, 5, 0, 1, tzinfo=STOCKHOLM)
    story.aid("2026-10", households=30, known_at=monday)
    assert story.closed().of("households_with_assistance").value == 20
    assert rows_of(story.context, "metric_close")["revision"].tolist() == [1]


def test_a_missed_monday_heals(sqlite_warehouse, tmp_path):
    """Two weeks were missed: both are due, the oldest first, and none before the first delivery."""
    story = Story(sqlite_warehouse, tmp_path, "amal", "2026-W46")
    story.aid("2026-10", households=20, known_at=datetime(2026, 11, 11, 8, tzinfo=STOCKHOLM))
    story.world.store(sqlite_warehouse)
    context = story.context
    before_five = datetime(2026, 11, 30, 4, 59, tzinfo=STOCKHOLM)
    assert weeks_to_close(replace(context, now=before_five)) == ["2026-W46", "2026-W47"]
    at_five = replace(context, now=datetime(2026, 11, 30, 5, tzinfo=STOCKHOLM))
    assert weeks_to_close(at_five) == ["2026-W46", "2026-W47", "2026-W48"]
    for week in weeks_to_close(at_five):
        close_week(at_five, week)
    assert weeks_to_close(at_five) == ["2026-W46", "2026-W47", "2026-W48"]
    for week in weeks_to_close(at_five):
        write_report(at_five, week)
    assert weeks_to_close(at_five) == []


def test_week_53_comes_between_52_and_the_next_years_first(sqlite_warehouse, tmp_path):
    """X1: 2026 has 53 weeks; the last one ends on 3 January."""
    story = Story(sqlite_warehouse, tmp_path, "amal", "2026-W52")
    story.aid("2026-10", households=20, known_at=datetime(2026, 12, 22, 8, tzinfo=STOCKHOLM))
    story.world.store(sqlite_warehouse)
    context = replace(story.context, now=datetime(2027, 1, 11, 5, tzinfo=STOCKHOLM))
    assert weeks_to_close(context) == ["2026-W52", "2026-W53", "2027-W01"]
    for week in weeks_to_close(context):
        close_week(context, week)
    assert set(rows_of(context, "weekly_metric")["iso_week"]) == {
        "2026-W52",
        "2026-W53",
        "2027-W01",
    }


@pytest.mark.parametrize("week", ["2025-W53", "2026-W54", "2026-47", "26-W47", "2026-W00"])
def test_a_week_that_there_is_not_is_named(sqlite_warehouse, tmp_path, week):
    story = Story(sqlite_warehouse, tmp_path, "amal")
    with pytest.raises(MetricError, match=f"There is no ISO week {week}"):
        close_week(story.context, week)


def test_a_week_is_not_closed_before_it_is_over(sqlite_warehouse, tmp_path):
    story = Story(sqlite_warehouse, tmp_path, "amal")
    early = replace(story.context, now=story.world.week.known_at - timedelta(seconds=1))
    with pytest.raises(MetricError, match="Close it when it is over"):
        close_week(early, "2026-W47")


@pytest.mark.parametrize("step", ["_store_close", "_store_figures", "publish_close"])
def test_a_close_killed_on_the_way_leaves_nothing_and_is_whole_the_next_time(
    sqlite_warehouse, tmp_path, monkeypatch, step
):
    """X1: all in one transaction."""
    story = Story(sqlite_warehouse, tmp_path, "amal")
    story.aid("2026-10", households=20)
    story.world.store(sqlite_warehouse)
    real = getattr(publish, step)

    def killed(*arguments):
        real(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, step, killed)
    with pytest.raises(KeyboardInterrupt):
        close_week(story.context, "2026-W47")
    monkeypatch.undo()
    assert all(rows.empty for rows in states(story.context).values())
    close_week(story.context, "2026-W47")
    assert len(rows_of(story.context, "metric_close")) == 1


def test_a_month_whose_file_came_before_it_ended_is_marked_preliminary(sqlite_warehouse, tmp_path):
    """V5."""
    story = Story(sqlite_warehouse, tmp_path, "amal")
    story.aid("2026-10", households=20, known_at=datetime(2026, 10, 30, 8, tzinfo=STOCKHOLM))
    note = story.closed().of("households_with_assistance").note
    assert note == "preliminär: filen för oktober 2026 kom innan månaden var slut"


def test_a_running_month_is_not_the_newest_complete_one(sqlite_warehouse, tmp_path):
    """The file of November is delivered, but November is not over."""
    story = Story(sqlite_warehouse, tmp_path, "amal")
    story.aid("2026-10", households=20)
    story.aid("2026-11", households=9)
    assert story.closed().of("households_with_assistance").value == 20


def test_the_month_is_summed_once_however_many_weeks_rest_on_it(sqlite_warehouse, tmp_path):
    """The cost of a week does not grow with history."""
    story = Story(sqlite_warehouse, tmp_path, "amal")
    story.aid("2026-10", households=20)
    story.closed()
    with sqlite_warehouse.begin() as connection:
        connection.exec_driver_sql("update month_summary set households_count = 7")
    context = later(story.context, weeks=1)
    close_week(context, "2026-W48")
    with sqlite_warehouse.read() as connection:
        sums = read_frame(connection, "select households_count from month_summary")
    assert sums["households_count"].tolist() == [7]


def test_metrics_are_files_and_adding_one_needs_no_python(sqlite_warehouse, tmp_path):
    import shutil

    include = tmp_path / "include"
    shutil.copytree(INCLUDE, include)
    header = (include / "sql/metrics/households_with_assistance.sql").read_text()
    own = header.replace("title: Hushåll med ekonomiskt bistånd", "title: En kopia")
    (include / "sql/metrics/a_new_one.sql").write_text(own)
    story = Story(sqlite_warehouse, tmp_path, "amal")
    story.aid("2026-10", households=20)
    story.world.store(sqlite_warehouse)
    context = story.context
    context = replace(context, settings=replace(context.settings, include_dir=include))
    close_week(context, "2026-W47")
    rows = rows_of(context, "weekly_metric")
    assert rows.loc[rows["metric_id"] == "a_new_one", "value"].tolist() == [20]
