"""Delivered rows for tests: say what matters, the rest is an ordinary person's.

Names of columns are ours, not the file's. Dates may be given as text.
"""

from datetime import date, datetime

import pandas as pd

from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.sources import DeliveredRows, Sources, empty_rows

WOMAN = "199003022382"
MAN = "199003032399"


def delivered(extract, period, *rows, columns_present=None):
    """One delivery; each row is a dict, ``is_quarantined`` and ``unreadable`` included."""
    declared = EXTRACTS[extract]
    empty = empty_rows(declared).drop(columns=["period", "delivery_id"])
    values = {
        name: pd.Series([row.get(name) for row in rows], dtype=object) for name in empty.columns
    }
    frame = pd.DataFrame(values)
    frame["row_number"] = range(1, len(rows) + 1)
    frame["is_quarantined"] = frame["is_quarantined"].fillna(False).astype(bool)
    frame["unreadable"] = frame["unreadable"].fillna("")
    for name, dtype in empty.dtypes.items():
        frame[name] = _typed(frame[name], dtype)
    present = columns_present or frozenset(column.name for column in declared.columns)
    return DeliveredRows(extract, period, f"{extract}-{period}", frozenset(present), frame)


def _typed(column, dtype):
    if isinstance(dtype, pd.DatetimeTZDtype):
        instants = [None if value is None else _instant(value) for value in column]
        return pd.Series(pd.to_datetime(instants, utc=True)).astype(dtype)
    if str(dtype).startswith("datetime64"):
        return pd.to_datetime(column).astype(dtype)
    if str(dtype) == "bool":
        return column.map(lambda value: value is True).astype(bool)
    return column.astype(dtype)


def _instant(text):
    """A time without an offset is Swedish."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)


def sources(as_of, *deliveries):
    return Sources.pinned(date.fromisoformat(as_of), deliveries)


def an_aid_row(**but):
    """A head of household with paid, granted income support."""
    return {
        "municipality_code": "1492",
        "household_id": "H1",
        "personal_number": WOMAN,
        "household_role": "1",
        "sex_code": "2",
        "household_type_code": "5",
        "children_count": 0,
        "assistance_sek": 9500,
        "income_support_sek": 9500,
        "support_obstacle": "Arbetslös, ingen ersättning/stöd",
        "decision_type_code": "01",
        "has_secrecy_marking": False,
        "has_protected_registration": False,
        **but,
    }


def an_answer(**but):
    """An answer from Arbetsförmedlingen: registered, openly unemployed."""
    return {
        "personal_number": WOMAN,
        "asked_date": "2026-11-16",
        "answer_code": 0,
        "is_jobseeker": True,
        "jobseeker_category_code": "11",
        "registered_date": "2025-01-07",
        **but,
    }


def an_application(**but):
    """An application by e-service on a Thursday morning."""
    return {
        "application_id": "A1",
        "municipality_code": "0120",
        "household_id": "H1",
        "personal_number": WOMAN,
        "applied_at": "2026-11-19 10:00:00",
        "has_secrecy_marking": False,
        "has_protected_registration": False,
        **but,
    }


def a_word(**but):
    """Arbetsförmedlingen's yes to nystartsjobb on the highest level."""
    return {
        "personal_number": WOMAN,
        "support_form": "nystartsjobb",
        "word": "ja",
        "level": 3,
        "word_source": "af_beslut",
        "word_date": "2026-09-01",
        **but,
    }
