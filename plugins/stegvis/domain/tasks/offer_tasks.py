"""What offers and letters ask of a caseworker: choose, review, find a place, follow up."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from stegvis.domain.letters.ledger import REMINDER, kind_of
from stegvis.domain.programmes import FollowUp, Programme
from stegvis.domain.tasks.follow_ups import due_day, end_of_working_day
from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.wanted import TaskSetting, no_tasks, together, wanted_tasks

_MADE_AVAILABLE = ("released", "accepted", "no_reply", "placed")


def offer_tasks(
    offers: pd.DataFrame, letters: pd.DataFrame, people: pd.DataFrame, setting: TaskSetting
) -> pd.DataFrame:
    """Wanted tasks for offers and letters as they stand.

    Args:
        offers: ``offer_id, programme_id, person_id, household_id, status, rank,
            due_at, released_at, reply_due_date``. A letter is to be reviewed by
            the time that the offer is promised, if it is.
        letters: ``letter_id, offer_id, template, status``.
        people: ``person_id, case_id, unit, caseworker, has_children,
            has_young_children`` (under the childcare age), routed, nobody
            protected. Offers to others give no task.
        setting: Municipality, programmes and moment.
    """
    offers = _of_people(offers, people)
    frames = [_drafts_to_review(offers, letters, setting), _answers_to_assess(offers, setting)]
    for programme in setting.programmes:
        own = offers[offers["programme_id"] == programme.programme_id]
        if programme.individual_selection:
            frames.append(_candidates(own, setting))
        frames += [_follow_ups(follow_up, own, setting) for follow_up in programme.follow_up]
    return together(frames)


def place_tasks(offers: pd.DataFrame, people: pd.DataFrame, setting: TaskSetting) -> pd.DataFrame:
    """Wanted tasks for offers of a job that lack a confirmed place [A13, K13].

    Capacity is kept where offers are drafted. Where a person is selected by
    name first [K7], the search for a place begins after that; after the
    programme's last day it ends.

    Args:
        offers: As in ``offer_tasks``, and ``place_id``.
        people: As in ``offer_tasks``.
        setting: Municipality, programmes and moment.
    """
    offers = _of_people(offers[offers["place_id"].isna()], people)
    frames = []
    for programme in setting.programmes:
        if programme.needs_place and programme.is_open_on(setting.now.date()):
            ready = "selected" if programme.individual_selection else "drafted"
            own = offers["programme_id"] == programme.programme_id
            frames.append(_without_place(programme, offers[own & (offers["status"] == ready)]))
    return together([wanted_tasks(KINDS["bekrafta_plats"], rows, setting) for rows in frames])


def _of_people(offers: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Offers with whose they are. When an offer is due is not when each of its tasks is."""
    return offers.rename(columns={"due_at": "promised_at"}).merge(people, on="person_id")


def _without_place(programme: Programme, offers: pd.DataFrame) -> pd.DataFrame:
    return offers.assign(
        cycle=offers["offer_id"],
        source_rule=f"{programme.programme_id}/plats",
        explanation=f"Uppfyller villkoren för {programme.name}, men ingen bekräftad plats är "
        "ledig. Utan plats skrivs inget brev.",
    )


def _drafts_to_review(
    offers: pd.DataFrame, letters: pd.DataFrame, setting: TaskSetting
) -> pd.DataFrame:
    drafts = letters.loc[letters["status"] == "rendered", ["letter_id", "offer_id", "template"]]
    rows = drafts.merge(offers, on="offer_id")
    is_reminder = rows["template"].map(kind_of).eq(REMINDER)
    rows = rows[(rows["status"] == "planned") | (is_reminder & (rows["status"] == "released"))]
    name = rows["programme_id"].map(setting.programme_name).astype("str")
    offered = (
        "Ett utkast till brev om " + name + " väntar på granskning. "
        "Erbjudandet räknas som lämnat först när du frisläpper brevet."
    )
    reminded = (
        "Ett utkast till påminnelse om " + name + " väntar på granskning. "
        "Personen har inte svarat än, och svarstiden går snart ut."
    )
    rows = rows.assign(
        cycle=rows["letter_id"],
        due_at=rows["promised_at"].mask(is_reminder[rows.index]),
        source_rule=rows["programme_id"] + "/brev",
        explanation=offered.mask(is_reminder[rows.index], reminded),
    )
    return wanted_tasks(KINDS["granska_utkast"], rows, setting)


