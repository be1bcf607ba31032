"""An attacker reads what management reads, and tries to subtract (X12, X2)."""

import re
import shutil
from collections import defaultdict
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from metric_closes import INCLUDE, context_of, loaded, rows_of
from metric_story import Story
from stegvis.adapters.metric_files import load_catalogue
from stegvis.adapters.warehouse import append, open_warehouse
from stegvis.adapters.warehouse import tables as tables_of
from stegvis.domain.metrics.catalogue import Guard
from stegvis.steps.metrics.publish import close_week

PLACE = ["metric_id", "programme_id", "dimension", "dimension_value"]
SMALL = range(1, 5)


def closed(warehouse, folder, slug, seed):
    world = loaded(warehouse, slug, "2026-W47", seed)
    context = context_of(warehouse, folder, world)
    close_week(context, "2026-W47")
    truth = rows_of(context, "weekly_metric").set_index(PLACE)
    managed = rows_of(context, "management_weekly_metric").set_index(PLACE)
    return truth, managed.loc[truth.index]


WORLDS = [("varmdo", 21), ("trollhattan", 22), ("amal", 23), ("linkoping", 24)]


@pytest.fixture(scope="module", params=WORLDS, ids=lambda world: world[0])
def tables(request, migrated_sqlite, tmp_path_factory):
    """The unprotected figures and those that management reads, of one closed week."""
    folder = tmp_path_factory.mktemp("closed")
    shutil.copyfile(migrated_sqlite, folder / "warehouse.db")
    warehouse = open_warehouse(f"sqlite:///{folder}/warehouse.db")
    yield closed(warehouse, folder, *request.param)
    warehouse.engine.dispose()


def test_hidden_is_neither_zero_nor_empty_and_keeps_no_number(tables):
    """X12: value, numerator, denominator and target_met are gone, the note says so."""
    _, managed = tables
    hidden = managed[managed["hidden"] == 1]
    assert len(hidden) > 0
    assert hidden[["value", "numerator", "denominator", "target_met"]].isna().all(axis=None)
    assert hidden["note"].str.match("dolt: mindre än 5|visas bara tillsammans").all()


def test_no_small_count_of_people_is_shown(tables):
    """X12: counts from 1 to 4, and shares with such a numerator or remainder."""
    _, managed = tables
    catalogue = load_catalogue(INCLUDE)
    shown = managed[(managed["hidden"] == 0) & managed["value"].notna()]
    for place, row in shown.iterrows():
        guard = catalogue[place[0]].guard
        if guard in (Guard.COUNT, Guard.SHARE, Guard.SIDES):
            assert row["numerator"] not in SMALL, place
        if guard in (Guard.SHARE, Guard.REMAINDER):
            assert row["denominator"] - row["numerator"] not in SMALL, place
        if guard is Guard.SIDES:
            assert min(row["numerator"], row["denominator"]) >= 5, place


def test_what_is_shown_is_what_was_measured(tables):
    truth, managed = tables
    shown = (managed["hidden"] == 0) & truth["value"].notna()
    columns = ["value", "numerator", "denominator", "target", "target_met", "unit"]
    pd.testing.assert_frame_equal(managed.loc[shown, columns], truth.loc[shown, columns])


def test_a_figure_that_cannot_be_had_shows_neither_of_its_numbers(tables):
    """X12: a quotient without a denominator would still tell its numerator."""
    _, managed = tables
    catalogue = load_catalogue(INCLUDE)
    public = [place for place in managed.index if catalogue[place[0]].guard is Guard.NOTHING]
    absent = managed[managed["value"].isna()].drop(public, errors="ignore")
    assert len(absent) > 0
    assert absent[["numerator", "denominator"]].isna().all(axis=None)


