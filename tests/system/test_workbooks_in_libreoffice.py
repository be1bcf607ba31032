"""Worklists opened, saved and printed by the program that many caseworkers have."""

import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from stegvis.adapters.worklists.answers import read_answered_rows
from stegvis.adapters.worklists.workbook import TASK_SHEET, workbook_bytes
from stegvis.domain.tasks.answer_fields import FIELDS
from stegvis.domain.tasks.cell_reading import Cell, read_cell
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.signatures import line_key, read_line_key
from stegvis.domain.tasks.worklist import Worklist
from worklist_on_paper import a_worklist

pytestmark = pytest.mark.system

ASKED = ("bedom_arbetsformaga", "folj_upp_svar", "bekrafta_af_inskrivning")
KEY = b"a key for signing lists, 32 bytes"


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Let LibreOffice open a file and save it in another form, with a profile of its own."""
    profile = tmp_path_factory.mktemp("profile")

    def convert(source: Path, form: str) -> Path:
        folder = tmp_path_factory.mktemp("saved")
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                form,
                "--outdir",
                folder,
                source,
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return folder / source.with_suffix(f".{form}").name

    return convert


def a_workbook(folder: Path, *kinds: str) -> tuple[Worklist, Path]:
    worklist = a_worklist("kramfors", *(kinds or ASKED))
    data = workbook_bytes(
        worklist,
        lambda task_id: line_key(KEY, worklist.list_id, task_id),
        lambda path: path,
        "svar_eva-ost.xlsx",
    )
    path = folder / "eva-ost.xlsx"
    path.write_bytes(data)
    return worklist, path


def fill(path: Path, answers: dict[str, dict[str, object]]) -> None:
    """Write answers as a person would: by task title and column header."""
    workbook = load_workbook(path)
    sheet = workbook[TASK_SHEET]
    places = {cell.value: cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        title = row[places["Att göra"] - 1].value
        for header, value in answers.get(title, {}).items():
            sheet.cell(row[0].row, places[header], value)
    workbook.save(path)


def test_what_is_answered_and_saved_in_libreoffice_is_read_back_with_its_signature(
    tmp_path, convert
):
    worklist, path = a_workbook(tmp_path)
    fill(
        path,
        {
            KINDS["bedom_arbetsformaga"].title: {"Arbetsförmåga, procent": 75},
            KINDS["folj_upp_svar"].title: {
                "Svar på erbjudandet": "Ja",
                "Svarade den": date(2026, 11, 19),
            },
        },
    )

    rows = read_answered_rows(convert(path, "xlsx").read_bytes())

    keys = [read_line_key(KEY, row.key) for row in rows]
    assert keys == [(worklist.list_id, line.task_id) for line in worklist.lines]
    told = {
        line.kind: {name: cell.value for name, cell in row.cells.items() if not cell.is_empty}
        for line, row in zip(worklist.lines, rows, strict=True)
    }
    assert told["bedom_arbetsformaga"] == {"work_capacity_percent": 75}
    assert told["folj_upp_svar"]["reply"] == "Ja"
    assert f"{told['folj_upp_svar']['reply_date']:%Y-%m-%d}" == "2026-11-19"
    assert told["bekrafta_af_inskrivning"] == {}


def test_answers_on_a_kinds_own_sheet_come_back_from_libreoffice_too(tmp_path, convert):
    """Many tasks of one kind stand on a sheet of their own; days come as text and as numbers."""
    worklist, path = a_workbook(tmp_path, *["folj_upp_svar"] * 11)
    workbook = load_workbook(path)
    (own,) = [name for name in workbook.sheetnames if name.startswith("Följ upp svaret")]
    places = {cell.value: cell.column for cell in workbook[own][1]}
    for row, day in ((2, "2026-11-19"), (3, 46345), (4, "19/11 2026")):
        workbook[own].cell(row, places["Svar på erbjudandet"], "Nej")
        workbook[own].cell(row, places["Svarade den"], day)
    workbook.save(path)

    rows = read_answered_rows(convert(path, "xlsx").read_bytes())

    signed = [read_line_key(KEY, row.key) for row in rows if row.key]
    assert sorted(signed) == sorted((worklist.list_id, line.task_id) for line in worklist.lines)
    replied = [row.cells for row in rows if not row.cells.get("reply", Cell(None)).is_empty]
    days = {read_cell(FIELDS["reply_date"], cells["reply_date"]) for cells in replied}
    assert (len(replied), days) == (3, {"2026-11-19"})


def test_the_drop_down_lists_are_there_after_libreoffice_has_saved(tmp_path, convert):
    _, path = a_workbook(tmp_path)

    sheet = load_workbook(BytesIO(convert(path, "xlsx").read_bytes()))[TASK_SHEET]

    choices = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert any("Klar" in (choice or "") and "Vilar" in choice for choice in choices)


def test_the_printed_list_says_what_to_do_and_hides_the_key(tmp_path, convert):
    worklist, path = a_workbook(tmp_path)

    printed = convert(path, "pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", printed, "-"], check=True, capture_output=True, text=True
    ).stdout

    words = " ".join(text.split())
    assert "Arbetslista" in words
    assert "Testa Testsson" in words
    assert all(line.case_reference in words for line in worklist.lines)
    assert line_key(KEY, worklist.list_id, worklist.lines[0].task_id) not in text.replace("\n", "")
