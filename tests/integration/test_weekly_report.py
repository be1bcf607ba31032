"""The page and the workbook that management reads."""

import re
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from sqlalchemy import delete

from metric_closes import context_of, loaded
from metric_story import Story, months_back
from stegvis.adapters.metric_files import load_catalogue
from stegvis.adapters.warehouse import tables
from stegvis.errors import MetricError
from stegvis.steps.metrics.publish import close_week, report_path, write_report
from stegvis.steps.metrics.published import read_report


@pytest.fixture
def town(sqlite_warehouse, tmp_path):
    return a_town(sqlite_warehouse, tmp_path)


def a_town(warehouse, folder):
    """Linköping with three years of months, of which one had few households."""
    story = Story(warehouse, folder, "linkoping")
    for number, text in enumerate(months_back("2026-10", 36)):
        story.aid(text, households=3 if number == 20 else 40 + number, paid=9000)
    for sex in ("1", "2"):
        for person_id in story.people(9, sex=sex):
            story.applied("2026-11-10 10:00", person_id)
            story.plan(person_id, "2026-11-01")
    story.screened(story.people(12))
    story.closed()
    return story


def page_of(story):
    return page_text(write_report(story.context, story.world.week.iso_week))


def test_the_page_needs_nothing_but_itself(town):
    page = page_of(town)
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "<script" not in page
    assert "@import" not in page
    assert "url(" not in page


def test_the_page_begins_with_five_to_seven_figures_in_swedish_sentences(town):
    """L5: households, their change on a year, kronor, and the municipality's own goals."""
    page = page_of(town)
    assert page.startswith('<!DOCTYPE html>\n<html lang="sv">')
    cards = re.findall(r'<li class="card">.*?</li>', page, re.DOTALL)
    assert 5 <= len(cards) <= 7
    assert "40 hushåll fick ekonomiskt bistånd för oktober 2026." in page
    assert "12 färre hushåll med bistånd i oktober 2026 än samma månad året före." in page
    assert "Mål: mer än 50 %" in page


def test_the_page_says_so_on_both_databases(warehouse, tmp_path):
    page = page_of(a_town(warehouse, tmp_path))
    assert "40 hushåll fick ekonomiskt bistånd för oktober 2026." in page
    assert "12 färre hushåll med bistånd i oktober 2026 än samma månad året före." in page


def test_every_page_says_that_it_describes_and_shows_no_effect(town):
    """V11: descriptive, no causation."""
    assert "Beskrivande, inte effekt." in page_of(town)


def test_a_goal_is_told_in_words_and_not_by_colour_alone(town):
    """L2: met, and said so."""
    assert '<span class="pill met">Nått</span>' in page_of(town)


def test_the_plot_has_a_text_and_the_table_beneath(town):
    page = page_of(town)
    plot = re.search(r"<svg.*?</svg>", page, re.DOTALL).group()
    assert 'role="img"' in plot
    assert "Hushåll med bistånd gick från 75 i november 2023 till 40 i oktober 2026." in plot
    assert page.index("</svg>") < page.index("<caption>Hushåll med ekonomiskt bistånd</caption>")


def test_a_hidden_month_breaks_the_line_and_stands_as_not_shown(town):
    """X12."""
    page = page_of(town)
    plot = re.search(r"<svg.*?</svg>", page, re.DOTALL).group()
    assert plot.count("<polyline") == 2
    assert "visas inte" in page


def test_events_that_may_have_changed_the_series_are_marked(town):
    """L11: in the plot and in words."""
    page = page_of(town)
    plot = re.search(r"<svg.*?</svg>", page, re.DOTALL).group()
    assert plot.count('class="event"') == len(
        [e for e in town.world.municipality.events if e.day.year == 2026]
    )
    assert "Händelser som kan ha ändrat serien" in page


def test_what_is_missing_says_why(town):
    assert "Data saknas: arbetslöshet" in page_of(town)


def test_what_is_not_measured_is_said_and_not_invented(sqlite_warehouse, tmp_path):
    """V10, V14."""
    story = Story(sqlite_warehouse, tmp_path, "varmdo")
    story.aid("2026-10", households=20)
    story.closed()
    page = page_of(story)
    assert "ej mätt" in page
    assert "(V10)" in page
    assert "(V14)" in page


def test_the_same_report_is_the_same_bytes(town):
    """X1."""
    path = report_path(town.context, "2026-W47")
    page_of(town)
    first = [path.with_suffix(kind).read_bytes() for kind in (".html", ".xlsx", ".parquet")]
    write_report(replace(town.context, now=town.context.now + timedelta(days=1)), "2026-W47")
    again = [path.with_suffix(kind).read_bytes() for kind in (".html", ".xlsx", ".parquet")]
    assert again == first


def test_the_weeks_figures_are_a_parquet_file_too_with_small_counts_hidden(
    sqlite_warehouse, tmp_path
):
    """X12: hidden is null with a mark, and what is shown is what the page shows."""
    story = Story(sqlite_warehouse, tmp_path, "amal")
    story.aid("2026-10", households=20)
    for person_id in story.people(3):
        story.placed(person_id, "2026-10-01")
    story.closed()
    path = Path(write_report(story.context, "2026-W47")).with_suffix(".parquet")
    rows = pd.read_parquet(path).set_index(["metric_id", "programme_id", "dimension_value"])
    homes = rows.loc[("households_with_assistance", "", "")]
    assert (homes["value"], homes["title"]) == (20, "Hushåll med ekonomiskt bistånd")
    active = rows.loc[("placements_active", "amal_utvecklingsjobb", "")]
    assert (active["hidden"], pd.isna(active["value"])) == (1, True)


