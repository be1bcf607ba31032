"""Offers and letters through the warehouse: once each, resumable, and never to the protected."""

import hashlib
import multiprocessing
import os
import shutil
import signal
import stat
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from offer_builders import FRIDAY, INCLUDE, MONDAY, PROGRAMMES, at, in_line, places
from pdf_reading import text_of
from stegvis.adapters.letters.typst_pdf import LetterPrinter
from stegvis.adapters.warehouse import open_warehouse
from stegvis.domain.offers.lifecycle import offer_status
from stegvis.errors import LetterError
from stegvis.steps.letters import rendering
from stegvis.steps.letters.history import letter_history
from stegvis.steps.offers import offer
from town import Town

MANY = 10_000
UNLIMITED = {"absolute_batch_limit": MANY}
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def towns(sqlite_warehouse, tmp_path):
    """Make a municipality on SQLite by its slug."""
    return lambda slug, **but: Town(slug, sqlite_warehouse, tmp_path, **but)


def a_town(towns, slug="amal", count=3, vacancies=9, **people):
    """A screened municipality with places for whoever needs one."""
    town = towns(slug)
    line = in_line(count, applied_at=[at("2026-11-19 15:00")] * count)
    town.screened(line)
    town.inhabited(line["person_id"], **people)
    town.with_applications(line)
    town.with_places(places({"places_count": vacancies, "end_date": "2026-12-31"}))
    return town


def run(town, now=FRIDAY, run_id="run-1", **rules):
    """All that a run of the offer stage does."""
    context = town.context(now, **rules)
    offer.withdraw(context, run_id)
    offer.draft(context, run_id)
    offer.plan_letters(context)
    offer.render_letters(context, MANY)
    return context


def contents(town):
    """Every letter's file, by path, with the hash of what it holds."""
    return {
        path: hashlib.sha256((town.output() / path).read_bytes()).hexdigest()
        for path in town.files()
    }


# From screening to draft


@pytest.mark.parametrize("slug", ["amal", "trollhattan", "varmdo", "linkoping"])
def test_a_screening_becomes_offers_and_drafts_of_letters(towns, slug):
    town = a_town(towns, slug)

    run(town)

    assert list(town.offers()["status"]) == ["planned"] * 3
    letters = town.letters()
    assert list(letters["status"]) == ["rendered"] * 3
    folder = f"letters/{PROGRAMMES[slug]}/2026-11-20/"
    ids = list(letters["letter_id"])
    assert town.files() == sorted(f"{folder}{i}.{kind}" for i in ids for kind in ("pdf", "html"))


def test_offers_and_letters_are_the_same_on_both_databases(warehouse, tmp_path):
    town = a_town(lambda slug: Town(slug, warehouse, tmp_path), count=105, vacancies=103)

    run(town)

    assert town.offers()["status"].value_counts().to_dict() == {"planned": 100}
    assert town.letters()["status"].value_counts().to_dict() == {"rendered": 100}
    waiting = offer.queue(town.context(), "run-1", PROGRAMMES["amal"])
    assert list(waiting["person_id"]) == [f"p-{n}" for n in range(101, 106)]
    events = town.table("offer_event")
    derived = offer_status(events[["offer_id", "event", "at"]])
    assert dict(town.offers().set_index("offer_id")["status"]) == dict(derived)


def test_only_their_owner_can_open_the_files(towns):
    town = a_town(towns, count=1)

    run(town)

    file = town.output() / town.files()[0]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    folders = [folder for folder in file.parents if folder.is_relative_to(town.output())]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_the_ledger_knows_the_files_hash_version_and_basis(towns):
    town = a_town(towns, "varmdo", count=1)
    town.with_months(pd.Series(["p-001"]), ["2026-09-01", "2026-10-01", "2026-11-01"], children=1)

    context = run(town)

    letter = town.letters().iloc[0]
    pdf = (town.output() / letter["path"]).read_bytes()
    assert letter["sha256"] == hashlib.sha256(pdf).hexdigest()
    assert letter["legal_basis"] == "SoL_12_4a"
    assert "ska nämnden neka eller sätta ned" in text_of(pdf)
    assert "Du som har barn" in text_of(pdf)
    happened = letter_history(context, letter["letter_id"])
    assert [one.event for one in happened] == ["planned", "rendered"]
    assert {one.template_version for one in happened} == {letter["template_version"]}


