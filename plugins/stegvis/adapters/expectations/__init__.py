"""Great Expectations: who finds out which rows break a rule, and the page about it.

The engine is imported inside the functions, since that costs seconds which
nobody should pay who only parses a DAG file.
"""

from stegvis.adapters.expectations.engine import CheckOutcome, broken_rows, validate
from stegvis.adapters.expectations.pages import (
    ROWS_SHOWN,
    CheckLine,
    DeliveryLine,
    ValidationRun,
    write_page,
)

__all__ = [
    "ROWS_SHOWN",
    "CheckLine",
    "CheckOutcome",
    "DeliveryLine",
    "ValidationRun",
    "broken_rows",
    "validate",
    "write_page",
]
