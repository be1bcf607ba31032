"""What a person says of a letter: released or withdrawn; and what is printed of it."""

import csv
import io
from datetime import timedelta

import pikepdf
import pytest

from offer_builders import FRIDAY, MONDAY, PROGRAMMES, at, in_line, places
from pdf_reading import text_of
from stegvis.errors import LetterError
from stegvis.steps.letters.history import letter_history
from stegvis.steps.letters.print_files import print_letters
from stegvis.steps.letters.release import release_letter, withdraw_letter
from stegvis.steps.offers import offer
from town import Town

ALL = 10_000
THURSDAY = FRIDAY + timedelta(days=6)  # 2026-11-26; job offers of 20 November run to the 30th


@pytest.fixture
def town(sqlite_warehouse, tmp_path):
    """Åmål with three people who each have a rendered letter."""
    return a_town(Town("amal", sqlite_warehouse, tmp_path))


def a_town(town, count=3, **people):
    line = in_line(count, applied_at=[at("2026-11-19 15:00")] * count)
    town.screened(line)
    town.inhabited(line["person_id"], **people)
    town.with_applications(line)
    town.with_places(places({"places_count": count, "end_date": "2026-12-31"}))
    run(town)
    return town


def run(town, now=FRIDAY):
    context = town.context(now)
    offer.place(context)
    offer.withdraw(context, "run-1")
    offer.draft(context, "run-1")
    offer.plan_letters(context)
    offer.render_letters(context, ALL)
    return context


def ids(town, kind="offer"):
    letters = town.letters()
    return list(letters.loc[letters["template"].str.endswith(f"/{kind}"), "letter_id"])


def release_all(town, now=FRIDAY, kind="offer"):
    for letter_id in ids(town, kind):
        release_letter(town.context(now), letter_id, by="Sofia Provsson")


# Release


def test_a_released_letter_makes_the_offer_and_says_who_did_it_x4(town):
    letter_id = ids(town)[0]

    release_letter(town.context(), letter_id, by=" Sofia Provsson ")

    letter = town.letters().set_index("letter_id").loc[letter_id]
    made = town.offers().set_index("offer_id").loc[letter["offer_id"]]
    assert (letter["status"], letter["released_by"]) == ("released", "Sofia Provsson")
    assert (made["status"], made["released_by"]) == ("released", "Sofia Provsson")
    assert list(town.table("audit_event")["event"]) == ["letter_released"]


def test_releasing_twice_adds_nothing_x1(town):
    letter_id = ids(town)[0]
    release_letter(town.context(), letter_id, by="Sofia Provsson")
    before = town.table("letter_event"), town.table("offer_event")

    release_letter(town.context(MONDAY), letter_id, by="Sofia Provsson")

    assert town.table("letter_event").equals(before[0])
    assert town.table("offer_event").equals(before[1])


def test_a_letter_is_not_released_by_nobody_k7(town):
    with pytest.raises(LetterError, match="--by"):
        release_letter(town.context(), ids(town)[0], by=" ")


def test_a_letter_that_is_not_rendered_is_not_released(town):
    withdraw_letter(town.context(), ids(town)[0], by="Sofia", reason="fel plats")

    with pytest.raises(LetterError, match="the letter is withdrawn"):
        release_letter(town.context(), ids(town)[0], by="Sofia")


def test_a_letter_to_a_protected_person_is_not_released_x2(town):
    town.becomes_protected("p-001")
    whose = town.offers().set_index("person_id").loc["p-001", "offer_id"]
    letter_id = town.letters().set_index("offer_id").loc[whose, "letter_id"]

    with pytest.raises(LetterError, match="restricted") as stopped:
        release_letter(town.context(), letter_id, by="Sofia")

    assert "protected" not in str(stopped.value)


def test_a_letter_that_does_not_exist_is_an_error(town):
    with pytest.raises(LetterError, match="amal has no letter"):
        release_letter(town.context(), "0" * 16, by="Sofia")


# Withdraw


@pytest.mark.parametrize("is_released", [False, True])
def test_an_offer_can_be_withdrawn_at_any_point_with_a_reason(town, is_released):
    letter_id = ids(town)[0]
    if is_released:
        release_letter(town.context(), letter_id, by="Sofia")

    withdraw_letter(town.context(MONDAY), letter_id, by="Sofia", reason="platsen brann ner")

    letter = town.letters().set_index("letter_id").loc[letter_id]
    gone = town.offers().set_index("offer_id").loc[letter["offer_id"]]
    assert (letter["status"], letter["withdrawn_reason"]) == ("withdrawn", "platsen brann ner")
    assert (gone["status"], gone["withdrawn_reason"]) == ("withdrawn", "platsen brann ner")
    assert not (town.output() / letter["path"]).exists()
    last = letter_history(town.context(), letter_id)[-1]
    assert (last.event, last.by, last.reason) == ("withdrawn", "Sofia", "platsen brann ner")


