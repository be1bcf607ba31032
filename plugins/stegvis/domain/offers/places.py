"""Places that an offer of employment can take, and why others cannot be offered.

An offer takes one place. A place has to be confirmed, of an allowed employer,
ahead in time and of a known term (A6, A13, A14, K12, K13, K14).
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from stegvis.domain.clock import add_months
from stegvis.domain.programmes import Employment, Programme

UNCONFIRMED = "undanträngning är inte kontrollerad"
WRONG_EMPLOYER = "arbetsgivaren är inte av rätt slag"
TOO_SOON = "platsen börjar innan personen hinner svara"
BEFORE_PROGRAMME = "platsen börjar före programmet"
NO_END = "sista dag saknas"
PAST_CLOSE = "anställningen slutar efter programmet"
NOT_DESCRIBED = "arbetsplats eller arbetsuppgifter saknas"


def with_term(places: pd.DataFrame, employment: Employment) -> pd.DataFrame:
    """Return ``places`` with ``last_day`` of the employment, missing where it is not known.

    A term in months ends the day before the same date (A6). Where the place
    itself ends earlier, that is its last day (K12).

    Args:
        places: ``start_date`` and ``end_date``, datetime64.
        employment: The programme's term, if it has one.
    """
    last = places["end_date"]
    if employment.term_months:
        starts = places["start_date"].dropna().unique()
        ends = {start: _last_day(start, employment.term_months) for start in starts}
        term_ends = places["start_date"].map(ends).astype(last.dtype)
        last = term_ends.where(~(last < term_ends), last)
    return places.assign(last_day=last)


def with_problems(places: pd.DataFrame, programme: Programme, answer_by: date) -> pd.DataFrame:
    """Return the programme's places with ``last_day`` and ``problem``.

    ``problem`` is the first reason why the place cannot be offered, for the
    person who can do something about it; empty where it can.

    Args:
        places: Rows of ``place`` in force.
        programme: A programme that needs places.
        answer_by: Last day to answer an offer made now; the job begins later.
    """
    employment = programme.employment
    if employment is None:
        return places.head(0).assign(last_day=places["end_date"], problem="")
    own = with_term(places[places["programme_id"] == programme.programme_id], employment)
    problem = pd.Series("", index=own.index, dtype="str")
    for reason, is_so in _checks(own, programme, employment, answer_by).items():
        problem = problem.mask((problem == "") & is_so, reason)
    return own.assign(problem=problem)


def free_slots(places: pd.DataFrame, taken: pd.Series) -> pd.Series:
    """Return place ids, one for each vacancy, in the order in which they are offered.

    Args:
        places: Of ``with_problems``. ``places_count`` is all there are, filled or not.
        taken: Place ids of offers that hold one, repeated as often as it is held.
    """
    usable = places[places["problem"] == ""].sort_values(["start_date", "place_id"])
    held = taken.value_counts().reindex(usable["place_id"], fill_value=0)
    counts = usable["places_count"].to_numpy(dtype="int64", na_value=0)
    vacant = np.maximum(counts - held.to_numpy(dtype="int64"), 0)
    slots = np.repeat(usable["place_id"].to_numpy(), vacant)
    return pd.Series(slots, dtype="str")


def _checks(
    places: pd.DataFrame, programme: Programme, employment: Employment, answer_by: date
) -> dict[str, pd.Series]:
    """Each possible problem, and where it is so; the gravest first."""
    open_from = pd.Timestamp(programme.open_from or date.min)
    close = pd.Timestamp(programme.open_to or date(9999, 12, 31))
    runs_past = (places["last_day"] > close) & (not employment.may_run_past_close)
    described = places["duties"].notna() & places["workplace"].notna()
    return {
        WRONG_EMPLOYER: ~places["employer_type"].isin(employment.employers),
        BEFORE_PROGRAMME: places["start_date"] < open_from,
        TOO_SOON: ~(places["start_date"] > pd.Timestamp(answer_by)),
        NO_END: places["last_day"].isna(),
        PAST_CLOSE: runs_past,
        NOT_DESCRIBED: ~described,
        UNCONFIRMED: ~places["no_displacement_confirmed"].fillna(False).astype(bool),
    }


def _last_day(start: pd.Timestamp, months: int) -> pd.Timestamp:
    return pd.Timestamp(add_months(start.date(), months) - timedelta(days=1))
