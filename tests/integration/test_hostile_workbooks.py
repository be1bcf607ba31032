"""Files called ``svar_*.xlsx`` that mean no good: refused with a sentence, in bounded time."""

import time
import zipfile
from io import BytesIO
from itertools import pairwise

import pytest
from openpyxl import Workbook

from stegvis.adapters.worklists.answers import LARGEST_FILE, read_answered_rows
from stegvis.errors import AnswerFileError

MOST_SECONDS = 10
"""Processor time; what is refused before it is opened takes far less."""

SHEET = "xl/worksheets/sheet1.xml"


def a_workbook() -> bytes:
    workbook = Workbook()
    workbook.active.append(["Att göra", "Status", "Nyckel"])
    workbook.active.append(["Ring", "Klar", "x"])
    saved = BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """An ordinary workbook in which one part is another."""
    changed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(a_workbook())) as parts,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for part in parts.namelist():
            if part != name:
                kept.writestr(part, parts.read(part))
        kept.writestr(name, content)
    return changed.getvalue()


def sheet_of(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return with_part(
        SHEET, b'<worksheet xmlns="' + space + b'"><sheetData>' + rows + b"</sheetData></worksheet>"
    )


def refused(data: bytes) -> str:
    started = time.process_time()
    with pytest.raises(AnswerFileError) as problem:
        read_answered_rows(data)
    assert time.process_time() - started < MOST_SECONDS
    return str(problem.value)


def test_the_ordinary_workbook_of_these_tests_is_read():
    (row,) = read_answered_rows(a_workbook())
    assert row.cells["status"].value == "Klar"


def test_a_zip_bomb_is_refused_unopened():
    """A gigabyte of zeros packs to one megabyte."""
    bomb = with_part("xl/media/image1.png", b"\0" * 200_000_000)
    assert len(bomb) < LARGEST_FILE
    assert "för stor" in refused(bomb)


def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    """The directory says ten bytes; what is unpacked is cut there, and its checksum is wrong."""
    bomb = bytearray(with_part(SHEET, b"<row/>" * 1_000_000))
    size = (6_000_000).to_bytes(4, "little")
    place = bomb.find(size)
    while place != -1:
        bomb[place : place + 4] = (10).to_bytes(4, "little")
        place = bomb.find(size, place + 4)
    assert "ingen arbetsbok" in refused(bytes(bomb))


def test_a_million_empty_rows_are_refused():
    rows = b"".join(b'<row r="%d"/>' % number for number in range(1, 1_000_001))
    assert "fler än 20000 rader" in refused(sheet_of(rows))


def test_rows_are_counted_whatever_the_name_of_their_space():
    assert "fler än 20000 rader" in refused(with_part(SHEET, b"<x:row/>" * 20_001))


def test_one_far_row_is_no_flood():
    """Some programs write the sheet's very last row, empty, when a column was coloured."""
    told = b'<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>'
    header = told % (b"A", b"Status") + told % (b"B", b"Nyckel")
    rows = b'<row r="1">' + header + b'</row><row r="1048576"/>'
    assert read_answered_rows(sheet_of(rows)) == []


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macros/vbaProject.bin"])
def test_macros_are_refused(name):
    assert "makron" in refused(with_part(name, b"Sub Auto_Open()"))


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        b"",
        b"PK\x03\x04 broken",
        b"<html><table><tr><td>Nyckel</td></tr></table></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    ],
    ids=["a renamed PDF", "nothing", "a broken zip", "a page called xlsx", "locked or old Excel"],
)
def test_what_only_has_the_name_of_a_workbook_is_refused(data):
    assert "arbetsbok" in refused(data)


def test_a_file_that_is_too_big_is_refused_unopened():
    assert "för stor" in refused(b"x" * (LARGEST_FILE + 1))


def test_entities_that_multiply_are_refused():
    """A billion laughs: ten entities of ten of the last."""
    names = [b"a", *(b"a%d" % number for number in range(1, 10))]
    entities = b'<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %s "%s">' % (name, (b"&%s;" % before) * 10) for before, name in pairwise(names)
    )
    laughs = b"<!DOCTYPE x [" + entities + b"]><worksheet><sheetData>&a9;</sheetData></worksheet>"
    assert refused(with_part(SHEET, laughs))


def test_a_sheet_that_breaks_off_is_refused():
    assert refused(with_part(SHEET, b"<worksheet><sheetData><row><c><v>1"))


def test_a_flood_of_strings_is_refused():
    assert "texter" in refused(with_part("xl/sharedStrings.xml", b"<si><t/></si>" * 400_001))


def test_a_flood_of_cells_in_few_rows_is_refused():
    assert "celler" in refused(sheet_of(b"<row>" + b"<c/>" * 400_001 + b"</row>"))
