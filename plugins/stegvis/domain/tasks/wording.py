"""Days and times in Swedish words, and how near a due time is."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from stegvis.domain.clock import STOCKHOLM, WorkCalendar
from stegvis.domain.letters.words_in_swedish import MONTHS, WEEKDAYS
from stegvis.domain.tasks.list_times import next_list_read_at


class Urgency(StrEnum):
    """The four parts of a list, most urgent first."""

    OVERDUE = "Försenat"
    TODAY = "I dag"
    THIS_WEEK = "Den här veckan"
    LATER = "Senare"


def swedish_day(day: date) -> str:
    """A day as ``fredag 20 november``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def swedish_moment(at: datetime) -> str:
    """An instant as ``fredag 20 november kl. 15.00``; the end of a day as the day alone."""
    local = at.astimezone(STOCKHOLM)
    if (local.hour, local.minute) == (23, 59):
        return swedish_day(local.date())
    return f"{swedish_day(local.date())} kl. {local.hour:02d}.{local.minute:02d}"


def urgency(due_at: datetime | None, now: datetime, calendar: WorkCalendar) -> Urgency:
    """Which part of the list made at ``now`` something due at ``due_at`` belongs to.

    What falls due before the next list is read belongs to today: a list made
    on a Friday is the last before Sunday.
    """
    if due_at is None:
        return Urgency.LATER
    if due_at < now:
        return Urgency.OVERDUE
    if due_at < next_list_read_at(now, calendar):
        return Urgency.TODAY
    this_week = due_at.astimezone(STOCKHOLM).date().isocalendar()[:2] == now.isocalendar()[:2]
    return Urgency.THIS_WEEK if this_week else Urgency.LATER


def due_words(due_at: datetime | None, now: datetime) -> str:
    """How long is left, such as ``i morgon, lördag 21 november kl. 15.00``."""
    if due_at is None:
        return "ingen sista dag"
    local = due_at.astimezone(STOCKHOLM)
    moment = swedish_moment(local)
    days = (local.date() - now.astimezone(STOCKHOLM).date()).days
    if due_at < now:
        return f"försenat sedan {moment}"
    near = {0: "i dag", 1: "i morgon"}.get(days, f"om {days} dagar")
    return f"{near}, {moment}"
