"""The rows of ``erbjudande``: offers made by telephone, at the desk, and before stegvis."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stegvis.synthetic.arrays import Booleans, later, only_where
from stegvis.synthetic.arrivals import file_day, next_working_day, office_moment
from stegvis.synthetic.invented import Invented
from stegvis.synthetic.months import level_on
from stegvis.synthetic.programme_parameters import Offering

_OFFICE_HOUR = 60
_OPEN_MINUTE = np.timedelta64(10 * 60, "m")
UNEMPLOYED = ("unemployed", "involuntary_part_time")


def answered_applications(invented: Invented, applied: pd.DataFrame) -> pd.DataFrame:
    """The offer that each application led to, if it led to one.

    Returns:
        outside_offer_id, application_id, person, programme_id, offered_at
        (datetime64[m]), reply and reply_date.
    """
    rules = invented.place.offering
    if rules is None:
        return applied.iloc[:0].reindex(columns=_COLUMNS)
    luck, people = invented.luck, applied["person"].to_numpy()
    months = applied["month"].to_numpy()
    main = _of_the_main_rule(rules, applied)
    when = applied["moment"].to_numpy()
    share = np.where(main, level_on(rules.offered_main, when), level_on(rules.offered_others, when))
    offered = applied[luck.uniform("offered", people, months) < share]
    return _with_replies(invented, rules, _with_moments(invented, rules, offered))


def placement_offers(invented: Invented, placements: pd.DataFrame) -> pd.DataFrame:
    """The offers that placements came from, and offers of the same kind that were declined."""
    rules, luck = invented.place.participation, invented.luck
    person = placements["person"].to_numpy()
    start = placements["start_date"].to_numpy().astype("datetime64[D]")
    before = later(start, -luck.whole("offer before", 25, 50, person))
    day = next_working_day(invented.calendar, before)
    accepted = pd.DataFrame(
        {
            "outside_offer_id": placements["offer_id"],
            "application_id": None,
            "person": person,
            "programme_id": placements["programme_id"],
            "offered_at": day.astype("datetime64[m]") + _OPEN_MINUTE,
            "reply": "ja",
            "reply_date": day + luck.whole("reply after", 1, 10, person),
        }
    )
    also = luck.uniform("declined", person) < rules.declined_share
    declined = accepted[also].assign(
        outside_offer_id=accepted["outside_offer_id"] + "-N",
        reply=luck.pick("declined how", {"nej": 3, "inget_svar": 1}, person[also]),
        offered_at=accepted["offered_at"] - np.timedelta64(60, "D"),
        reply_date=accepted["reply_date"] - np.timedelta64(60, "D"),
    )
    return pd.concat([accepted, declined], ignore_index=True)


def offer_rows(invented: Invented, offers: pd.DataFrame) -> pd.DataFrame:
    """The rows as they are delivered: once without the reply, and again with it.

    Beside the columns of the extract: arrives.
    """
    made = offers.assign(personal_number=invented.numbers(offers["person"].to_numpy()))
    asked = made.assign(
        reply=None,
        reply_date=np.datetime64("NaT", "s"),
        arrives=file_day(made["offered_at"].to_numpy()),
    )
    replied = made[made["reply"].notna()]
    after = replied["reply_date"].to_numpy().astype("datetime64[D]") + 1
    rows = pd.concat([asked, replied.assign(arrives=after)], ignore_index=True)
    return rows.sort_values(["arrives", "outside_offer_id"], kind="stable", ignore_index=True)


_COLUMNS = [
    "outside_offer_id",
    "application_id",
    "person",
    "programme_id",
    "offered_at",
    "reply",
    "reply_date",
]


def _of_the_main_rule(rules: Offering, applied: pd.DataFrame) -> Booleans:
    if rules.main_rule == "no_exception":
        return applied["exception_code"].isna().to_numpy()
    if rules.main_rule == "unemployed":
        return applied["group"].isin(UNEMPLOYED).to_numpy()
    return np.ones(len(applied), dtype=bool)


def _with_moments(invented: Invented, rules: Offering, offered: pd.DataFrame) -> pd.DataFrame:
    """When each was made, in office hours: quickly, or after a long wait."""
    luck, people, months = invented.luck, offered["person"].to_numpy(), offered["month"].to_numpy()
    applied = offered["moment"].to_numpy()
    quick = luck.uniform("quick", people, months) < level_on(rules.quick_share, applied)
    draw = luck.uniform("wait", people, months)
    low = np.where(quick, rules.quick_hours[0], rules.slow_hours[0])
    high = np.where(quick, rules.quick_hours[1], rules.slow_hours[1])
    minutes = ((low + draw * (high - low)) * _OFFICE_HOUR).astype(np.int64)
    return pd.DataFrame(
        {
            "outside_offer_id": "E" + offered["application_id"] + "-" + offered["role"],
            "application_id": offered["application_id"],
            "person": people,
            "programme_id": rules.programme,
            "offered_at": office_moment(invented.calendar, applied, minutes),
        }
    )


def _with_replies(invented: Invented, rules: Offering, offers: pd.DataFrame) -> pd.DataFrame:
    luck, people = invented.luck, offers["person"].to_numpy()
    when = offers["offered_at"].to_numpy().astype("datetime64[D]")
    moment = when.astype(np.int64)
    reply = luck.pick("reply", rules.replies, people, moment)
    waited = luck.whole("reply after", *rules.reply_days, people, moment)
    return offers.assign(reply=only_where(reply != "", reply), reply_date=later(when, waited))
