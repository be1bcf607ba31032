"""The days that a letter names: answer by, come on, stay until."""

from datetime import date, datetime, timedelta

from stegvis.domain.clock import STOCKHOLM, WorkCalendar, add_weeks
from stegvis.domain.programmes import Reception

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def reply_due_date(
    planned_on: date,
    reply_days: int,
    calendar: WorkCalendar,
    *,
    received_at: datetime | None = None,
) -> date:
    """Return the last day to answer: so many days on, or the next working day after it.

    Somebody who is received at a set time answers at the latest on the working
    day before.
    """
    due = planned_on + timedelta(days=reply_days)
    if not calendar.is_working_day(due):
        due = calendar.next_working_day(due)
    if received_at is None:
        return due
    return min(due, calendar.add_working_days(received_at.date(), -1))


def appointment_at(
    reception: Reception | None, planned_on: date, offer_id: str, calendar: WorkCalendar
) -> datetime | None:
    """Return when a person is received: the first open working day with enough notice.

    None where the programme receives nobody at a set time.

    Where a day has several times the offer's id chooses among them, so that
    people are spread over them and the same offer always gets the same time.
    """
    if reception is None:
        return None
    day = calendar.add_working_days(planned_on, reception.notice_working_days)
    while WEEKDAYS[day.weekday()] not in reception.weekdays:
        day = calendar.next_working_day(day)
    times = reception.starts_at
    return datetime.combine(day, times[int(offer_id[:8], 16) % len(times)], STOCKHOLM)


def last_day_of_stay(first_day: date, stay_weeks: int) -> date:
    """Return the same weekday so many weeks later (T5)."""
    return add_weeks(first_day, stay_weeks)
