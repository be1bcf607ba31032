"""Checks become a suite, and the engine's result becomes the verdict.

Everything is asked first for a plain yes or no; only what failed is asked
again for the rows, by their position. No value of a cell is ever part of a
result. ``benchmarks/intake.py`` measures what this costs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain.row_rules.checks import (
    AtMostLong,
    Between,
    Check,
    Filled,
    Holds,
    Matches,
    OneOf,
)

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.core.batch_definition import BatchDefinition

_ASKED_TOGETHER_ROWS = 50_000
_POSITIONS_ONLY = {
    # Rows are found by the frame's own index, their position: the engine would look up every
    # single cell of a named index column.
    "result_format": "COMPLETE",
    "exclude_unexpected_values": True,
    "return_unexpected_index_query": False,
}


@dataclass(frozen=True)
class CheckOutcome:
    """What the engine found: ``broken`` are the positions of the rows that break the rule."""

    check: Check
    expectation: str
    broken: npt.NDArray[np.int64]


def validate(checks: Sequence[Check]) -> list[CheckOutcome]:
    """Let Great Expectations answer the checks, in their order.

    Raises:
        RuntimeError: The engine failed at a check, which is never taken for
            a check that holds.
    """
    if not checks:
        return []
    labelled = {
        f"{number}:{check.rule}:{check.column}": check for number, check in enumerate(checks)
    }
    return list(_validate_together(_engine(), labelled).values())


def broken_rows(outcomes: Iterable[CheckOutcome]) -> pd.DataFrame:
    """``position``, our ``column`` and ``rule``, one line per row and check broken."""
    failed = [outcome for outcome in outcomes if len(outcome.broken)]
    sizes = [len(outcome.broken) for outcome in failed]
    nothing = np.empty(0, dtype=np.int64)
    return pd.DataFrame(
        {
            "position": np.concatenate([nothing, *(outcome.broken for outcome in failed)]),
            "column": _repeated([outcome.check.column for outcome in failed], sizes),
            "rule": _repeated([str(outcome.check.rule) for outcome in failed], sizes),
        }
    )


def _repeated(words: list[str], sizes: list[int]) -> pd.Series:
    return pd.Series(np.repeat(np.array(words, dtype=object), sizes), dtype="str")


def _validate_together(
    engine: BatchDefinition[Any], checks: dict[str, Check]
) -> dict[str, CheckOutcome]:
    expectations = {label: _expectation(label, check) for label, check in checks.items()}
    columns = {label: _column(check) for label, check in checks.items()}
    answers = _ask(engine, columns, expectations, "BOOLEAN_ONLY")
    failed = {label: expectations[label] for label, answer in answers.items() if not answer.success}
    details = _broken_positions(engine, columns, failed)
    return {
        label: CheckOutcome(
            check,
            expectations[label].expectation_type,
            details.get(label, np.empty(0, dtype=np.int64)),
        )
        for label, check in checks.items()
    }


def _broken_positions(
    engine: BatchDefinition[Any], columns: dict[str, pd.Series], failed: dict[str, Any]
) -> dict[str, npt.NDArray[np.int64]]:
    """Where the rows stand that do not meet the expectations that failed."""
    if not failed:
        return {}
    rows = len(next(iter(columns.values())))
    # To find rows the engine copies the whole frame per expectation; asking costs some too.
    together = [list(failed)] if rows <= _ASKED_TOGETHER_ROWS else [[label] for label in failed]
    found = {}
    for labels in together:
        frame = {label: columns[label] for label in labels}
        asked = {label: failed[label] for label in labels}
        found.update(_ask(engine, frame, asked, _POSITIONS_ONLY))
    return {
        label: np.array(answer.result["unexpected_index_list"], dtype=np.int64)
        for label, answer in found.items()
    }


def _ask(
    engine: BatchDefinition[Any],
    columns: dict[str, pd.Series],
    expectations: dict[str, Any],
    result_format: Any,
) -> dict[str, ExpectationValidationResult]:
    """The engine's answers by the label of the check."""
    import great_expectations as gx

    batch = engine.get_batch(batch_parameters={"dataframe": pd.DataFrame(columns)})
    suite = gx.ExpectationSuite(name="rows", expectations=list(expectations.values()))
    results = batch.validate(suite, result_format=result_format).results
    answers = {
        result.expectation_config.kwargs["column"]: result
        for result in results
        if result.expectation_config is not None
    }
    for label in expectations:
        if label not in answers or answers[label].exception_info.get("raised_exception", True):
            # The engine's own words would show values.
            raise RuntimeError(f"Great Expectations did not answer the check {label}")
    return answers


def _column(check: Check) -> pd.Series:
    """What the engine is given to judge."""
    if isinstance(check.demand, Between):
        # Comparing pandas' own whole numbers costs the engine seven times as much.
        return pd.Series(check.values.to_numpy(dtype="float64", na_value=np.nan))
    return check.values


def _engine() -> BatchDefinition[Any]:
    """An engine that keeps nothing, draws no progress bars and calls nobody."""
    # Read at import: set before, and never overridden by the surroundings.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("deliveries").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("whole")


def _expectation(label: str, check: Check) -> Any:
    """The natural expectation for what is demanded."""
    import great_expectations.expectations as every_expectation

    gxe: Any = every_expectation
    match check.demand:
        case Filled():
            return gxe.ExpectColumnValuesToNotBeNull(column=label)
        case OneOf(values):
            return gxe.ExpectColumnValuesToBeInSet(column=label, value_set=list(values))
        case Between(minimum, maximum):
            return gxe.ExpectColumnValuesToBeBetween(
                column=label, min_value=minimum, max_value=maximum
            )
        case AtMostLong(length):
            return gxe.ExpectColumnValueLengthsToBeBetween(column=label, max_value=length)
        case Matches(pattern):
            return gxe.ExpectColumnValuesToMatchRegex(column=label, regex=pattern)
        case Holds():
            return gxe.ExpectColumnValuesToBeInSet(column=label, value_set=[True])
