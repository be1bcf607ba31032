"""Print runs: the released letters of a day and unit, in the order in which they are printed."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

POST, IN_PERSON = "post", "personligen"
HEADER = ("brev_id", "forsta_sida", "antal_sidor", "lamnas")


@dataclass(frozen=True, slots=True)
class PrintRun:
    """The letters that one unit has released and that became known on one day.

    Attributes:
        day: The day.
        unit: The unit's id.
        letter_ids: In the order in which they are printed.
        paths: The letters' PDF files, below the output folder.
        delivery: ``post`` or ``personligen``, for each letter.
    """

    day: date
    unit: str
    letter_ids: tuple[str, ...]
    paths: tuple[str, ...]
    delivery: tuple[str, ...]


def print_runs(released: pd.DataFrame) -> tuple[PrintRun, ...]:
    """Return the print runs, oldest day first; letters that are posted go before the others.

    Args:
        released: ``letter_id, path, unit, handed_over_reason`` (missing: posted)
            and ``recorded_at``, of released letters to people who are not protected.
    """
    rows = released.assign(
        day=released["recorded_at"].dt.date,
        delivery=pd.Series(POST, index=released.index, dtype="str").mask(
            released["handed_over_reason"].notna(), IN_PERSON
        ),
    )
    rows = rows.sort_values(["delivery", "letter_id"], key=_posted_first)
    return tuple(_run(own) for _, own in rows.groupby(["day", "unit"]))


def _run(rows: pd.DataFrame) -> PrintRun:
    return PrintRun(
        day=rows["day"].iloc[0],
        unit=rows["unit"].iloc[0],
        letter_ids=tuple(rows["letter_id"]),
        paths=tuple(rows["path"]),
        delivery=tuple(rows["delivery"]),
    )


def _posted_first(values: pd.Series) -> pd.Series:
    return values.map({POST: "0", IN_PERSON: "1"}).fillna(values)


def index_of(run: PrintRun, pages: Iterable[int]) -> bytes:
    """Return the run's index as CSV: letter id, first page, pages, and how it is handed over."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    first = 1
    for letter_id, count, delivery in zip(run.letter_ids, pages, run.delivery, strict=True):
        writer.writerow((letter_id, first, count, delivery))
        first += count
    return file.getvalue().encode()


def letters_in_index(index: bytes) -> tuple[str, ...]:
    """Return the ids of the letters that an index lists, in its order."""
    rows = list(csv.reader(io.StringIO(index.decode()), delimiter=";"))
    return tuple(row[0] for row in rows[1:])
