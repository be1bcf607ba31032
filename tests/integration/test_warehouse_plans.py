"""Views and pins find what is asked for by an index, however long the history is."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from stegvis.adapters.warehouse import append, tables

START = datetime(2020, 1, 1, tzinfo=ZoneInfo("Europe/Stockholm"))
ROWS = 3_000
BY_KEY = {
    "task_id": "select * from task where municipality_code = '1492' and task_id = 't7'",
    "letter_id": "select * from letter where municipality_code = '1492' and letter_id = 'l7'",
    "letter offer_id": "select * from letter where municipality_code = '1492' and offer_id = 'o7'",
    "offer_id": "select * from offer where municipality_code = '1492' and offer_id = 'o7'",
    "person_id": "select * from offer where municipality_code = '1492' and person_id = 'p7'",
    "period": "select * from delivery where municipality_code = '1492' and extract = 'ansokan'"
    " and period = '202010'",
}


@pytest.fixture
def long_history(warehouse):
    """Thousands of rows of one municipality in each ledger."""
    number = pd.Series(range(ROWS)).astype(str)
    moments = pd.Series([START + timedelta(hours=hour) for hour in range(ROWS)])
    events = pd.DataFrame(
        {
            "municipality_code": "1492",
            "event_key": "e" + number,
            "at": moments,
            "recorded_at": moments,
        }
    )
    offers = {"offer_id": "o" + number, "programme_id": "amal_utvecklingsjobb"}
    letters = {"letter_id": "l" + number, "offer_id": "o" + number, "template": "erbjudande"}
    counts = dict.fromkeys(("quarantined", "rejected", "held", "repeated"), 0)
    deliveries = pd.DataFrame(
        {
            "municipality_code": "1492",
            "delivery_id": "d" + number,
            "extract": "ansokan",
            "period": (200000 + pd.Series(range(ROWS))).astype(str),
            "sha256": "s" + number,
            "ordinal": 0,
            "columns_present": "",
            "status": "accepted",
            "is_backfill": False,
            "received_at": moments,
            "known_at": moments,
            "rows_received": 1,
            "rows_accepted": 1,
            **{f"rows_{name}": count for name, count in counts.items()},
        }
    )
    with warehouse.begin() as connection:
        append(
            connection,
            tables.task_event,
            events.assign(task_id="t" + number, event="opened", kind="samrad_af"),
        )
        append(
            connection,
            tables.offer_event,
            events.assign(**offers, person_id="p" + number, round=1, event="drafted"),
        )
        append(
            connection,
            tables.letter_event,
            events.assign(**letters, template_version="v", language="sv", event="planned"),
        )
        append(connection, tables.delivery_record, deliveries)
        if connection.dialect.name == "postgresql":
            # The server does so by itself after a minute.
            connection.exec_driver_sql("analyze")
    return warehouse


@pytest.mark.parametrize("key", BY_KEY)
def test_a_view_is_read_by_its_key_without_reading_the_history(long_history, key):
    with long_history.read() as connection:
        reads = reads_of_whole_ledgers(connection, BY_KEY[key])

    assert not reads


def reads_of_whole_ledgers(connection, query):
    """Return the steps of the plan that read every row of a municipality."""
    if connection.dialect.name == "sqlite":
        steps = [row[3] for row in connection.exec_driver_sql(f"explain query plan {query}")]
        # An index by municipality alone does not help: every row has it.
        return [
            step
            for step in steps
            if re.search(r"SCAN \w+_(event|record)\b|\(municipality_code=\?\)", step)
        ]
    steps = [row[0] for row in connection.exec_driver_sql(f"explain analyze {query}")]
    return [
        step
        for step in steps
        if re.search(r"Seq Scan on \w+_(event|record)\b", step) and "never executed" not in step
    ]
