"""The invented municipalities as tests look at them, each made once."""

import functools
import io
from datetime import date
from pathlib import Path

import pandas as pd

from repository import ROOT
from stegvis.synthetic.deliveries import DeliveredFile, Deliveries
from stegvis.synthetic.generating import generate, invent

INCLUDE = ROOT / "include"
SLUGS = ("amal", "kramfors", "linkoping", "trollhattan", "varmdo")
AS_OF = date(2026, 11, 20)
MONTHS = 24
SEED = 1


@functools.cache
def deliveries_of(
    slug: str, as_of: date = AS_OF, seed: int = SEED, months: int = MONTHS
) -> Deliveries:
    return invent(INCLUDE, slug, as_of, months, seed)


@functools.cache
def files_of(slug: str, as_of: date = AS_OF, months: int = MONTHS) -> dict[str, DeliveredFile]:
    deliveries = deliveries_of(slug, as_of, months=months)
    return {file.name: file for file in deliveries.files()}


def contents_of(slug: str, as_of: date = AS_OF, months: int = MONTHS) -> dict[str, bytes]:
    return {name: file.content for name, file in files_of(slug, as_of, months).items()}


def rows_of(file: DeliveredFile, *, with_planted: bool = False) -> pd.DataFrame:
    """The file's cells as text, without the rows that something was planted in."""
    text = decoded(file.content)
    separator = max(";,\t", key=text.partition("\n")[0].count)
    frame = pd.read_csv(io.StringIO(text), sep=separator, dtype="str", keep_default_na=False)
    if with_planted:
        return frame
    planted = {stain.row - 1 for stain in file.planted if stain.rule}
    return frame[~frame.index.isin(planted)]


@functools.cache
def all_rows(slug: str, extract: str) -> pd.DataFrame:
    """The good rows of every file of an extract, with the file's period."""
    frames = [
        rows_of(file).assign(period=name.rpartition("_")[2].removesuffix(".csv"))
        for name, file in files_of(slug).items()
        if name.startswith(f"{extract}_")
    ]
    return pd.concat(frames, ignore_index=True)


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def generated_into(folder: Path, slug: str, as_of: date = AS_OF, months: int = MONTHS) -> Path:
    generate(INCLUDE, folder, slug, as_of, months, SEED)
    return folder / slug
