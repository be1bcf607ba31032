"""Which files and rows are the truth on a day (contract 1 and 2)."""

from collections import defaultdict
from datetime import timedelta
from functools import cache

from oracle.cells import midnight, swedish_date
from oracle.days import month_of
from oracle.files import read_folder
from oracle.numbers import is_valid
from oracle.row_rules import is_silent, judge


class Inbox:
    """A municipality's files up to ``as_of``, judged."""

    def __init__(self, as_of, files):
        self.as_of = as_of
        self.months = {file.period: file for file in files if file.extract.is_monthly}
        self.newest_aid_month = self.months[max(self.months)] if self.months else None
        self.files = sorted(files, key=lambda file: file.period)
        self._of_extract = cache(self._in_force)
        self._of_person = cache(lambda extract: _by_person(self.rows(extract)))
        self._of_month = cache(lambda month: _by_person(self.months[month].rows))

    def is_delivered(self, extract):
        return any(file.extract.name == extract for file in self.files)

    def rows(self, extract):
        """The rows in force of an extract that adds up, or is a snapshot."""
        return self._of_extract(extract)

    def rows_of(self, extract, person):
        return self._of_person(extract).get(person, [])

    def aid_rows(self, month, person):
        """The person's rows of a delivered aid month."""
        return self._of_month(month).get(person, [])

    def newest_aid_rows(self, person):
        newest = self.newest_aid_month
        return self.aid_rows(newest.period, person) if newest else []

    def people(self):
        """Everybody in the newest aid month or with an application."""
        newest = _by_person(self.newest_aid_month.rows if self.newest_aid_month else [])
        return sorted({*newest, *self._of_person("ansokan")})

    def _in_force(self, extract):
        files = [file for file in self.files if file.extract.name == extract]
        if files and not files[-1].extract.adds_up:
            return files[-1].rows
        return _newest_of_each_key(files, self.as_of)


def read_inbox(folder, municipality_code, as_of):
    last = {True: month_of(as_of), False: f"{as_of:%Y%m%d}"}
    files = read_folder(folder, municipality_code)
    files = [file for file in files if file.period <= last[file.extract.is_monthly]]
    for file in files:
        judge(file, municipality_code)
    return Inbox(as_of, files)


def day_of(row, column):
    """The day on which a row stands: its file's, where its own cannot be read."""
    return swedish_date(row[column]) or row.file.day


def moment_of(row, column):
    """When a row stands; where its own time cannot be read, the end of its file's day."""
    return row[column] or midnight(row.file.day + timedelta(days=1))


def _by_person(rows):
    """The rows of each person; a number that is not valid is nobody's."""
    people = defaultdict(list)
    for row in rows:
        if row["personnr"] and is_valid(row["personnr"]):
            people[row["personnr"]].append(row)
    return people


def _newest_of_each_key(files, as_of):
    """Of rows with one key those of the newest period count.

    Silence never counts for more, nor does a broken row that lies ahead.
    """
    newest = {
        _key(row): file.period
        for file in files
        for row in file.rows
        if not is_silent(row) and not _lies_ahead(row, as_of)
    }
    return [
        row
        for file in files
        for row in file.rows
        if None in _key(row) or newest.get(_key(row), file.period) <= file.period
    ]


def _lies_ahead(row, as_of):
    column = {"ansokan": "ansokt_at", "erbjudande": "erbjuden_at"}.get(row.file.extract.name)
    day = swedish_date(row[column]) if column and row.broken else None
    return day is not None and day > as_of


def _key(row):
    return tuple(row[column] for column in row.file.extract.key)