def test_report_and_folders_are_for_their_owner_alone(town):
    path = report_path(town.context, "2026-W47")
    page_of(town)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.with_suffix(".xlsx").stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert sorted(p.name for p in path.parent.iterdir()) == [
        "linkoping.html",
        "linkoping.parquet",
        "linkoping.xlsx",
    ]


def test_the_workbook_has_the_figures_unrounded_and_the_months(town):
    page_of(town)
    book = openpyxl.load_workbook(report_path(town.context, "2026-W47").with_suffix(".xlsx"))
    assert book.sheetnames == ["Nyckeltal", "Månader", "Leveranser", "Definitioner"]
    head, *rows = book["Nyckeltal"].iter_rows(min_row=3, values_only=True)
    figures = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert figures["Andel sökande med en aktiv planering"]["Tal"] == 1
    assert figures["Utbetalt ekonomiskt bistånd"]["Tal"] == 360_000
    months = list(book["Månader"].iter_rows(min_row=4, values_only=True))
    assert len(months) == 36
    assert next(row for row in months if row[1] == "visas inte")[2] == "visas inte"


def test_changes_since_last_week_are_told_only_where_both_weeks_are_large_enough(
    sqlite_warehouse, tmp_path
):
    """X12: from 12 to 6 participants is told, from 6 to 3 is not."""
    story = Story(sqlite_warehouse, tmp_path, "amal")
    for number, person_id in enumerate(story.people(12)):
        end = "2026-11-24" if number < 6 else "2026-12-01" if number < 9 else None
        story.placed(person_id, "2026-10-01", end)
    story.closed()
    context = replace(story.context, now=story.context.now + timedelta(weeks=2))
    told = {}
    for week in ("2026-W48", "2026-W49"):
        close_week(context, week)
        report = read_report(context, load_catalogue(context.settings.include_dir), week)
        told[week] = {line.metric.id: line.change for line in report.lines}
    assert told["2026-W48"]["placements_active"] == "−6 sedan vecka 47"
    assert told["2026-W49"]["placements_active"] == ""


def test_weeks_over_the_years_end_are_a_line_with_its_table(sqlite_warehouse, tmp_path):
    """X1: weeks 52, 53 and 1 follow each other; a week without a figure breaks the line."""
    story = Story(sqlite_warehouse, tmp_path, "varmdo", "2026-W50")
    story.aid("2026-10", households=20)
    for day, people in (("2026-12-14", 6), ("2026-12-21", 5), ("2027-01-04", 7)):
        for number in range(people):
            story.offered(story.applied(f"{day} 1{number}:00"), f"{day} 2{number % 4}:00")
    story.closed()
    context = replace(story.context, now=story.context.now + timedelta(weeks=6))
    for week in ("2026-W51", "2026-W52", "2026-W53", "2027-W01"):
        close_week(context, week)
    page = page_text(write_report(context, "2027-W01"))
    section = re.search(r'<h2 id="veckor">.*?</section>', page, re.DOTALL).group()
    plot = re.search(r"<svg.*?</svg>", section, re.DOTALL).group()
    assert 'role="img"' in plot
    assert re.findall(r">v\. (\d+)<", plot) == ["50", "51", "52", "53", "1"]
    rows = re.findall(r'<th scope="row">(\d+,&nbsp;\d+)</th><td>(.*?)</td>', section)
    assert rows == [
        ("1,&nbsp;2027", "100,0 %"),
        ("53,&nbsp;2026", "saknas"),
        ("52,&nbsp;2026", "100,0 %"),
        ("51,&nbsp;2026", "100,0 %"),
        ("50,&nbsp;2026", "saknas"),
    ]
    assert plot.count("<polyline") == 2


def test_a_goal_is_told_once_on_the_first_page_and_says_why_it_cannot_be_judged(
    sqlite_warehouse, tmp_path
):
    """A8, A11: the programme's participants, not the municipality's as well; past its years."""
    story = Story(sqlite_warehouse, tmp_path, "amal")
    story.aid("2026-10", households=100)
    story.population(2025, 12500)
    for person_id in story.people(31):
        story.placed(person_id, "2026-10-01")
    story.closed()
    cards = re.findall(r'<li class="card">.*?</li>', page_of(story), re.DOTALL)
    assert len([card for card in cards if ">Deltagare<" in card]) == 1
    share = next(card for card in cards if "Andel av befolkningen" in card)
    assert "Går inte att säga" in share
    assert "utanför målperioden 2020–2023" in share


def test_the_first_report_says_that_there_is_no_week_to_compare_with(town):
    assert "visas från nästa rapport" in page_of(town)


def test_the_report_reads_only_what_is_published(town):
    """X12: without the unprotected ledger and the derived tables it is the same."""
    before = page_of(town)
    with town.warehouse.begin() as connection:
        for table in ("weekly_metric", "person_month", "household_month", "person", "plan"):
            connection.execute(delete(tables[table]))
    assert page_of(town) == before


def test_a_week_that_was_never_closed_has_no_report(town):
    with pytest.raises(MetricError, match="has not been closed"):
        write_report(town.context, "2026-W40")


@pytest.mark.parametrize("slug", ["varmdo", "trollhattan", "kramfors"])
def test_any_closed_week_can_be_set(sqlite_warehouse, tmp_path, slug):
    world = loaded(sqlite_warehouse, slug, "2026-W53", 31)
    context = context_of(sqlite_warehouse, tmp_path, world)
    close_week(context, "2026-W53")
    assert "vecka 53 2026" in page_text(write_report(context, "2026-W53"))


def page_text(path):
    return Path(path).read_text(encoding="utf-8")
