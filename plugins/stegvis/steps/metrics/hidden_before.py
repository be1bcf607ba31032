"""What other weeks' tables hide, so that no two weeks together give it back (X12)."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd
from sqlalchemy import Connection

from stegvis.adapters.metric_files import load_statement
from stegvis.adapters.warehouse import read_frame
from stegvis.domain.metrics.closing import Closing
from stegvis.domain.metrics.protection import Earlier
from stegvis.steps.context import StepContext

_WITHIN = ("municipality_code", "aid_month", "aid_month_minus_24")


def hidden_before(context: StepContext, connection: Connection, closing: Closing) -> Earlier:
    """What the weeks of this aid month and of two years before it hide.

    A week that is closed again is guarded against the later weeks of its month too.
    """
    if closing.aid_month is None:
        return {}
    sql = load_statement(context.settings.include_dir, "hidden_before")
    parameters = closing.parameters(_WITHIN) | {"iso_week": closing.week.iso_week}
    frame = read_frame(connection, sql, parameters)
    newest = closing.aid_month.year * 12 + closing.aid_month.month
    months = pd.to_datetime(frame.pop("aid_month")).dt
    frame["back"] = newest - months.year * 12 - months.month
    earlier: dict[tuple[str, str, str, str], set[int]] = defaultdict(set)
    for metric_id, programme_id, dimension, value, back in frame.itertuples(index=False):
        earlier[metric_id, programme_id, dimension, value].add(int(back))
    return {key: frozenset(back) for key, back in earlier.items()}
