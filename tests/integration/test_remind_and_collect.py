"""A morning from screening to lists, and the answers that come back, in a real warehouse."""

import os
import shutil
from datetime import timedelta

import pandas as pd
import pytest
from openpyxl import Workbook as BlankWorkbook
from openpyxl import load_workbook

from caseload import KRAMFORS, ROUTED, Caseload, a_caseload, aid, morning, ready
from row_builders import MAN, WOMAN, an_application, delivered
from stegvis.adapters.warehouse import open_warehouse
from stegvis.errors import DeliveryMissing
from stegvis.steps.offers.offer import draft
from stegvis.steps.worklists.af_requests import write_af_request
from stegvis.steps.worklists.collect import answered_rows, collect
from stegvis.steps.worklists.lists import write_worklists
from stegvis.steps.worklists.remind import remind
from task_builders import FRIDAY, MONDAY, at


@pytest.fixture(scope="session")
def built(migrated_sqlite, tmp_path_factory):
    """Kramfors before its first morning and after it, each in a folder to copy."""
    folder = tmp_path_factory.mktemp("kramfors")
    shutil.copyfile(migrated_sqlite, folder / "warehouse.db")
    caseload = a_caseload(open_warehouse(f"sqlite:///{folder}/warehouse.db"), folder)
    before, after = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
    shutil.copytree(folder, before, dirs_exist_ok=True)
    morning(caseload)
    shutil.copytree(folder, after, dirs_exist_ok=True)
    return before, after


def copied(folder, tmp_path):
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return Caseload("kramfors", open_warehouse(f"sqlite:///{tmp_path}/warehouse.db"), tmp_path)


@pytest.fixture
def unscreened(built, tmp_path):
    """Nobody has been screened or reminded yet."""
    return copied(built[0], tmp_path)


@pytest.fixture
def kramfors(built, tmp_path):
    """The first morning's lists lie ready."""
    return copied(built[1], tmp_path)


def rejected(caseload):
    folder = caseload.output / "worklists" / "fel"
    return sorted(path.name for path in folder.glob("*")) if folder.exists() else []


PLACE = "Bekräfta en plats"


def rows_of(path):
    """A list's rows by header."""
    header, *lines = load_workbook(path)["Uppgifter"].iter_rows(values_only=True)
    return [dict(zip(header, line, strict=True)) for line in lines]


def told(path):
    return [c.value for row in load_workbook(path).active.iter_rows() for c in row if c.value]


# Reminding


def test_unknown_facts_become_tasks_once_on_both_databases(warehouse, tmp_path):
    """K4, K5, X1: the same morning twice adds nothing."""
    caseload = a_caseload(warehouse, tmp_path)
    assert morning(caseload) == 4
    assert morning(caseload) == 0
    kinds = caseload.tasks()["kind"].value_counts().to_dict()
    assert kinds == {"inhamta_af_besked": 2, "bedom_arbetsformaga": 2}
    assert morning(caseload, MONDAY) == 0


def test_after_three_missed_days_every_task_is_there_once(kramfors):
    late = MONDAY + timedelta(days=2)
    kramfors.deliver(
        delivered("bistand", "202611", aid(WOMAN), aid(MAN), aid("199003042382")),
        received_at=MONDAY,
    )
    kramfors.people(delivered("bistand", "202611", aid("199003042382")).rows)
    new = morning(kramfors, late)
    assert new == len(kramfors.tasks()) - 4
    assert morning(kramfors, late) == 0


def test_a_task_closes_itself_when_the_fact_is_known(kramfors):
    ready(kramfors)
    morning(kramfors, MONDAY)
    assert kramfors.tasks().empty
    assert set(kramfors.tasks("closed")["closed_reason"]) == {"uppgiften är känd"}


def test_who_left_the_extract_closes_the_tasks_with_that_reason(kramfors):
    kramfors.deliver(delivered("bistand", "202611", aid(WOMAN)), received_at=MONDAY)
    morning(kramfors, MONDAY)
    closed = kramfors.tasks("closed")
    assert set(closed["closed_reason"]) == {"lämnat underlaget"}
    assert len(closed) == len(kramfors.tasks()) == 2


