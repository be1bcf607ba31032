"""Which offers get a reminder: released, not answered, and soon to be answered.

A reminder is a letter like any other, and a person releases it. Each offer is
reminded of once; whoever released or withdrew that letter has had the say.
"""

from datetime import date, timedelta

import pandas as pd

from stegvis.domain.letters.ledger import (
    NEW_WORDING,
    OFFER,
    RELEASED,
    REMINDER,
    WITHDRAWN,
    kind_of,
)
from stegvis.domain.offers.events import RELEASED as OFFER_RELEASED
from stegvis.domain.programmes import Programme
from stegvis.domain.work_calendar import WorkCalendar

DAYS_TO_READ = 3
"""Working days from the release of the first letter to a reminder, at least.

The post does not come at a weekend: a letter released on a Friday is not yet
there on the Monday.
"""


def offers_to_remind(
    offers: pd.DataFrame,
    letters: pd.DataFrame,
    protected: pd.Series,
    programme: Programme,
    calendar: WorkCalendar,
    as_of: date,
) -> pd.DataFrame:
    """Return the programme's offers that are to be reminded of now.

    Args:
        offers: Rows of the view ``offer``.
        letters: ``offer_id, template, status, withdrawn_reason`` of the view ``letter``.
        protected: ``person_id`` of those who get no letter.
        programme: Whose offers; ``reminder_days`` before the last day to answer
            a reminder is written, and none if it is 0.
        calendar: The municipality's working days.
        as_of: Today.
    """
    today = pd.Timestamp(as_of)
    own = offers[offers["programme_id"] == programme.programme_id]
    latest_release = pd.Timestamp(calendar.add_working_days(as_of, -DAYS_TO_READ))
    released_on = own["released_at"].dt.tz_localize(None).dt.normalize()
    due = own["reply_due_date"]
    is_time = (due - timedelta(days=programme.reminder_days) <= today) & (today < due)
    is_waiting = (own["status"] == OFFER_RELEASED) & (released_on <= latest_release)
    may_have = ~own["person_id"].isin(protected) & ~own["offer_id"].isin(_reminded(letters))
    if not programme.reminder_days:
        return own.head(0)
    chosen: pd.DataFrame = own[is_waiting & is_time & may_have].sort_values(["rank", "offer_id"])
    return chosen


def first_letters(letters: pd.DataFrame) -> pd.Series:
    """Return by ``offer_id`` when the letter that offered was planned, as the person has it.

    Args:
        letters: ``offer_id, template, status, planned_at`` of the view ``letter``.
    """
    is_first = letters["template"].map(kind_of).eq(OFFER) & letters["status"].eq(RELEASED)
    return letters[is_first].groupby("offer_id")["planned_at"].max()


def is_needless(letters: pd.DataFrame, offer_status: pd.Series) -> pd.Series:
    """Whether a reminder reminds of nothing any more: the offer is answered or over.

    Args:
        letters: ``template``, with the index of ``offer_status``.
        offer_status: Status of each letter's offer.
    """
    return letters["template"].map(kind_of).eq(REMINDER) & offer_status.ne(OFFER_RELEASED)


def _reminded(letters: pd.DataFrame) -> pd.Series:
    """Offers that have a reminder, or had one that a person withdrew."""
    is_reminder = letters["template"].map(kind_of).eq(REMINDER)
    to_be_written_anew = letters["status"].eq(WITHDRAWN) & letters["withdrawn_reason"].eq(
        NEW_WORDING
    )
    return letters.loc[is_reminder & ~to_be_written_anew, "offer_id"]
