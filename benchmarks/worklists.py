"""The morning's files: workbooks and pages, against bare XlsxWriter and Jinja2.

Bare writes the same cells, formats, drop-downs and the same page from text that
lies ready; it makes no keys, decides nothing and knows no person. Ours starts
from the open tasks as the warehouse gives them.

    python benchmarks/worklists.py --caseworkers 200 --tasks 100
"""

import argparse
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter
from jinja2 import Environment, FileSystemLoader
from rounds import run_rounds, show

from stegvis.adapters.municipality_files import load_municipality
from stegvis.adapters.programme_files import load_programmes_of
from stegvis.adapters.worklists.page import WorklistPages
from stegvis.adapters.worklists.task_sheet import task_columns
from stegvis.adapters.worklists.workbook import WORKBOOK_OPTIONS, workbook_bytes
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.tasks.answer_fields import FIELDS, AnswerField, CellKind
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.row_answers import fields_of
from stegvis.domain.tasks.sharing import EMPLOYMENT
from stegvis.domain.tasks.signatures import line_key
from stegvis.domain.tasks.wanted import TaskSetting
from stegvis.domain.tasks.worklist import Line, Worklist
from stegvis.domain.tasks.worklist_lines import Background, worklists
from stegvis.domain.work_calendar import municipal_calendar
from stegvis.settings import include_dir

NOW = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)
GOAL = 1.5
KEY = b"k" * 32
PROGRAMME = "kramfors_arbetsmarknadsanstallning"
ASKED = (
    "bedom_arbetsformaga",
    "inhamta_af_besked",
    "valj_kandidat",
    "granska_utkast",
    "folj_upp_svar",
    "bedom_avbojt_erbjudande",
    "bekrafta_barnomsorg",
    "uppratta_plan",
    "avstamning",
    "klargor_hinder",
)
LINK = "external:letters/a.pdf"
GUIDE_ROWS = 24
WHY = "Saknas: Bedömd arbetsförmåga. Ingen bedömning eller inget besked finns."
CRITERIA = (
    "Är 36 år, gränsen är 18–65.",
    "Har fått försörjningsstöd 7 månader i rad, gränsen är minst 6.",
    "Arbetsförmedlingen har gett besked om rätt till en subventionerad anställning.",
)


def main() -> None:
    """Measure and print; three rounds, the median counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--caseworkers", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=100)
    chosen = parser.parse_args()
    setting, tasks = _setting(), _tasks(chosen.caseworkers, chosen.tasks)
    background = _background(tasks)
    ready = [_ready(worklist) for worklist in worklists(tasks, background, setting)]
    seconds, made = run_rounds(
        {
            "ours": lambda: _ours(tasks, background, setting),
            "bare": lambda: [_bare_files(*parts) for parts in ready],
        },
        3,
    )
    show(f"{chosen.caseworkers} workbooks and pages of {chosen.tasks} tasks", seconds, "ours")
    for name, files in made.items():
        print(f"  {name} wrote {sum(len(part) for pair in files for part in pair):,} bytes")
    print(f"  goal: ours / bare at most {GOAL}")


def _setting() -> TaskSetting:
    include = include_dir(os.environ)
    owner = load_municipality(include, "kramfors")
    calendar = municipal_calendar(owner.calendar, NOW.date())
    return TaskSetting(owner, load_programmes_of(include, owner), calendar, NOW)


def _tasks(caseworkers: int, each: int) -> pd.DataFrame:
    """Open tasks as the view ``task`` gives them, ten kinds in turn."""
    count = caseworkers * each
    numbers = range(count)
    kinds = [ASKED[number % len(ASKED)] for number in numbers]
    return pd.DataFrame(
        {
            "task_id": [f"{number:016x}" for number in numbers],
            "kind": kinds,
            "title": [KINDS[kind].title for kind in kinds],
            "programme_id": PROGRAMME,
            "person_id": [f"p{number}" for number in numbers],
            "case_reference": [f"K-2026-{number:05}" for number in numbers],
            "fact": "",
            "unit": "forsorjning",
            "caseworker": [f"Handläggare {number // each}" for number in numbers],
            "due_at": [NOW + timedelta(hours=number % 400 - 40) for number in numbers],
            "priority": [KINDS[kind].priority for kind in kinds],
            "explanation": WHY,
        }
    ).astype({"person_id": "str"})


def _background(tasks: pd.DataFrame) -> Background:
    people = tasks[["person_id"]].assign(
        first_name="Testa", last_name="Testsson", is_protected=False
    )
    of_person = tasks[["programme_id", "person_id"]]
    return Background(
        people=people,
        drafts=of_person.assign(path="letters/a.pdf"),
        reasons={(PROGRAMME, person): CRITERIA for person in tasks["person_id"]},
        results=of_person.assign(
            outcome="eligible", rank=1, eligible_from=pd.Timestamp(NOW.date())
        ),
        employments=of_person.head(0).assign(**dict.fromkeys(EMPLOYMENT)),
        shareable=frozenset(),
        reminders=tasks[["task_id"]].head(0).assign(said=""),
    )


def _ours(
    tasks: pd.DataFrame, background: Background, setting: TaskSetting
) -> list[tuple[bytes, bytes]]:
    pages = WorklistPages(include_dir(os.environ) / "templates" / "worklists")
    return [
        (workbook_bytes(worklist, _keys(worklist), str, "svar.xlsx"), _page(pages, worklist))
        for worklist in worklists(tasks, background, setting)
    ]


def _page(pages: WorklistPages, worklist: Worklist) -> bytes:
    return pages.html(worklist, str, "svar.xlsx")


def _keys(worklist: Worklist) -> Callable[[str], str]:
    return lambda task_id: line_key(KEY, worklist.list_id, task_id)


def _ready(worklist: Worklist) -> tuple[list[list[str]], list[set[str]], Mapping[str, object]]:
    """A list's text, which answer cells are open, and what its page shows."""
    keys = _keys(worklist)
    cells = [_cells(line, keys(line.task_id)) for line in worklist.lines]
    fitting = [{field.name for field in fields_of(line.kind, "")} for line in worklist.lines]
    parts = [
        (part, [line for line in worklist.lines if line.urgency is part])
        for part in dict.fromkeys(line.urgency for line in worklist.lines)
    ]
    page = {"worklist": worklist, "parts": parts, "why": "Varför", "day": "fredag"}
    return cells, fitting, {**page, "letter_link": str, "workbook_name": "svar.xlsx"}


