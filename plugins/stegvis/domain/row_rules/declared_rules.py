"""Rules that follow from the declaration alone: what must stand where, and of what kind."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from stegvis.domain import identity
from stegvis.domain.extracts import Column, Kind, Need
from stegvis.domain.row_rules.checks import (
    AtMostLong,
    Between,
    Check,
    Filled,
    Matches,
    OneOf,
    Rule,
    holds,
)
from stegvis.domain.row_rules.received import Mark, Stack

MUNICIPALITY = "municipality_code"
PERIOD_COLUMNS = ("year", "month")


def declared_checks(stack: Stack) -> Iterator[Check]:
    """Checks of ``key_missing``, ``required``, ``type``, ``identity`` and ``municipality``."""
    yield holds(Rule.TYPE, "", ~stack.marked("", Mark.RAGGED))
    for column in stack.columns:
        yield from _presence_checks(stack, column)
        if column.name == MUNICIPALITY:
            code = stack.municipality_code
            yield Check(Rule.MUNICIPALITY, column.name, OneOf((code,)), stack.rows[column.name])
        elif column.kind is Kind.IDENTITY:
            yield _identity_check(stack, column)
        elif not (stack.extract.monthly and column.name in PERIOD_COLUMNS):
            yield from _type_checks(stack, column)


def _presence_checks(stack: Stack, column: Column) -> Iterator[Check]:
    rules = {Need.KEY: Rule.KEY_MISSING, Need.ALWAYS: Rule.REQUIRED}
    if column.need in rules:
        # Presence alone: the values, which may be personal, are nobody's business here.
        # A row that ended early breaks one rule, that of its form.
        is_there = stack.filled(column.name) | stack.marked(column.name, Mark.CUT_OFF)
        presence = pd.Series(np.where(is_there, 1.0, np.nan))
        yield Check(rules[column.need], column.name, Filled(), presence)


def _identity_check(stack: Stack, column: Column) -> Check:
    numbers = stack.rows[column.name]
    return holds(Rule.IDENTITY, column.name, identity.is_valid(numbers) | numbers.isna())


def _type_checks(stack: Stack, column: Column) -> Iterator[Check]:
    values = stack.rows[column.name]
    match column.kind:
        case Kind.CODE:
            yield Check(Rule.TYPE, column.name, OneOf(tuple(column.codes)), values)
        case Kind.DIGITS:
            yield Check(Rule.TYPE, column.name, Matches(rf"^[0-9]{{{column.length}}}$"), values)
        case Kind.TEXT | Kind.LABEL:
            if column.length is not None:
                yield Check(Rule.TYPE, column.name, AtMostLong(column.length), values)
        case _:
            yield holds(Rule.TYPE, column.name, ~_breaks_type(stack, column))
            minimum, maximum = limits(column)
            if (minimum, maximum) != (None, None):
                yield Check(Rule.TYPE, column.name, Between(minimum, maximum), values)


def _breaks_type(stack: Stack, column: Column) -> np.ndarray:
    """Cells that could not be read; an amount with öre breaks ``amount`` on the head's row."""
    unreadable = stack.marked(column.name, Mark.UNREADABLE)
    not_whole = stack.marked(column.name, Mark.NOT_WHOLE)
    if column.name == "assistance_sek" and not_whole.any():
        not_whole &= (stack.rows["household_role"] != "1").to_numpy(dtype=bool, na_value=True)
    return unreadable | not_whole


def limits(column: Column) -> tuple[int | None, int | None]:
    """The inclusive limits of a number; None where there is none."""
    if column.kind is Kind.PERCENT:
        return 0, 100
    return column.minimum, column.maximum