def test_no_note_counts_a_few_people(tables):
    """X12: "3 ännu utan erbjudande" would be a small count in words."""
    _, managed = tables
    notes = managed["note"].dropna()
    assert notes.str.contains(r"\d").any()
    counted = [int(n) for note in notes for n in re.findall(r"(?:^|; )(\d+) (?!kap)", note)]
    assert not [count for count in counted if count in SMALL]


def test_the_few_who_are_left_out_of_a_breakdown_are_not_the_rest_of_it(tables):
    """X2: total less what is shown is never one to four people."""
    _, managed = tables
    shown = managed[(managed["hidden"] == 0) & managed["value"].notna()].reset_index()
    parts = shown[shown["dimension"] != ""]
    sums = parts.groupby(["metric_id", "programme_id", "dimension"])["numerator"].sum()
    totals = shown[shown["dimension"] == ""].set_index(["metric_id", "programme_id"])
    assert len(sums) > 0
    for (metric_id, programme_id, dimension), told in sums.items():
        if (metric_id, programme_id) in totals.index:
            rest = totals.loc[(metric_id, programme_id), "numerator"] - told
            assert rest not in SMALL, (metric_id, dimension)


def test_no_hidden_number_follows_from_all_that_is_shown(tables):
    """X12: totals, sexes, units, programmes, parts of groups and sets of metrics together."""
    truth, managed = tables
    catalogue = load_catalogue(INCLUDE)
    sums = list(_sums(truth, catalogue))
    hidden = set(managed.index[managed["hidden"] == 1])
    for place in hidden:
        small = truth.loc[place, "numerator"]
        if catalogue[place[0]].guard is Guard.COUNT and small in SMALL:
            lowest, highest = _bounds(place, truth["numerator"], hidden, sums)
            assert lowest < highest, place


def _sums(truth, catalogue):
    """Whole and parts, as a reader of the table could set them up."""
    counts = [p for p in truth.index if catalogue[p[0]].guard is Guard.COUNT]
    groups = defaultdict(list)
    for place in counts:
        metric_id, programme_id, dimension, value = place
        if dimension:
            groups[metric_id, programme_id, "", "", dimension].append(place)
        if programme_id:
            groups[metric_id, "", dimension, value, "programme"].append(place)
        part_of = catalogue[metric_id].part_of
        if part_of and catalogue[part_of].guard is Guard.COUNT:
            groups[part_of, programme_id, dimension, value, metric_id].append(place)
    for (*whole, _), parts in groups.items():
        if tuple(whole) in counts:
            yield tuple(whole), parts


def _bounds(target, numbers, hidden, sums):
    """Least and most that the number can be; a rest is whatever fits, nothing if it is nothing."""
    columns, rows, values = {}, [], []

    def column(name):
        return columns.setdefault(name, len(columns))

    column(target)
    for whole, parts in sums:
        row, value = defaultdict(int), 0
        for place, sign in [(part, 1) for part in parts] + [(whole, -1)]:
            if place in hidden:
                row[column(place)] += sign
            else:
                value -= sign * numbers[place]
        if numbers[whole] > sum(numbers[part] for part in parts):
            row[column(("rest", whole, tuple(parts)))] += 1
        if numbers[whole] >= sum(numbers[part] for part in parts):
            rows.append(row)
            values.append(value)
    matrix = np.zeros((len(rows), len(columns)))
    for number, row in enumerate(rows):
        for place, sign in row.items():
            matrix[number, place] = sign
    found = []
    for sign in (1, -1):
        aim = np.zeros(len(columns))
        aim[0] = sign
        limits = Bounds(np.zeros(len(columns)), np.full(len(columns), 10_000))
        equations = LinearConstraint(matrix, values, values)
        answer = milp(aim, constraints=equations, integrality=np.ones(len(columns)), bounds=limits)
        found.append(round(sign * answer.fun))
    return found


