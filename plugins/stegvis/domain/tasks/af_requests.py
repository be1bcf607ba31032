"""Who may be asked about at Arbetsförmedlingen, and needs to be (X7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from stegvis.domain import identity
from stegvis.domain.sources import is_silent

ANSWER_IS_FRESH_DAYS = 14
_ADULTS = ("1", "2")


@dataclass(frozen=True)
class OngoingCases:
    """What says whose case is going on.

    Attributes:
        members: The newest aid month: ``person_id, household_id,
            household_role, is_assisted, aid_month``.
        applications: That count now: ``person_id, household_id, applied_at``.
        exits: Ended aid: ``household_id, person_id, exit_date``.
        people: ``person_id, personal_number, is_protected``.
    """

    members: pd.DataFrame
    applications: pd.DataFrame
    exits: pd.DataFrame
    people: pd.DataFrame


def people_to_ask_about(cases: OngoingCases, answers: pd.DataFrame, as_of: date) -> list[str]:
    """Personal numbers of adults in ongoing cases without a fresh answer, in order.

    A case goes on if the household is assisted in the newest aid month and the
    aid has not ended since, or if there is an application that counts. Protected
    people are asked about by hand, and a temporary number cannot be asked about.

    Args:
        cases: Whose case is going on.
        answers: ``af_status`` rows in force: ``personal_number, asked_date,
            answer_code, is_quarantined``.
        as_of: Today.
    """
    people = cases.people
    may_ask = ~people["is_protected"].astype("boolean").fillna(True).astype(bool)
    may_ask &= people["person_id"].isin(_in_ongoing_cases(cases))
    may_ask &= ~identity.is_temporary(people["personal_number"])
    oldest = pd.Timestamp(as_of - timedelta(days=ANSWER_IS_FRESH_DAYS))
    good = ~answers["is_quarantined"].astype(bool) & ~is_silent(answers)
    fresh = answers.loc[good & (answers["asked_date"] >= oldest), "personal_number"]
    return sorted(people.loc[may_ask & ~people["personal_number"].isin(fresh), "personal_number"])


def _in_ongoing_cases(cases: OngoingCases) -> set[str]:
    members = cases.members
    adults = members[members["household_role"].isin(_ADULTS)]
    assisted = members.loc[members["is_assisted"].fillna(False).astype(bool), "household_id"]
    going_on = adults[adults["household_id"].isin(assisted)]
    # Aid that ended before the newest month was taken up again since.
    ended = cases.exits[cases.exits["exit_date"] >= members["aid_month"].max()]
    going_on = going_on[
        ~going_on["person_id"].isin(ended["person_id"])
        & ~going_on["household_id"].isin(ended["household_id"])
    ]
    return set(going_on["person_id"]) | _applying(cases)


def _applying(cases: OngoingCases) -> set[str]:
    """Whose application waits: one that the end of the case came after is answered with it."""
    applied = cases.applications.assign(
        applied_on=cases.applications["applied_at"].dt.tz_localize(None).dt.normalize()
    )
    for whose in ("person_id", "household_id"):
        last = cases.exits.groupby(whose)["exit_date"].max()
        ended = last.reindex(applied[whose]).to_numpy()
        applied = applied[~(ended >= applied["applied_on"].to_numpy())]
    return set(applied["person_id"])
