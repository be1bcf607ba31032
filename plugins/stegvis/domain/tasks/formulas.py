"""Text that a spreadsheet could take for a formula, made harmless (both ways)."""

from __future__ import annotations

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralised(text: str) -> str:
    """``text``, behind an apostrophe if a spreadsheet could take it for a formula.

    That holds for a workbook as well as for what somebody saves from it as
    CSV, where no cell format protects any more.
    """
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS_A_FORMULA) else text
