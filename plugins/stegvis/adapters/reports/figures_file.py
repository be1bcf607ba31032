"""The week's figures as a Parquet file, for those who want files rather than a page."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


def write_figures(figures: pd.DataFrame, path: Path) -> None:
    """Write published figures for their owner alone; the same figures give the same bytes.

    Args:
        figures: Rows of ``management_figure``: small counts are hidden already (X12).
        path: Where; what stands there is replaced whole.
    """
    unfinished = path.with_suffix(".tmp")
    descriptor = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        pq.write_table(pa.Table.from_pandas(figures, preserve_index=False), file)
    unfinished.replace(path)
