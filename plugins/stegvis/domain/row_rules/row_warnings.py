"""What is odd in a row that goes on all the same, counted per delivery (contract 1.5).

Each function answers with the rows that deserve the warning; the ids are
stable, since the ledger keeps them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from stegvis.domain import identity
from stegvis.domain.extracts import Extract
from stegvis.domain.extracts.ansokan import EXCEPTIONS
from stegvis.domain.facts.labels import normalised, normalised_label
from stegvis.domain.municipalities import Municipality
from stegvis.domain.row_rules.household_rules import HEAD, MAJORITY
from stegvis.domain.row_rules.protection import gives_forbidden_address
from stegvis.domain.row_rules.received import Mask

HIGHEST_USUAL_ASSISTANCE_SEK = 60_000
OLD_AFTER_MONTHS = 4


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
    extract: Extract,
    rows: pd.DataFrame,
    file_day: date,
    municipality: Municipality,
    received_on: date | None,
) -> dict[str, int]:
    """How many of one file's rows deserve each warning; warnings without rows are left out.

    Args:
        extract: The file's extract.
        rows: The rows that go on, before forbidden addresses are discarded.
        file_day: The day (the month's first) in the file's name.
        municipality: Whose labels and categories count.
        received_on: The Swedish day the file could be known; None leaves the
            age of a month unjudged.
    """
    found = [
        *_number_warnings(extract, rows, file_day),
        *_label_warnings(rows, municipality),
        *_BY_EXTRACT.get(extract.name, _nothing)(rows, file_day),
        (Warned.ADDRESS_DISCARDED, gives_forbidden_address(extract, rows)),
    ]
    counts = {str(warning): int(np.count_nonzero(mask)) for warning, mask in found}
    if extract.monthly and received_on and _months_old(file_day, received_on) > OLD_AFTER_MONTHS:
        counts[Warned.OLD_MONTH] = len(rows)
    return {warning: count for warning, count in counts.items() if count}


def _nothing(_rows: pd.DataFrame, _file_day: date) -> Iterator[tuple[Warned, Mask]]:
    yield from ()


def _number_warnings(
    extract: Extract, rows: pd.DataFrame, file_day: date
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
        yield Warned.HEAD_UNDER_18, heads & (majority > pd.Timestamp(file_day)).to_numpy()


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


def _assistance_warnings(rows: pd.DataFrame, _month: date) -> Iterator[tuple[Warned, Mask]]:
    numbers, amount = rows["personal_number"], rows["assistance_sek"]
    yield Warned.ASSISTANCE_OVER_60000, _true(amount > HIGHEST_USUAL_ASSISTANCE_SEK)
    parts = rows["income_support_sek"] + rows["other_assistance_sek"]
    yield Warned.PARTS_DO_NOT_SUM, _true(parts != amount)
    repeated = rows.loc[numbers.duplicated(keep=False), ["personal_number", "household_id"]]
    homes = repeated.drop_duplicates()
    elsewhere = homes["personal_number"][homes["personal_number"].duplicated()]
    yield Warned.TWO_HOUSEHOLDS, numbers.isin(elsewhere).to_numpy()


def _answer_warnings(rows: pd.DataFrame, file_day: date) -> Iterator[tuple[Warned, Mask]]:
    in_future = rows["registered_date"] > pd.Timestamp(file_day)
    yield Warned.REGISTERED_IN_FUTURE, in_future.to_numpy()


_BY_EXTRACT = {"bistand": _assistance_warnings, "af_status": _answer_warnings}


def _true(comparison: pd.Series) -> Mask:
    """Where a comparison is true; unknown is not."""
    return comparison.to_numpy(dtype=bool, na_value=False)


def _months_old(month: date, received_on: date) -> int:
    return (received_on.year - month.year) * 12 + received_on.month - month.month
