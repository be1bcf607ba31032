"""Who sees what: the caseworker's, the labour-market unit's, the lead's and the restricted list."""

from dataclasses import replace
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook

from repository import ROOT
from stegvis.adapters.worklists.answers import read_answered_rows
from stegvis.adapters.worklists.overview_workbook import overview_bytes
from stegvis.adapters.worklists.page import WorklistPages
from stegvis.adapters.worklists.workbook import TASK_SHEET, workbook_bytes
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.overview import Overview, overview
from stegvis.domain.tasks.sharing import SHARED_KINDS, with_ground
from stegvis.domain.tasks.signatures import line_key, read_line_key
from stegvis.domain.tasks.worklist import Audience, Worklist
from stegvis.domain.tasks.worklist_lines import Background, worklists
from task_builders import FRIDAY, a_setting, at
from worklist_on_paper import background

KEY = b"a key for signing lists, 32 bytes"
PROGRAMME = "kramfors_arbetsmarknadsanstallning"
INSIDE = "Har fått försörjningsstöd 7 månader i rad, gränsen är minst 6."
PAGES = WorklistPages(ROOT / "include" / "templates" / "worklists")


def tasks_of(*rows: dict[str, object]) -> pd.DataFrame:
    """Open tasks of one person in Kramfors; what a row leaves out is usual."""
    usual = {
        "kind": "kartlaggning_och_handledare",
        "programme_id": PROGRAMME,
        "person_id": "p1",
        "case_reference": "K-2026-7",
        "fact": "",
        "unit": "forsorjning",
        "caseworker": "Eva Öst",
        "due_at": at("2026-12-04 23:59:59"),
        "priority": 3,
        "explanation": INSIDE,
        "status": "open",
        "done_at": None,
    }
    made = [usual | {"task_id": f"{number:016x}"} | row for number, row in enumerate(rows, 1)]
    frame = pd.DataFrame(made)
    titles = {kind.kind: kind.title for kind in KINDS.values()}
    return frame.assign(
        title=frame["kind"].map(titles), done_at=pd.to_datetime(frame["done_at"], utc=True)
    ).astype({"person_id": "str"})


def known(**told: object) -> Background:
    people = pd.DataFrame(
        {
            "person_id": ["p1", "p2"],
            "first_name": "Testa",
            "last_name": "Testsson",
            "is_protected": False,
        }
    )
    jobs = pd.DataFrame(
        {
            "programme_id": [PROGRAMME],
            "person_id": ["p1"],
            "employer": ["Kramfors kommun"],
            "workplace": ["Storköket"],
            "extent_percent": pd.Series([75], dtype="Int64"),
            "start_date": [pd.Timestamp("2026-12-01")],
            "end_date": [pd.Timestamp("2026-12-31")],
        }
    )
    usual = {"people": people, "employments": jobs, "reasons": {(PROGRAMME, "p1"): (INSIDE,)}}
    return background(**(usual | told))


def lists_of(tasks: pd.DataFrame, slug: str = "kramfors", **told: object) -> dict[str, Worklist]:
    found = worklists(tasks, known(**told), a_setting(slug))
    return {f"{worklist.unit}/{worklist.caseworker}": worklist for worklist in found}


def a_workbook(worklist: Worklist) -> bytes:
    return workbook_bytes(
        worklist, lambda task_id: line_key(KEY, worklist.list_id, task_id), str, "svar.xlsx"
    )


def text_of(data: bytes) -> str:
    workbook = load_workbook(BytesIO(data))
    cells = (cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row)
    return "\n".join(str(value) for value in cells if value is not None)


def header_of(data: bytes) -> list[str]:
    return [cell.value for cell in load_workbook(BytesIO(data))[TASK_SHEET][1]]


# The labour-market unit


def test_without_a_ground_the_labour_market_unit_has_no_list():
    """K10: no consent, so the task is withheld and stays with the caseworker."""
    assert set(lists_of(tasks_of({}))) == {"forsorjning/Eva Öst"}