def test_the_history_of_a_letter_that_does_not_exist_is_an_error(towns):
    with pytest.raises(LetterError, match="amal has no letter"):
        letter_history(a_town(towns).context(), "0" * 16)


def test_the_letter_says_name_address_and_case_and_no_personal_number(towns):
    town = a_town(towns, count=1, care_of="Berg")

    run(town)

    pdf = (town.output() / town.letters()["path"].iloc[0]).read_bytes()
    text = text_of(pdf)
    for part in ("Alexandra Testdotter", "c/o Berg", "123 45 EXEMPELSTAD", "EB-2026-01482"):
        assert part in text
    assert "2382" not in text
    assert "19900302" not in text


def test_a_case_without_number_gets_a_reference_of_its_own(towns):
    town = a_town(towns, count=1, case_id=None)

    run(town)

    letter = town.letters().iloc[0]
    reference = f"E-{letter['offer_id'][:8].upper()}"
    assert reference in text_of((town.output() / letter["path"]).read_bytes())


# Never twice


def test_ten_runs_make_what_one_run_makes_x1(towns):
    town = a_town(towns)
    run(town)
    once = (town.table("offer_event"), town.table("letter_event"), contents(town))

    for hours in range(1, 10):
        run(town, FRIDAY + timedelta(hours=hours))

    assert town.table("offer_event").equals(once[0])
    assert town.table("letter_event").equals(once[1])
    assert contents(town) == once[2]


def test_a_new_screening_of_the_same_people_makes_nothing_new_x1(towns):
    town = a_town(towns)
    run(town)
    events = len(town.table("offer_event")), len(town.table("letter_event"))

    town.screened(in_line(3), MONDAY, "run-2")
    run(town, MONDAY, "run-2")

    assert (len(town.table("offer_event")), len(town.table("letter_event"))) == events


def test_killed_in_the_middle_of_500_every_letter_is_made_once_with_the_same_bytes(towns, tmp_path):
    town = a_town(towns, "varmdo", count=500)
    context = town.context(**UNLIMITED)
    offer.draft(context, "run-1")
    planned = set(offer.plan_letters(context))
    before = tmp_path / "before.db"
    shutil.copyfile(tmp_path / "warehouse.db", before)

    # Letters 1-250 get files and events; of 251-270 there are files and no events.
    killed = _killed_after(town, letters=270)
    half_done = dict(town.letters()["status"].value_counts())
    offer.render_letters(town.context(**UNLIMITED), MANY)

    assert killed == -signal.SIGKILL
    assert half_done == {"rendered": 250, "planned": 250}
    assert set(town.letters()["status"]) == {"rendered"}
    assert set(town.letters()["letter_id"]) == planned
    assert set(town.letters()["tries"]) == {1}
    resumed = contents(town)
    assert len(resumed) == 2 * len(planned) == 1000
    undisturbed = Town("varmdo", open_warehouse(f"sqlite:///{before}"), tmp_path / "undisturbed")
    offer.render_letters(undisturbed.context(**UNLIMITED), 300)
    assert contents(undisturbed).items() <= resumed.items()


def _killed_after(town, letters):
    """Render in another process that is killed, without warning, while it sets the next letter."""
    url, folder = str(town.warehouse.engine.url), str(town.folder)
    # Not forked: the child would get the printer's threads half.
    process = multiprocessing.get_context("spawn").Process(
        target=_render_and_die, args=(town.slug, url, folder, letters)
    )
    process.start()
    process.join(timeout=300)
    return process.exitcode


def _render_and_die(slug, url, folder, letters):
    left = [letters]
    whole = LetterPrinter.pdf

    def pdf(printer, paper):
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return whole(printer, paper)

    LetterPrinter.pdf = pdf
    town = Town(slug, open_warehouse(url), Path(folder))
    offer.render_letters(town.context(**UNLIMITED), MANY)