def test_without_a_screening_nothing_is_closed_and_nothing_opened(unscreened):
    assert remind(unscreened.context()) == 0


def test_a_protected_person_has_one_task_by_case_and_stands_in_no_other_file(
    sqlite_warehouse, tmp_path
):
    """X2: no name, number or pseudonym in the task, and no file but the restricted list."""
    hidden = aid("199003042382", has_secrecy_marking=True, case_id="K-2026-99", household_id="HX")
    caseload = a_caseload(sqlite_warehouse, tmp_path, hidden)
    morning(caseload)
    task = caseload.tasks().set_index("kind").loc["skyddad_person"]
    assert (task["case_reference"], task["unit"]) == ("K-2026-99", "skyddade")
    assert task[["person_id", "household_id", "fact"]].fillna("").tolist() == ["", "", ""]
    files = [path for path in caseload.output.rglob("*") if path.is_file()]
    saying = {p.parts[-3] for p in files if b"K-2026-99" in text_of(p)}
    assert saying == {"restricted"}
    name = caseload.table("person").set_index("case_id").loc["K-2026-99", "last_name"]
    assert not [path for path in files if name.encode() in text_of(path)]
    assert not [path for path in files if b"199003042382" in text_of(path)]


def text_of(path):
    if path.suffix != ".xlsx":
        return path.read_bytes()
    cells = [c.value for s in load_workbook(path) for row in s.iter_rows() for c in row if c.value]
    return "\n".join(map(str, cells)).encode()


def test_the_list_says_why_criterion_by_criterion_and_names_only_to_the_owner(kramfors):
    """K2, K5."""
    (page,) = [p.with_suffix(".html").read_text(encoding="utf-8") for p in kramfors.workbooks()]
    assert "Har fått försörjningsstöd minst 6 månader i rad, gränsen är minst 6." in page
    assert "Går inte att avgöra: bedömd arbetsförmåga." in page
    assert "Testa Testsson0" in page


def test_the_same_morning_gives_the_same_bytes_in_private_files(kramfors):
    first = {path: path.read_bytes() for path in kramfors.output.rglob("*") if path.is_file()}
    write_worklists(kramfors.context())
    assert first == {path: path.read_bytes() for path in first}
    assert {oct(path.stat().st_mode & 0o777) for path in first} == {"0o600"}
    folders = [path for path in kramfors.output.rglob("*") if path.is_dir()]
    assert {oct(path.stat().st_mode & 0o777) for path in folders} == {"0o700"}


def test_a_list_of_today_on_which_nothing_stands_any_more_is_removed(kramfors):
    before = kramfors.workbooks()
    ready(kramfors)
    assert write_worklists(kramfors.context()) == len(before) == 1
    assert kramfors.workbooks() == before
    morning(kramfors, FRIDAY + timedelta(hours=2))
    assert kramfors.workbooks() == []


def test_a_workbook_that_was_filled_in_where_it_lay_is_never_written_over(kramfors):
    (workbook,) = kramfors.workbooks()
    said = {"Status": "Vilar", "Vilar till": "2026-12-01"}
    filled = kramfors.answer(workbook, "svar_a.xlsx", lambda row: said).read_bytes()
    workbook.write_bytes(filled)
    write_worklists(kramfors.context())
    assert [path.name for path in kramfors.workbooks()] == ["eva-ost.xlsx", "eva-ost_ifylld_1.xlsx"]
    assert kramfors.workbooks()[1].read_bytes() == filled
    write_worklists(kramfors.context())
    assert len(kramfors.workbooks()) == 2