def test_with_a_ground_the_task_stands_on_the_units_list_and_no_longer_on_the_caseworkers():
    """K10, K11."""
    found = lists_of(tasks_of({}, {"kind": "bedom_arbetsformaga"}), shareable=frozenset({"p1"}))
    assert [line.kind for line in found["arbetsmarknad/"].lines] == ["kartlaggning_och_handledare"]
    assert [line.kind for line in found["forsorjning/Eva Öst"].lines] == ["bedom_arbetsformaga"]
    assert found["arbetsmarknad/"].audience is Audience.LABOUR_MARKET


def test_the_labour_market_unit_sees_the_employment_and_nothing_else():
    """K10, X3, X8: whitelisted columns; nothing of assistance, obstacle, health or screening."""
    rows = [{"kind": kind} for kind in SHARED_KINDS]
    results = pd.DataFrame(
        {
            "programme_id": [PROGRAMME],
            "person_id": ["p1"],
            "outcome": ["not_eligible"],
            "rank": pd.Series([1], dtype="Int64"),
            "eligible_from": [pd.Timestamp("2026-12-01")],
        }
    )
    drafts = pd.DataFrame(
        {"programme_id": [PROGRAMME], "person_id": ["p1"], "path": ["letters/a.pdf"]}
    )
    told = {"results": results, "drafts": drafts, "shareable": frozenset({"p1"})}
    worklist = lists_of(tasks_of(*rows), **told)["arbetsmarknad/"]
    book, page = a_workbook(worklist), PAGES.html(worklist, str, "enheten.xlsx").decode()
    shown = header_of(book)
    assert shown[:6] == ["När", "Vem", "Att göra", "Ärende", "Senast", "Anställning"]
    assert not {"Varför", "Utkast", "Dela med arbetsmarknadsenheten"} & set(shown)
    for text in (text_of(book), page):
        assert "Storköket, Kramfors kommun, 75 procent, från 1 december 2026" in text
        assert "försörjningsstöd" not in text
        assert "Uppfyller" not in text
        assert "letters/a" not in text


@pytest.mark.parametrize("protected", [True, None])
def test_a_protected_person_is_not_shared_whatever_the_ground(protected):
    """X2."""
    people = known().people.assign(is_protected=pd.array([protected, False], dtype="boolean"))
    assert lists_of(tasks_of({}), people=people, shareable=frozenset({"p1"})) == {}


def test_only_a_caseworkers_list_asks_for_the_ground():
    """K10."""
    found = lists_of(tasks_of({}, {"person_id": "p2"}), shareable=frozenset({"p1"}))
    asked = {
        name: "Dela med arbetsmarknadsenheten" in header_of(a_workbook(worklist))
        for name, worklist in found.items()
    }
    assert asked == {"arbetsmarknad/": False, "forsorjning/Eva Öst": True}


def test_the_newest_word_on_sharing_counts_and_a_no_of_the_same_moment_goes_first():
    """K10: fail closed."""
    said = [
        ("p1", "nej", "2026-11-01"),
        ("p1", "samtycke", "2026-11-02"),
        ("p2", "samtycke", "2026-11-01"),
        ("p2", "nej", "2026-11-02"),
        ("p3", "nej", "2026-11-01"),
        ("p3", "laglig_grund", "2026-11-01"),
        ("p4", "laglig_grund", "2026-11-01"),
    ]
    records = pd.DataFrame(said, columns=["person_id", "ground", "at"])
    assert with_ground(records) == {"p1", "p4"}


# Many of one kind


def test_more_than_so_many_of_a_kind_become_one_line_with_a_sheet_of_its_own():
    rows = [{"kind": "bedom_arbetsformaga"}] * 11 + [{"kind": "klargor_alder"}]
    worklist = lists_of(tasks_of(*rows))["forsorjning/Eva Öst"]
    book = load_workbook(BytesIO(a_workbook(worklist)))
    assert book.sheetnames == ["Läs mig", TASK_SHEET, "Bedöm arbetsförmågan"]
    assert (book[TASK_SHEET].max_row, book["Bedöm arbetsförmågan"].max_row) == (3, 12)
    assert "11 uppgifter." in text_of(a_workbook(worklist))
    assert "Arbetsförmåga, procent" not in header_of(a_workbook(worklist))


def test_exactly_so_many_of_a_kind_stand_one_by_one():
    worklist = lists_of(tasks_of(*[{"kind": "bedom_arbetsformaga"}] * 10))["forsorjning/Eva Öst"]
    assert worklist.attached == ()
    assert len(worklist.single) == 10


