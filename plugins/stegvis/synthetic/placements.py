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
from stegvis.synthetic.programme_parameters import Offering, Workplace
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
    early = luck.uniform("ends early", person, start.astype(np.int64)) < rules.early_end_share
    span = (planned - start).astype(np.int64)
    part = 0.1 + 0.7 * luck.uniform("ends after", person, start.astype(np.int64))
    end = np.where(early, start + (span * part).astype(np.int64), planned)
    reasons = np.where(
        early,
        luck.pick("early reason", rules.early_reasons, person, start.astype(np.int64)),
        luck.pick("end reason", rules.end_reasons, person, start.astype(np.int64)),
    )
    ids = _ids("J", start, person)
    made = pd.DataFrame({"placement_id": ids, "offer_id": "E" + ids, "person": person})
    return made.assign(
        programme_id=rules.programme,
        employment_form=rules.employment_form,
        start_date=start,
        planned_end_date=planned,
        actual_end_date=end,
        exit_reason=reasons,
        wage_cost_sek=rules.wage_sek,
        subsidy_sek=round(rules.wage_sek * rules.subsidy_share),
    ).join(_at_workplaces(invented, invented.place.workplaces, person))


def begun_measures(invented: Invented, offers: pd.DataFrame) -> pd.DataFrame:
    """Placements at the municipality's own measure, from offers that were accepted."""
    rules, luck = invented.place.offering, invented.luck
    if rules is None:
        return supported_jobs(invented).iloc[:0]
    yes = offers[offers["reply"] == "ja"]
    draw = luck.uniform("begins", yes["person"].to_numpy(), _day_number(yes["reply_date"]))
    yes = yes[draw < rules.starts_share].reset_index(drop=True)
    person = yes["person"].to_numpy()
    after = yes["reply_date"].to_numpy().astype("datetime64[D]")
    wanted = later(after, luck.whole("begins after", 2, 12, person))
    start = next_working_day(invented.calendar, wanted)
    made = pd.DataFrame(
        {"placement_id": _ids("M", start, person), "offer_id": yes["outside_offer_id"]}
    )
    return made.assign(
        person=person,
        programme_id=rules.programme,
        employment_form=None,
        start_date=start,
        planned_end_date=start + rules.weeks * 7,
        **_measure_ends(invented, rules, person, start),
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


def _measure_ends(
    invented: Invented, rules: Offering, person: Numbers, start: Days
) -> dict[str, Texts | Days]:
    own, luck, key = invented.place.participation, invented.luck, start.astype(np.int64)
    early = luck.uniform("stops", person, key) < own.early_end_share
    days = np.where(
        early, luck.whole("stops after", 3, rules.weeks * 7, person, key), rules.weeks * 7
    )
    reasons = luck.pick("measure reason", own.end_reasons, person, key)
    stopped = luck.pick("stop reason", own.early_reasons, person, key)
    return {"actual_end_date": later(start, days), "exit_reason": np.where(early, stopped, reasons)}


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


def _day_number(days: pd.Series) -> Numbers:
    return np.asarray(days_of(days).astype(np.int64))
