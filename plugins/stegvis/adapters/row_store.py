"""Each delivery's rows as they were read, one Parquet file per delivery.

Screenings read these, today's and any earlier one that has to be explained,
so types come back exactly. Of what is personal only the personal number and
the household are kept: a screening needs no names and no addresses.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from stegvis.adapters.private_files import write_whole
from stegvis.domain.extracts import EXTRACTS, Extract
from stegvis.domain.sources import DeliveredRows, empty_rows

_IDENTITY = ("personal_number", "household_id")
_ABOUT = b"stegvis"
_DTYPES = {
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.large_string(): pd.StringDtype(na_value=np.nan),
}


@dataclass(frozen=True)
class RowStore:
    """Delivered rows below a folder."""

    root: Path

    def write(self, delivered: DeliveredRows) -> None:
        """Keep a delivery's rows; writing it again replaces them."""
        dropped = [name for name in _dropped(EXTRACTS[delivered.extract]) if name in delivered.rows]
        rows = delivered.rows.drop(columns=dropped)
        about = {
            "period": delivered.period,
            "columns_present": sorted(delivered.columns_present),
        }
        table = pa.Table.from_pandas(rows, preserve_index=False)
        table = table.replace_schema_metadata({_ABOUT: json.dumps(about)})
        content = io.BytesIO()
        pyarrow.parquet.write_table(table, content)
        write_whole(self.file(delivered.extract, delivered.delivery_id), content.getvalue())

    def read(self, extract: str, delivery_id: str) -> DeliveredRows:
        """The rows of a delivery; names and addresses are missing.

        Raises:
            FileNotFoundError: The delivery's rows were never written.
        """
        return self.read_all(extract, [delivery_id])[0]

    def read_all(self, extract: str, delivery_ids: Sequence[str]) -> list[DeliveredRows]:
        """The rows of several deliveries of an extract, in their order.

        Most files are small, so they become pandas' all at once: that costs
        as much for one as for a hundred.

        Raises:
            FileNotFoundError: A delivery's rows were never written.
        """
        tables = [self._table(extract, delivery_id) for delivery_id in delivery_ids]
        parts = _parted(_frame(tables, extract), [table.num_rows for table in tables])
        return [
            _delivered(extract, delivery_id, table, rows)
            for delivery_id, table, rows in zip(delivery_ids, tables, parts, strict=True)
        ]

    def _table(self, extract: str, delivery_id: str) -> pa.Table:
        with pyarrow.parquet.ParquetFile(self.file(extract, delivery_id)) as file:
            # Most files are small, and threads cost more than they give.
            return file.read(use_threads=False)

    def file(self, extract: str, delivery_id: str) -> Path:
        """Where a delivery's rows are, or would be."""
        return self.root / extract / f"{delivery_id}.parquet"


def _dropped(extract: Extract) -> list[str]:
    return [
        column.name
        for column in extract.columns
        if column.personal and column.name not in _IDENTITY
    ]


def _delivered(
    extract: str, delivery_id: str, table: pa.Table, rows: pd.DataFrame
) -> DeliveredRows:
    about = json.loads(table.schema.metadata[_ABOUT])
    return DeliveredRows(
        extract=extract,
        period=about["period"],
        delivery_id=delivery_id,
        columns_present=frozenset(about["columns_present"]),
        rows=rows,
    )


def _parted(rows: pd.DataFrame, sizes: Sequence[int]) -> Iterator[pd.DataFrame]:
    """The rows of each delivery, counted from 0."""
    ends = list(accumulate(sizes))
    for start, end in zip([0, *ends], ends, strict=False):
        yield rows.iloc[start:end].set_axis(pd.RangeIndex(end - start))


def _frame(tables: Sequence[pa.Table], extract: str) -> pd.DataFrame:
    """All rows with every column of the extract, in its own type."""
    schema = _schema(extract)
    together = pa.concat_tables([schema.empty_table(), *(_whole(each, schema) for each in tables)])
    rows: pd.DataFrame = together.combine_chunks().to_pandas(
        types_mapper=_DTYPES.get, coerce_temporal_nanoseconds=False
    )
    for (name, found), dtype in zip(rows.dtypes.items(), _dtypes(extract).values(), strict=True):
        if found != dtype:
            rows[name] = rows[name].astype(dtype)
    return rows


def _whole(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the columns that it lacks, and in their types."""
    here = set(table.column_names)
    for field in schema:
        if field.name not in here:
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    return table.select(schema.names).cast(schema)


@cache
def _dtypes(extract: str) -> dict[str, Any]:
    columns = empty_rows(EXTRACTS[extract]).drop(columns=["period", "delivery_id"])
    return {str(name): dtype for name, dtype in columns.dtypes.items()}


@cache
def _schema(extract: str) -> pa.Schema:
    """What the extract's rows are as Arrow, so that a column that is missing has a type too."""
    columns = empty_rows(EXTRACTS[extract])[list(_dtypes(extract))]
    return pa.Schema.from_pandas(columns, preserve_index=False).remove_metadata()
