"""The rows of ``plan``, ``valbefinnande`` and ``avslut``: what becomes of people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stegvis.synthetic.arrays import Booleans, Numbers, Texts, only_where
from stegvis.synthetic.invented import Invented
from stegvis.synthetic.months import first_day, first_days, level_on, months_of

_OLDEST_CLOSED_MONTHS = 12
_FOLLOW_UP_EVERY = 56
_WELLBEING_ITEMS = 5
_HALF_YEAR = 180
_OPEN = np.datetime64("2200-01-01")
_GOALS = {
    "arbete": ("Anställning på heltid", "Söka utlysta tjänster varje vecka"),
    "studier": ("Gymnasiekompetens", "Samtal med studie- och yrkesvägledare"),
    "sfi": ("Avslutad sfi, kurs D", "Delta i undervisningen enligt schema"),
    "rehabilitering": ("Ökad arbetsförmåga", "Kontakt med vården följs upp"),
}


def exit_rows(invented: Invented, month: int) -> pd.DataFrame:
    """One row per adult of each household whose last month with assistance this was."""
    world, luck, day = invented.world, invented.luck, first_day(month)
    exits = world.adults_of(world.exits[world.exits["month"] == month])
    households = exits["household"].to_numpy()
    last = first_days(np.full(len(exits), month + 1)) - 1
    return pd.DataFrame(
        {
            "year": f"{day.year:04d}",
            "month": f"{day.month:02d}",
            "municipality_code": invented.municipality.code,
            "household_id": invented.household_ids(households),
            "personal_number": invented.numbers(exits["person"]),
            "exit_reason": exits["reason"],
            "exit_date": last - luck.whole("exit day", 0, 10, households, month),
        }
    )


def adult_plans(invented: Invented) -> pd.DataFrame:
    """The plan of every adult who ever gets one: person and drawn_up_date.

    The share of adults with a plan follows the parameters; whoever is below
    it when they come gets a plan after some weeks, others when it has risen.
    """
    rules, luck, first = invented.place.plans, invented.luck, invented.world.first_months
    person = first.index.to_numpy()
    grid = first_days(np.arange(first.min(), first.max() + 1))
    share = np.maximum.accumulate(level_on(rules.share, grid))
    reached = np.searchsorted(share, luck.uniform("plan", person), side="right")
    since = grid[np.minimum(reached, len(grid) - 1)]
    delay = luck.whole("plan delay", 5, 2 * rules.delay_days, person)
    drawn_up = np.maximum(first_days(first.to_numpy()), since) + delay
    made = pd.DataFrame({"person": person, "drawn_up_date": drawn_up})
    return made[reached < len(grid)].reset_index(drop=True)


def closed_with_the_case(
    invented: Invented, plans: pd.DataFrame, day: np.datetime64
) -> pd.DataFrame:
    """The plans with closed_date: the first day without assistance, as known on ``day``.

    Left out are plans that were to be drawn up after the person had left.
    """
    month = int(months_of(np.array([day]))[0])
    adults = invented.world.adults
    had = adults[(adults["month"] <= month) & ~adults["is_refused"]]
    last = plans["person"].map(had.groupby("person")["month"].max())
    here = plans[last.notna()].reset_index(drop=True)
    known = last.dropna().to_numpy(dtype=np.int64)
    closed = np.where(known < month, first_days(known + 1), _OPEN)
    here["closed_date"] = closed
    return here[here["drawn_up_date"] < here["closed_date"]].reset_index(drop=True)


def participants_plans(invented: Invented, measures: pd.DataFrame) -> pd.DataFrame:
    """Plans drawn up with those who begin the measure: most within four weeks (T6)."""
    rules, luck = invented.place.plans, invented.luck
    if rules.participants_in_time_share is None:
        measures = measures.iloc[:0]
    person = measures["person"].to_numpy()
    start = measures["start_date"].to_numpy().astype("datetime64[D]")
    in_time = luck.uniform("plan in time", person) < (rules.participants_in_time_share or 0)
    days = np.where(
        in_time, luck.whole("early plan", 7, 27, person), luck.whole("late plan", 29, 50, person)
    )
    made = pd.DataFrame({"person": person, "drawn_up_date": start + days})
    return made.assign(closed_date=start + days + luck.whole("plan lasts", 60, 200, person))


def plan_rows(invented: Invented, made: pd.DataFrame, day: np.datetime64) -> pd.DataFrame:
    """The plans as they stand on a day, those closed in the last year too."""
    rules, luck = invented.place.plans, invented.luck
    drawn_up = made["drawn_up_date"].to_numpy().astype("datetime64[D]")
    closed = made["closed_date"].to_numpy().astype("datetime64[D]")
    oldest = day - _OLDEST_CLOSED_MONTHS * 30
    rows = made[(drawn_up <= day) & (closed > oldest)]
    rows = rows.drop_duplicates(["person", "drawn_up_date"]).reset_index(drop=True)
    person = rows["person"].to_numpy()
    drawn_up = rows["drawn_up_date"].to_numpy().astype("datetime64[D]")
    ended = rows["closed_date"].to_numpy().astype("datetime64[D]") <= day
    rounds = (day - drawn_up).astype(np.int64) // _FOLLOW_UP_EVERY + 1
    lapsed = luck.uniform("plan lapsed", person) < rules.lapsed_share
    follow_up = drawn_up + np.where(lapsed, 1, rounds) * _FOLLOW_UP_EVERY
    return rows.assign(
        plan_id=_plan_ids(person, drawn_up),
        personal_number=invented.numbers(person),
        plan_type=rules.plan_type,
        closed_date=rows["closed_date"].where(pd.Series(ended)),
        follow_up_date=follow_up,
        **_last_activity(invented, person, drawn_up, day),
        **_contents(invented, person),
    )


def wellbeing(invented: Invented, placements: pd.DataFrame) -> pd.DataFrame:
    """What participants answer: at the start, after half a year and at the end (K9)."""
    rules, luck = invented.place.participation, invented.luck
    answers = luck.uniform("wellbeing", placements["person"]) < rules.wellbeing_share
    asked = placements[answers].sort_values(["start_date", "person"], ignore_index=True)
    start = asked["start_date"].to_numpy().astype("datetime64[D]")
    end = asked["actual_end_date"].to_numpy().astype("datetime64[D]")
    # Not by chance but by turns, so that the share holds for any number of people.
    turn = np.arange(1, len(asked) + 1)
    improved = np.floor(turn * rules.improved_share) > np.floor((turn - 1) * rules.improved_share)
    occasions = [("start", start + 7, np.full(len(asked), 3))]
    occasions += [("uppfoljning", start + _HALF_YEAR, np.where(improved, 4, 3))]
    occasions += [("slut", end, np.where(improved, 5, 2))]
    made = [
        asked[["placement_id", "person"]].assign(
            occasion=name, measured_date=day, change_score=score
        )
        for name, day, score in occasions
    ]
    # Half a year into something that has already ended nobody is asked.
    made[1] = made[1][start + _HALF_YEAR < end]
    rows = pd.concat(made, ignore_index=True)
    return rows.assign(
        arrives=rows["measured_date"] + pd.Timedelta(days=1), **_items(invented, rows)
    )


def _items(invented: Invented, rows: pd.DataFrame) -> dict[str, Numbers]:
    """The five items of WHO-5; who feels better scores higher."""
    low = np.where(rows["change_score"] >= 4, 2, 0)
    person, occasion = rows["person"], pd.factorize(rows["occasion"])[0]
    return {
        f"who5_{item}": low + invented.luck.whole("who5", 0, 4, person, occasion, item)
        for item in range(1, _WELLBEING_ITEMS + 1)
    }


def _plan_ids(person: Numbers, drawn_up: np.ndarray) -> pd.Series:
    days = pd.Series(drawn_up).dt.strftime("%y%m%d")
    return "PL" + days + "-" + pd.Series(person).astype("str").str.zfill(5)


def _last_activity(
    invented: Invented, person: Numbers, drawn_up: np.ndarray, day: np.datetime64
) -> dict[str, np.ndarray]:
    luck, week = invented.luck, day.astype(np.int64) // 7
    idle = luck.uniform("idle", person) < invented.place.plans.idle_share
    ago = np.where(
        idle, luck.whole("idle days", 35, 200, person), luck.whole("days", 1, 21, person, week)
    )
    return {"last_activity_date": np.maximum(day - ago, drawn_up)}


def _contents(invented: Invented, person: Numbers) -> dict[str, Texts | Numbers | Booleans]:
    luck, rules = invented.luck, invented.place.plans
    track = luck.pick("track of plan", rules.tracks, person)
    hours = luck.pick("plan hours", {"40": 6, "30": 2, "20": 2}, person).astype(int)
    competences = [
        luck.pick("competence", invented.common.competences, person, n) for n in range(2)
    ]
    mapped = luck.uniform("competence mapped", person) < 0.6
    empty_goal = luck.uniform("empty goal", person) < 0.05
    return {
        "track": track,
        "competence_codes": only_where(mapped, competences[0] + "|" + competences[1]),
        "is_agreed": luck.uniform("agreed", person) < 0.95,
        "goal": only_where(~empty_goal, [_GOALS[name][0] for name in track]),
        "next_step": np.array([_GOALS[name][1] for name in track], dtype=object),
        "responsible": invented.staff("responsible", person),
        "planned_weekly_hours": hours,
        "work_capacity_percent": np.minimum(hours * 100 // 40, 100),
    }