def test_the_promise_in_trollhattan_stops_at_a_released_offer(sqlite_warehouse, tmp_path):
    """T1: elapsed time is the due time; both are on the list; the offer ends it."""
    caseload = Caseload("trollhattan", sqlite_warehouse, tmp_path)
    row = an_application(
        municipality_code="1488",
        applied_at="2026-11-19 15:00:00",
        support_obstacle="Arbetslös, ingen ersättning/stöd",
        **ROUTED,
    )
    caseload.deliver(delivered("ansokan", "20261119", row))
    caseload.people(delivered("ansokan", "20261119", row).rows)
    morning(caseload)
    (task,) = caseload.tasks().itertuples()
    assert (task.kind, task.due_at) == ("anvisa_48h", at("2026-11-21 15:00"))
    assert "måndag 23 november kl. 15.00" in task.explanation
    caseload.offered("trollhattan_jobbcentrum", [WOMAN], "drafted", "planned", "released")
    morning(caseload, MONDAY)
    assert "anvisa_48h" not in set(caseload.tasks()["kind"])


# Collecting


def test_in_kramfors_a_named_persons_choice_selects_and_passes_over(unscreened):
    """K7: no letter without selection; who chose is on record."""
    ready(unscreened)
    unscreened.screened()
    draft(unscreened.context(), unscreened.table("screening_run")["run_id"][0])
    remind(unscreened.context())
    write_worklists(unscreened.context())
    assert unscreened.tasks()["kind"].tolist() == ["valj_kandidat"] * 2
    (workbook,) = unscreened.workbooks()
    choices = iter([("Välj", "2026-11-20 13.30"), ("Avstå", None)])

    def fill(row):
        choice, when = next(choices)
        return {"Val": choice, "Besvarat den": when}

    unscreened.answer(workbook, "svar_eva.xlsx", fill)
    assert collect(unscreened.context(MONDAY), unscreened.inbox) == 4
    offers = unscreened.table("offer").set_index("status")
    assert offers.loc["selected", "selected_by"] == "Eva Öst"
    assert offers.loc["selected", "selected_at"] == at("2026-11-20 13:30")
    assert offers.loc["withdrawn", "withdrawn_reason"] == "passed_over"
    assert len(unscreened.tasks("done")) == 2
    assert rejected(unscreened) == []


def test_a_release_releases_letter_and_offer_when_it_was_said(kramfors):
    """X4, V1: the clock stops when the letter was released, not when the file was read."""
    kramfors.offered(KRAMFORS, [WOMAN, MAN], "drafted", "selected", "planned")
    kramfors.drafted_letters()
    morning(kramfors)
    (workbook,) = kramfors.workbooks()
    words = iter(["Frisläpp", "Dra tillbaka"])

    def fill(row):
        if not row["Att göra"].startswith("Granska"):
            return {}
        return {"Brev": next(words), "Besvarat den": "2026-11-20 13.30", "Besvarat av": "Bo Ek"}

    kramfors.answer(workbook, "svar_bo.xlsx", fill)
    collect(kramfors.context(MONDAY), kramfors.inbox)
    letters = kramfors.table("letter").set_index("status")
    offers = kramfors.table("offer").set_index("status")
    assert set(letters.index) == set(offers.index) == {"released", "withdrawn"}
    assert letters.loc["released", "released_by"] == "Bo Ek"
    assert offers.loc["released", "released_at"] == at("2026-11-20 13:30")
    assert offers.loc["withdrawn", "withdrawn_reason"] == "draft_withdrawn"


