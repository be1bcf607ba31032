"""``stegvis letter``: preview, check and show from the command line."""

import os
import shutil
import sys

import pytest

from offer_builders import FRIDAY, INCLUDE, in_line, places
from stegvis import cli
from stegvis.steps.offers import offer
from town import Town


@pytest.fixture
def call(monkeypatch, capsys):
    """Run ``stegvis letter``; exit status, standard output, standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["stegvis", "letter", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        return ended.value.code or 0, shown.out, shown.err

    return run


def test_a_preview_is_written_as_paper_and_page(call, tmp_path):
    out = tmp_path / "brev.pdf"

    status, shown, _ = call("preview", "--programme", "varmdo_insats", "--out", str(out))

    assert status == 0
    assert "brev.pdf" in shown.replace("\n", "")
    assert out.read_bytes().startswith(b"%PDF")
    assert "Vi erbjuder dig stöd" in (tmp_path / "brev.html").read_text("utf-8")


def test_a_preview_in_another_language_is_the_swedish_letter_with_its_translation(call, tmp_path):
    out = tmp_path / "brev.pdf"
    options = ("--language", "ar", "--kind", "reminder", "--out", str(out))

    status, _, _ = call("preview", "--programme", "varmdo_insats", *options)

    page = (tmp_path / "brev.html").read_text("utf-8")
    assert status == 0
    assert page.index("Påminnelse: vi väntar på ditt svar") < page.index("تذكير: ننتظر جوابك")


def test_a_preview_in_a_language_without_translation_names_those_there_are(call, tmp_path):
    options = ("--language", "so", "--out", str(tmp_path / "brev.pdf"))

    status, _, error = call("preview", "--programme", "varmdo_insats", *options)

    assert status == 2
    assert "One of sv, ar, en was expected" in error


def test_a_preview_of_an_unknown_case_names_the_known_ones(call, tmp_path):
    options = ("--case", "okand", "--out", str(tmp_path / "brev.pdf"))

    status, _, error = call("preview", "--programme", "varmdo_insats", *options)

    assert status == 2
    assert "no_address" in error


def test_the_check_shows_every_letter_with_its_reading_ease(call):
    status, shown, _ = call("check", "--programme", "varmdo_insats")

    assert status == 0
    assert [shown.count(f" {language} ") for language in ("sv", "en", "ar")] == [2, 2, 2]
    assert "LIX" in shown


def test_the_check_fails_on_a_forbidden_word_and_a_missing_value(call, monkeypatch, tmp_path):
    include = tmp_path / "include"
    shutil.copytree(INCLUDE, include)
    monkeypatch.setenv("STEGVIS_INCLUDE", str(include))
    folder = include / "templates/letters"
    varmdo = folder / "varmdo_insats/sv/offer.j2"
    wording = varmdo.read_text("utf-8").replace("letter.reply_date", "letter.date")
    varmdo.write_text(wording, "utf-8")
    shared = folder / "shared/sv/reminder.j2"
    shared.write_text(shared.read_text("utf-8") + "\nStödet dras in automatiskt.\n", "utf-8")

    status, _, error = call("check", "--programme", "varmdo_insats")

    assert status == 2
    assert "varmdo_insats reminder (sv): ”dras in” får inte stå i ett brev" in error
    assert "”automatiskt”" in error
    assert "varmdo_insats/sv/offer.j2: brevet säger inte sista dag att svara" in error
    assert "varmdo_insats/en/offer.j2 använder inte samma värden som på svenska" in error


def test_a_letters_history_is_shown_without_saying_whom_it_is_to(
    call, sqlite_warehouse, tmp_path, monkeypatch
):
    town = Town("amal", sqlite_warehouse, tmp_path)
    line = in_line(1)
    town.screened(line)
    town.inhabited(line["person_id"])
    town.with_places(places({}))
    context = town.context(FRIDAY)
    offer.draft(context, "run-1")
    (letter_id,) = offer.plan_letters(context)
    offer.render_letters(context, 1)
    for name in [name for name in os.environ if name.startswith("STEGVIS_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "STEGVIS_DATA": tmp_path / "data",
        "STEGVIS_OUTPUT": tmp_path / "output",
        "STEGVIS_INBOX": tmp_path / "inbox",
        "STEGVIS_WAREHOUSE_URL": sqlite_warehouse.engine.url,
        "STEGVIS_PSEUDONYM_KEY": "p" * 32,
        "STEGVIS_LIST_KEY": "l" * 32,
    }.items():
        monkeypatch.setenv(name, str(value))

    status, shown, error = call("show", letter_id, "--municipality", "amal")

    assert (status, error) == (0, "")
    assert shown.index("planned") < shown.index("rendered")
    assert "Testdotter" not in shown
    assert "p-001" not in shown
