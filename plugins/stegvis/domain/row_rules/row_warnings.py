"""What is odd in a row that goes on all the same, counted per delivery (contract 1.5).

Each function answers with the rows that deserve the warning; the ids are
stable, since the ledger keeps them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.domain import identity
from stegvis.domain.extracts import Extract
from stegvis.domain.extracts.ansokan import EXCEPTIONS
from stegvis.domain.facts.labels import normalised, normalised_label
from stegvis.domain.municipalities import Municipality
from stegvis.domain.row_rules.household_rules import HEAD
from stegvis.domain.row_rules.protection import gives_forbidden_address
from stegvis.domain.row_rules.received import Mask, Positions

HIGHEST_USUAL_ASSISTANCE_SEK = 60_000
OLD_AFTER_MONTHS = 4
MAJORITY = 18


class Warned(StrEnum):
    """The ids of the warnings."""

    NO_MANIFEST = "no_manifest"
    WINDOWS_1252 = "windows_1252"
    UNKNOWN_COLUMN = "unknown_column"
    REPEATED = "repeated"
    UNMAPPED_OBSTACLE = "unmapped_obstacle"
    UNMAPPED_EXCEPTION = "unmapped_exception"
    UNMAPPED_CATEGORY = "unmapped_category"
    CATEGORY_DISAGREES = "category_disagrees"
    SEX_DIFFERS = "sex_differs"
    HEAD_UNDER_18 = "head_under_18"
    ASSISTANCE_OVER_60000 = "assistance_over_60000"
    PARTS_DO_NOT_SUM = "parts_do_not_sum"
    REGISTERED_IN_FUTURE = "registered_in_future"
    COORDINATION_NUMBER = "coordination_number"
    TEMPORARY_NUMBER = "temporary_number"
    TWO_HOUSEHOLDS = "two_households"
    ADDRESS_DISCARDED = "address_discarded"
    OLD_MONTH = "old_month"


def row_warnings(
    extract: Extract, rows: pd.DataFrame, files: pd.DataFrame, municipality: Municipality
) -> list[dict[str, int]]:
    """How many rows of each file deserve each warning; warnings without rows are left out.

    Args:
        extract: The files' extract.
        rows: The rows that go on, before forbidden addresses are discarded,
            with ``delivery``: the number of the file that each came in.
        files: One line per file, by number: ``file_day``, the day (the month's
            first) in its name, and ``received_on``, the Swedish day it could be
            known; missing leaves the age of a month unjudged.
        municipality: Whose labels and categories count.
    """
    days = pd.Series(files["file_day"].to_numpy()[rows["delivery"].to_numpy()], index=rows.index)
    found = [
        *_number_warnings(extract, rows, days),
        *_label_warnings(rows, municipality),
        *_BY_EXTRACT.get(extract.name, _nothing)(rows, days),
        (Warned.ADDRESS_DISCARDED, gives_forbidden_address(extract, rows)),
    ]
    if extract.monthly:
        is_old = _months_old(files) > OLD_AFTER_MONTHS
        found.append((Warned.OLD_MONTH, is_old[rows["delivery"].to_numpy()]))
    return _counted(found, rows["delivery"].to_numpy(), len(files))


def _counted(
    found: Iterable[tuple[Warned, Mask]], delivery: Positions, files: int
) -> list[dict[str, int]]:
    counts: list[dict[str, int]] = [{} for _ in range(files)]
    for warning, mask in found:
        of_file = np.bincount(delivery[mask], minlength=files)
        for number in np.flatnonzero(of_file):
            counts[number][str(warning)] = int(of_file[number])
    return counts


def _nothing(_rows: pd.DataFrame, _days: pd.Series) -> Iterator[tuple[Warned, Mask]]:
    yield from ()


def _number_warnings(
    extract: Extract, rows: pd.DataFrame, days: pd.Series
) -> Iterator[tuple[Warned, Mask]]:
    if "personal_number" not in rows:
        return
    said = identity.describe(rows["personal_number"])
    yield Warned.COORDINATION_NUMBER, said["is_coordination"].to_numpy()
    yield Warned.TEMPORARY_NUMBER, said["is_temporary"].to_numpy()
    if extract.name == "bistand":
        differs = said["sex_code"].notna() & rows["sex_code"].notna()
        differs &= said["sex_code"] != rows["sex_code"]
        yield Warned.SEX_DIFFERS, differs.to_numpy(dtype=bool)
        heads = (rows["household_role"] == HEAD).to_numpy(dtype=bool, na_value=False)
        majority = identity.birthday(said["birth_date"], MAJORITY)
        yield Warned.HEAD_UNDER_18, heads & (majority > days).to_numpy()


def _label_warnings(
    rows: pd.DataFrame, municipality: Municipality
) -> Iterator[tuple[Warned, Mask]]:
    if "support_obstacle" in rows:
        known = municipality.obstacle_groups
        yield Warned.UNMAPPED_OBSTACLE, _outside(rows["support_obstacle"], known)
    if "exception_code" in rows:
        yield Warned.UNMAPPED_EXCEPTION, _outside(rows["exception_code"], EXCEPTIONS)
    if "jobseeker_category_code" in rows:
        yield from _category_warnings(rows, municipality)


def _category_warnings(
    rows: pd.DataFrame, municipality: Municipality
) -> Iterator[tuple[Warned, Mask]]:
    code_of_text = {
        normalised_label(category.text): category.code
        for category in municipality.jobseeker_categories
    }
    codes, texts = rows["jobseeker_category_code"], rows["jobseeker_category_text"]
    unmapped = _outside(codes, set(code_of_text.values())) | _outside(texts, code_of_text)
    yield Warned.UNMAPPED_CATEGORY, unmapped
    meant = normalised(texts).map(code_of_text)
    disagrees = codes.notna() & meant.notna() & (codes != meant)
    yield Warned.CATEGORY_DISAGREES, disagrees.to_numpy(dtype=bool) & ~unmapped


def _outside(labels: pd.Series, known: Collection[str]) -> Mask:
    """Filled labels that are not among the known ones, compared as people write them."""
    plain = {normalised_label(label) for label in known}
    distinct = labels.dropna().unique()
    unknown = [label for label in distinct if normalised_label(label) not in plain]
    return labels.isin(unknown).to_numpy()


def _assistance_warnings(rows: pd.DataFrame, _days: pd.Series) -> Iterator[tuple[Warned, Mask]]:
    amount = rows["assistance_sek"]
    yield Warned.ASSISTANCE_OVER_60000, _true(amount > HIGHEST_USUAL_ASSISTANCE_SEK)
    parts = rows["income_support_sek"] + rows["other_assistance_sek"]
    yield Warned.PARTS_DO_NOT_SUM, _true(parts != amount)
    yield Warned.TWO_HOUSEHOLDS, _is_elsewhere_too(rows)


def _is_elsewhere_too(rows: pd.DataFrame) -> Mask:
    """Rows of people whom the same file lists in another household as well."""
    person, home = ["delivery", "personal_number"], "household_id"
    repeated = rows.loc[rows["personal_number"].duplicated(keep=False), [*person, home]]
    homes = repeated.groupby(person)[home].transform("nunique")
    elsewhere = np.zeros(len(rows), dtype=bool)
    elsewhere[rows.index.get_indexer(homes.index[homes > 1])] = True
    return elsewhere


def _answer_warnings(rows: pd.DataFrame, days: pd.Series) -> Iterator[tuple[Warned, Mask]]:
    in_future = rows["registered_date"] > days
    yield Warned.REGISTERED_IN_FUTURE, in_future.to_numpy()


_BY_EXTRACT = {"bistand": _assistance_warnings, "af_status": _answer_warnings}


def _true(comparison: pd.Series) -> Mask:
    """Where a comparison is true; unknown is not."""
    return comparison.to_numpy(dtype=bool, na_value=False)


def _months_old(files: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Months from each file's own to the one it could be known in; 0 if that is not said."""
    of, known = files["file_day"], pd.to_datetime(files["received_on"])
    months = (known.dt.year - of.dt.year) * 12 + known.dt.month - of.dt.month
    return np.asarray(months.fillna(0), dtype=np.int64)
