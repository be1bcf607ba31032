"""What a placement asks of a caseworker, from before its start to a year after its end.

The times stand in the programme's file, counted from the first day, the
planned last day or the end. A placement without an actual end ends when it
was planned to. Of several follow-ups of one kind that are counted from the
same day only the newest that has begun stands on a list: whoever missed the
talk three months before the end is asked for the one a month before it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pandas as pd

from stegvis.domain.clock import STOCKHOLM, WorkCalendar, add_months, add_weeks
from stegvis.domain.programmes import FollowUp, Programme
from stegvis.domain.tasks.kinds import KINDS, LEFT_THE_EXTRACT
from stegvis.domain.tasks.placed import (
    PLACEMENT_ENDED,
    Placed,
    explanations,
    is_settled,
    placements_that_matter,
    with_plans,
)
from stegvis.domain.tasks.wanted import TaskSetting, no_tasks, together, wanted_tasks

FOLLOWED_BY_NEXT = "ersatt av nästa uppföljning"
NOT_ASKED_ANY_MORE = "personen har flyttat eller avlidit"
_GONE = ("avliden", "flytt")
_LACKING = ("kartlaggning_och_handledare", "uppratta_plan")
"""What stays undone for as long as the placement lasts, however late it is seen."""

_ANCHORS = {"start": "start_date", "planned_end": "planned_end_date", "exit": "exit_date"}
_DAYS_IN_FIVE_WORKING_DAYS = 7


def follow_up_tasks(placed: Placed, people: pd.DataFrame, setting: TaskSetting) -> pd.DataFrame:
    """Wanted tasks for placements as they stand [A6, A7, K8, K9, K11, K16, T6, T11].

    Args:
        placed: Placements and what is known of them.
        people: ``person_id, case_id, unit, caseworker``, routed, nobody
            protected. Placements of others give no task.
        setting: Municipality, programmes and moment.
    """
    placements = placements_that_matter(placed.placements, setting.now.date())
    owners = people[["person_id", "case_id", "unit", "caseworker"]]
    placements = with_plans(placements.merge(owners, on="person_id"), placed.plans)
    frames = []
    for programme in setting.programmes:
        own = placements[placements["programme_id"] == programme.programme_id]
        for follow_up in programme.follow_up:
            if follow_up.anchor in _ANCHORS and len(own):
                frames += _tasks(follow_up, programme, own, placed, setting)
    return _newest_of_each(together(frames))


def due_day(follow_up: FollowUp, anchor: date) -> date:
    """The day so long after the anchor, before it if negative."""
    day = add_weeks(add_months(anchor, follow_up.months), follow_up.weeks)
    return day + timedelta(days=follow_up.days)


def end_of_working_day(day: date, calendar: WorkCalendar) -> datetime:
    """The end of the day, or of the next working day if nobody is at work on it."""
    if day.year in calendar.years_loaded and not calendar.is_working_day(day):
        day = calendar.next_working_day(day)
    return datetime.combine(day, time(23, 59, 59), STOCKHOLM)


def _tasks(
    follow_up: FollowUp,
    programme: Programme,
    placements: pd.DataFrame,
    placed: Placed,
    setting: TaskSetting,
) -> list[pd.DataFrame]:
    today = setting.now.date()
    ended = _ended(follow_up, placements, placed, today)
    settled = is_settled(follow_up, programme, placements, placed, today)
    rows = placements.assign(
        anchor=placements[_ANCHORS[follow_up.anchor]],
        ended=ended.mask(settled, KINDS[follow_up.kind].cause_gone),
    ).dropna(subset=["anchor"])
    if follow_up.every_weeks is None:
        due = rows["anchor"].map({d: due_day(follow_up, d) for d in rows["anchor"].unique()})
        return [_begun(follow_up, programme, rows, due, "", setting)]
    return _of_cadence(follow_up, programme, rows, setting)


def _of_cadence(
    follow_up: FollowUp, programme: Programme, rows: pd.DataFrame, setting: TaskSetting
) -> list[pd.DataFrame]:
    """The turn that has begun, and the one before it, which it takes the place of."""
    # Whoever has been in the programme twice is followed up from the last time.
    rows = rows.sort_values("start_date").drop_duplicates("person_id", keep="last")
    between = pd.Timedelta(weeks=follow_up.every_weeks or 1)
    horizon = pd.Timestamp(setting.now.date()) + _lead(follow_up)
    turn = (horizon - rows["anchor"]).dt.days // between.days
    frames = []
    for back, over in ((0, None), (1, FOLLOWED_BY_NEXT)):
        own = rows[turn > back]
        number = turn[own.index] - back
        due = (own["anchor"] + number * between).dt.date
        ended = own["ended"] if over is None else over
        turns = "/" + number.astype("str")
        frames.append(_begun(follow_up, programme, own.assign(ended=ended), due, turns, setting))
    return frames


def _begun(
    follow_up: FollowUp,
    programme: Programme,
    rows: pd.DataFrame,
    due: pd.Series,
    turn: pd.Series | str,
    setting: TaskSetting,
) -> pd.DataFrame:
    """Wanted tasks of the rows whose time has begun."""
    today = pd.Timestamp(setting.now.date())
    has_begun = pd.to_datetime(due) <= today + _lead(follow_up)
    if not has_begun.any():
        return no_tasks()
    rows, due = rows[has_begun], due[has_begun]
    latest = today - pd.Timedelta(days=setting.municipality.tasks.follow_up_late_days)
    step = f"{follow_up.anchor}/{follow_up.months}m{follow_up.weeks}v{follow_up.days}d"
    rows = rows.assign(
        cycle=rows["placement_id"] + "/" + step + _of(turn, rows),
        title=follow_up.title,
        source_rule=f"{programme.programme_id}/{follow_up.kind}",
        due_at=due.map({d: end_of_working_day(d, setting.calendar) for d in due.unique()}),
        may_open=(pd.to_datetime(due) >= latest) | (follow_up.kind in _LACKING),
        explanation=explanations(follow_up, programme, rows, setting.now.date()),
    )
    return wanted_tasks(KINDS[follow_up.kind], rows, setting)


def _of(turn: pd.Series | str, rows: pd.DataFrame) -> pd.Series | str:
    return turn if isinstance(turn, str) else turn[rows.index]


def _lead(follow_up: FollowUp) -> pd.Timedelta:
    """How long before its day a follow-up stands on the list."""
    # Whole weeks, not working days: a change of calendar must not take back what stands there.
    weeks = KINDS[follow_up.kind].due_working_days // 5
    return pd.Timedelta(days=weeks * _DAYS_IN_FIVE_WORKING_DAYS)


def _ended(follow_up: FollowUp, rows: pd.DataFrame, placed: Placed, today: date) -> pd.Series:
    """Why a follow-up is asked for no longer; missing while it is."""
    ended = pd.Series(pd.NA, index=rows.index, dtype="str")
    if follow_up.every_weeks is not None:
        # One by one, which is several times faster than ``isin`` for a big set of text.
        left = [person not in placed.assisted for person in rows["person_id"].tolist()]
        ended = ended.mask(pd.Series(left, index=rows.index, dtype=bool), LEFT_THE_EXTRACT)
    elif follow_up.anchor != "exit":
        ended = ended.mask(rows["exit_date"] < pd.Timestamp(today), PLACEMENT_ENDED)
    return ended.mask(rows["exit_reason"].isin(_GONE), NOT_ASKED_ANY_MORE)


def _newest_of_each(tasks: pd.DataFrame) -> pd.DataFrame:
    """Of one kind, placement and anchor the newest is asked for, and takes the others' place."""
    asked = tasks[tasks["ended"].isna()].sort_values("due_at")
    counted_from = asked["cycle"].str.extract(r"^(.*?/[a-z_]+)/", expand=False)
    earlier = asked.assign(of=counted_from).duplicated(["kind", "of"], keep="last")
    is_earlier = earlier.reindex(tasks.index, fill_value=False)
    return tasks.assign(ended=tasks["ended"].mask(is_earlier, FOLLOWED_BY_NEXT))