def _candidates(offers: pd.DataFrame, setting: TaskSetting) -> pd.DataFrame:
    """Proposals of a programme where a named person selects [K7]."""
    rows = offers[offers["status"] == "drafted"]
    name = rows["programme_id"].map(setting.programme_name).astype("str")
    rank = rows["rank"].astype("str").fillna("?")
    rows = rows.assign(
        cycle=rows["offer_id"],
        source_rule=rows["programme_id"] + "/urval",
        explanation="Uppfyller villkoren för " + name + " och står på plats " + rank + " i "
        "ordningen. Du väljer; inget brev skrivs innan någon har valt.",
    )
    return wanted_tasks(KINDS["valj_kandidat"], rows, setting)


def _answers_to_assess(offers: pd.DataFrame, setting: TaskSetting) -> pd.DataFrame:
    """A no is looked at by a person, and changes nothing by itself [A12]."""
    rows = offers[offers["status"] == "declined"]
    children = rows["has_children"].fillna(True).astype(bool)
    text = pd.Series(
        "Personen har tackat nej. Ta reda på varför och om skälet är godtagbart. Ett nej "
        "ändrar ingenting av sig självt.",
        index=rows.index,
        dtype="str",
    )
    rows = rows.assign(
        cycle=rows["offer_id"],
        source_rule=rows["programme_id"] + "/nej",
        explanation=text.mask(
            children, text + " Barn kan finnas i hushållet: barnets bästa ska beaktas."
        ),
    )
    return wanted_tasks(KINDS["bedom_avbojt_erbjudande"], rows, setting)


def _follow_ups(follow_up: FollowUp, offers: pd.DataFrame, setting: TaskSetting) -> pd.DataFrame:
    """What a programme's file wants followed up after an offer was made available.

    A question about the reply opens on the last day to answer and ends with
    the reply; the rest opens when the offer is made available.
    """
    if follow_up.anchor not in ("released", "reply_due"):
        return no_tasks()
    is_reply = follow_up.kind == "folj_upp_svar"
    rows = offers[offers["status"].isin(("released",) if is_reply else _MADE_AVAILABLE)]
    if follow_up.parents_only:
        rows = rows[rows["has_young_children"].fillna(True).astype(bool)]
    anchors = _anchor_days(follow_up, rows)
    begun = anchors.notna() & (anchors <= pd.Timestamp(setting.now.date()))
    rows, anchors = rows[begun], anchors[begun]
    dues = {day: _due(follow_up, day, setting) for day in anchors.unique()}
    name = rows["programme_id"].map(setting.programme_name).astype("str")
    rows = rows.assign(
        cycle=rows["offer_id"],
        title=follow_up.title,
        source_rule=rows["programme_id"] + f"/{follow_up.kind}",
        due_at=anchors.map(dues),
        explanation="Gäller erbjudandet om " + name + ".",
    )
    return wanted_tasks(KINDS[follow_up.kind], rows, setting)


def _anchor_days(follow_up: FollowUp, offers: pd.DataFrame) -> pd.Series:
    if follow_up.anchor == "reply_due":
        return offers["reply_due_date"]
    released_on: pd.Series = offers["released_at"].dt.tz_localize(None).dt.normalize()
    return released_on


def _due(follow_up: FollowUp, anchor: pd.Timestamp, setting: TaskSetting) -> datetime:
    """The end of the working day so long after the anchor, and never before it was on a list."""
    first_list = setting.calendar.next_working_day(anchor.date())
    return end_of_working_day(max(due_day(follow_up, anchor.date()), first_list), setting.calendar)