def test_a_line_that_stands_for_many_is_as_urgent_as_the_first_of_them_and_counts_the_urgent():
    late = {"kind": "bedom_arbetsformaga", "due_at": at("2026-11-19 23:59:59")}
    today = {"kind": "bedom_arbetsformaga", "due_at": at("2026-11-20 23:59:59")}
    rows = [{"kind": "bedom_arbetsformaga"}] * 9 + [late, today, today]
    (many,) = lists_of(tasks_of(*rows))["forsorjning/Eva Öst"].attached
    assert str(many.urgency) == "Försenat"
    assert many.told == "12 uppgifter, varav 1 försenade och 2 i dag."
    assert many.due == "den första försenat sedan torsdag 19 november"


def test_answers_on_a_kinds_own_sheet_are_read_and_the_line_for_many_says_nothing():
    worklist = lists_of(tasks_of(*[{"kind": "bedom_arbetsformaga"}] * 11))["forsorjning/Eva Öst"]
    book = load_workbook(BytesIO(a_workbook(worklist)))
    sheet = book["Bedöm arbetsförmågan"]
    place = [cell.value for cell in sheet[1]].index("Arbetsförmåga, procent") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, place).value = 75
    saved = BytesIO()
    book.save(saved)
    rows = read_answered_rows(saved.getvalue())
    signed = [read_line_key(KEY, row.key) for row in rows if row.key]
    assert sorted(signed) == sorted((worklist.list_id, line.task_id) for line in worklist.lines)
    silent = [row for row in rows if not row.key]
    assert not [cell for row in silent for cell in row.cells.values() if not cell.is_empty]


def test_the_page_links_the_line_for_many_to_its_own_table():
    worklist = lists_of(tasks_of(*[{"kind": "bedom_arbetsformaga"}] * 11))["forsorjning/Eva Öst"]
    page = PAGES.html(worklist, str, "eva-ost.xlsx").decode()
    assert '<a href="#slag-bedom_arbetsformaga">Bedöm arbetsförmågan</a>' in page
    assert '<h2 id="slag-bedom_arbetsformaga"' in page
    assert page.count("K-2026-7") == 11


# The earliest day, and the order of candidates


@pytest.mark.parametrize(
    ("outcome", "day", "is_told"),
    [
        ("not_eligible", "2026-12-01", True),
        ("not_eligible", None, False),
        ("eligible", "2026-11-20", False),
        ("needs_review", None, False),
    ],
)
def test_the_earliest_day_is_told_where_there_is_one(outcome, day, is_told):
    results = pd.DataFrame(
        {
            "programme_id": [PROGRAMME],
            "person_id": ["p1"],
            "outcome": [outcome],
            "rank": pd.Series([pd.NA], dtype="Int64"),
            "eligible_from": pd.to_datetime(pd.Series([day])),
        }
    )
    (line,) = lists_of(tasks_of({}), results=results)["forsorjning/Eva Öst"].lines
    told = "Uppfyller villkoren tidigast 1 december 2026, om inget annat ändras."
    assert (told in line.criteria) is is_told
    assert INSIDE in line.criteria


def test_candidates_of_the_same_day_stand_in_the_order_of_their_rank():
    """K3."""
    results = pd.DataFrame(
        {
            "programme_id": PROGRAMME,
            "person_id": ["p1", "p2"],
            "outcome": "eligible",
            "rank": pd.Series([2, 1], dtype="Int64"),
            "eligible_from": pd.Timestamp("2026-11-20"),
        }
    )
    rows = [{"kind": "valj_kandidat", "person_id": person} for person in ("p1", "p2")]
    lines = lists_of(tasks_of(*rows), results=results)["forsorjning/Eva Öst"].lines
    assert [int(line.task_id, 16) for line in lines] == [2, 1]


def test_the_newest_reminder_of_a_promise_is_said_first():
    """T1, V1."""
    said = "Påminnelse: 24 av 48 timmar, lördag 21 november kl. 15.00."
    reminders = pd.DataFrame({"task_id": [f"{1:016x}"], "said": [said]})
    (line,) = lists_of(tasks_of({}), reminders=reminders)["forsorjning/Eva Öst"].lines
    assert line.why == (said, INSIDE)