def test_an_unfinished_file_from_a_kill_is_replaced(towns):
    town = a_town(towns, count=1)
    context = town.context()
    offer.draft(context, "run-1")
    (letter_id,) = offer.plan_letters(context)
    folder = town.output() / f"letters/{PROGRAMMES['amal']}/2026-11-20"
    folder.mkdir(parents=True)
    (folder / f".{letter_id}.pdf.unfinished").write_bytes(b"half a let")

    offer.render_letters(context, MANY)

    assert sorted(p.name for p in folder.iterdir()) == [f"{letter_id}.html", f"{letter_id}.pdf"]


def test_rendering_goes_on_where_a_limit_stopped_it(towns):
    town = a_town(towns, count=5)
    context = town.context()
    offer.draft(context, "run-1")
    offer.plan_letters(context)

    assert [offer.render_letters(context, 2) for _ in range(4)] == [2, 2, 1, 0]


# Broken letters


def test_one_broken_letter_stops_no_other_and_is_given_up_after_three_tries(towns):
    town = a_town(towns, first_name=["Anna", "漢字", "Bo"])
    context = town.context()
    offer.draft(context, "run-1")
    offer.plan_letters(context)

    made = [offer.render_letters(context, MANY) for _ in range(5)]

    assert made == [2, 0, 0, 0, 0]
    letters = town.letters()
    broken = letters[letters["status"] == "failed"].iloc[0]
    assert broken["tries"] == 3
    assert "fonts" in broken["failed_reason"]
    assert "漢" not in broken["failed_reason"]
    assert offer.plan_letters(context) == []


def test_a_person_without_a_name_is_a_reason(towns):
    town = a_town(towns, count=1, last_name=None)

    run(town)

    assert "namn" in town.letters()["failed_reason"].iloc[0]


def test_something_unforeseen_in_one_letter_stops_no_other(towns, monkeypatch):
    town = a_town(towns, case_id=["ok-1", "odd", "ok-2"])
    ordinary = rendering.subject_of

    def subject_of(row, programme, context):
        if row["case_id"] == "odd":
            raise ZeroDivisionError("Alexandra")
        return ordinary(row, programme, context)

    monkeypatch.setattr(rendering, "subject_of", subject_of)

    run(town)

    letters = town.letters().set_index("status")
    assert list(letters.index.value_counts().items()) == [("rendered", 2), ("failed", 1)]
    assert letters.loc["failed", "failed_reason"] == "Oväntat fel (ZeroDivisionError)."


def test_a_full_disk_is_no_fault_of_the_letter(towns, monkeypatch):
    town = a_town(towns, count=1)
    context = town.context()
    offer.draft(context, "run-1")
    offer.plan_letters(context)

    def no_room(*_, **__):
        raise OSError("no room")

    monkeypatch.setattr("stegvis.adapters.letters.files.LetterFiles.keep", no_room)
    with pytest.raises(OSError, match="no room"):
        offer.render_letters(context, MANY)

    assert town.letters()["tries"].iloc[0] == 0


# Addresses


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ({"street_address": None, "postcode": None, "post_town": None}, "adress saknas"),
        ({"postcode": "1234"}, "postnumret är inte fem siffror"),
        ({"street_address": "Utan fast bostad"}, "ingen fast adress"),
    ],
)
def test_without_an_address_the_letter_is_ready_to_be_handed_over(towns, person, reason):
    town = a_town(towns, count=1, **person)

    run(town)

    letter = town.letters().iloc[0]
    assert (letter["status"], letter["handed_over_reason"]) == ("rendered", reason)
    assert "Lämnas Personligen" in text_of((town.output() / letter["path"]).read_bytes())


def test_a_letter_that_can_be_posted_has_no_such_reason(towns):
    town = a_town(towns, count=1)

    run(town)

    assert town.letters()["handed_over_reason"].isna().all()


# Protected people


@pytest.mark.parametrize("slug", sorted(PROGRAMMES))
def test_a_protected_person_gets_no_offer_letter_or_file_x2(towns, slug):
    town = a_town(towns, slug, count=2, is_protected=[True, False])

    run(town)

    assert "p-001" not in set(town.offers()["person_id"])
    assert "p-001" not in set(offer.queue(town.context(), "run-1", PROGRAMMES[slug])["person_id"])
    assert len(town.files()) in (0, 2)


