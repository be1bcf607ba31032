"""Invented people whose birthdays lie around the limits of age.

Their individual numbers are 238 and 239, which no living person has.
"""

from datetime import date, timedelta

from oracle.days import add_months
from oracle.numbers import check_digit

LIMIT_AGES = (18, 20, 25, 66)
UNUSUAL_KINDS = ("samordningsnummer", "month 00", "day 60", "temporary")
LEAP_DAYS = (date(1972, 2, 29), date(2000, 2, 29), date(2008, 2, 29))


def a_number(luck, as_of):
    """A valid personal number of any kind."""
    born = _birth_date(luck, as_of)
    kind = luck.mostly("personnummer", *UNUSUAL_KINDS, odds=0.7)
    if kind == "temporary":
        return f"{born:%Y%m%d}T{luck.randint(1, 9999):04}"
    month = 0 if kind == "month 00" else born.month
    day = born.day + (0 if kind == "personnummer" else 60)
    first = f"{born:%Y}{month:02}{60 if kind == 'day 60' else day:02}{luck.choice((238, 239))}"
    return first + check_digit(first[2:])


def a_wrong_number(luck, number):
    """The same number with another check digit, cut short, or without a possible date."""
    other = str((int(number[-1]) + luck.randint(1, 9)) % 10)
    return luck.choice((number[:-1] + other, number[2:], f"{number[:4]}1345{number[8:]}", "okänt"))


def _birth_date(luck, as_of):
    """Often within a day, or some months, of turning an age that matters."""
    if luck.random() < 0.05:
        return luck.choice(LEAP_DAYS)
    if luck.random() < 0.5:
        return add_months(as_of, -12 * luck.randint(15, 68)) - timedelta(days=luck.randint(0, 365))
    near = luck.choice((-1, 0, 1, luck.randint(-250, 250), luck.randint(-250, 250)))
    return add_months(as_of, -12 * luck.choice(LIMIT_AGES)) + timedelta(days=near)