# The lead


def the_overview(tasks: pd.DataFrame, **told: object) -> Overview:
    open_tasks = tasks[tasks["status"] == "open"]
    lists = worklists(open_tasks, known(**told), a_setting("kramfors"))
    return overview(lists, tasks, "ledning", a_setting("kramfors"))


LATE = {"due_at": at("2026-11-18 23:59:59"), "case_reference": "K-late"}


def test_the_lead_sees_counts_what_is_late_and_what_nobody_owns_and_no_names():
    """X3."""
    done = {"status": "done", "done_at": at("2026-11-19 10:00")}
    nobodys = {"caseworker": "", "case_reference": "K-nobody"}
    seen = the_overview(tasks_of({}, LATE, nobodys, done))
    eva = next(load for load in seen.loads if load.owner == "Eva Öst")
    assert (eva.still_open, eva.overdue, eva.later, eva.done) == (2, 1, 1, 1)
    assert (seen.total.still_open, seen.total.done) == (3, 1)
    assert [pointer.line.case_reference for pointer in seen.pressing] == ["K-late"]
    assert [pointer.line.case_reference for pointer in seen.unassigned] == ["K-nobody"]
    for text in (text_of(overview_bytes(seen)), PAGES.overview_html(seen).decode()):
        assert "K-late" in text
        assert "K-nobody" in text
        assert "Testa" not in text
        assert INSIDE not in text


def test_a_promise_that_runs_out_today_presses_as_one_that_has():
    """T1, V1: whoever leads knows before it is too late."""
    promise = {"kind": "anvisa_48h", "due_at": at("2026-11-22 15:00")}
    other = {"kind": "klargor_alder", "due_at": at("2026-11-22 15:00")}
    seen = the_overview(tasks_of(promise, other))
    assert [pointer.line.kind for pointer in seen.pressing] == ["anvisa_48h"]


@pytest.mark.parametrize(("done_at", "count"), [("2026-11-13 08:00", 0), ("2026-11-13 08:01", 1)])
def test_what_was_done_in_seven_days_is_counted_also_for_who_has_nothing_left(done_at, count):
    ended = {"status": "done", "done_at": at(done_at), "caseworker": "Bo Ek"}
    seen = the_overview(tasks_of({}, ended))
    assert sum(load.done for load in seen.loads) == count
    assert ("Bo Ek" in {load.owner for load in seen.loads}) is bool(count)


def test_protected_cases_are_not_in_the_overview():
    """X2."""
    hidden = {
        "kind": "skyddad_person",
        "person_id": None,
        "unit": "skyddade",
        "caseworker": "",
        "case_reference": "K-hidden",
        "due_at": at("2026-11-18 23:59:59"),
    }
    done = hidden | {"status": "done", "done_at": at("2026-11-19 10:00")}
    seen = the_overview(tasks_of({}, hidden, done))
    assert seen.total.still_open == 1
    assert seen.total.done == 0
    assert "K-hidden" not in text_of(overview_bytes(seen))


def test_the_same_overview_gives_the_same_bytes_and_nothing_in_it_is_a_formula():
    seen = the_overview(tasks_of(LATE | {"case_reference": "=1+1"}))
    assert overview_bytes(seen) == overview_bytes(replace(seen))
    cells = [
        c for s in load_workbook(BytesIO(overview_bytes(seen))) for r in s.iter_rows() for c in r
    ]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert all(sheet.protection.sheet for sheet in load_workbook(BytesIO(overview_bytes(seen))))


# The restricted unit


def test_the_restricted_list_has_case_numbers_and_nothing_else_of_anybody():
    """X2: neither a name nor what a screening found."""
    hidden = {
        "kind": "skyddad_person",
        "person_id": None,
        "programme_id": "",
        "unit": "skyddade",
        "caseworker": "",
        "case_reference": "K-hidden",
        "explanation": "Pröva och handlägg för hand.",
    }
    worklist = lists_of(tasks_of(hidden))["skyddade/"]
    (line,) = worklist.lines
    assert (line.person, line.case_reference, line.criteria) == ("", "K-hidden", ())
    assert worklist.audience is Audience.RESTRICTED
    assert FRIDAY.date() == worklist.as_of