def test_somebody_of_whom_nothing_is_known_gets_no_offer_x2(towns):
    town = towns("varmdo")
    line = in_line(2, applied_at=[at("2026-11-19 15:00")] * 2)
    town.screened(line)
    town.inhabited(line["person_id"].iloc[:1])
    town.with_applications(line)

    run(town)

    assert list(town.offers()["person_id"]) == ["p-001"]


def test_whoever_becomes_protected_before_rendering_gets_no_file_x2(towns):
    town = a_town(towns, count=2)
    context = town.context()
    offer.draft(context, "run-1")
    offer.plan_letters(context)
    town.becomes_protected("p-001")

    offer.render_letters(context, MANY)

    letters = town.letters().merge(town.offers()[["offer_id", "person_id"]], on="offer_id")
    status = dict(zip(letters["person_id"], letters["status"], strict=True))
    assert status == {"p-001": "withdrawn", "p-002": "rendered"}
    assert len(town.files()) == 2


def test_whoever_becomes_protected_afterwards_loses_draft_and_file_x2(towns):
    town = a_town(towns, count=2)
    run(town)
    town.becomes_protected("p-001")

    run(town, MONDAY)

    offers = town.offers().set_index("person_id")
    assert offers.loc["p-001", "status"] == "withdrawn"
    assert offers.loc["p-001", "withdrawn_reason"] == "handled_otherwise"
    assert len(town.files()) == 2


def test_a_released_letter_of_somebody_who_becomes_protected_stands_but_its_file_goes_x2(towns):
    town = a_town(towns, count=1)
    run(town)
    town.released(town.letters()["letter_id"].iloc[0])
    town.becomes_protected("p-001")

    run(town, MONDAY)

    assert town.offers()["status"].iloc[0] == "released"
    assert town.files() == []


# Places and selection


def test_an_unconfirmed_place_gives_an_offer_without_letter_a13(towns):
    town = a_town(towns)
    town.with_places(places({"places_count": 9, "no_displacement_confirmed": False}), "20261120")

    run(town)

    assert set(town.offers()["status"]) == {"drafted"}
    assert town.files() == []


def test_a_place_that_is_confirmed_later_goes_to_whoever_is_first_in_line_a13(towns):
    town = a_town(towns, vacancies=1)
    run(town)
    assert list(town.offers()["status"]) == ["planned", "drafted", "drafted"]

    town.with_places(places({"places_count": 2}), "20261123")
    run(town, MONDAY)

    assert list(town.offers()["status"]) == ["planned", "planned", "drafted"]


def test_an_external_employer_gives_no_letter_k13(towns):
    town = a_town(towns, "kramfors", count=1)
    town.with_places(places({"employer_type": "privat", "end_date": "2026-12-31"}), "20261120")
    run(town)
    town.events({"offer_id": town.offers()["offer_id"].iloc[0], "event": "selected", "by": "Sofia"})

    run(town)

    assert town.files() == []


def test_kramfors_proposes_and_writes_only_to_those_whom_a_named_person_selected_k7(towns):
    town = a_town(towns, "kramfors")
    run(town)
    assert set(town.offers()["status"]) == {"drafted"}
    assert town.files() == []

    second = town.offers()["offer_id"].iloc[1]
    town.events({"offer_id": second, "event": "selected", "by": "Sofia Provsson"})
    run(town)

    assert list(town.offers()["status"]) == ["drafted", "planned", "drafted"]
    assert len(town.files()) == 2


def test_a_letter_whose_selector_is_not_known_fails_x4(towns):
    town = a_town(towns, "kramfors", count=1)
    run(town)
    offer_id = town.offers()["offer_id"].iloc[0]
    town.events({"offer_id": offer_id, "event": "selected", "by": "Sofia Provsson"})
    context = town.context()
    offer.plan_letters(context)
    town.forget_selector(offer_id)

    offer.render_letters(context, MANY)

    assert "Ingen har valt personen" in town.letters()["failed_reason"].iloc[0]
    assert town.files() == []


