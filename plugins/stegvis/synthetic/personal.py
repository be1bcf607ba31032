"""Names, addresses, languages and protection of invented people.

Telephone numbers come from the series that is kept for fiction, e-mail
addresses end in example.se, and streets are invented.
"""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd

from stegvis.synthetic.arrays import Booleans, Numbers, Shares, Texts, only_where
from stegvis.synthetic.invented import PROTECTED_REGISTRATION, SECRECY_MARKING, Invented

_FIRST_FICTITIOUS_PHONE, _FICTITIOUS_PHONES = 5, 95
_CARE_OF_SHARE = 0.04


def names(invented: Invented, people: Numbers) -> pd.DataFrame:
    """Given and family name of each person; a family shares the latter."""
    lists, luck = invented.common, invented.luck
    everybody = invented.world.people
    family = everybody["family"].to_numpy()[people]
    is_man = everybody["is_man"].to_numpy()[people]
    international = is_international(invented, people)
    first = np.empty(len(people), dtype=object)
    for here, choice in (
        (is_man & ~international, lists.first_names_men),
        (~is_man & ~international, lists.first_names_women),
        (is_man & international, lists.international_men),
        (~is_man & international, lists.international_women),
    ):
        first[here] = _one_of(luck.uniform("first name", people[here]), choice)
    last = np.where(
        international,
        _one_of(luck.uniform("last name", family), lists.international_last),
        _one_of(luck.uniform("last name", family), lists.last_names),
    )
    return pd.DataFrame({"first_name": first, "last_name": last})


def is_international(invented: Invented, people: Numbers) -> Booleans:
    """Whether the family's names come from the list of international ones."""
    family = invented.world.people["family"].to_numpy()[people]
    share = invented.common.person.international_share
    return invented.luck.uniform("international", family) < share


def language(invented: Invented, people: Numbers) -> pd.DataFrame:
    """Whether an interpreter is needed, and in which language."""
    rules, luck = invented.common.person, invented.luck
    family = invented.world.people["family"].to_numpy()[people]
    needs = is_international(invented, people)
    needs &= luck.uniform("interpreter", people) < rules.interpreter_share
    spoken = luck.pick("language", rules.languages, family)
    return pd.DataFrame(
        {"needs_interpreter": needs, "interpreter_language": only_where(needs, spoken)}
    )


def protection(invented: Invented, people: Numbers) -> pd.DataFrame:
    """The two protection flags, alike in a family; one person's is missing (X2).

    One child is protected without its family.
    """
    luck = invented.luck
    family = invented.world.people["family"].to_numpy()[people]
    by_chance = luck.uniform("protected", family) < invented.common.person.protected_share
    which = luck.uniform("which protection", family)
    secrecy = invented.is_case(family, *SECRECY_MARKING) | (by_chance & (which < 0.7))
    secrecy |= invented.is_case(people, "protected_child")
    registration = invented.is_case(family, *PROTECTED_REGISTRATION) | (by_chance & (which >= 0.7))
    flags = pd.DataFrame(
        {"has_secrecy_marking": secrecy, "has_protected_registration": registration},
        dtype="boolean",
    )
    flags.loc[invented.is_case(people, "protection_flag_missing"), "has_secrecy_marking"] = pd.NA
    return flags


def is_protected(flags: pd.DataFrame) -> Booleans:
    """Whether a row's own flags, or the want of one, protect the person."""
    return flags.fillna(True).any(axis=1).to_numpy(dtype=bool)


def contact(
    invented: Invented, people: Numbers, households: Numbers, hidden: Booleans
) -> pd.DataFrame:
    """Contact columns; empty where ``hidden``, but for one whose address was left in."""
    luck, place = invented.luck, invented.place
    filled = luck.uniform("has address", households) < invented.common.person.filled_share
    shown = (filled & ~hidden) | invented.is_case(people, "protected_with_address")
    street = _one_of(luck.uniform("street", households), invented.common.streets)
    number = luck.whole("street number", 1, 60, households)
    postcode = _one_of(luck.uniform("postcode", households), place.postcodes)
    care_of = luck.uniform("care of", households) < _CARE_OF_SHARE
    address = pd.DataFrame(
        {
            "care_of": only_where(care_of, "c/o " + _host(invented, households)),
            "street_address": street + " " + number.astype(str).astype(object),
            "postcode": postcode,
            "post_town": np.full(len(people), place.post_town, dtype=object),
        }
    )
    return address.where(pd.Series(shown)).assign(**_reachable(invented, people, shown))


def _host(invented: Invented, households: Numbers) -> Texts:
    return _one_of(invented.luck.uniform("host", households), invented.common.last_names)


def _reachable(invented: Invented, people: Numbers, shown: Booleans) -> dict[str, Texts]:
    """E-mail and telephone of adults."""
    luck = invented.luck
    of_age = np.isin(people, invented.world.first_months.index)
    has_email = shown & of_age & (luck.uniform("has email", people) < 0.5)
    has_phone = shown & of_age & (luck.uniform("has phone", people) < 0.8)
    whose = names(invented, people)
    local = _plain(whose["first_name"]) + "." + _plain(whose["last_name"])
    address = local + people.astype(str).astype(object) + "@example.se"
    last = luck.whole("phone", 0, _FICTITIOUS_PHONES, people) + _FIRST_FICTITIOUS_PHONE
    phone = np.array([f"070-174 06 {number:02d}" for number in last], dtype=object)
    return {
        "email": only_where(has_email, address),
        "mobile_phone": only_where(has_phone, phone),
    }


def _plain(words: pd.Series) -> pd.Series:
    """Names as e-mail addresses write them, without accents."""
    decomposed = {word: unicodedata.normalize("NFKD", word.lower()) for word in words.unique()}
    return words.map(
        {word: text.encode("ascii", "ignore").decode() for word, text in decomposed.items()}
    )


def _one_of(draws: Shares, choice: tuple[str, ...]) -> Texts:
    return np.array(choice, dtype=object)[(draws * len(choice)).astype(np.int64)]
