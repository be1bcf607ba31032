"""Pseudonyms and ids made from business facts."""

import hashlib
import hmac

import pandas as pd

from stegvis.domain.pseudonyms import household_ids, person_ids, short_hash

KEY = b"k" * 32


def column(*values):
    return pd.Series(list(values), dtype="str")


def test_a_pseudonym_is_an_hmac_over_kind_municipality_and_number():
    message = b"6:person" + b"4:1492" + b"12:199002282391"
    expected = hmac.new(KEY, message, hashlib.sha256).hexdigest()[:32]
    assert person_ids(KEY, "1492", column("199002282391")).tolist() == [expected]


def test_the_same_person_has_one_pseudonym_per_municipality_and_key():
    here = person_ids(KEY, "1492", column("199002282391", "199002282383", "199002282391"))
    there = person_ids(KEY, "0120", column("199002282391"))
    other_key = person_ids(b"x" * 32, "1492", column("199002282391"))
    assert here[0] == here[2] != here[1]
    assert len({here[0], there[0], other_key[0]}) == 3


def test_a_household_and_a_person_of_the_same_text_differ():
    assert person_ids(KEY, "1492", column("1"))[0] != household_ids(KEY, "1492", column("1"))[0]


def test_missing_stays_missing_and_the_index_is_kept():
    numbers = pd.Series(["199002282391", None], index=[4, 2], dtype="str")
    pseudonyms = person_ids(KEY, "1492", numbers)
    assert pseudonyms.isna().to_dict() == {4: False, 2: True}
    assert pseudonyms.dtype == "str"


def test_a_short_hash_tells_where_one_part_ends():
    assert short_hash("ab", "c") != short_hash("a", "bc")
    assert short_hash("ab", "c") == short_hash("ab", "c")
    assert short_hash("å") == hashlib.sha256(b"2:\xc3\xa5").hexdigest()[:16]