@pytest.mark.parametrize("reason", ["  ", "gäller 19900302-2382"])
def test_a_withdrawal_has_a_reason_that_names_nobody(town, reason):
    with pytest.raises(LetterError, match="--reason") as stopped:
        withdraw_letter(town.context(), ids(town)[0], by="Sofia", reason=reason)

    assert "2382" not in str(stopped.value)
    assert set(town.letters()["status"]) == {"rendered"}


# Reminders


def test_a_reminder_is_drafted_before_the_reply_date_once_x1(town):
    release_all(town)
    run(town, MONDAY)
    assert ids(town, "reminder") == []

    run(town, THURSDAY)
    run(town, THURSDAY + timedelta(days=1))

    reminders = ids(town, "reminder")
    assert len(reminders) == 3
    letter = town.letters().set_index("letter_id").loc[reminders[0]]
    text = text_of((town.output() / letter["path"]).read_bytes())
    for part in ("Påminnelse: vi väntar på ditt svar", "20 november 2026", "30 november 2026"):
        assert part in text
    assert set(town.offers()["status"]) == {"released"}


def test_a_released_reminder_changes_nothing_about_the_offer(town):
    release_all(town)
    run(town, THURSDAY)
    before = town.table("offer_event")

    release_all(town, THURSDAY, "reminder")

    assert town.table("offer_event").equals(before)
    assert set(town.letters()["status"]) == {"released"}


def test_withdrawing_a_reminder_leaves_the_offer_and_no_new_one_comes(town):
    release_all(town)
    run(town, THURSDAY)
    for letter_id in ids(town, "reminder"):
        withdraw_letter(town.context(THURSDAY), letter_id, by="Sofia", reason="har ringt")

    run(town, THURSDAY + timedelta(days=1))

    assert set(town.offers()["status"]) == {"released"}
    assert len(ids(town, "reminder")) == 3


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_nobody_is_reminded_who_has_answered(town, answer):
    release_all(town)
    town.answered(answer)

    run(town, THURSDAY)

    assert ids(town, "reminder") == []


def test_a_reminder_that_an_answer_comes_before_is_withdrawn(town):
    release_all(town)
    run(town, THURSDAY)
    town.answered("accepted", THURSDAY)

    run(town, THURSDAY + timedelta(hours=3))

    letters = town.letters().set_index("letter_id").loc[ids(town, "reminder")]
    assert set(letters["status"]) == {"withdrawn"}
    assert set(letters["withdrawn_reason"]) == {"answered"}
    assert not [path for path in letters["path"] if (town.output() / path).exists()]


def test_a_reminder_is_not_written_so_soon_or_so_late_that_it_is_no_help(town):
    run(town, THURSDAY)  # not released yet
    release_all(town, THURSDAY)
    run(town, THURSDAY + timedelta(days=1))
    assert ids(town, "reminder") == []

    run(town, at("2026-11-30 08:00"))

    assert ids(town, "reminder") == []


def test_a_protected_person_is_not_reminded_x2(town):
    release_all(town)
    town.becomes_protected("p-001")

    run(town, THURSDAY)

    assert len(ids(town, "reminder")) == 2


def test_a_reminder_names_the_day_of_the_first_letters_visit(sqlite_warehouse, tmp_path):
    town = Town("varmdo", sqlite_warehouse, tmp_path)
    rules = town.context().programme(PROGRAMMES["varmdo"])
    reception = rules.reception.model_copy(update={"notice_working_days": 9})
    slow = rules.model_copy(update={"reception": reception, "reply_days": 10})
    ordinary = Town.context

    def context(self, *arguments, **known):
        made = ordinary(self, *arguments, **known)
        made.__dict__["programmes"] = (slow,)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Town, "context", context)
        a_town(town, count=1)
        release_all(town)
        run(town, THURSDAY)
        paths = town.letters().set_index("template")["path"]
    first, reminder = (
        text_of((town.output() / paths[f"varmdo_insats/{kind}"]).read_bytes())
        for kind in ("offer", "reminder")
    )
    visit = "torsdag 3 december 2026"
    assert visit in first
    assert visit in reminder


# Placement


