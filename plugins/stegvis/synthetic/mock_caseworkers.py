"""Mock caseworkers for the demo: they open the day's real workbooks and answer some of the rows.

They answer as people do, in the workbook's own cells, and drop the files in the
inbox. Which rows, and what they say, follows from the seed alone, so the same
day gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from io import BytesIO
from math import ceil
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from stegvis.adapters.private_files import write_whole
from stegvis.adapters.worklists.workbook import KEY_HEADER
from stegvis.domain.tasks.answer_fields import FIELDS
from stegvis.domain.tasks.kinds import KINDS

Answers = Mapping[str, object]
Chance = Callable[[str], int]

_SUBJECT = ("Vem", "Ärende", "Att göra")
"""What a row is about; unlike its key, it is the same under another pseudonym key."""
_STAND_IN = "Testhandläggare"
_HOURS = range(9, 16)
_CAPACITIES = (25, 50, 50, 75, 75, 100)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def answer_some(output_dir: Path, inbox_dir: Path, day: date, share: float, seed: int) -> int:
    """Answer a part of every worklist of a day; returns how many rows were answered.

    Args:
        output_dir: The municipality's output folder.
        inbox_dir: The municipality's inbox.
        day: Day of the lists; the answers are given on it, in the daytime.
        share: Part of the rows, 0-1.
        seed: The same seed gives the same answers.
    """
    answered = 0
    for path in sorted((output_dir / "worklists" / day.isoformat()).glob("*/*.xlsx")):
        workbook = load_workbook(path)
        rows = _fill_in(workbook, day, share, seed)
        if rows:
            name = f"svar_{path.parent.name}_{path.stem}_{day.isoformat()}.xlsx"
            _drop(inbox_dir / name, _same_bytes(workbook, day))
        answered += rows
    return answered


def _fill_in(workbook: Workbook, day: date, share: float, seed: int) -> int:
    """Answer a part of every sheet that has tasks to answer."""
    name = {"answered_by": _STAND_IN} if _is_shared(workbook) else {}
    answered = 0
    for sheet in workbook.worksheets:
        header = {cell.value: cell.column for cell in sheet[1]}
        if KEY_HEADER in header:
            answered += _fill_in_sheet(sheet, header, name, day, share, seed)
    return answered


def _fill_in_sheet(
    sheet: Worksheet,
    header: Mapping[str, int],
    name: Answers,
    day: date,
    share: float,
    seed: int,
) -> int:
    """Answer the rows that come first when the seed shuffles those that can be answered."""
    kinds = {kind.title: kind.kind for kind in KINDS.values()}
    answers: dict[int, Answers] = {}
    order: dict[int, int] = {}
    for row in range(2, sheet.max_row + 1):
        if not sheet.cell(row, header[KEY_HEADER]).value:
            continue  # many tasks in one line, which stand on a sheet of their own
        subject = "|".join(str(sheet.cell(row, header[each]).value) for each in _SUBJECT)
        number = partial(_number, seed, subject)
        kind = kinds.get(str(sheet.cell(row, header["Att göra"]).value), "")
        said = _answers(kind, header, number)
        if said:
            hour = _HOURS[number("hour") % len(_HOURS)]
            answers[row] = {**said, **name, "answered_at": f"{day.isoformat()} {hour:02d}.30"}
            order[row] = number("turn")
    chosen = sorted(answers, key=order.__getitem__)[: ceil(share * len(answers))]
    for row in chosen:
        for field, value in answers[row].items():
            sheet.cell(row, header[FIELDS[field].header]).value = value
    return len(chosen)


def _answers(kind: str, header: Mapping[str, int], number: Chance) -> Answers:
    """What a caseworker says to a task of the kind; nothing to the kinds they leave."""
    match kind:
        case "valj_kandidat":
            return _choice(header, number)
        case "granska_utkast":
            return {"letter": "Dra tillbaka" if number("choice") % 12 == 0 else "Frisläpp"}
        case "bedom_arbetsformaga":
            return {"work_capacity_percent": _CAPACITIES[number("choice") % len(_CAPACITIES)]}
        case "inhamta_af_besked":
            return _word_of_af(header, number("choice"))
        case "folj_upp_svar":
            return {"reply": ("Ja", "Ja", "Nej", "Inget svar")[number("choice") % 4]}
        case "bekrafta_barnomsorg":
            return {"childcare": "Inte ordnad"}
        case "bekrafta_af_inskrivning" | "klargor_hinder" | "klargor_undantag":
            return {"status": "Klar"}
    return {}


def _choice(header: Mapping[str, int], number: Chance) -> Answers:
    """The proposed person selected or not; who is selected often lets the employer's unit know."""
    if number("choice") % 5 == 0:
        return {"selection": "Avstå"}
    asks = FIELDS["share_ground"].header in header
    agrees = asks and number("consent") % 3 != 0
    return {"selection": "Välj", "share_ground": "Samtycke"} if agrees else {"selection": "Välj"}


def _word_of_af(header: Mapping[str, int], choice: int) -> Answers:
    """Arbetsförmedlingen's word: on all forms where all are asked about, else on nystartsjobb."""
    if FIELDS["form_osa"].header not in header:
        if choice % 2:
            return {"form_nystartsjobb": "Nej"}
        return {"form_nystartsjobb": "Ja", "form_nystartsjobb_level": 3}
    if choice % 3:
        return {"form_osa" if choice % 2 else "form_lonebidrag": "Ja"}
    forms = ("nystartsjobb", "introduktionsjobb", "yrkesintroduktion", "osa", "lonebidrag")
    return {f"form_{form}": "Nej" for form in forms}


def _is_shared(workbook: Workbook) -> bool:
    """Whether the list is a unit's and not one person's, as its first sheet says."""
    told = {row[0].value: row[1].value for row in workbook.worksheets[0].iter_rows(max_col=2)}
    return told.get("Lista för") in ("Inte fördelat", told.get("Enhet"))


def _number(seed: int, subject: str, question: str) -> int:
    return int.from_bytes(
        hashlib.sha256(f"{seed}|{subject}|{question}".encode()).digest()[:6], "big"
    )


def _same_bytes(workbook: Workbook, day: date) -> bytes:
    """The workbook without the moment at which it was saved."""
    saved, steady = BytesIO(), BytesIO()
    workbook.save(saved)
    stamp = rb"\g<1>" + f"{day.isoformat()}T15:00:00Z".encode() + rb"\g<2>"
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(steady, "w") as kept:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(stamp, content)
            info = zipfile.ZipInfo(name, _ZIP_DAY)
            kept.writestr(info, content, zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def _drop(path: Path, content: bytes) -> None:
    """Put the file in the inbox, unless it lies there already."""
    if not path.exists() or path.read_bytes() != content:
        write_whole(path, content)