def test_a_job_past_the_project_gives_no_letter_k14(towns):
    town = a_town(towns, "kramfors", count=1)
    town.with_places(places({"end_date": "2027-01-31"}), "20261120")
    run(town)
    town.events({"offer_id": town.offers()["offer_id"].iloc[0], "event": "selected", "by": "Sofia"})

    run(town)

    assert town.offers()["status"].iloc[0] == "selected"
    assert town.files() == []


def test_after_the_project_there_are_no_new_offers_and_no_letters_k14(towns):
    new_year = at("2027-01-01 08:00")
    town = a_town(towns, "kramfors")

    run(town, new_year)

    assert town.offers().empty


def test_a_gate_that_closes_stops_letters_that_were_planned_k15(towns, tmp_path):
    town = a_town(towns, "amal", count=1)
    context = town.context()
    offer.draft(context, "run-1")
    offer.plan_letters(context)
    include = tmp_path / "include"
    shutil.copytree(INCLUDE, include)
    file = include / "programmes/amal_utvecklingsjobb.yaml"
    file.write_text(file.read_text("utf-8").replace("open: true", "open: false"), "utf-8")

    closed = Town("amal", town.warehouse, town.folder, include).context()

    assert offer.render_letters(closed, MANY) == 0
    assert town.files() == []
    assert town.letters()["status"].iloc[0] == "planned"


def test_a_place_that_is_gone_takes_the_unreleased_offer_with_it(towns):
    town = a_town(towns, count=1)
    run(town)

    town.with_places(places({"place_id": "annan"}), "20261123")
    run(town, MONDAY)

    offers = town.offers()
    assert set(offers["status"]) == {"withdrawn", "planned"}
    withdrawn = offers[offers["status"] == "withdrawn"].iloc[0]
    assert withdrawn["withdrawn_reason"] == "place_gone"
    assert list(offers["round"].sort_values()) == [1, 2]
    assert len(town.files()) == 2


def test_whoever_is_no_longer_listed_loses_the_draft_and_its_file(towns):
    town = a_town(towns)
    run(town)

    town.screened(in_line(2), MONDAY, "run-2")
    run(town, MONDAY, "run-2")

    gone = town.offers().set_index("person_id").loc["p-003"]
    assert (gone["status"], gone["withdrawn_reason"]) == ("withdrawn", "no_longer_listed")
    assert len(town.files()) == 4


def test_a_released_offer_stands_whatever_the_next_screening_says(towns):
    town = a_town(towns, count=1)
    run(town)
    town.released(town.letters()["letter_id"].iloc[0])

    town.screened(in_line(1, outcome=["not_eligible"]), MONDAY, "run-2")
    run(town, MONDAY, "run-2")

    assert town.offers()["status"].iloc[0] == "released"
    assert len(town.files()) == 2


# Wording and time


def test_new_wording_replaces_what_is_planned_and_touches_nothing_rendered(towns, tmp_path):
    town = a_town(towns, count=2)
    context = town.context()
    offer.draft(context, "run-1")
    offer.plan_letters(context)
    offer.render_letters(context, 1)
    rendered = contents(town)
    include = tmp_path / "include"
    shutil.copytree(INCLUDE, include)
    wording = include / "templates/letters/amal_utvecklingsjobb/sv/offer.j2"
    wording.write_text(wording.read_text("utf-8").replace("Hej ", "God dag "), "utf-8")
    changed = Town("amal", town.warehouse, town.folder, include)

    assert offer.render_letters(changed.context(), MANY) == 0
    assert len(offer.plan_letters(changed.context())) == 1
    assert offer.render_letters(changed.context(), MANY) == 1

    letters = town.letters()
    assert sorted(letters["status"]) == ["rendered", "rendered", "withdrawn"]
    assert letters["template_version"].nunique() == 2
    assert rendered.items() <= contents(town).items()


