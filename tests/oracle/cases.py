"""Makes small municipalities by chance: a seed gives the same files every time."""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from oracle.case_aid import aid_files
from oracle.case_answers import answer_rows, word_rows
from oracle.case_breaking import broken
from oracle.case_papers import application_rows, assessment_rows, offer_rows, plan_rows
from oracle.case_people import a_number
from oracle.case_writing import Luck
from oracle.columns import EXTRACTS
from oracle.programmes import PROGRAMMES

DAYS = (
    *[date(2026, 11, 20)] * 4,
    date(2026, 10, 26),  # the clock went back the night before
    date(2026, 3, 30),  # the clock went forward the day before
    date(2026, 8, 31),
    date(2027, 2, 28),
    date(2028, 2, 29),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2022, 12, 20),
    date(2021, 5, 20),
    date(2020, 8, 31),
    date(2018, 12, 30),
)
ALWAYS_THERE = {
    "bistand": ("amal", "kramfors", "linkoping"),
    "ansokan": ("trollhattan", "varmdo", "linkoping"),
}


@dataclass
class Case:
    """A municipality's folder before it is written: rows by extract and period."""

    slug: str
    seed: int
    as_of: date
    people: list
    files: dict = field(default_factory=lambda: defaultdict(list))

    @property
    def code(self):
        return PROGRAMMES[self.slug].municipality_code

    def add(self, extract, period, rows):
        self.files[extract, period].extend(rows)

    def written(self, folder):
        """The folder, with the files in it."""
        folder.mkdir()
        for (extract, period), rows in self.files.items():
            path = folder / f"{extract}_{self.code}_{period}.csv"
            path.write_bytes(_as_csv(EXTRACTS[extract], rows, Luck(f"{self.seed} {path.name}")))
        return folder


def a_case(slug, seed, most_people=12):
    """One small municipality and its deliveries."""
    luck = Luck(f"{slug} {seed}")
    as_of = luck.choice(DAYS)
    people = sorted({a_number(luck, as_of) for _ in range(luck.randint(1, most_people))})
    case = Case(slug, seed, as_of, people)
    if _is_there(luck, case, "bistand"):
        aid_files(luck, case)
    for extract, rows in _daily_rows(luck, case).items():
        if _is_there(luck, case, extract):
            _deliver(luck, case, extract, rows)
    odds = luck.choice((0, 0, 0.05, 0.15, 0.5))
    for (extract, period), rows in case.files.items():
        case.files[extract, period] = broken(luck, extract, rows, odds)
    return case


def _daily_rows(luck, case):
    applications = list(application_rows(luck, case))
    return {
        "ansokan": applications,
        "af_status": list(answer_rows(luck, case)),
        "stodbedomning": list(word_rows(luck, case)),
        "bedomning": list(assessment_rows(luck, case)),
        "erbjudande": list(offer_rows(luck, case, applications)),
        "plan": list(plan_rows(luck, case)),
    }


def _is_there(luck, case, extract):
    return case.slug in ALWAYS_THERE.get(extract, ()) or not luck.seldom(0.2)


def _deliver(luck, case, extract, rows):
    """Each row in a file of its day or later, some in two files, and some told anew there."""
    days_ago = luck.choice(((0,), (2, 0), (luck.randint(20, 60), 0), (40, 9, 1)))
    periods = [case.as_of - timedelta(days=ago) for ago in days_ago]
    for period in periods:
        case.add(extract, f"{period:%Y%m%d}", [])
    for day, row in rows:
        fitting = [period for period in periods if period >= day] or [day]
        for period in luck.sample(fitting, luck.mostly(1, min(2, len(fitting)))):
            told = luck.mostly(row, _told_anew(luck, extract, row, rows))
            case.add(extract, f"{period:%Y%m%d}", [told])


def _told_anew(luck, extract, row, rows):
    """The same key with what another row says."""
    other = luck.choice(rows)[1]
    return other | {name: row[name] for name in EXTRACTS[extract].key}


def _as_csv(extract, rows, luck):
    """A file in any of the accepted spellings of one.

    It has all columns, but for one that files may lack and that changes what
    a month rests on.
    """
    columns = [*extract.kinds]
    if extract.is_monthly and not any("sbel_forsorjningsstod" in row for row in rows):
        columns.remove("sbel_forsorjningsstod")
    luck.shuffle(columns)
    separator, end = luck.choice(";;;,\t"), luck.choice(("\r\n", "\n"))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", delimiter=separator, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(luck.choice(("utf-8", "utf-8", "utf-8-sig", "cp1252")))