def test_a_no_becomes_one_task_and_a_late_yes_counts(kramfors):
    """A12: a no is assessed by a person, once, and changes nothing else."""
    made = {"reply_due_date": pd.Timestamp("2026-11-20")}
    kramfors.offered(KRAMFORS, [WOMAN], "drafted", "selected", "planned", "released", **made)
    morning(kramfors)
    (workbook,) = kramfors.workbooks()

    def saying(word):
        ask = "Hör av dig till den som inte har svarat"
        return lambda row: {"Svar på erbjudandet": word} if row["Att göra"] == ask else {}

    kramfors.answer(workbook, "svar_a.xlsx", saying("Nej"))
    collect(kramfors.context(MONDAY), kramfors.inbox)
    assert kramfors.table("offer")["status"].tolist() == ["declined"]
    for now in (MONDAY, MONDAY + timedelta(days=1)):
        morning(kramfors, now)
        assert kramfors.tasks()["kind"].tolist().count("bedom_avbojt_erbjudande") == 1
    kramfors.answer(workbook, "svar_b.xlsx", saying("Ja"))
    later = MONDAY + timedelta(days=2)
    collect(kramfors.context(later), kramfors.inbox)
    assert kramfors.table("offer")["status"].tolist() == ["accepted"]
    morning(kramfors, later)
    assert "bedom_avbojt_erbjudande" not in set(kramfors.tasks()["kind"])


def test_assessments_and_af_words_are_rows_for_the_next_screening(kramfors):
    """K4, K5: answered on Friday, screened on Monday."""
    (workbook,) = kramfors.workbooks()

    def fill(row):
        if row["Att göra"] == "Bedöm arbetsförmågan":
            return {"Arbetsförmåga, procent": 50}
        return {"AF: skyddat arbete (OSA)": "Ja"}

    kramfors.answer(workbook, "svar_eva.xlsx", fill)
    collect(kramfors.context(MONDAY), kramfors.inbox)
    rows = answered_rows(kramfors.context(MONDAY))
    assert rows["bedomning"]["work_capacity_percent"].tolist() == [50, 50]
    assert set(rows["bedomning"]["personal_number"]) == {WOMAN, MAN}
    assert (
        rows["stodbedomning"][["support_form", "word", "word_source"]].to_numpy().tolist()
        == [["osa", "ja", "af_besked"]] * 2
    )
    morning(kramfors, MONDAY)
    newest = kramfors.table("screening_result").sort_values("as_of").tail(2)
    assert newest["outcome"].tolist() == ["eligible", "eligible"]


def test_the_same_file_twice_and_under_another_name_changes_nothing(kramfors):
    (workbook,) = kramfors.workbooks()
    dropped = kramfors.answer(
        workbook, "svar_a.xlsx", lambda row: {"Status": "Vilar", "Vilar till": "2026-12-24"}
    )
    first = collect(kramfors.context(MONDAY), kramfors.inbox)
    before = {name: kramfors.table(name) for name in ("answer", "task_event", "offer_event")}
    (kramfors.inbox / "svar_b.xlsx").write_bytes(dropped.read_bytes())
    os.utime(dropped, (0, 0))
    later = MONDAY + timedelta(days=1)
    assert (first, collect(kramfors.context(later), kramfors.inbox)) == (4, 0)
    for name, rows in before.items():
        assert kramfors.table(name).equals(rows)
    assert rejected(kramfors) == []


def test_a_dismissed_task_survives_the_nights_until_its_end(kramfors):
    (workbook,) = kramfors.workbooks()
    kramfors.answer(
        workbook, "svar_a.xlsx", lambda row: {"Status": "Vilar", "Vilar till": "2026-11-25"}
    )
    collect(kramfors.context(MONDAY), kramfors.inbox)
    assert kramfors.tasks().empty
    assert morning(kramfors, at("2026-11-24 08:00")) == 0
    assert morning(kramfors, at("2026-11-25 08:00")) == 4


def test_of_two_answers_the_later_counts_and_the_earlier_is_kept(kramfors):
    (workbook,) = kramfors.workbooks()
    for number, (percent, now) in enumerate([(40, MONDAY), (75, MONDAY + timedelta(days=1))]):
        kramfors.answer(
            workbook,
            f"svar_{number}.xlsx",
            lambda row, percent=percent: (
                {"Arbetsförmåga, procent": percent}
                if row["Att göra"] == "Bedöm arbetsförmågan"
                else {}
            ),
        )
        collect(kramfors.context(now), kramfors.inbox)
    values = kramfors.table("answer").query("field == 'work_capacity_percent'")["value"]
    assert sorted(values) == ["40", "40", "75", "75"]
    newest = answered_rows(kramfors.context(MONDAY + timedelta(days=1)))["bedomning"]
    latest = newest.sort_values("assessed_date").groupby("personal_number").tail(1)
    assert latest["work_capacity_percent"].tolist() == [75, 75]


