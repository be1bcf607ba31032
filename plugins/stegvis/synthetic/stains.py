"""What can be wrong with a delivered row: one stain for each row rule (contract 1.5).

A stain works on the text of a file, and says which rows it has made break
which rule. Its victim is a row that nothing else in the file leans on, so that
no household breaks beyond what the stain says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from stegvis.synthetic.arrays import Booleans

Where = Literal["any", "alone", "head alone", "parent alone", "child", "answered"]
_TOMORROW = "2199-12-31"


@dataclass(frozen=True)
class Stain:
    """One thing that is wrong.

    Attributes:
        rule: The row rule that the row breaks; empty when the row stays good.
        column: Our name of the column that is spoilt.
        value: What it then holds; a function of what it held, or a text.
        where: Which rows may be chosen.
        copied: The row stays, and a spoilt copy of it is put at the end.
        others: Further columns to set.
    """

    rule: str
    column: str
    value: str | Callable[[str], str | None] | None
    where: Where = "any"
    copied: bool = False
    others: tuple[tuple[str, str | None], ...] = ()

    def spoil(self, rows: pd.DataFrame, row: int) -> tuple[pd.DataFrame, list[int]]:
        """The rows with the stain on ``row``, and the rows that break the rule by it."""
        target = row
        if self.copied:
            rows = pd.concat([rows, rows.iloc[[row]]], ignore_index=True)
            target = len(rows) - 1
        held = str(rows.at[target, self.column])
        rows.at[target, self.column] = self.value(held) if callable(self.value) else self.value
        for column, value in self.others:
            rows.at[target, column] = value
        if not self.rule:
            return rows, []
        if self.rule == "duplicate_key":
            return rows, [row, target]
        if self.rule == "household_head":
            same = rows["household_id"] == rows.at[target, "household_id"]
            return rows, np.flatnonzero(same).tolist()
        return rows, [target]


def candidates(rows: pd.DataFrame, where: Where) -> Booleans:
    """The rows that a stain may be put on."""
    if where == "any":
        return np.ones(len(rows), dtype=bool)
    if where == "answered":
        return (rows["answer_code"] == "0").to_numpy()
    if where == "child":
        return (rows["household_role"] == "3").to_numpy()
    is_head = rows["household_role"] == "1"
    if where == "parent alone":
        return (is_head & rows["household_type_code"].isin(["4", "6"])).to_numpy()
    alone = is_head & ~rows["household_id"].duplicated(keep=False)
    if where == "alone":
        return (alone & rows["household_type_code"].isin(["3", "5"])).to_numpy()
    return (alone & (rows["decision_type_code"] != "02")).to_numpy()


def _other_check_digit(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def _other_month(month: str) -> str:
    return f"{int(month) % 12 + 1:02d}"


def _other_channel(channel: str) -> str:
    return "muntlig" if channel == "papper" else "papper"


_WRONG_NUMBER = Stain("identity", "personal_number", _other_check_digit)
_OTHER_MUNICIPALITY = Stain("municipality", "municipality_code", "0999")

STAINS: dict[str, tuple[Stain, ...]] = {
    "bistand": (
        Stain("identity", "personal_number", _other_check_digit, "alone"),
        Stain("household_head", "household_role", "3", "parent alone"),
        Stain("type", "decision_date", "2026-02-31", "alone"),
        Stain("amount", "assistance_sek", "-4500", "head alone"),
        Stain("duplicate_key", "first_name", "Dubbla", "child", copied=True),
        Stain("obstacle", "support_obstacle", None, "alone"),
        Stain("period", "month", _other_month, "alone"),
        Stain("household_type", "household_type_code", "6", "alone"),
        Stain("order", "decision_to_date", "2019-12-31", "alone"),
        Stain("municipality", "municipality_code", "0999", "alone"),
        Stain("required", "sex_code", None, "alone"),
        Stain("key_missing", "personal_number", None, "alone"),
    ),
    "avslut": (
        Stain("type", "exit_reason", "okänt"),
        _WRONG_NUMBER,
        Stain("required", "exit_date", None),
        Stain("period", "month", _other_month),
    ),
    "ansokan": (
        Stain("type", "channel", "fax"),
        _WRONG_NUMBER,
        Stain("required", "household_id", None),
        Stain("period", "applied_at", f"{_TOMORROW}T09:00:00"),
        Stain("duplicate_key", "channel", _other_channel, copied=True),
        _OTHER_MUNICIPALITY,
        Stain("key_missing", "application_id", None),
    ),
    "af_status": (
        Stain("type", "work_extent_percent", "250", "answered"),
        _WRONG_NUMBER,
        Stain("period", "asked_date", _TOMORROW),
        Stain("", "answer_code", "3", "answered", copied=True),
        Stain("required", "answer_code", None),
        Stain("duplicate_key", "unemployment_fund", "Annan a-kassa", "answered", copied=True),
        Stain("type", "registered_date", "17 maj", "answered"),
    ),
    "stodbedomning": (
        Stain("order", "valid_to_date", "2019-12-31"),
        Stain("type", "level", "4"),
        Stain("required", "word", None),
    ),
    "bedomning": (
        Stain("type", "work_capacity_percent", "halv"),
        Stain("key_missing", "assessed_date", None),
        _WRONG_NUMBER,
    ),
    "plats": (
        Stain("order", "end_date", "2019-12-31", copied=True, others=(("place_id", "PX-1"),)),
        Stain("type", "extent_percent", "heltid", copied=True, others=(("place_id", "PX-2"),)),
    ),
    "erbjudande": (
        Stain("required", "offered_at", None),
        Stain("type", "reply", "kanske"),
    ),
    "placering": (
        Stain(
            "order",
            "planned_end_date",
            "2019-12-31",
            copied=True,
            others=(("placement_id", "JX-1"),),
        ),
        Stain("required", "start_date", None, copied=True, others=(("placement_id", "JX-2"),)),
        Stain("type", "employer_type", "region", copied=True, others=(("placement_id", "JX-3"),)),
    ),
    "plan": (
        Stain("order", "closed_date", "2019-12-31", copied=True, others=(("plan_id", "PLX-1"),)),
        Stain("type", "track", "körkort", copied=True, others=(("plan_id", "PLX-2"),)),
        Stain("key_missing", "plan_id", None, copied=True),
    ),
    "valbefinnande": (Stain("type", "change_score", "6"),),
    "befolkning": (),
}
"""The stains of each extract, in the order in which files take turns with them."""
