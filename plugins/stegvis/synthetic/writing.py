"""From rows to the bytes of a file, as the municipality's systems write them."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import datetime
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.extracts import Column, Extract, Kind
from stegvis.synthetic.arrays import Days, Texts, only_where
from stegvis.synthetic.file_parameters import Formats, Oddity

_WINTER_OFFSET = pd.Timedelta(hours=1)
_YES_NO = {
    "0/1": ("1", "0"),
    "J/N": ("J", "N"),
    "ja/nej": ("ja", "nej"),
    "true/false": ("true", "false"),
}


def as_text(extract: Extract, rows: pd.DataFrame, formats: Formats) -> pd.DataFrame:
    """Every declared column, under our name, as the text of its cells; missing is None."""
    columns = {
        column.name: _cells(column, rows, formats)
        if column.name in rows
        else np.full(len(rows), None, dtype=object)
        for column in extract.columns
    }
    return pd.DataFrame(columns, index=range(len(rows)), dtype=object)


def file_bytes(extract: Extract, text: pd.DataFrame, formats: Formats, odd: Oddity) -> bytes:
    """The file, header and all, with what is odd about it."""
    named = text.rename(columns={column.name: column.source for column in extract.columns})
    named = named.drop(columns=list(odd.left_out_columns))
    for name in odd.extra_columns:
        named[name] = "00"
    if odd.shuffled_columns:
        named = named[sorted(named.columns, reverse=True)]
    if odd.repeated:
        named = pd.concat([named, named], ignore_index=True)
    content = _csv(named, odd.separator or formats.separator)
    if odd.carriage_return:
        content = content.replace(b"\n", b"\r\n")
    if odd.encoding != "utf-8":
        content = content.decode("utf-8").encode(
            "cp1252" if odd.encoding == "windows-1252" else odd.encoding
        )
    return content


def manifest_bytes(
    extract: str,
    municipality_code: str,
    period: str,
    made_at: datetime,
    source_system: str,
    rows: int,
    content: bytes,
    *,
    backfill: bool,
) -> bytes:
    """The manifest beside a file (contract 1)."""
    manifest = {
        "municipality_code": municipality_code,
        "extract": extract,
        "period": period,
        "extracted_at": made_at.isoformat(),
        "source_system": source_system,
        "rows": rows,
        "sha256": hashlib.sha256(content).hexdigest(),
        "backfill": backfill,
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()


def _csv(named: pd.DataFrame, separator: str) -> bytes:
    cells = {name: values.to_numpy() for name, values in named.items()}
    table = pa.table({name: pa.array(values, pa.string()) for name, values in cells.items()})
    header = (separator.join(named.columns) + "\n").encode()
    try:
        return header + _body(table, separator, "none")
    except pa.ArrowInvalid:  # a value holds the separator
        return header + _body(table, separator, "needed")


def _body(table: pa.Table, separator: str, quoting: Literal["none", "needed"]) -> bytes:
    sink = io.BytesIO()
    options = csv.WriteOptions(include_header=False, delimiter=separator, quoting_style=quoting)
    csv.write_csv(table, sink, options)
    return sink.getvalue()


def _cells(column: Column, rows: pd.DataFrame, formats: Formats) -> Texts:
    values = rows[column.name]
    missing = values.isna().to_numpy()
    if column.kind is Kind.DATE:
        text = _dates(values)
    elif column.kind is Kind.TIMESTAMP:
        text = _timestamps(column, rows, formats)
    elif column.kind is Kind.YES_NO:
        yes, no = _YES_NO[formats.yes_no]
        text = np.where(values.fillna(False).to_numpy(dtype=bool), yes, no).astype(object)
    elif column.kind in (Kind.INTEGER, Kind.PERCENT, Kind.KRONOR):
        text = _numbers(column, values, formats)
    else:
        text = values.to_numpy(dtype=object)
    return only_where(~missing, text)


def _dates(values: pd.Series) -> Texts:
    if not pd.api.types.is_datetime64_any_dtype(values):
        return np.asarray(values, dtype=object)  # text already, with an offset behind it
    return np.datetime_as_string(values.to_numpy(), unit="D").astype(object)


def _timestamps(column: Column, rows: pd.DataFrame, formats: Formats) -> Texts:
    """Local time, with or without its offset; a bare date where the time is not known."""
    local = rows[column.name].to_numpy().astype("datetime64[s]")
    text = np.datetime_as_string(local, unit="s").astype(object)
    if formats.timestamps == "offset":
        text = text + _offsets(local)
    is_date = rows.get(f"{column.name}_is_date")
    if is_date is None:
        return text
    days = np.datetime_as_string(local, unit="D").astype(object)
    return np.asarray(np.where(is_date, days, text))


def _offsets(local: Days) -> Texts:
    """Offset from UTC of Swedish wall times, as ISO 8601 writes it."""
    wall = pd.Series(local)
    aware = wall.dt.tz_localize(STOCKHOLM, ambiguous=False, nonexistent="shift_forward")
    is_summer = (wall - aware.dt.tz_convert("UTC").dt.tz_localize(None)) > _WINTER_OFFSET
    return np.where(is_summer, "+02:00", "+01:00").astype(object)


def _numbers(column: Column, values: pd.Series, formats: Formats) -> Texts:
    whole = values.astype("Int64").to_numpy(dtype=np.int64, na_value=0)
    if column.kind is Kind.KRONOR and formats.kronor == "comma":
        kronor = [f"{number:,}".replace(",", " ") + ",00" for number in whole.tolist()]
        return np.array(kronor, dtype=object)
    return whole.astype("U12").astype(object)