def test_a_wrong_row_comes_back_with_the_reason_and_the_others_count(kramfors):
    (workbook,) = kramfors.workbooks()
    percents = iter([150, 60])

    def fill(row):
        if row["Att göra"] == "Bedöm arbetsförmågan":
            return {"Arbetsförmåga, procent": next(percents)}
        return {}

    kramfors.answer(workbook, "svar_eva.xlsx", fill)
    collect(kramfors.context(MONDAY), kramfors.inbox)
    assert kramfors.table("answer")["value"].tolist().count("60") == 1
    assert rejected(kramfors) == ["svar_eva.fel.xlsx"]
    back = told(kramfors.output / "worklists" / "fel" / "svar_eva.fel.xlsx")
    assert "Skriv ett helt tal från 0 till 100." in back
    errors = kramfors.table("answer_error")
    assert errors["field"].tolist() == ["work_capacity_percent"]
    assert "150" not in errors.to_string()


def test_a_corrected_workbook_that_came_back_is_read(kramfors):
    (workbook,) = kramfors.workbooks()
    wrong = {"Bedöm arbetsförmågan": {"Arbetsförmåga, procent": 150}}
    kramfors.answer(workbook, "svar_eva.xlsx", lambda row: wrong.get(row["Att göra"], {}))
    collect(kramfors.context(MONDAY), kramfors.inbox)
    back = kramfors.output / "worklists" / "fel" / "svar_eva.fel.xlsx"
    kramfors.answer(back, "svar_eva.fel.xlsx", lambda row: {"Arbetsförmåga, procent": 80})
    assert collect(kramfors.context(MONDAY + timedelta(days=1)), kramfors.inbox) == 4


def test_half_of_a_list_copied_to_a_workbook_of_ones_own_is_read(kramfors):
    (workbook,) = kramfors.workbooks()
    sheet = load_workbook(workbook)["Uppgifter"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    copy = BlankWorkbook()
    copy.active.append([*rows[0], "min kolumn"])
    row = rows[1]
    row[rows[0].index("Status")], row[rows[0].index("Vilar till")] = "Vilar", "2026-12-01"
    copy.active.append([*row, "mitt"])
    copy.save(kramfors.inbox / "svar_halva.xlsx")
    assert collect(kramfors.context(MONDAY), kramfors.inbox) == 1
    assert len(kramfors.tasks("dismissed")) == 1


def test_an_answer_to_a_task_that_is_gone_comes_back(kramfors):
    (workbook,) = kramfors.workbooks()
    ready(kramfors)
    morning(kramfors, MONDAY)
    kramfors.answer(
        workbook, "svar_eva.xlsx", lambda row: {"Status": "Vilar", "Vilar till": "2026-12-01"}
    )
    assert collect(kramfors.context(MONDAY), kramfors.inbox) == 0
    back = told(kramfors.output / "worklists" / "fel" / "svar_eva.fel.xlsx")
    assert "Uppgiften är redan avslutad: uppgiften är känd." in back


def test_a_line_of_another_municipality_is_nobodys(kramfors, tmp_path):
    other = Caseload("amal", kramfors.warehouse, tmp_path)
    (workbook,) = kramfors.workbooks()
    other.answer(workbook, "svar_eva.xlsx", lambda row: {"Status": "Klar"})
    assert collect(other.context(MONDAY), other.inbox) == 0
    back = told(other.output / "worklists" / "fel" / "svar_eva.fel.xlsx")
    assert "Uppgiften stod inte på den listan." in back


def test_a_person_who_has_become_protected_is_answered_for_elsewhere(kramfors):
    """X2: an answer on an old list releases nothing."""
    kramfors.offered(KRAMFORS, [WOMAN], "drafted", "selected", "planned")
    kramfors.drafted_letters()
    morning(kramfors)
    (workbook,) = kramfors.workbooks()
    kramfors.people(delivered("bistand", "202611", aid(WOMAN, has_secrecy_marking=True)).rows)
    release = {"Granska utkastet till brev och frisläpp det": {"Brev": "Frisläpp"}}
    kramfors.answer(workbook, "svar_eva.xlsx", lambda row: release.get(row["Att göra"], {}))
    collect(kramfors.context(MONDAY), kramfors.inbox)
    assert kramfors.table("letter")["status"].tolist() == ["rendered"]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b""])
