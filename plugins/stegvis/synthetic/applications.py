"""The rows of ``ansokan``: who applied when, at any hour of any day.

Those who come into assistance have applied from the middle of the month before
on, some of those who have it apply anew, and the refused have applied too.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from stegvis.synthetic import personal
from stegvis.synthetic.arrays import Days, Numbers, Shares, Texts, later
from stegvis.synthetic.arrivals import file_day
from stegvis.synthetic.invented import Invented
from stegvis.synthetic.months import first_days, month_text

_DAYS_BEFORE_THE_MONTH, _DAYS = 12, 30
_WEEKEND_WEIGHT, _EVE_WEIGHT = 0.4, 1.6
_PAPER_IS_OPENED = 15 * 60
_NIGHT_SHARE = 0.15


def applications(invented: Invented, months: range) -> pd.DataFrame:
    """Every application of the months, one row per adult of the household.

    Beside the columns of the extract: person, month, group (of obstacle),
    moment (datetime64[m]) and arrives (the day of the file).
    """
    found = pd.concat([_households(invented, month) for month in months], ignore_index=True)
    households, month = found["household"].to_numpy(), found["month"].to_numpy()
    day = _day(invented, households, month)
    channel = _channel(invented, households, month, day)
    minute = _minute(invented, households, month, channel).astype("timedelta64[m]")
    moment = day.astype("datetime64[m]") + minute
    cases = found.assign(channel=channel, moment=moment, arrives=file_day(moment))
    cases = cases.sort_values(["month", "moment", "household"], ignore_index=True)
    number = cases.groupby("month").cumcount() + 1
    prefix = cases["month"].map(lambda month: f"A{month_text(month)}-")
    cases["application_id"] = prefix + number.astype("str").str.zfill(4)
    return _columns(invented, invented.world.adults_of(cases))


def _households(invented: Invented, month: int) -> pd.DataFrame:
    """The households that apply for a month: household and month."""
    rules, luck, world = invented.place.applications, invented.luck, invented.world
    entries = world.entries
    coming = entries.loc[entries["month"] == month, "household"].to_numpy()
    coming = coming[luck.uniform("recorded", coming, month) < rules.recorded_share]
    here = world.months[(world.months["month"] == month) & ~world.months["is_refused"]]
    settled = np.setdiff1d(
        here["household"].to_numpy(), entries.loc[entries["month"] == month, "household"]
    )
    again = settled[luck.uniform("again", settled, month) < rules.again_share]
    return pd.DataFrame({"household": np.concatenate([coming, again]), "month": month})


def _day(invented: Invented, households: Numbers, months: Numbers) -> Days:
    """The day of each application: fewer at weekends, more before holidays."""
    first = first_days(months) - _DAYS_BEFORE_THE_MONTH
    days = first[:, None] + np.arange(_DAYS)
    weights = _weights(invented, days)
    steps = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    draw = invented.luck.uniform("application day", households, months)
    return later(first, (steps < draw[:, None]).sum(axis=1))


def _weights(invented: Invented, days: Days) -> Shares:
    calendar = invented.calendar.numpy_calendar
    works = np.is_busday(days.ravel(), busdaycal=calendar).reshape(days.shape)
    weekday = (days.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    tomorrow = np.is_busday((days + 1).ravel(), busdaycal=calendar).reshape(days.shape)
    eve = works & ~tomorrow & (weekday != 4)
    return np.select([~works, eve], [_WEEKEND_WEIGHT, _EVE_WEIGHT], 1.0)


def _channel(invented: Invented, households: Numbers, months: Numbers, day: Days) -> Texts:
    """How each came in; nobody takes in paper or speech while the office is closed."""
    channel = invented.luck.pick(
        "channel", invented.place.applications.channels, households, months
    )
    works = np.is_busday(day, busdaycal=invented.calendar.numpy_calendar)
    return np.where(works, channel, "etjanst").astype(object)


def _minute(invented: Invented, households: Numbers, months: Numbers, channel: Texts) -> Numbers:
    """Minutes after midnight: office hours, or with the e-service day and night."""
    luck = invented.luck
    draw = luck.uniform("minute", households, months)
    night = luck.uniform("night", households, months) < _NIGHT_SHARE
    any_time = np.where(night, draw * 6 * 60, 6 * 60 + draw * 18 * 60)
    minutes = np.select(
        [channel == "papper", channel == "muntlig"], [_PAPER_IS_OPENED, 495 + draw * 480], any_time
    )
    return minutes.astype(np.int64)


def _columns(invented: Invented, rows: pd.DataFrame) -> pd.DataFrame:
    people, households = rows["person"].to_numpy(), rows["household"].to_numpy()
    flags = personal.protection(invented, people)
    hidden = personal.is_protected(flags)
    return pd.concat(
        [
            rows.assign(
                municipality_code=invented.municipality.code,
                household_id=invented.household_ids(households),
                case_id=invented.case_ids(households),
                personal_number=invented.numbers(people),
                applied_at=rows["moment"],
                applied_at_is_date=rows["channel"] == "papper",
            ),
            _stated(invented, people, rows["month"].to_numpy()),
            invented.routing(households),
            personal.language(invented, people),
            flags,
            personal.names(invented, people),
            personal.contact(invented, people, households, hidden),
        ],
        axis="columns",
    )


def _stated(invented: Invented, people: Numbers, months: Numbers) -> pd.DataFrame:
    """Obstacle and exception as the application states them, and the obstacle's group."""
    obstacle = invented.obstacles(people, months)
    has_label = invented.luck.uniform("has label", people, months)
    shown = pd.Series(has_label < invented.place.applications.label_share)
    return pd.DataFrame(
        {
            "support_obstacle": obstacle["label"].where(shown),
            "exception_code": _exceptions(invented, people, months, obstacle),
            "group": obstacle["group"],
        }
    )


def _exceptions(
    invented: Invented, people: Numbers, months: Numbers, obstacle: pd.DataFrame
) -> pd.Series:
    """The stated exception: what follows from the obstacle, or now and then another (V2)."""
    rules, luck = invented.place.applications, invented.luck
    code = obstacle["group"].map(dict(rules.exceptions))
    other = luck.uniform("other exception", people, months) < rules.other_exceptions_share
    return code.mask(
        pd.Series(other), luck.pick("exception", rules.other_exceptions, people, months)
    )
