"""Who did what in which case: written where it happens, without the data itself (X9)."""

import shutil

import pytest

from caseload import KRAMFORS, Caseload, a_caseload, aid, morning
from row_builders import MAN, WOMAN, delivered
from stegvis.adapters.warehouse import open_warehouse
from stegvis.steps.audit import read_audit
from stegvis.steps.audited_reading import audit_explanation
from stegvis.steps.retention.protected_files import remove_protected
from stegvis.steps.worklists.af_requests import write_af_request
from stegvis.steps.worklists.collect import collect
from task_builders import FRIDAY, MONDAY, at


@pytest.fixture(scope="session")
def built(migrated_sqlite, tmp_path_factory):
    """Kramfors with two drafted letters and its first morning's lists, to copy."""
    folder = tmp_path_factory.mktemp("audited")
    shutil.copyfile(migrated_sqlite, folder / "warehouse.db")
    caseload = a_caseload(open_warehouse(f"sqlite:///{folder}/warehouse.db"), folder)
    caseload.offered(KRAMFORS, [WOMAN, MAN], "drafted", "selected", "planned")
    caseload.drafted_letters()
    morning(caseload)
    return folder


@pytest.fixture
def kramfors(built, tmp_path):
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return Caseload("kramfors", open_warehouse(f"sqlite:///{tmp_path}/warehouse.db"), tmp_path)


def logged(caseload, **equal):
    lines = read_audit(caseload.context(MONDAY), equal=equal)
    return lines[["event", "by", "case_reference", "subject_kind"]].values.tolist()


def test_x9_a_release_an_override_and_every_answer_are_logged_with_who_when_and_which_case(
    kramfors,
):
    words = iter(["Frisläpp", "Dra tillbaka"])

    def fill(row):
        if not row["Att göra"].startswith("Granska"):
            return {"Status": "Vilar", "Vilar till": "2026-12-25"}
        return {"Brev": next(words), "Besvarat den": "2026-11-20 13.30", "Besvarat av": "Bo Ek"}

    kramfors.answer(kramfors.workbooks()[0], "svar_bo.xlsx", fill)
    collect(kramfors.context(MONDAY), kramfors.inbox)

    case = "K-2026-7"
    assert logged(kramfors, event="letter_released") == [
        ["letter_released", "Bo Ek", case, "letter"]
    ]
    assert ["override", "Bo Ek", case, "offer"] in logged(kramfors, event="override")
    tasks = [line for line in logged(kramfors, event="override") if line[3] == "task"]
    assert tasks == [["override", "Eva Öst", case, "task"]] * 4
    answers = read_audit(kramfors.context(MONDAY), equal={"event": "answer"})
    assert set(answers["subject_id"]) == set(kramfors.table("answer")["answer_id"])
    released = read_audit(kramfors.context(MONDAY), equal={"event": "letter_released"}).iloc[0]
    assert released["at"] == at("2026-11-20 13:30")
    letters = kramfors.table("letter").set_index("status")
    assert released["subject_id"] == letters.loc["released", "letter_id"]


def test_the_log_holds_no_data_of_anybody(kramfors):
    def fill(row):
        is_asked = row["Att göra"] == "Bedöm arbetsförmågan"
        return {"Arbetsförmåga, procent": 75} if is_asked else {}

    kramfors.answer(kramfors.workbooks()[0], "svar_eva.xlsx", fill)
    collect(kramfors.context(MONDAY), kramfors.inbox)
    audit_explanation(kramfors.context(MONDAY), f"H{WOMAN}", "ekon")

    log = read_audit(kramfors.context(MONDAY))
    people = kramfors.table("person")
    assert "75" in set(kramfors.table("answer")["value"])
    assert not log.isin(["75"]).any(axis=None)
    for name in (*people["personal_number"], *people["last_name"]):
        assert name not in log.to_csv()


def test_the_same_workbook_twice_is_logged_once(kramfors):
    fill = {"Status": "Vilar", "Vilar till": "2026-11-25"}
    for name in ("svar_a.xlsx", "svar_b.xlsx"):
        kramfors.answer(kramfors.workbooks()[0], name, lambda _: fill)
        collect(kramfors.context(MONDAY), kramfors.inbox)

    assert len(logged(kramfors, event="answer")) == len(kramfors.table("answer"))


@pytest.mark.parametrize("asked", [f"H{WOMAN}", "K-2026-7"])
def test_an_explanation_is_logged_with_its_case_and_without_the_households_own_id(kramfors, asked):
    audit_explanation(kramfors.context(MONDAY), asked, "ekon")

    assert logged(kramfors, event="explanation") == [
        ["explanation", "ekon", "K-2026-7", "household"]
    ]
    assert WOMAN not in read_audit(kramfors.context(MONDAY)).to_csv()


def test_a_request_to_arbetsformedlingen_is_an_export(kramfors):
    write_af_request(kramfors.context(MONDAY))

    line = read_audit(kramfors.context(MONDAY), equal={"event": "export"}).iloc[0]
    assert line["subject_id"] == "requests/af_2026-11-23.csv"
    assert line.isna()["by"]


def test_the_log_can_be_asked_for_a_time_a_person_and_a_case(kramfors):
    audit_explanation(kramfors.context(FRIDAY), "K-2026-7", "ekon")
    audit_explanation(kramfors.context(MONDAY), "K-2026-7", "annan")

    context = kramfors.context(MONDAY)
    assert read_audit(context, since=at("2026-11-21 00:00"))["by"].tolist() == ["annan"]
    assert read_audit(context, until=at("2026-11-21 00:00"))["by"].tolist() == ["ekon"]
    assert len(read_audit(context, equal={"case_reference": "K-2026-7"})) == 2
    assert read_audit(context, equal={"case_reference": "K-2026-8"}).empty


def test_x2_lists_and_letters_of_earlier_days_go_when_somebody_on_them_becomes_protected(kramfors):
    """Also a copy that somebody has filled in, and rows that came back."""
    folder = kramfors.workbooks()[0].parent
    book = kramfors.workbooks()[0]
    filled = book.with_name(f"{book.stem}_ifylld_1.xlsx")
    shutil.copyfile(book, filled)
    back = kramfors.output / "worklists/fel" / f"svar_forsorjning_{book.stem}_2026-11-20.fel.xlsx"
    back.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(book, back)
    hers, his = letter_of(kramfors, WOMAN), letter_of(kramfors, MAN)
    for letter in (hers, his):
        letter.parent.mkdir(parents=True, exist_ok=True)
        letter.write_bytes(b"%PDF")
    assert remove_protected(kramfors.context(MONDAY)) == 0

    kramfors.people(delivered("bistand", "202611", aid(WOMAN, has_secrecy_marking=True)).rows)

    assert remove_protected(kramfors.context(MONDAY)) == 5
    assert not {path.stem for path in folder.iterdir()} & {book.stem, filled.stem}
    assert not back.exists()
    assert (hers.exists(), his.exists()) == (False, True)


def letter_of(caseload, number):
    person = caseload.table("person").set_index("personal_number").loc[number, "person_id"]
    offer = caseload.table("offer").set_index("person_id").loc[person, "offer_id"]
    path = caseload.table("letter").set_index("offer_id").loc[offer, "path"]
    return caseload.output / path


def test_todays_lists_are_not_touched_since_they_are_made_anew(kramfors):
    kramfors.people(delivered("bistand", "202611", aid(WOMAN, has_secrecy_marking=True)).rows)
    before = kramfors.workbooks()

    remove_protected(kramfors.context(FRIDAY))

    assert kramfors.workbooks() == before
