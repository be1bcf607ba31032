"""Reads the files of one municipality, broken rows and all."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from oracle.cells import value_of
from oracle.columns import EXTRACTS

FILE_NAME = re.compile(r"([a-z_]+)_(\d{4})_(\d{6}|\d{8})\.csv")


@dataclass
class Row:
    """One row: values by column, None where empty or ``unreadable``; the rules it breaks."""

    file: "File"
    texts: dict
    values: dict = field(default_factory=dict)
    unreadable: set = field(default_factory=set)
    broken: set = field(default_factory=set)

    def __getitem__(self, column):
        return self.values.get(column)

    @property
    def is_good(self):
        return not self.broken

    def is_filled(self, column):
        return self[column] is not None or column in self.unreadable


@dataclass
class File:
    extract: object
    period: str
    columns: list = field(default_factory=list)
    rows: list = field(default_factory=list)

    @cached_property
    def heads(self):
        """The rows with hhstatus 1 by household."""
        heads = defaultdict(list)
        for row in self.rows:
            if row["hhstatus"] == "1":
                heads[row["hushall_id"]].append(row)
        return heads

    @property
    def day(self):
        """The day of a daily file."""
        return date(int(self.period[:4]), int(self.period[4:6]), int(self.period[6:]))


def read_folder(folder, municipality_code):
    """The files that screening reads; other files in the folder are none of its business."""
    files = []
    for path in sorted(folder.iterdir()):
        name = FILE_NAME.fullmatch(path.name)
        if name and name[1] in EXTRACTS and name[2] == municipality_code:
            files.append(_read(path, EXTRACTS[name[1]], name[3]))
    return files


def _read(path, extract, period):
    header, *lines = _lines(path.read_bytes())
    file = File(extract, period, [column for column in header if column in extract.kinds])
    for line in lines:
        cells = {name: text.strip() for name, text in zip(header, line, strict=True)}
        file.rows.append(_row(file, {name: cells[name] for name in file.columns}))
    return file


def _lines(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    first = text.splitlines()[0]
    separator = max(";,\t", key=first.count)
    return [line for line in csv.reader(text.splitlines(), delimiter=separator) if line]


def _row(file, texts):
    row = Row(file, texts)
    for column, text in texts.items():
        try:
            row.values[column] = value_of(text, file.extract.kinds[column]) if text else None
        except ValueError:
            row.values[column] = None
            row.unreadable.add(column)
    return row
