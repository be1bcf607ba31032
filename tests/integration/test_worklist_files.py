"""Workbook and page as files: what they show, what they never show, and that they can be read."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from repository import ROOT
from stegvis.adapters.worklists.answers import read_answered_rows
from stegvis.adapters.worklists.file_names import relative_link, safe_names
from stegvis.adapters.worklists.page import WorklistPages
from stegvis.adapters.worklists.rejected_rows import RejectedRow, rejected_bytes
from stegvis.adapters.worklists.workbook import KEY_HEADER, TASK_SHEET, workbook_bytes
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.signatures import line_key, read_line_key
from stegvis.domain.tasks.wording import Urgency, due_words, urgency
from stegvis.domain.tasks.worklist import Worklist
from stegvis.domain.tasks.worklist_lines import worklists
from stegvis.errors import AnswerFileError
from task_builders import FRIDAY, a_setting, at
from worklist_on_paper import background

KEY = b"a key for signing lists, 32 bytes"
OTHER_KEY = b"another key for signing, 32 bytes"


def open_tasks(*rows: dict[str, object]) -> pd.DataFrame:
    """Open tasks as the view gives them; what a row leaves out is usual."""
    usual = {
        "kind": "bekrafta_af_inskrivning",
        "programme_id": "amal_utvecklingsjobb",
        "person_id": "p1",
        "case_reference": "Ä-2026-17",
        "fact": "",
        "unit": "forsorjning",
        "caseworker": "Eva Öst",
        "due_at": at("2026-11-27 23:59:59"),
        "priority": 3,
        "explanation": "Saknas: Inskriven på Arbetsförmedlingen.",
    }
    made = [usual | {"task_id": f"{number:016x}"} | row for number, row in enumerate(rows, 1)]
    frame = pd.DataFrame(made)
    titles = {kind.kind: kind.title for kind in KINDS.values()}
    return frame.assign(title=frame["kind"].map(titles)).astype({"person_id": "str"})


def people(**columns: object) -> pd.DataFrame:
    usual = {"first_name": "Testa", "last_name": "Testsson", "is_protected": False}
    frame = pd.DataFrame({"person_id": ["p1", "p2"]}, dtype="str")
    return frame.assign(**(usual | columns))


def drafts(*rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["person_id", "path"], dtype="str")
    return frame.assign(programme_id=pd.Series("amal_utvecklingsjobb", index=frame.index))


def lists_of(tasks: pd.DataFrame, now: datetime = FRIDAY, **told: object) -> tuple[Worklist, ...]:
    known = background(**({"people": people()} | told))
    return worklists(tasks, known, a_setting("amal", now))


def a_workbook(worklist: Worklist) -> bytes:
    return workbook_bytes(
        worklist,
        lambda task_id: line_key(KEY, worklist.list_id, task_id),
        lambda path: f"../../../{path}",
        "svar_eva-ost.xlsx",
    )


def sheet_of(data: bytes):
    return load_workbook(BytesIO(data))[TASK_SHEET]


def header_of(sheet) -> list[str]:
    return [cell.value for cell in sheet[1]]


# Who stands where


def test_a_caseworkers_own_list_names_the_person_and_a_shared_list_the_case_only():
    """X2, X3."""
    own, shared = lists_of(open_tasks({}, {"caseworker": ""}))[::-1]
    assert (own.caseworker, own.lines[0].person) == ("Eva Öst", "Testa Testsson")
    assert (shared.owner, shared.lines[0].person) == ("Inte fördelat", "")
    assert shared.lines[0].case_reference == "Ä-2026-17"


@pytest.mark.parametrize("protected", [True, None])
def test_who_is_protected_or_may_be_stands_on_no_list(protected):
    """X2: also when the task is older than the protection."""
    flags = pd.array([protected, False], dtype="boolean")
    assert lists_of(open_tasks({}), people=people(is_protected=flags)) == ()


def test_who_is_not_known_to_us_stands_on_no_list():
    assert lists_of(open_tasks({"person_id": "stranger"})) == ()


def test_a_case_of_the_restricted_unit_is_a_list_of_its_own():
    """X2."""
    protected = {"kind": "skyddad_person", "person_id": None, "unit": "skyddade", "caseworker": ""}
    found = lists_of(open_tasks(protected))
    assert [worklist.is_restricted for worklist in found] == [True]
    assert found[0].lines[0].person == ""


def test_the_most_urgent_stands_first():
    tasks = open_tasks(
        {"due_at": at("2026-12-04 23:59:59")},
        {"due_at": at("2026-11-24 15:00")},
        {"due_at": at("2026-11-19 23:59:59"), "priority": 3},
        {"due_at": at("2026-11-19 23:59:59"), "priority": 1},
        {"due_at": None},
    )
    lines = lists_of(tasks)[0].lines
    assert [int(line.task_id, 16) for line in lines] == [4, 3, 2, 1, 5]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("due", "part"),
    [
        ("2026-11-20 07:59:59", Urgency.OVERDUE),
        ("2026-11-20 08:00", Urgency.TODAY),
        ("2026-11-22 15:00", Urgency.TODAY),
        ("2026-11-22 23:59:59", Urgency.TODAY),
        ("2026-11-23 07:59:59", Urgency.TODAY),
        ("2026-11-23 08:00", Urgency.LATER),
    ],
)
def test_what_falls_due_at_the_weekend_stands_under_today_on_fridays_list(due, part):
    """T1: what falls due while nobody is at work stands on the last list before."""
    setting = a_setting("amal")
    assert urgency(at(due), FRIDAY, setting.calendar) is part


def test_due_times_are_said_in_words():
    assert due_words(at("2026-11-20 15:00"), FRIDAY) == "i dag, fredag 20 november kl. 15.00"
    assert due_words(at("2026-11-21 15:00"), FRIDAY) == "i morgon, lördag 21 november kl. 15.00"
    assert due_words(at("2026-11-24 23:59:59"), FRIDAY) == "om 4 dagar, tisdag 24 november"
    assert due_words(at("2026-11-19 07:00"), FRIDAY) == (
        "försenat sedan torsdag 19 november kl. 07.00"
    )
    assert due_words(None, FRIDAY) == "ingen sista dag"


# The workbook


def test_the_same_list_gives_the_same_bytes():
    worklist = lists_of(open_tasks({}, {"person_id": "p2"}))[0]
    assert a_workbook(worklist) == a_workbook(worklist)
    again = lists_of(open_tasks({}, {"person_id": "p2"}))[0]
    assert again.list_id == worklist.list_id
    assert a_workbook(again) == a_workbook(worklist)


def test_only_columns_that_some_task_can_use_are_there():
    header = header_of(sheet_of(a_workbook(lists_of(open_tasks({}))[0])))
    assert "Status" in header
    assert "Brev" not in header
    assert "Arbetsförmåga, procent" not in header
    capacity = {"kind": "bedom_arbetsformaga", "fact": "work_capacity_percent"}
    with_capacity = header_of(sheet_of(a_workbook(lists_of(open_tasks({}, capacity))[0])))
    assert "Arbetsförmåga, procent" in with_capacity


def test_no_two_columns_have_the_same_name():
    """Answers are read by the names of columns."""
    every_kind = [{"kind": kind} for kind in KINDS if kind != "skyddad_person"]
    header = header_of(sheet_of(a_workbook(lists_of(open_tasks(*every_kind))[0])))
    assert len(header) == len({name.casefold() for name in header})


def test_drop_downs_fit_the_task_on_their_row():
    """K7: the choice is offered where it is asked for, and nowhere else."""
    sheet = sheet_of(
        a_workbook(lists_of(open_tasks({"kind": "valj_kandidat"}, {"kind": "klargor_alder"}))[0])
    )
    place = header_of(sheet).index("Val") + 1
    title = header_of(sheet).index("Att göra") + 1
    rows = {sheet.cell(row, title).value: row for row in (2, 3)}
    asked = sheet.cell(rows[KINDS["valj_kandidat"].title], place).coordinate
    other = sheet.cell(rows[KINDS["klargor_alder"].title], place).coordinate
    choice = [v for v in sheet.data_validations.dataValidation if asked in v.sqref]
    assert [validation.formula1 for validation in choice] == ['"Välj,Avstå"']
    assert not [v for v in sheet.data_validations.dataValidation if other in v.sqref]


def test_the_head_stays_in_sight_and_can_be_filtered():
    sheet = sheet_of(a_workbook(lists_of(open_tasks({}, {}))[0]))
    assert sheet.freeze_panes is not None
    assert sheet.auto_filter.ref is not None
    key_column = sheet.cell(1, header_of(sheet).index(KEY_HEADER) + 1).column_letter
    assert sheet.column_dimensions[key_column].hidden


def test_the_first_sheet_counts_and_says_how_to_answer():
    worklist = lists_of(open_tasks({}, {"due_at": at("2026-11-19 07:00")}))[0]
    guide = load_workbook(BytesIO(a_workbook(worklist))).worksheets[0]
    told = {row[0].value: row[1].value for row in guide.iter_rows(max_col=2)}
    assert told["Försenat"] == 1
    assert told["Sammanlagt"] == 2
    assert told["Listans nummer"] == worklist.list_id
    assert any("svar_eva-ost.xlsx" in str(label) for label in told)
    assert guide.protection.sheet


@pytest.mark.parametrize("name", ["=1+1", "+46", "-2", "@SUM(A1)", "\t=1"])
def test_nothing_that_a_source_wrote_becomes_a_formula(name):
    """Formula injection, on the way out."""
    worklist = lists_of(open_tasks({"case_reference": name}), people=people(last_name=name))[0]
    renamed = replace(worklist, unit_name=name)
    workbook = load_workbook(BytesIO(a_workbook(renamed)))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [c for c in cells if isinstance(c.value, str) and c.value.startswith(name.strip())]


def test_a_draft_is_linked_from_where_the_workbook_lies():
    tasks = open_tasks({"kind": "granska_utkast"})
    path = "letters/amal_utvecklingsjobb/2026-11-20/abc.html"
    worklist = lists_of(tasks, drafts=drafts(("p1", path)))[0]
    sheet = sheet_of(a_workbook(worklist))
    links = [cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert [link.replace("\\", "/") for link in links] == [f"../../../{path}"]


def test_other_tasks_of_the_same_person_do_not_link_the_draft():
    worklist = lists_of(open_tasks({}), drafts=drafts(("p1", "letters/a.html")))[0]
    assert worklist.lines[0].letter_path == ""


# Reading it back


def test_a_workbook_with_reordered_columns_an_added_one_and_sorted_rows_is_read():
    worklist = lists_of(open_tasks({"kind": "valj_kandidat"}, {"kind": "klargor_alder"}))[0]
    filled = load_workbook(BytesIO(a_workbook(worklist)))
    sheet = filled[TASK_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows[1][rows[0].index("Val")] = "Välj"
    header, *lines = [[*row[::-1], "min egen kolumn"] for row in rows]
    copy = Workbook()
    copy.active.append(["En rad som någon skrev överst"])
    for line in [header, *lines[::-1]]:
        copy.active.append(line)
    buffer = BytesIO()
    copy.save(buffer)
    found = read_answered_rows(buffer.getvalue())
    keys = {read_line_key(KEY, row.key) for row in found}
    assert keys == {(worklist.list_id, line.task_id) for line in worklist.lines}
    answered = [name for row in found for name, cell in row.cells.items() if not cell.is_empty]
    assert len(answered) == 1


def test_a_key_that_we_did_not_sign_is_nobodys():
    worklist = lists_of(open_tasks({}))[0]
    row = read_answered_rows(a_workbook(worklist))[0]
    assert read_line_key(KEY, row.key) == (worklist.list_id, worklist.lines[0].task_id)
    assert read_line_key(OTHER_KEY, row.key) is None
    assert read_line_key(KEY, row.key.replace("0", "1", 1)) is None
    assert read_line_key(KEY, "") is None


def test_a_formula_in_an_answer_cell_is_seen_as_one():
    """Formula injection, on the way in."""
    filled = load_workbook(BytesIO(a_workbook(lists_of(open_tasks({}))[0])))
    sheet = filled[TASK_SHEET]
    sheet.cell(2, header_of(sheet).index("Besvarat av") + 1).value = "=1+1"
    buffer = BytesIO()
    filled.save(buffer)
    assert read_answered_rows(buffer.getvalue())[0].cells["answered_by"].is_formula


def test_a_percentage_cell_is_seen_as_one():
    capacity = {"kind": "bedom_arbetsformaga", "fact": "work_capacity_percent"}
    filled = load_workbook(BytesIO(a_workbook(lists_of(open_tasks(capacity))[0])))
    sheet = filled[TASK_SHEET]
    cell = sheet.cell(2, header_of(sheet).index("Arbetsförmåga, procent") + 1)
    cell.value, cell.number_format = 0.5, "0%"
    buffer = BytesIO()
    filled.save(buffer)
    assert read_answered_rows(buffer.getvalue())[0].cells["work_capacity_percent"].is_percent


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 renamed", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused_with_a_sentence(data):
    with pytest.raises(AnswerFileError, match="arbetsbok"):
        read_answered_rows(data)


def test_a_workbook_without_keys_is_refused_with_a_sentence():
    buffer = BytesIO()
    Workbook().save(buffer)
    with pytest.raises(AnswerFileError, match="Nyckel"):
        read_answered_rows(buffer.getvalue())


def test_what_comes_back_shows_the_reason_beside_the_cell_and_can_be_sent_again():
    worklist = lists_of(open_tasks({"kind": "valj_kandidat"}))[0]
    row = read_answered_rows(a_workbook(worklist))[0]
    back = rejected_bytes([RejectedRow(row, {"selection": "Välj ett."})], FRIDAY.date())
    sheet = load_workbook(BytesIO(back)).active
    header, line = ([cell.value for cell in found] for found in sheet.iter_rows())
    place = header.index("Val")
    assert header[place + 1] == "Vad som är fel: Val"
    assert line[place + 1] == "Välj ett."
    again = read_answered_rows(back)[0]
    assert read_line_key(KEY, again.key) == (worklist.list_id, worklist.lines[0].task_id)
    assert back == rejected_bytes([RejectedRow(row, {"selection": "Välj ett."})], FRIDAY.date())


def test_a_whole_file_that_is_refused_comes_back_as_one_sentence():
    back = rejected_bytes([RejectedRow(None, {"": "Filen är ingen arbetsbok."})], FRIDAY.date())
    cells = [cell.value for row in load_workbook(BytesIO(back)).active.iter_rows() for cell in row]
    assert cells == ["Vad som är fel", "Filen är ingen arbetsbok."]


# Pages and files


def test_the_page_says_the_same_as_the_workbook_and_escapes_everything():
    worklist = lists_of(open_tasks({}), people=people(last_name="<b>Öst</b> & =1"))[0]
    pages = WorklistPages(ROOT / "include" / "templates" / "worklists")
    page = pages.html(worklist, lambda path: path, "eva-ost.xlsx").decode()
    assert '<html lang="sv">' in page
    assert page.count("<h1>") == 1
    assert "Testa &lt;b&gt;Öst&lt;/b&gt; &amp; =1" in page
    assert worklist.lines[0].title in page
    assert worklist.list_id in page


def test_names_of_files_are_safe_and_nobodys_list_replaces_anothers():
    names = safe_names(["Eva Öst", "Eva Ost", "../../etc/passwd", "", "Inte fördelat", "张伟"])
    assert names["../../etc/passwd"] == "etc-passwd"
    assert names[""] == "inte-fordelat"
    assert len(set(names.values())) == len(names)
    assert all(name.replace("-", "").isalnum() and name.isascii() for name in names.values())
    assert safe_names(["Eva Öst"])["Eva Öst"] == "eva-ost"


def test_a_link_leads_from_the_list_to_the_letter():
    assert relative_link(Path("worklists/2026-11-20/enhet"), "letters/å b.html") == (
        "../../../letters/%C3%A5%20b.html"
    )
