"""Great Expectations: who finds out which rows break a rule, and the page about it.

The engine is imported inside the functions, since that costs seconds which
nobody should pay who only parses a DAG file.
"""

from stegvis.adapters.expectations.engine import CheckOutcome, broken_rows, validate

__all__ = ["CheckOutcome", "broken_rows", "validate"]
