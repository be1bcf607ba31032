"""The alarm that next year's calendar is not there yet (X14)."""

from __future__ import annotations

import pandas as pd

from stegvis.domain.tasks.kinds import KINDS
from stegvis.domain.tasks.unknown_facts import lead_unit
from stegvis.domain.tasks.wanted import TaskSetting, no_tasks, wanted_tasks

ALARM_MONTH = 11
"""From the first day of this month on next year's closed days have to be known."""


def calendar_tasks(setting: TaskSetting) -> pd.DataFrame:
    """One wanted task for whoever leads, from 1 November until next year has been decided on.

    Red days are known for every year; days on which the municipality itself is
    closed are not, and promises that reach into January are counted by them.
    """
    today = setting.now.date()
    decided_to = setting.municipality.calendar.decided_to_year
    if today.month < ALARM_MONTH or (decided_to or 0) > today.year:
        return no_tasks()
    next_year = today.year + 1
    row = {
        "cycle": str(next_year),
        "unit": lead_unit(setting),
        "source_rule": "kalender",
        "explanation": f"Kommunens stängda dagar under {next_year} är inte inlagda. Löften och "
        "sista dagar efter nyår kan bli fel.\nLägg in dagarna i kommunens fil under calendar: "
        f"closed_days, och skriv decided_to_year: {next_year}, också om inga dagar är stängda.",
    }
    return wanted_tasks(KINDS["las_in_kalendern"], pd.DataFrame([row]), setting)
