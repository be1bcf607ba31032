"""Reading and validating a month of assistance, against polars and hand-written pandas masks.

Everybody in the file is made up on the spot: numbers have any individual
number, unlike everywhere else here, and are kept in memory only. Loading has
a benchmark of its own, load.py.

    python benchmarks/intake.py --rows 1000000
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from rounds import run_rounds, show

from stegvis.adapters.csv_reader import read_rows
from stegvis.adapters.csv_reader.parsing import parse
from stegvis.adapters.csv_reader.source_text import open_text
from stegvis.adapters.csv_reader.typed_columns import Form, arrow_type
from stegvis.adapters.expectations import broken_rows, validate
from stegvis.adapters.municipality_files import load_municipality
from stegvis.domain.deliveries import parse_delivery_name
from stegvis.domain.row_rules import Stack, row_checks
from stegvis.domain.row_rules.header import read_header
from stegvis.domain.row_rules.keys import without_repeats
from stegvis.steps.intake.read_deliveries import read_delivery

NAME = parse_delivery_name("bistand_0580_202611.csv")
INCLUDE = Path(__file__).resolve().parents[1] / "include"
DIRTY_SHARE = 0.05
READER_GOAL, VALIDATION_GOAL = 1.3, 8
CODES = {
    "sex_code": ["1", "2"],
    "household_role": ["1", "2", "3"],
    "household_type_code": ["1", "3", "4", "5", "6", "7", "8", "9"],
    "decision_type_code": ["01", "02", "03"],
}
STAINS = {
    "sbel": "-5",
    "kon": "3",
    "personnr": "199001011234",
    "forsorjningshinder": "",
    "kommun": "580",
    "antal_barn": "",
    "hushallstyp": "7",
}


def numbers(draw: np.random.Generator, rows: int) -> np.ndarray:
    """Identity numbers with a valid check digit, one each."""
    year, month, day = (
        draw.integers(1950, 2008, rows),
        draw.integers(1, 13, rows),
        draw.integers(1, 29, rows),
    )
    nine = ((year % 100 * 100 + month) * 100 + day) * 1000 + draw.integers(0, 1000, rows)
    digits = nine[:, None] // 10 ** np.arange(8, -1, -1) % 10
    doubled = digits * (2 - np.arange(9) % 2)
    check = -(doubled // 10 + doubled % 10).sum(axis=1) % 10
    return (year // 100) * 10**10 + nine * 10 + check


def a_month(rows: int) -> pd.DataFrame:
    """Single people, each a household, some of them with something wrong."""
    draw = np.random.default_rng(7)
    month = pd.DataFrame(
        {
            "ar": "2026",
            "manad": "11",
            "kommun": "0580",
            "hushall_id": [f"H{number:09d}" for number in range(rows)],
            "arende_id": [f"EB-{number:09d}" for number in range(rows)],
            **people(draw, rows),
            **amounts(draw, rows),
            **decisions(draw, rows),
            "enhet": draw.choice(["Nord", "Syd"], rows),
            "gatuadress": [f"Provgatan {number}" for number in draw.integers(1, 5000, rows)],
            "postnr": "58222",
            "postort": "Exempelstad",
        }
    )
    return soiled(draw, month)


def people(draw: np.random.Generator, rows: int) -> dict[str, Any]:
    person = numbers(draw, rows)
    is_man = person // 10 % 2 == 1
    return {
        "personnr": person.astype(str),
        "hhstatus": "1",
        "fornamn": draw.choice(["Alexandra", "Åsa", "Erik", "Lars", "Mia"], rows),
        "efternamn": draw.choice(["Ek", "Berg", "Öst", "Lund"], rows),
        "kon": np.where(is_man, "1", "2"),
        "hushallstyp": np.where(is_man, "3", "5"),
        "antal_barn": "0",
        "sekretessmarkering": "0",
        "skyddad_folkbokforing": "0",
    }


def amounts(draw: np.random.Generator, rows: int) -> dict[str, Any]:
    return {
        name: draw.integers(1, 30_000, rows).astype(str)
        for name in ("sbel", "sbel_forsorjningsstod", "sbel_livsforing", "norm_behov")
    }


def decisions(draw: np.random.Generator, rows: int) -> dict[str, Any]:
    obstacles = ["Arbetslös, ingen ersättning/stöd", "Arbetshinder, sociala skäl"]
    return {
        "forsorjningshinder": draw.choice(obstacles, rows),
        "beslut_typ": draw.choice(["01", "02", "03"], rows),
        "beslut_datum": "2026-11-03",
        "beslut_from": "2026-11-01",
        "beslut_tom": "2026-11-30",
        "manader_i_rad": draw.integers(1, 100, rows).astype(str),
        "tolkbehov": draw.choice(["0", "1"], rows),
    }


def soiled(draw: np.random.Generator, month: pd.DataFrame) -> pd.DataFrame:
    """Something wrong in one row of twenty."""
    stain = draw.choice(
        [*STAINS, ""], len(month), p=[DIRTY_SHARE / len(STAINS)] * len(STAINS) + [1 - DIRTY_SHARE]
    )
    for column, text in STAINS.items():
        month.loc[stain == column, column] = text
    return month


def masks(rows: pd.DataFrame) -> np.ndarray:
    """The same rules as whole-column masks, written for this one file and nothing else."""
    wrong = wrong_cells(rows) | wrong_households(rows)
    head = rows["household_role"] == "1"
    wrong |= head & ~(rows["assistance_sek"] >= 0).fillna(False)
    wrong |= rows["household_role"].isin(["1", "2"]) & rows["support_obstacle"].isna()
    wrong |= rows["decision_from_date"] > rows["decision_to_date"]
    return wrong.fillna(True).to_numpy(dtype=bool)


def wrong_cells(rows: pd.DataFrame) -> pd.Series:
    key = ["year", "month", "household_id", "personal_number"]
    wrong = rows[key].isna().any(axis=1) | rows.duplicated(key, keep=False)
    wrong |= (rows["year"] != "2026") | (rows["month"] != "11")
    wrong |= rows["municipality_code"] != "0580"
    for column, codes in CODES.items():
        wrong |= ~rows[column].isin(codes)
    wrong |= rows[["children_count", "first_name", "last_name"]].isna().any(axis=1)
    wrong |= ~rows["children_count"].between(0, 30) | ~rows["consecutive_months"].between(0, 1200)
    return wrong | ~valid_numbers(rows["personal_number"])


def wrong_households(rows: pd.DataFrame) -> pd.Series:
    kind, children = rows["household_type_code"], rows["children_count"] > 0
    is_head, is_partner = rows["household_role"] == "1", rows["household_role"] == "2"
    roles = pd.DataFrame({"id": rows["household_id"], "head": is_head, "partner": is_partner})
    counts = roles.groupby("id")[["head", "partner"]].transform("sum")
    wrong = (counts["head"] != 1) | (counts["partner"] > 1)
    wrong |= kind.isin(["7", "8"]) != (counts["partner"] > 0)
    wrong |= kind.isin(["4", "6", "8"]) & ~children
    return wrong | (kind.isin(["3", "5", "7"]) & children)


def valid_numbers(texts: pd.Series) -> np.ndarray:
    """Check digit and date, for a column in which every text has twelve digits."""
    digits = texts.to_numpy(dtype="S12").view(np.uint8).reshape(-1, 12).astype(np.int64) - ord("0")
    doubled = digits[:, 2:] * (2 - np.arange(10) % 2)
    checks = (doubled // 10 + doubled % 10).sum(axis=1) % 10 == 0
    dates = pd.to_datetime(texts.str.slice(0, 8), format="%Y%m%d", errors="coerce")
    return checks & dates.notna().to_numpy()


def verdict(stack: Stack) -> np.ndarray:
    """What the pipeline sets aside."""
    wrong = np.zeros(len(stack), dtype=bool)
    wrong[broken_rows(validate(row_checks(stack)))["position"].to_numpy()] = True
    return wrong


def measure_reader(data: bytes, rounds: int) -> None:
    text = open_text(NAME, data)
    types = [arrow_type(column, Form.DECLARED) for column in read_header(NAME, text.header).columns]
    size = f"{len(data) / 1e6:.0f} MB (goal: at most {READER_GOAL})"
    parsers = {
        "stegvis": lambda: parse(NAME, text, types),
        "polars": lambda: pl.read_csv(data, separator=";"),
    }
    seconds, results = run_rounds(parsers, rounds)
    assert results["stegvis"].rows == len(results["polars"])
    show(f"Find and type the cells of {size}", seconds, "stegvis")
    frames = {
        "stegvis": lambda: read_rows(NAME, data),
        "polars": lambda: pl.read_csv(data, separator=";").to_pandas(),
    }
    seconds, results = run_rounds(frames, rounds)
    assert len(results["stegvis"].rows) == len(results["polars"])
    show(f"The same as a pandas frame, trimmed and checked, {size}", seconds, "stegvis")


def measure_validation(data: bytes, rounds: int) -> None:
    stack = without_repeats(Stack.of([read_rows(NAME, data)])).stack
    verdict(stack)  # the import of Great Expectations, paid once a process
    contenders = {"stegvis": lambda: verdict(stack), "masks": lambda: masks(stack.rows)}
    seconds, results = run_rounds(contenders, rounds)
    assert (results["stegvis"] == results["masks"]).all()
    share = results["masks"].mean()
    title = f"Validate {len(stack)} rows, {share:.1%} wrong (goal: at most {VALIDATION_GOAL})"
    show(title, seconds, "stegvis")


def measure_whole(data: bytes, rounds: int) -> None:
    municipality = load_municipality(INCLUDE, "linkoping")
    contenders = {"bytes to judged rows": lambda: read_delivery(NAME, data, None, municipality)}
    seconds, _ = run_rounds(contenders, rounds)
    show("The whole way", seconds, "bytes to judged rows")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    data = a_month(given.rows).to_csv(sep=";", index=False).encode()
    measure_reader(data, given.rounds)
    measure_validation(data, given.rounds)
    measure_whole(data, given.rounds)


if __name__ == "__main__":
    main()