def test_a_draft_stands_on_its_last_day_to_answer_and_is_written_anew_the_day_after(towns):
    town = a_town(towns, count=1)
    run(town)
    last_day = town.offers()["reply_due_date"].iloc[0]
    assert last_day.date() == date(2026, 11, 30)

    run(town, at("2026-11-30 08:00"))
    assert list(town.letters()["status"]) == ["rendered"]

    run(town, at("2026-12-01 08:00"))
    assert sorted(town.letters()["status"]) == ["rendered", "withdrawn"]
    assert town.offers()["reply_due_date"].iloc[0].date() == date(2026, 12, 11)
    assert len(town.files()) == 2


def test_a_draft_that_names_a_visit_is_written_anew_on_the_day_of_the_visit(towns):
    town = a_town(towns, "trollhattan", count=1)
    run(town)

    run(town, at("2026-11-26 08:00"))

    assert sorted(town.letters()["status"]) == ["rendered", "withdrawn"]


# Unusually big batches


def test_a_batch_above_the_limit_waits_for_a_yes_and_is_rendered_after_it(towns):
    town = a_town(towns, count=6)
    context = town.context(absolute_batch_limit=5)
    offer.draft(context, "run-1")
    offer.plan_letters(context)

    assert offer.needs_yes(context)
    assert offer.render_letters(context, MANY) == 0
    (batch,) = offer.batches_to_approve(context)
    assert offer.approve_batch(context, batch.batch_id, approved=True, by="Lena Prov") == 6
    assert not offer.needs_yes(context)
    assert offer.render_letters(context, 4) == 4
    assert not offer.needs_yes(context), "a yes holds while the batch is being rendered"
    assert offer.render_letters(context, MANY) == 2


def test_a_batch_at_the_limit_waits_for_nobody(towns):
    town = a_town(towns, count=5)
    context = town.context(absolute_batch_limit=5)
    offer.draft(context, "run-1")
    offer.plan_letters(context)

    assert not offer.needs_yes(context)
    assert offer.render_letters(context, MANY) == 5


def test_a_no_withdraws_the_letters_and_the_next_planning_asks_again(towns):
    town = a_town(towns, count=6)
    context = town.context(absolute_batch_limit=5)
    offer.draft(context, "run-1")
    offer.plan_letters(context)
    (batch,) = offer.batches_to_approve(context)

    offer.approve_batch(context, batch.batch_id, approved=False, by="Lena Prov")

    assert set(town.letters()["status"]) == {"withdrawn"}
    assert not offer.needs_yes(context)
    later = town.context(MONDAY, absolute_batch_limit=5)
    assert len(offer.plan_letters(later)) == 6
    assert offer.needs_yes(later)
    (again,) = offer.batches_to_approve(later)
    offer.approve_batch(later, again.batch_id, approved=True, by="Lena Prov")
    assert offer.render_letters(later, MANY) == 6


def test_a_batch_that_has_been_answered_is_answered_once(towns):
    town = a_town(towns, count=1)

    assert offer.approve_batch(town.context(), "no-such-batch", approved=True, by="Lena") == 0


def test_a_waiting_batch_stops_no_later_small_one(towns):
    town = a_town(towns, "varmdo", count=6)
    big = town.context(absolute_batch_limit=5)
    offer.draft(big, "run-1")
    offer.plan_letters(big)
    line = in_line(7, applied_at=[at("2026-11-19 15:00")] * 7)
    town.screened(line, MONDAY, "run-2")
    town.inhabited(line["person_id"].iloc[6:])
    town.with_applications(line, "run-2")

    small = town.context(MONDAY, absolute_batch_limit=5)
    offer.draft(small, "run-2")
    offer.plan_letters(small)

    assert offer.render_letters(small, MANY) == 1
    assert offer.needs_yes(small)


# Nothing yet


def test_before_the_first_screening_there_is_nothing_to_plan_or_render(towns):
    context = towns("amal").context()

    assert offer.plan_letters(context) == []
    assert offer.render_letters(context, MANY) == 0
    assert not offer.needs_yes(context)


def test_a_promise_falls_due_from_the_newest_application_t1(towns):
    town = a_town(towns, "trollhattan", count=1)

    run(town)

    assert town.offers()["due_at"].iloc[0] == at("2026-11-21 15:00")
