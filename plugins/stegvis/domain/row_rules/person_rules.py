"""Rules about what must be said of a person in ``bistand``, given who the person is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from stegvis.domain.row_rules.checks import Check, Rule, holds
from stegvis.domain.row_rules.household_rules import HEAD, PARTNER
from stegvis.domain.row_rules.protection import is_protected
from stegvis.domain.row_rules.received import Mark, Mask, Stack

NAMES = ("first_name", "last_name")


def person_checks(stack: Stack) -> Iterator[Check]:
    """Checks of names (``required``), ``amount`` and ``obstacle``; none outside ``bistand``."""
    if stack.extract.name != "bistand":
        return
    role = stack.rows["household_role"]
    is_head = (role == HEAD).to_numpy(dtype=bool, na_value=False)
    is_adult = role.isin([HEAD, PARTNER]).to_numpy()
    nameless = is_protected(stack.extract, stack.rows)
    for name in NAMES:
        is_there = stack.filled(name) | stack.marked(name, Mark.CUT_OFF)
        yield holds(Rule.REQUIRED, name, is_there | nameless)
    yield holds(Rule.AMOUNT, "assistance_sek", ~is_head | _is_amount(stack))
    is_there = stack.filled("support_obstacle") | stack.marked("support_obstacle", Mark.CUT_OFF)
    yield holds(Rule.OBSTACLE, "support_obstacle", ~is_adult | is_there)


def _is_amount(stack: Stack) -> Mask:
    """Zero or more whole kronor. What is no number at all breaks ``type`` instead."""
    in_order = (stack.rows["assistance_sek"] >= 0).to_numpy(dtype=bool, na_value=False)
    return np.asarray(in_order | stack.marked("assistance_sek", Mark.UNREADABLE, Mark.CUT_OFF))