def test_a_file_that_is_no_workbook_comes_back_and_stops_nothing(kramfors, data):
    (workbook,) = kramfors.workbooks()
    (kramfors.inbox / "svar_a.xlsx").write_bytes(data)
    kramfors.answer(
        workbook, "svar_b.xlsx", lambda row: {"Status": "Vilar", "Vilar till": "2026-12-01"}
    )
    assert collect(kramfors.context(MONDAY), kramfors.inbox) == 4
    assert rejected(kramfors) == ["svar_a.fel.xlsx"]


def test_other_files_in_the_inbox_are_left_alone(unscreened):
    (unscreened.inbox / "bistand_2282_202610.csv").write_bytes(b"x")
    assert collect(unscreened.context(), unscreened.inbox) == 0


def test_a_missing_inbox_is_said_to_be_missing(unscreened, tmp_path):
    with pytest.raises(DeliveryMissing, match="inbox called nowhere"):
        collect(unscreened.context(), tmp_path / "nowhere")


def test_a_done_task_comes_back_as_new_when_the_fact_was_known_in_between(kramfors):
    """Closed or done is never opened again; a new lack of knowledge is a new task."""
    (workbook,) = kramfors.workbooks()
    assess = {"Bedöm arbetsförmågan": {"Arbetsförmåga, procent": 60}}
    kramfors.answer(workbook, "svar_eva.xlsx", lambda row: assess.get(row["Att göra"], {}))
    collect(kramfors.context(FRIDAY + timedelta(hours=6)), kramfors.inbox)
    morning(kramfors, MONDAY)
    assert set(kramfors.tasks()["kind"]) == {"inhamta_af_besked"}
    unreadable = {
        "assessed_date": "2026-11-24",
        "is_quarantined": True,
        "unreadable": "work_capacity_percent",
    }
    rows = [{"personal_number": WOMAN, **unreadable}]
    tuesday = MONDAY + timedelta(days=1)
    kramfors.deliver(delivered("bedomning", "20261124", *rows), received_at=tuesday)
    assert morning(kramfors, tuesday) == 1
    assert len(kramfors.tasks("done")) == 2


# Whom the labour-market unit sees


def shared_list(caseload, day):
    return [path.name for path in caseload.workbooks(day, "arbetsmarknad")]


def test_a_recorded_ground_moves_the_task_to_the_labour_market_units_next_list(kramfors):
    """K10, K11: answered on Friday, on the unit's list on Monday, back when it is withdrawn."""
    kramfors.offered(KRAMFORS, [WOMAN], "drafted", "selected")
    morning(kramfors)
    (workbook,) = kramfors.workbooks()
    assert shared_list(kramfors, "2026-11-20") == []

    def saying(word):
        return lambda row: (
            {"Dela med arbetsmarknadsenheten": word} if row["Att göra"] == PLACE else {}
        )

    kramfors.answer(workbook, "svar_a.xlsx", saying("Samtycke"))
    collect(kramfors.context(MONDAY), kramfors.inbox)
    morning(kramfors, MONDAY)
    (shared,) = kramfors.workbooks("2026-11-23", "arbetsmarknad")
    assert [row["Att göra"] for row in rows_of(shared)] == [PLACE]
    assert PLACE not in [row["Att göra"] for row in rows_of(kramfors.workbooks("2026-11-23")[0])]
    assert "försörjningsstöd" not in str(rows_of(shared)).casefold()
    later = MONDAY + timedelta(days=1)
    kramfors.answer(workbook, "svar_b.xlsx", saying("Nej"))
    collect(kramfors.context(later), kramfors.inbox)
    morning(kramfors, later)
    assert shared_list(kramfors, "2026-11-24") == []