def test_the_smallest_count_is_the_municipalitys_own(sqlite_warehouse, tmp_path):
    """X12: configurable up to 10."""
    story = Story(sqlite_warehouse, tmp_path, "linkoping")
    owner = story.world.municipality.model_copy(update={"smallest_count": 10})
    story.world.municipality = owner
    story.aid("2026-10", households=9)
    figures = story.closed()
    shown = figures.of("households_with_assistance", managed=True)
    assert (shown["hidden"], shown["note"]) == (
        1,
        "dolt: mindre än 10, eller skyddar ett tal som är mindre än 10",
    )


def test_a_month_of_few_households_keeps_neither_number(sqlite_warehouse, tmp_path):
    """X12: the series of months is published too."""
    story = Story(sqlite_warehouse, tmp_path, "linkoping")
    story.aid("2026-09", households=4)
    story.aid("2026-10", households=5)
    story.closed()
    months = rows_of(story.context, "management_month").sort_values("aid_month")
    assert months["hidden"].tolist() == [1, 0]
    assert months["households_count"].isna().tolist() == [True, False]
    assert months["assistance_sek"].isna().tolist() == [True, False]


def test_protected_people_are_in_totals_and_in_no_breakdown(sqlite_warehouse, tmp_path):
    """X2: 8 women of whom 6 are protected: 8 in all, 2 by sex, and that is hidden."""
    story = Story(sqlite_warehouse, tmp_path, "amal")
    everybody = story.people(2) + story.people(6, is_protected=True)
    for person_id in everybody:
        story.placed(person_id, "2026-10-01")
    figures = story.closed()
    assert figures.of("participants_distinct").value == 8
    assert figures.of("participants_distinct", "kvinna").value == 2
    assert figures.of("participants_distinct", "kvinna", managed=True)["hidden"] == 1


@pytest.mark.parametrize(
    ("figure", "month", "hidden"),
    [
        ("exits_to_work", date(2019, 2, 1), 1),
        ("exits_to_work", date(2018, 4, 1), 0),
        ("exits_other", date(2019, 2, 1), 0),
    ],
    ids=["a month of the quarter", "another month", "another figure"],
)
def test_a_quarter_is_hidden_for_a_month_that_another_week_hid(
    sqlite_warehouse, tmp_path, figure, month, hidden
):
    """X12: seven who cover three in February are not the quarter less January and March."""
    story = Story(sqlite_warehouse, tmp_path, "trollhattan", "2019-W18")
    for text in ("2018-01", "2018-02", "2018-03", "2019-01", "2019-02", "2019-03"):
        story.aid(text, households=10)
        story.left(text, story.people(7))
    earlier = {"municipality_code": story.context.municipality.code, "iso_week": "2019-W10"}
    shown = {"aid_month": month, "is_preliminary": False, "is_current": True, "hidden": 0}
    place = dict.fromkeys(PLACE, "") | {"metric_id": figure}
    row = {"revision": 1, "unit": "antal", "hidden": 1, "computed_at": story.context.now}
    with sqlite_warehouse.begin() as connection:
        append(connection, tables_of.management_month, [earlier | shown])
        append(connection, tables_of.management_weekly_metric, [earlier | place | row])
    quarter = story.closed().of("exits_to_work_quarter_change_yoy", managed=True)
    assert quarter["hidden"] == hidden


@pytest.mark.parametrize(
    ("in_july", "hidden"), [(5, 0), (4, 1)], ids=["five in one month", "four in one month"]
)
def test_a_share_that_rolls_over_months_is_hidden_where_one_of_them_is_few(
    sqlite_warehouse, tmp_path, in_july, hidden
):
    """X12, K8: the next month's share less this one's would give a month's people."""
    story = Story(sqlite_warehouse, tmp_path, "trollhattan")
    for text in ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10"):
        story.aid(text, households=10)
    story.left("2026-06", story.people(9))
    story.left("2026-07", story.people(in_july))
    figures = story.closed()
    assert figures.of("self_sufficient_3m_share").denominator == 9 + in_july
    assert figures.of("self_sufficient_3m_share", managed=True)["hidden"] == hidden