def test_an_offer_whose_person_has_begun_is_placed(town):
    release_all(town)
    town.answered("accepted")
    began = in_line(1).assign(
        start_date=at("2026-12-14 00:00").replace(tzinfo=None),
        planned_end_date=None,
        actual_end_date=None,
    )
    rows = began[["person_id", "start_date", "planned_end_date", "actual_end_date"]]
    dates = {name: "datetime64[s]" for name in rows if name.endswith("date")}
    town.with_placements(rows.astype(dates))

    before = run(town, at("2026-12-13 08:00"))
    assert offer.place(before) == 0
    run(town, at("2026-12-14 08:00"))
    run(town, at("2026-12-15 08:00"))

    offers = town.offers().set_index("person_id")
    assert dict(offers["status"]) == {"p-001": "placed", "p-002": "accepted", "p-003": "accepted"}
    assert str(offers.loc["p-001", "placed_at"].date()) == "2026-12-14"


# Print files


def indexed(town, day="2026-11-20", unit="ledning"):
    content = (town.output() / f"print/{day}/{unit}.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def test_each_day_and_unit_has_its_released_letters_in_one_pdf_with_an_index(
    sqlite_warehouse, tmp_path
):
    units = ["Enheten för ekonomiskt bistånd", None, "Enheten för ekonomiskt bistånd", None]
    tongues = ["ar", None, None, None]
    town = a_town(
        Town("amal", sqlite_warehouse, tmp_path), 4, unit=units, interpreter_language=tongues
    )
    kept_back = ids(town)[0]
    for letter_id in ids(town)[1:]:
        release_letter(town.context(), letter_id, by="Sofia")
    release_letter(town.context(MONDAY), kept_back, by="Sofia")

    written = print_letters(town.context(MONDAY))

    lines = {}
    for path in written:
        _, day, file = path.split("/")
        rows = indexed(town, day, file.removesuffix(".pdf"))
        with pikepdf.open(town.output() / path) as document:
            pages = len(document.pages)
        assert pages == sum(int(row["antal_sidor"]) for row in rows)
        assert rows[0]["forsta_sida"] == "1"
        lines |= {row["brev_id"]: (day, row["antal_sidor"]) for row in rows}
    letters = town.letters().set_index("letter_id")
    assert set(lines) == set(letters.index)
    assert lines[kept_back][0] == "2026-11-23"
    enclosed = letters["enclosure_language"].notna()
    assert {int(lines[i][1]) for i in letters.index[enclosed]} == {2}
    assert {int(lines[i][1]) for i in letters.index[~enclosed]} == {1}


def test_a_draft_is_in_no_print_file(town):
    release_letter(town.context(), ids(town)[0], by="Sofia")

    print_letters(town.context())

    assert [row["brev_id"] for row in indexed(town)] == ids(town)[:1]


def test_printing_again_writes_nothing_until_a_letter_is_withdrawn_x1(town):
    release_all(town)
    first = print_letters(town.context())
    assert print_letters(town.context(MONDAY)) == []

    withdraw_letter(town.context(MONDAY), ids(town)[0], by="Sofia", reason="fel plats")

    assert print_letters(town.context(MONDAY)) == first
    assert [row["brev_id"] for row in indexed(town)] == ids(town)[1:]


def test_whoever_becomes_protected_is_taken_out_of_the_print_file_x2(town):
    release_all(town)
    print_letters(town.context())
    for person_id in ("p-001", "p-002"):
        town.becomes_protected(person_id)

    print_letters(town.context(MONDAY))
    assert len(indexed(town)) == 1
    town.becomes_protected("p-003")
    print_letters(town.context(MONDAY))

    assert not [path for path in town.files() if path.startswith("print/")]


def test_a_letter_to_hand_over_in_person_is_printed_last_and_marked(sqlite_warehouse, tmp_path):
    streets = [None, "Provgatan 1", "Provgatan 2"]
    town = a_town(Town("amal", sqlite_warehouse, tmp_path), street_address=streets)
    release_all(town)

    print_letters(town.context())

    assert [row["lamnas"] for row in indexed(town)] == ["post", "post", "personligen"]


def test_a_released_letter_whose_file_is_gone_is_told_and_not_left_out(town):
    release_all(town)
    gone = town.letters()["path"].iloc[0]
    (town.output() / gone).unlink()

    with pytest.raises(LetterError, match=gone):
        print_letters(town.context())


def test_a_hostile_name_does_nothing_to_the_print_file(sqlite_warehouse, tmp_path):
    names = ["#eval(1)", "<script>x</script>", "=cmd|' /C calc'!A0"]
    town = a_town(Town("amal", sqlite_warehouse, tmp_path), first_name=names)
    release_all(town)

    print_letters(town.context())

    assert len(indexed(town)) == 3
    content = (town.output() / "print/2026-11-20/ledning.csv").read_text("utf-8")
    assert not [name for name in names if name in content]
