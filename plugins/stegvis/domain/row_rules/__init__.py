"""The row rules of contract 1.5, as whole columns: what is demanded, and what follows.

Reading and deciding are apart: ``checks`` says what is demanded of a stack of
rows, the validation engine answers, and ``settle`` draws the consequences.
"""

from __future__ import annotations

from stegvis.domain.row_rules.checks import Check, Rule, holds
from stegvis.domain.row_rules.dated_rules import dated_checks
from stegvis.domain.row_rules.declared_rules import declared_checks
from stegvis.domain.row_rules.household_rules import household_checks
from stegvis.domain.row_rules.keys import breaks_duplicate_key
from stegvis.domain.row_rules.person_rules import person_checks
from stegvis.domain.row_rules.received import Stack


def row_checks(stack: Stack) -> list[Check]:
    """Everything that is demanded of the rows."""
    return [
        *declared_checks(stack),
        holds(Rule.DUPLICATE_KEY, "", ~breaks_duplicate_key(stack)),
        *dated_checks(stack),
        *household_checks(stack),
        *person_checks(stack),
    ]


__all__ = ["Check", "Rule", "Stack", "row_checks"]
