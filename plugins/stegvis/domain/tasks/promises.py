"""The two promises about time: referral within 48 hours (T1), offer within two working days (V1).

The clock starts at the application and stops when the person has been
referred or offered something, here or by telephone. Every clock of a
programme is computed and said; the one marked as headline is the due time.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from stegvis.domain.clock import ElapsedHours, WorkingDays, WorkingHours, working_days_due
from stegvis.domain.clock_columns import (
    elapsed_hours_due_column,
    over_distinct,
    working_hours_due_column,
)
from stegvis.domain.programmes import Clock, Programme
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.wanted import TaskSetting, together, wanted_tasks
from stegvis.domain.tasks.wording import swedish_moment

STOPPED = "anvisningen eller erbjudandet är lämnat"
NOT_COVERED = "omfattas inte av löftet"
TOO_OLD = "ansökan är för gammal för att räknas"
_IN_DOUBT = "\nKlargör först om löftet gäller personen; klockan går under tiden."
_CLARIFIED = (
    "\nDet oklara är klargjort, men inte i underlaget: anvisa eller erbjud nu, eller svara Klar om "
    "löftet inte gäller personen."
)


def promise_tasks(
    applications: pd.DataFrame,
    results: pd.DataFrame,
    setting: TaskSetting,
    clarified: Collection[str] = (),
) -> pd.DataFrame:
    """Wanted tasks for applications that no referral or offer has answered.

    Args:
        applications: Each person's newest application: ``application_ref,
            person_id, household_id, case_id, unit, caseworker, applied_at,
            is_time_imputed``, and ``stopped_at`` (missing: the clock runs).
        results: ``programme_id, person_id, outcome`` of the newest screening. A
            person that it does not know is covered until it says otherwise.
        setting: Municipality, programmes and moment.
        clarified: People (``person_id``) about whom a caseworker has found out
            what was unknown, whatever the extracts still say.

    Returns:
        A row per application and programme with such a clock. One that has
        stopped, or is not covered, is ended and says why.
    """
    frames = []
    for programme in setting.programmes:
        outcomes = results[results["programme_id"] == programme.programme_id]
        outcome = applications["person_id"].map(outcomes.set_index("person_id")["outcome"])
        rows = applications.assign(
            programme_id=programme.programme_id,
            doubt=_doubt(outcome, applications["person_id"].isin(clarified)),
            ended=_ended(applications, outcome, programme, setting),
        )
        for kind in dict.fromkeys(clock.task for clock in programme.clocks):
            clocks = [clock for clock in programme.clocks if clock.task == kind]
            frames.append(_tasks(kind, clocks, rows, setting))
    return together(frames)


def due_column(applied_at: pd.Series, clock: Clock, setting: TaskSetting) -> pd.Series:
    """When the clock runs out for each application."""
    match clock.counts:
        case "elapsed_hours":
            return elapsed_hours_due_column(applied_at, ElapsedHours(clock.amount))
        case "working_hours":
            hours = WorkingHours(clock.amount)
            return working_hours_due_column(applied_at, hours, setting.calendar)
    days = WorkingDays(clock.amount)
    return over_distinct(applied_at, lambda at: working_days_due(at, days, setting.calendar))


def _tasks(
    kind: str, clocks: list[Clock], rows: pd.DataFrame, setting: TaskSetting
) -> pd.DataFrame:
    dues = {clock.id: due_column(rows["applied_at"], clock, setting) for clock in clocks}
    headline = next((clock for clock in clocks if clock.headline), clocks[0])
    applied = _in_words(rows["applied_at"], "Ansökan kom {}.")
    imputed = rows["is_time_imputed"].fillna(False).astype(bool)
    applied = applied.mask(imputed, applied + " Klockslaget saknas och räknas från 00.00.")
    said = [_in_words(_in_time(dues[clock.id]), f"{clock.title}: senast {{}}.") for clock in clocks]
    tasks = rows.assign(
        cycle=rows["application_ref"],
        due_at=dues[headline.id],
        source_rule="|".join(f"{_programme_id(rows)}/{clock.id}" for clock in clocks),
        explanation=sum(("\n" + sentence for sentence in said), start=applied) + rows["doubt"],
    )
    return wanted_tasks(KINDS[kind], tasks, setting)


def _doubt(outcome: pd.Series, is_clarified: pd.Series) -> pd.Series:
    text = pd.Series("", index=outcome.index, dtype="str")
    in_doubt = (outcome == "needs_review").fillna(False)
    return text.mask(in_doubt, _IN_DOUBT).mask(in_doubt & is_clarified, _CLARIFIED)


def _programme_id(rows: pd.DataFrame) -> str:
    return str(rows["programme_id"].iloc[0]) if len(rows) else ""


def _in_time(dues: pd.Series) -> pd.Series:
    """The last second that is in time where that is midnight: people mean the day before."""
    return dues.mask(dues == dues.dt.normalize(), dues - pd.Timedelta(seconds=1))


def _in_words(moments: pd.Series, sentence: str) -> pd.Series:
    words = {at: sentence.format(swedish_moment(at)) for at in moments.dropna().unique()}
    return moments.map(words).astype("str")


def _ended(
    applications: pd.DataFrame, outcome: pd.Series, programme: Programme, setting: TaskSetting
) -> pd.Series:
    """Why the promise no longer asks for anything; missing while it does."""
    applied_on = applications["applied_at"].dt.tz_localize(None).dt.normalize()
    oldest = pd.Timestamp(setting.now.date()) - pd.Timedelta(
        days=setting.municipality.fact_rules.application_window_days
    )
    is_old = applied_on < oldest
    outside = outcome.eq("not_eligible")
    if programme.open_from is not None:
        outside |= applied_on < pd.Timestamp(programme.open_from)
    if programme.open_to is not None:
        outside |= applied_on > pd.Timestamp(programme.open_to)
    ended = pd.Series(pd.NA, index=applications.index, dtype="str")
    # The last that fits is the truest: what has been done is not "too old".
    for reason, holds in ((TOO_OLD, is_old), (NOT_COVERED, outside)):
        ended = ended.mask(holds, reason)
    return ended.mask(applications["stopped_at"].notna(), STOPPED)
