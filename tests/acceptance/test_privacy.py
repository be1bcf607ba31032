"""Nobody's data where it does not belong, after a whole demo (X2, rule 5 of the house)."""

import csv
import re
import sqlite3
from functools import cache
from itertools import pairwise

WORD = re.compile(r"[\w-]+")
MAY_HOLD_PEOPLE = {"person", "person_alias"}


@cache
def invented_people(demo):
    """What would give somebody away: single words, and words that follow each other."""
    words, pairs = set(), set()
    for path in demo.glob("supplier/*/*.csv"):
        for row in _rows(path):
            words |= {row.get("personnr", ""), row.get("hushall_id", "")}
            pairs.add((row.get("fornamn", ""), row.get("efternamn", "")))
            pairs.add(tuple(WORD.findall(row.get("gatuadress", ""))[-2:]))
    known = {word for word in words if len(word) >= 5}
    return known, {pair for pair in pairs if len(pair) == 2 and all(pair)}


def _rows(path):
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    separator = max(";,\t", key=text.splitlines()[0].count)
    return csv.DictReader(text.splitlines(), delimiter=separator)


def gives_away(demo, text):
    words, pairs = invented_people(demo)
    found = WORD.findall(text)
    return (words & set(found)) | (pairs & set(pairwise(found)))


def test_the_search_would_find_somebody(demo):
    letters = sorted(demo.glob("output/*/letters/*/*/*.html"))

    assert letters
    assert gives_away(demo, letters[0].read_text(encoding="utf-8"))


def test_airflows_database_holds_nobody(demo):
    assert not gives_away(demo, _text_of_database(demo / "airflow" / "airflow.db"))


def test_what_is_logged_and_printed_holds_nobody(demo):
    """In one process Airflow logs to the screen; what a task writes to a file is searched too."""
    logs = [path for path in (demo / "airflow").rglob("*.log*") if path.is_file()]
    said = (demo.parent / "said.txt").read_text(encoding="utf-8")

    assert said
    assert not gives_away(demo, said)
    for log in logs:
        assert not gives_away(demo, log.read_text(encoding="utf-8", errors="replace")), log.name


def test_pages_of_great_expectations_hold_nobody(demo):
    pages = list((demo / "data" / "gx").rglob("*.html"))

    assert pages
    assert not gives_away(demo, "\n".join(page.read_text(encoding="utf-8") for page in pages))


def test_no_file_is_named_after_anybody(demo):
    names = [str(path.relative_to(demo)) for path in demo.rglob("*")]

    assert not gives_away(demo, "\n".join(names).replace("_", " "))


def test_the_warehouse_holds_people_only_in_the_restricted_tables(demo):
    text = _text_of_database(demo / "data" / "warehouse.db", leave_out=MAY_HOLD_PEOPLE)

    assert not gives_away(demo, text)


def test_management_reads_of_nobody(demo):
    pages = list(demo.glob("output/*/reports/*/*.html"))

    assert pages
    assert not gives_away(demo, "\n".join(page.read_text(encoding="utf-8") for page in pages))


def test_x2_the_protected_stand_in_no_letter_and_on_no_shared_list(demo):
    with sqlite3.connect(demo / "data" / "warehouse.db") as connection:
        protected = connection.execute(
            "select personal_number, first_name, last_name from person where is_protected = 1"
        ).fetchall()
        letters = connection.execute(
            "select count(*) from letter l join offer o on o.offer_id = l.offer_id"
            " join person p on p.person_id = o.person_id"
            " and p.municipality_code = o.municipality_code where p.is_protected = 1"
        ).fetchone()
    shared = [
        *demo.glob("output/*/letters/*/*/*.html"),
        *demo.glob("output/*/worklists/*/*/*.html"),
    ]
    text = "\n".join(page.read_text(encoding="utf-8") for page in shared)
    words = set(WORD.findall(text))

    assert protected
    assert letters == (0,)
    assert not {number for number, *_ in protected} & words


def _text_of_database(path, leave_out=()):
    with sqlite3.connect(path) as connection:
        names = [
            name
            for (name,) in connection.execute("select name from sqlite_master where type = 'table'")
            if name not in leave_out
        ]
        rows = (
            str(row)
            for name in names
            for row in connection.execute(f'select * from "{name}"')  # noqa: S608
        )
        return "\n".join(rows)
