"""Parameters of how files are written and when they arrive."""

from __future__ import annotations

from datetime import time
from typing import Literal

from stegvis.domain.declared import Declared, Sentence
from stegvis.synthetic.parameter_types import AtLeastOne, Count, DayOfMonth


class Delivery(Declared):
    """When files are delivered.

    A month's file comes on ``month_day`` of the month after. Rows that add up
    come daily for ``daily_days``, before that on Mondays for ``weekly_weeks``,
    on the first of the month for ``monthly_months``, and before that on the
    first of each quarter. ``answer_months``: on the first of so many months
    Arbetsförmedlingen is asked about everybody.
    """

    month_day: DayOfMonth
    month_time: time
    day_time: time
    daily_days: Count
    weekly_weeks: Count
    monthly_months: Count
    answer_months: Count


class Formats(Declared):
    """How the municipality's systems write values."""

    yes_no: Literal["0/1", "J/N", "ja/nej", "true/false"] = "0/1"
    kronor: Literal["plain", "comma"] = "plain"
    timestamps: Literal["local", "offset"] = "local"
    separator: Literal[";", ",", "\t"] = ";"


class Oddity(Declared):
    """What is unusual about some files of one extract.

    ``periods`` is a pattern such as ``2025*`` or ``*18``. ``repeated`` writes
    every row twice, which holds a big monthly file.
    """

    extract: Sentence
    periods: Sentence = "*"
    encoding: Literal["utf-8", "utf-8-sig", "windows-1252"] = "utf-8"
    separator: Literal[";", ",", "\t"] | None = None
    carriage_return: bool = False
    shuffled_columns: bool = False
    extra_columns: tuple[Sentence, ...] = ()
    left_out_columns: tuple[Sentence, ...] = ()
    without_manifest: bool = False
    repeated: bool = False


class LateFile(Declared):
    """Monthly files whose period matches ``periods`` come so many months late, on ``day``."""

    extract: Sentence
    periods: Sentence
    months_late: AtLeastOne
    day: DayOfMonth
