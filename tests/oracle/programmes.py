"""The five programmes of contract 2.1: population, criteria, rank, household id, dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from oracle.applications import (
    has_unemployed_obstacle,
    is_applicant,
    is_not_excepted,
    led_nowhere,
    newest_application,
)
from oracle.assessed import (
    has_active_plan,
    has_highest_nystartsjobb,
    is_entitled_to_supported_job,
    work_capacity,
)
from oracle.assistance import income_support, newest_aid_row, receives_assistance
from oracle.days import full_years
from oracle.employment import registered_jobseeker, unemployment
from oracle.in_force import moment_of
from oracle.numbers import birth_date


class Person:
    """What is known of a person on ``as_of``, and what becomes of it if only time passes."""

    def __init__(self, inbox, number):
        self.inbox, self.number = inbox, number
        self.born = birth_date(number)
        self.months = income_support(inbox, number)
        self.unemployment = unemployment(inbox, number)
        self.aid = newest_aid_row(inbox, number)
        self.application = newest_application(inbox, number)
        self._asked = {}

    def age(self, day):
        return full_years(self.born, day) if self.born else None

    def asks(self, fact, *arguments):
        """A fact that time alone does not change; asked once, since many days are tried."""
        if fact not in self._asked:
            self._asked[fact] = fact(self.inbox, self.number, *arguments)
        return self._asked[fact]

    @property
    def has_children(self):
        """By the own row of the newest aid month; not known is not first in rank."""
        return self.aid is not None and self.aid.is_good and self.aid["antal_barn"] > 0

    @property
    def ranking_months(self):
        return self.months.streak if self.months.value is None else self.months.value


@dataclass(frozen=True)
class Programme:
    """A row of contract 2.1.

    ``criteria``: the answer by person and day; the day is None for the screening itself.
    """

    programme_id: str
    municipality_code: str
    has_recipients: bool
    has_applicants: bool
    criteria: dict[str, Callable]
    rank: Callable
    open_from: date = date.min
    open_to: date = date.max
    moving = frozenset(("age", "income_support_months", "long_term_or_highest_nystartsjobb"))

    def household_id(self, person):
        """Of the newest aid month; of the application where that is all there is, or counts."""
        aid, application = person.aid, person.application
        row = application if not self.has_recipients or aid is None else aid
        return row["hushall_id"] or ""


def either(*answers):
    """Any of a group: met if one leg is, not met if none is, else unknown."""
    return True if True in answers else None if None in answers else False


def between(low, high):
    def is_of_age(person, day):
        age = person.age(day or person.inbox.as_of)
        return None if age is None else low <= age <= high

    return is_of_age


def adult(person, day):
    """Under 18 and of unknown age are for a person to look at."""
    age = person.age(person.inbox.as_of)
    return True if age is not None and age >= 18 else None


def still(fact, *arguments):
    """A criterion that time alone does not change."""
    return lambda person, day: person.asks(fact, *arguments)


def is_long_term_or_top_level(person, day):
    day = day or person.inbox.as_of
    is_long_term = person.unemployment.is_long_term(day, person.age(day))
    return either(is_long_term, person.asks(has_highest_nystartsjobb))


def has_six_months(person, day):
    return person.months.at_least(6, day)


def works_half_time(person, day):
    capacity = person.asks(work_capacity)
    return None if capacity is None else capacity >= 50


def applied_or_receives(person, day):
    return either(person.asks(is_applicant), person.asks(receives_assistance))


def lacks_active_plan(person, day):
    has_plan = person.asks(has_active_plan)
    return None if has_plan is None else not has_plan


def most_months(person):
    return -person.ranking_months


def children_or_young_first(person):
    age = person.age(person.inbox.as_of)
    is_first = person.has_children or (age is not None and 18 <= age <= 24)
    return not is_first, -person.ranking_months


def children_first(person):
    return not person.has_children, -person.ranking_months


def earliest_application(person):
    return moment_of(person.application, "ansokt_at")


AMAL = Programme(
    "amal_utvecklingsjobb",
    "1492",
    has_recipients=True,
    has_applicants=False,
    criteria={
        "age": between(20, 65),
        "receives_assistance": still(receives_assistance),
        "registered_jobseeker": still(registered_jobseeker),
        "long_term_or_highest_nystartsjobb": is_long_term_or_top_level,
    },
    rank=most_months,
    open_from=date(2020, 9, 1),
)
KRAMFORS = Programme(
    "kramfors_arbetsmarknadsanstallning",
    "2282",
    has_recipients=True,
    has_applicants=False,
    criteria={
        "age": between(18, 65),
        "income_support_months": has_six_months,
        "entitled_to_supported_job": still(is_entitled_to_supported_job),
        "work_capacity": works_half_time,
    },
    rank=children_or_young_first,
    open_from=date(2023, 1, 1),
    open_to=date(2026, 12, 31),
)
TROLLHATTAN = Programme(
    "trollhattan_jobbcentrum",
    "1488",
    has_recipients=False,
    has_applicants=True,
    criteria={
        "adult": adult,
        "applied": still(led_nowhere),
        "unemployed_obstacle": still(has_unemployed_obstacle),
    },
    rank=earliest_application,
    open_from=date(2019, 1, 1),
)
VARMDO = Programme(
    "varmdo_insats",
    "0120",
    has_recipients=False,
    has_applicants=True,
    criteria={
        "adult": adult,
        "applied": still(led_nowhere, date(2021, 5, 1)),
        "not_excepted": still(is_not_excepted),
    },
    rank=earliest_application,
    open_from=date(2021, 5, 1),
)
LINKOPING = Programme(
    "linkoping_heltidsaktivering",
    "0580",
    has_recipients=True,
    has_applicants=True,
    criteria={
        "age": between(18, 65),
        "applied_or_receives_assistance": applied_or_receives,
        "unemployed_obstacle": still(has_unemployed_obstacle),
        "lacks_active_plan": lacks_active_plan,
    },
    rank=children_first,
)
PROGRAMMES = {
    "amal": AMAL,
    "kramfors": KRAMFORS,
    "trollhattan": TROLLHATTAN,
    "varmdo": VARMDO,
    "linkoping": LINKOPING,
}
