"""The first month: who is there from the start, with how long a past, and who is special."""

from __future__ import annotations

import numpy as np

from stegvis.synthetic.identity_numbers import COORDINATION_DAY_OFFSET, with_check_digits
from stegvis.synthetic.parameters import SpecialPerson
from stegvis.synthetic.town import NOBODY, Town

_LONGEST_PAST = 60
_BORN_ALONE = 2013  # the child of a household of children only


def settle(town: Town, month: int, wanted: int) -> None:
    """Found the households of the first month, the special people's among them."""
    for person in town.common.households.special_people:
        _settle_special(town, person, month)
    rest = wanted - len(town.households)
    kinds = town.luck.pick("first kind", town.common.households.kinds, np.arange(rest))
    town.found(month, kinds)
    homes = town.households
    past = town.luck.uniform("past", np.arange(len(homes))) ** 2 * _LONGEST_PAST
    homes.streak_from[:] = month - past.astype(np.int64)


def _settle_special(town: Town, special: SpecialPerson, month: int) -> None:
    households = town.found(month, np.array([special.household], dtype=object))
    homes = town.households
    person = int(homes.lead[households[0]])
    if special.case == "two_households":
        person = int(homes.partner[households[0]])
        second = homes.add(np.array([person]), np.array([NOBODY]), month)
        households = np.concatenate([households, second])
    elif special.case == "only_children":
        person = town.add_person(_BORN_ALONE)
        homes.lead[households] = person
    elif special.case == "protected_child":
        person = town.add_child(int(households[0]), person, _BORN_ALONE, month)
    elif special.case in _NUMBERS:
        town.people.number[person] = _NUMBERS[special.case](town.people.number[person])
    homes.stays[households] = True
    town.special[special.case] = person


def _temporary(number: str) -> str:
    """What a case system makes up for somebody without a number."""
    day = int(number[6:8]) % COORDINATION_DAY_OFFSET
    return f"{number[:6]}{day:02d}T0201"


def _without_month(number: str) -> str:
    """A samordningsnummer whose month is not known."""
    day = int(number[6:8]) % COORDINATION_DAY_OFFSET + COORDINATION_DAY_OFFSET
    return _completed(f"{number[:4]}00{day:02d}{number[8:11]}")


def _without_day(number: str) -> str:
    """A samordningsnummer whose day is not known."""
    return _completed(f"{number[:6]}{COORDINATION_DAY_OFFSET}{number[8:11]}")


def _completed(digits: str) -> str:
    return str(with_check_digits(np.array([int(digits)]))[0])


_NUMBERS = {
    "temporary_number": _temporary,
    "number_without_month": _without_month,
    "number_without_day": _without_day,
}