def _cells(line: Line, key: str) -> list[str]:
    why = "\n".join((*line.why, *(f"• {sentence}" for sentence in line.criteria)))
    link = LINK if line.letter_path else ""
    told = (line.person, line.title, line.case_reference, line.due)
    return [str(line.urgency), *told, why, link, key]


_TEMPLATE = Environment(
    loader=FileSystemLoader(include_dir(os.environ) / "templates" / "worklists"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
).get_template("worklist.html.j2")


def _bare_files(
    cells: list[list[str]], fitting: list[set[str]], page: Mapping[str, object]
) -> tuple[bytes, bytes]:
    """The same workbook and page, from what lies ready."""
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, WORKBOOK_OPTIONS)
    text = workbook.add_format({"text_wrap": True, "valign": "top", "bottom": 1})
    guide = workbook.add_worksheet("Läs mig")
    for row in range(GUIDE_ROWS):
        guide.write_string(row, 0, WHY, text)
    sheet = workbook.add_worksheet("Uppgifter")
    _write_told(sheet, cells, text)
    width = len(task_columns(page["worklist"].audience))
    used = [field for name, field in FIELDS.items() if any(name in names for names in fitting)]
    for row, told in enumerate(cells, start=1):
        sheet.write_string(row, width + len(used), told[-1], text)
    _write_open_cells(workbook, sheet, used, fitting, width)
    workbook.close()
    return buffer.getvalue(), _TEMPLATE.render(**page).encode()


def _write_told(sheet: Any, cells: list[list[str]], text: Any) -> None:
    for row, told in enumerate(cells, start=1):
        sheet.set_row(row, 60)
        for place, value in enumerate(told[:-1]):
            if value == LINK:
                sheet.write_url(row, place, value, text, "Öppna")
            else:
                sheet.write_string(row, place, value, text)


def _write_open_cells(
    workbook: Any, sheet: Any, used: list[AnswerField], fitting: list[set[str]], width: int
) -> None:
    answer = workbook.add_format({"bg_color": "#FFF8D6", "border": 1})
    closed = workbook.add_format({"bg_color": "#E4E6E8"})
    for place, field in enumerate(used, start=width):
        for row, names in enumerate(fitting, start=1):
            sheet.write_blank(row, place, None, answer if field.name in names else closed)
        if field.kind is CellKind.CHOICE:
            rule = {"validate": "list", "source": list(field.choices)}
            sheet.data_validation(1, place, len(fitting), place, rule)


if __name__ == "__main__":
    main()
