"""What Arbetsförmedlingen's answers say: registered or not, and without work since when."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from oracle.cells import folded
from oracle.days import full_months
from oracle.in_force import day_of
from oracle.row_rules import is_silent

WITHOUT_WORK = ("openly_unemployed", "hindered", "programme")
ANSWER_MAX_DAYS = 31
BREAK_MAX_DAYS = 30
CODES = Path(__file__).resolve().parents[2] / "include" / "codes"


@dataclass(frozen=True)
class Unemployment:
    """``since`` is None for somebody who is not without work, and where it is unknown."""

    is_known: bool
    since: date | None = None

    def months_on(self, day):
        if not self.is_known:
            return None
        return full_months(self.since, day) if self.since else 0

    def is_long_term(self, day, age):
        """12 months from age 25 on, 6 before; of unknown age both."""
        months = self.months_on(day)
        if months is None:
            return None
        if age is None:
            return True if months >= 12 else False if months < 6 else None
        return months >= (12 if age >= 25 else 6)


UNKNOWN = Unemployment(is_known=False)


def registered_jobseeker(inbox, person):
    answer = _newest_answer(_answers(inbox, person), inbox.as_of)
    if answer is None or not answer.is_good or answer["arbetssokande"] is None:
        return None
    ended, registered = answer["avaktualiserad"], answer["registrerad"]
    is_open = ended is None or ended > inbox.as_of or bool(registered and ended < registered)
    return answer["arbetssokande"] and is_open


def unemployment(inbox, person):
    is_registered = registered_jobseeker(inbox, person)
    if not is_registered:
        return UNKNOWN if is_registered is None else Unemployment(is_known=True)
    newest, *earlier = _answers(inbox, person)
    group = group_of(newest)
    if group is None:
        return UNKNOWN
    if group not in WITHOUT_WORK:
        return Unemployment(is_known=True)
    if newest["registrerad"] is None:
        return UNKNOWN
    return _since(newest, earlier)


def group_of(answer):
    """The category's group: by code if it is in the list, else by text; None if by neither."""
    by_code, by_text = _groups()
    code, text = answer["skat_kod"] or "", answer["skat_text"] or ""
    return by_code.get(folded(code)) or by_text.get(folded(text))


@cache
def _groups():
    with (CODES / "jobseeker_categories.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    by_code = {line["skat_kod"]: line["group"] for line in lines}
    return by_code, {folded(line["skat_text"]): line["group"] for line in lines}


def _answers(inbox, person):
    """Answers up to ``as_of``, newest first; of one day a quarantined one goes first."""
    rows = [
        row
        for row in inbox.rows_of("af_status", person)
        if not is_silent(row) and day_of(row, "fraga_datum") <= inbox.as_of
    ]
    return sorted(rows, key=lambda row: (day_of(row, "fraga_datum"), not row.is_good), reverse=True)


def _newest_answer(answers, as_of):
    oldest = as_of - timedelta(days=ANSWER_MAX_DAYS)
    return answers[0] if answers and day_of(answers[0], "fraga_datum") >= oldest else None


def _since(newest, earlier):
    """The start of unemployment: back through the earlier answers (contract 2)."""
    start, after = newest["registrerad"], [newest]
    for answer in earlier:
        if not answer.is_good:
            return UNKNOWN
        group, registered = group_of(answer), answer["registrerad"]
        if group is not None and group not in WITHOUT_WORK:
            return Unemployment(True, _start_after(answer, start, after))
        if registered is not None and registered < start:
            if start - _end_of(answer) > timedelta(days=BREAK_MAX_DAYS):
                break
            start = registered
        after.append(answer)
    return Unemployment(True, start)


def _start_after(answer, start, after):
    """The start, unless somebody had work when they were asked on or after it."""
    if answer["fraga_datum"] < start:
        return start
    without_work = [later for later in after if group_of(later) in WITHOUT_WORK]
    return min(later["fraga_datum"] for later in without_work)


def _end_of(answer):
    ended, registered = answer["avaktualiserad"], answer["registrerad"]
    return answer["fraga_datum"] if ended is None or ended < registered else ended
