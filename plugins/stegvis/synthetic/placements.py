"""The rows of ``placering``: jobs and training that people left assistance for, or began.

Who leaves assistance for a supported job is placed for months; who says yes to
an offer may begin some weeks at the municipality's measure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from stegvis.domain.clock_columns import add_months_to_days
from stegvis.synthetic.arrays import Days, Numbers, Texts, days_of, later, only_where
from stegvis.synthetic.arrivals import next_working_day
from stegvis.synthetic.invented import Invented
from stegvis.synthetic.months import first_days
from stegvis.synthetic.programme_parameters import Workplace
from stegvis.synthetic.simulation import PLACED

_FULL_WEEK = 40
_SHOWN_BEFORE, _SHOWN_AFTER = 30, 800
_HAS_SUPERVISOR, _IS_MAPPED = 0.95, 0.9


def supported_jobs(invented: Invented) -> pd.DataFrame:
    """Placements of the adults who left assistance for a supported job, all there ever were."""
    rules, luck, world = invented.place.participation, invented.luck, invented.world
    left = world.exits[world.exits["reason"] == PLACED].reset_index(drop=True)
    person = world.leads(left["household"].to_numpy())
    soon = luck.whole("job starts", 0, 5, person)
    start = next_working_day(invented.calendar, first_days(left["month"].to_numpy() + 1) + soon)
    planned = add_months_to_days(start, rules.months) - 1
    ids = _ids("J", start, person)
    made = pd.DataFrame({"placement_id": ids, "offer_id": "E" + ids, "person": person})
    return made.assign(
        programme_id=rules.programme,
        employment_form=rules.employment_form,
        start_date=start,
        planned_end_date=planned,
        **_ends(invented, person, start, planned),
        wage_cost_sek=rules.wage_sek,
        subsidy_sek=round(rules.wage_sek * rules.subsidy_share),
    ).join(_at_workplaces(invented, invented.place.workplaces, person))


def begun_measures(invented: Invented, offers: pd.DataFrame) -> pd.DataFrame:
    """Placements at the municipality's own measure, from offers that were accepted."""
    rules, luck = invented.place.offering, invented.luck
    if rules is None:
        return supported_jobs(invented).iloc[:0]
    yes = offers[offers["reply"] == "ja"].reset_index(drop=True)
    after, lag = days_of(yes["reply_date"]), luck.whole("begins after", 2, 12, yes["person"])
    yes = yes.assign(start_date=next_working_day(invented.calendar, later(after, lag)))
    yes = _one_at_a_time(yes, rules.weeks)
    draw = luck.uniform("begins", yes["person"], days_of(yes["start_date"]).astype(np.int64))
    yes = yes[draw < rules.starts_share].reset_index(drop=True)
    person, start = yes["person"].to_numpy(), days_of(yes["start_date"])
    planned = start + rules.weeks * 7
    made = pd.DataFrame({"placement_id": _ids("M", start, person), "person": person})
    return made.assign(
        offer_id=yes["outside_offer_id"],
        programme_id=rules.programme,
        employment_form=None,
        start_date=start,
        planned_end_date=planned,
        **_ends(invented, person, start, planned),
        wage_cost_sek=None,
        subsidy_sek=None,
    ).join(_at_workplaces(invented, invented.place.workplaces, person))


def placement_rows(
    invented: Invented, placements: pd.DataFrame, day: np.datetime64
) -> pd.DataFrame:
    """The placements as they are known on a day: what lies after it is empty."""
    start = placements["start_date"].to_numpy().astype("datetime64[D]")
    end = placements["actual_end_date"].to_numpy().astype("datetime64[D]")
    shown = (start <= day + _SHOWN_BEFORE) & (end >= day - _SHOWN_AFTER)
    rows, start, end = placements[shown].reset_index(drop=True), start[shown], end[shown]
    ended = pd.Series(end <= day)
    person = rows["person"].to_numpy()
    mapped = start + invented.luck.whole("mapped after", 3, 40, person)
    is_mapped = (mapped <= day) & (invented.luck.uniform("is mapped", person) < _IS_MAPPED)
    weeks = np.clip((np.minimum(end, day) - start).astype(np.int64) // 7, 0, None)
    hours = (weeks * _FULL_WEEK * rows["extent_percent"] / 100).astype(np.int64)
    came = 0.6 + 0.4 * invented.luck.uniform("attendance", person)
    return rows.assign(
        personal_number=invented.numbers(person),
        actual_end_date=rows["actual_end_date"].where(ended),
        exit_reason=rows["exit_reason"].where(ended, None),
        mapping_date=pd.Series(mapped).where(pd.Series(is_mapped)),
        planned_hours=hours,
        attended_hours=(hours * came).astype(np.int64),
    )


def _one_at_a_time(begun: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """Leave out what would begin while the same person's one before still goes on."""
    ordered = begun.sort_values(["person", "start_date"], kind="stable", ignore_index=True)
    before = ordered.groupby("person")["start_date"].shift()
    going_on = ordered["start_date"] < before + pd.Timedelta(weeks=weeks)
    return ordered[~going_on].reset_index(drop=True)


def _ends(
    invented: Invented, person: Numbers, start: Days, planned: Days
) -> dict[str, Texts | Days]:
    """The last day of each, and why: most as planned, some before."""
    rules, luck, key = invented.place.participation, invented.luck, start.astype(np.int64)
    early = luck.uniform("ends early", person, key) < rules.early_end_share
    part = 0.1 + 0.7 * luck.uniform("ends after", person, key)
    days = ((planned - start).astype(np.int64) * part).astype(np.int64)
    reasons = luck.pick("end reason", rules.end_reasons, person, key)
    stopped = luck.pick("early reason", rules.early_reasons, person, key)
    return {
        "actual_end_date": np.where(early, later(start, days), planned),
        "exit_reason": np.where(early, stopped, reasons),
    }


def _at_workplaces(
    invented: Invented, workplaces: tuple[Workplace, ...], person: Numbers
) -> pd.DataFrame:
    """Where each works, as often as the place has room."""
    luck = invented.luck
    mix = {str(number): float(place.count or 1) for number, place in enumerate(workplaces)}
    chosen = luck.pick("workplace", mix, person).astype(int)
    has_supervisor = luck.uniform("has supervisor", person) < _HAS_SUPERVISOR

    def of(name: str) -> Texts:
        values = np.array([getattr(place, name) for place in workplaces], dtype=object)
        return np.asarray(values[chosen])

    return pd.DataFrame(
        {
            "employer": of("employer"),
            "workplace": of("workplace"),
            "employer_type": of("employer_type"),
            "extent_percent": of("percent").astype(np.int64),
            "supervisor": only_where(has_supervisor, invented.staff("supervisor", person)),
            "no_displacement_confirmed": True,
        }
    )


def _ids(letter: str, start: Days, person: Numbers) -> pd.Series:
    day = pd.Series(start).dt.strftime("%y%m%d")
    whose = pd.Series(person).astype("str").str.zfill(5)
    return pd.Series(letter + day + "-" + whose)
