"""Arithmetic with days and months. A month is ``yyyymm``, as in the name of a file."""

import calendar
from datetime import date


def full_years(born, day):
    """Whole years lived; somebody born 29 February turns on 1 March in common years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def add_months(day, months):
    """The same day so many months on; a missing day is the last of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def full_months(start, day):
    """The greatest k for which start + k months is not after the day; 0 before the start."""
    months = months_apart(month_of(start), month_of(day))
    return max(0, months if add_months(start, months) <= day else months - 1)


def month_of(day):
    return f"{day:%Y%m}"


def previous_month(month):
    return month_of(add_months(date(int(month[:4]), int(month[4:]), 1), -1))


def months_apart(earlier, later):
    return 12 * (int(later[:4]) - int(earlier[:4])) + int(later[4:]) - int(earlier[4:])