def test_consent_in_the_file_of_assessments_counts_until_it_is_taken_back(kramfors):
    """K10: the newest row that says anything of it; a row in quarantine is no consent."""
    kramfors.offered(KRAMFORS, [WOMAN, MAN], "drafted", "selected")
    consent = {"has_ame_consent": True, "assessed_date": "2026-11-10"}
    doubtful = {"assessed_date": "2026-11-11", "is_quarantined": True}
    rows = [
        {"personal_number": WOMAN, **consent},
        {"personal_number": MAN, **consent},
        {"personal_number": MAN, **doubtful, "unreadable": "has_ame_consent"},
    ]
    kramfors.deliver(delivered("bedomning", "20261111", *rows))
    morning(kramfors)
    (shared,) = kramfors.workbooks(unit="arbetsmarknad")
    assert [row["Vem"] for row in rows_of(shared)] == ["Testa Testsson0"]
    taken_back = {"personal_number": WOMAN, "assessed_date": "2026-11-22"}
    kramfors.deliver(
        delivered("bedomning", "20261122", taken_back | {"has_ame_consent": False}),
        received_at=MONDAY,
    )
    morning(kramfors, MONDAY)
    assert shared_list(kramfors, "2026-11-23") == []


def test_whoever_leads_gets_an_overview_every_morning(kramfors):
    for ending in ("xlsx", "html"):
        path = kramfors.output / "worklists" / "2026-11-20" / "ledning" / f"oversikt.{ending}"
        assert path.stat().st_mode & 0o777 == 0o600
        assert b"Testa Testsson" not in text_of(path)


# Whom to ask Arbetsförmedlingen about


def asked(caseload, now=FRIDAY):
    count = write_af_request(caseload.context(now))
    path = caseload.output / "requests" / f"af_{now.date()}.csv"
    header, *numbers = path.read_text(encoding="utf-8").splitlines()
    assert header == "personnr"
    assert path.stat().st_mode & 0o777 == 0o600
    assert count == len(numbers)
    return numbers


def test_people_in_ongoing_cases_without_a_fresh_answer_are_asked_about(unscreened):
    """X7: an answer of the last 14 days is enough."""
    assert asked(unscreened) == [WOMAN, MAN]
    answers = [
        {"personal_number": WOMAN, "asked_date": "2026-11-06", "answer_code": 0},
        {"personal_number": MAN, "asked_date": "2026-11-05", "answer_code": 0},
    ]
    unscreened.deliver(delivered("af_status", "20261119", *answers))
    assert asked(unscreened) == [MAN]


def test_a_question_without_answer_is_asked_again(unscreened):
    row = {"personal_number": WOMAN, "asked_date": "2026-11-19", "answer_code": 9}
    unscreened.deliver(delivered("af_status", "20261119", row))
    assert asked(unscreened) == [WOMAN, MAN]


def test_a_closed_case_is_never_asked_about(unscreened):
    """X7: neither who has left the newest month nor who was refused."""
    rows = [aid(WOMAN), aid(MAN, decision_type_code="02")]
    unscreened.deliver(delivered("bistand", "202611", *rows))
    assert asked(unscreened) == [WOMAN]


def test_a_protected_person_is_asked_about_by_hand(sqlite_warehouse, tmp_path):
    """X2."""
    hidden = aid("199003042382", has_secrecy_marking=True)
    caseload = a_caseload(sqlite_warehouse, tmp_path, hidden)
    assert asked(caseload) == [WOMAN, MAN]
