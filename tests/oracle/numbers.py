"""Personal numbers: which are valid, and what they say of birth."""

import re
from datetime import date

TEMPORARY = re.compile(r"(\d{8})T\d{4}")


def is_valid(number):
    """Twelve digits with check digit and date, or a temporary number (contract 1.5)."""
    if temporary := TEMPORARY.fullmatch(number):
        return _date(temporary[1]) is not None
    return bool(re.fullmatch(r"\d{12}", number)) and _checks(number) and _has_a_date(number)


def birth_date(number):
    """The day of birth; None for a temporary number, month 00 and day 60."""
    if TEMPORARY.fullmatch(number):
        return None
    day = int(number[6:8])
    return _date(f"{number[:6]}{day - 60 if day >= 60 else day:02}")


def check_digit(first_digits):
    """The tenth digit that makes the nine before it valid (Luhn)."""
    doubled = "".join(str(int(digit) * (2, 1)[i % 2]) for i, digit in enumerate(first_digits))
    return str(-sum(int(digit) for digit in doubled) % 10)


def _checks(number):
    return number[-1] == check_digit(number[2:-1])


def _has_a_date(number):
    if birth_date(number):
        return True
    year, month, day = number[:4], number[4:6], int(number[6:8])
    if day < 60:
        return False
    # A year with 29 February and a month with 31 days stand in for what is not known.
    known_month = "01" if month == "00" else month
    known_day = 1 if day == 60 else day - 60
    return _date(f"{year}{known_month}{known_day:02}") is not None


def _date(digits):
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
