"""Letters that cannot go by themselves: to be handed over in person, or failed three times."""

from __future__ import annotations

import pandas as pd

from stegvis.domain.letters.ledger import FAILED, MOST_TRIES, RELEASED
from stegvis.domain.offers.events import PLANNED
from stegvis.domain.offers.events import RELEASED as OFFER_RELEASED
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.wanted import TaskSetting, together, wanted_tasks


def letter_tasks(
    letters: pd.DataFrame, offers: pd.DataFrame, people: pd.DataFrame, setting: TaskSetting
) -> pd.DataFrame:
    """Wanted tasks for letters that the post cannot carry or that cannot be made.

    Args:
        letters: ``letter_id, offer_id, status, handed_over_reason,
            failed_reason, tries``.
        offers: ``offer_id, programme_id, person_id, household_id, status``.
        people: ``person_id, case_id, unit, caseworker``, routed, nobody
            protected. Letters to others give no task.
        setting: Municipality, programmes and moment.
    """
    own = people[["person_id", "case_id", "unit", "caseworker"]]
    whose = offers[["offer_id", "programme_id", "person_id", "household_id", "status"]]
    whose = whose.rename(columns={"status": "offer_status"}).merge(own, on="person_id")
    rows = letters.merge(whose, on="offer_id")
    name = rows["programme_id"].map(setting.programme_name).astype("str")
    rows = rows.assign(cycle=rows["letter_id"], source_rule=rows["programme_id"] + "/brev")
    by_hand = (rows["status"] == RELEASED) & (rows["offer_status"] == OFFER_RELEASED)
    by_hand &= rows["handed_over_reason"].notna()
    gave_up = (rows["status"] == FAILED) & (rows["tries"] >= MOST_TRIES)
    gave_up &= rows["offer_status"].isin((PLANNED, OFFER_RELEASED))  # or a reminder's
    handed_over = (
        "Brevet om " + name + " kan inte skickas med posten: " + rows["handed_over_reason"]
    )
    failed = "Brevet om " + name + " har inte gått att göra.\n" + rows["failed_reason"]
    return together(
        [
            _tasks("lamna_over_personligen", rows[by_hand], handed_over + ".", setting),
            _tasks("brev_misslyckat", rows[gave_up], failed, setting),
        ]
    )


def _tasks(kind: str, rows: pd.DataFrame, told: pd.Series, setting: TaskSetting) -> pd.DataFrame:
    return wanted_tasks(KINDS[kind], rows.assign(explanation=told[rows.index]), setting)
