"""The rows of ``af_status``: whom Arbetsförmedlingen was asked about, and what it said.

People in ongoing cases are asked about every other week, and everybody on the
first of the month. Three absences differ: never asked, asked without an
answer, and answered with an empty field (contract 1.3).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from stegvis.synthetic.arrays import Days, Numbers
from stegvis.synthetic.invented import SECRECY_MARKING, Invented
from stegvis.synthetic.months import months_of
from stegvis.synthetic.registrations import Registrations, categories

_ANSWERED, _NO_ANSWER = 0, 3
_ANSWER_TEXTS = {
    _ANSWERED: "Frågan har behandlats normalt och ett giltigt svar har returnerats.",
    _NO_ANSWER: "Tjänsten svarade inte i tid.",
}
_RARELY = (1, 7)
_REPORT_EVERY_DAYS = 31
_APPLICANT_DAYS = 31


def answers(
    invented: Invented, register: Registrations, applicants: pd.DataFrame, day: np.datetime64
) -> pd.DataFrame:
    """The answers of one day, one row per person asked about.

    ``applicants`` has person and the day (``arrives``) on which the
    application was delivered.
    """
    people = _asked(invented, applicants, day)
    asked_on = np.full(len(people), day, dtype="datetime64[D]")
    stands = register.on(day, people)
    rules, luck, ordinal = invented.common.employment, invented.luck, day.astype(np.int64)
    silent = luck.uniform("never answered", people) < rules.never_answered_share
    silent |= luck.uniform("no answer", people, ordinal) < rules.no_answer_share
    code = np.where(silent, _NO_ANSWER, _ANSWERED)
    protected = invented.is_case(people, *SECRECY_MARKING, "protection_by_af_only")
    rows = pd.DataFrame(
        {
            "personal_number": invented.numbers(people),
            "asked_date": asked_on,
            "answer_code": code,
            "answer_text": pd.Series(code).map(_ANSWER_TEXTS),
            "has_secrecy_marking": pd.array(protected, dtype="boolean"),
        }
    )
    said = _jobseeker_columns(invented, people, stands, asked_on)
    return rows.join(said.where(pd.Series(~silent)))


def _asked(invented: Invented, applicants: pd.DataFrame, day: np.datetime64) -> Numbers:
    """Adults of ongoing cases whose turn it is, and those whose application came yesterday."""
    month = int(months_of(np.array([day]))[0])
    rules, luck = invented.common.employment, invented.luck
    adults = invented.world.adults_by_month[month - 1]
    current = adults.loc[~adults["is_refused"], "person"]
    since = (day - applicants["arrives"].to_numpy().astype("datetime64[D]")).astype(np.int64)
    recent = applicants.loc[(since > 0) & (since <= _APPLICANT_DAYS), "person"]
    people = np.unique(np.concatenate([current.to_numpy(), recent.to_numpy()]))
    people = people[~invented.is_case(people, "temporary_number", "only_children")]
    first_of_month = day == day.astype("datetime64[M]").astype("datetime64[D]")
    turn = (people + day.astype(np.int64)) % rules.asked_every_days == 0
    fresh = np.isin(people, applicants.loc[since == 1, "person"])
    is_special = np.isin(people, list(invented.world.special.values()))
    never = (luck.uniform("never asked", people) < rules.never_asked_share) & ~is_special
    rarely = (luck.uniform("rarely asked", people) < rules.rarely_asked_share) & ~is_special
    seldom = first_of_month & (month % 12 + 1 in _RARELY)
    asked = ~never & (turn | fresh | first_of_month) & (~rarely | seldom)
    return np.asarray(people[asked])


def _jobseeker_columns(
    invented: Invented, people: Numbers, stands: pd.DataFrame, day: Days
) -> pd.DataFrame:
    """What an answer says; a field may be empty in a real one too."""
    rules, luck, ordinal = invented.common.employment, invented.luck, day.astype(np.int64)
    ever, current = stands["ever"], stands["ever"] & stands["is_current"]
    empty = luck.uniform("empty answer", people, ordinal) < rules.empty_answer_share
    category = categories(invented, people, stands, day)
    has_code = pd.Series(luck.uniform("has code", people) < rules.has_code_share)
    # A real answer may still carry the end of the spell before this one.
    keeps_end = pd.Series(luck.uniform("keeps end", people) < 0.3)
    ended = stands["deregistered"].where(~current, stands["earlier_end"].where(keeps_end))
    extent = luck.pick("extent", {"100": 8, "75": 1, "50": 2, "25": 1}, people).astype(int)
    reported = day - luck.whole("report", 1, _REPORT_EVERY_DAYS, people, ordinal)
    funds = luck.pick("fund", rules.unemployment_funds, people)
    in_fund = pd.Series(luck.uniform("in fund", people) < 0.25)
    return pd.DataFrame(
        {
            "is_jobseeker": current.astype("boolean").mask(pd.Series(empty)),
            "jobseeker_category_text": category["text"].where(current),
            "jobseeker_category_code": category["code"].where(current & has_code),
            "registered_date": _with_offset(invented, people, stands["registered"].where(ever)),
            "deregistered_date": _with_offset(invented, people, ended.where(ever)),
            "work_extent_percent": pd.Series(extent, dtype="Int64").where(current),
            "activity_report_date": pd.Series(reported).where(current),
            "unemployment_fund": pd.Series(funds).where(current & in_fund),
        }
    )


def _with_offset(invented: Invented, people: Numbers, days: pd.Series) -> pd.Series:
    """Dates as text, some as in real answers with the offset from UTC behind them."""
    text = days.dt.strftime("%Y-%m-%d")
    share = invented.common.employment.has_offset_share
    shows = pd.Series(invented.luck.uniform("offset", people) < share)
    summer = days.dt.month.between(4, 10)
    offset = pd.Series(np.where(summer, "+02:00", "+01:00"), index=days.index)
    return pd.Series(text.mask(shows & days.notna(), text + offset))
