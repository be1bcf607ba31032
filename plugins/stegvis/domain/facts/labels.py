"""Labels and codes compared as people write them: case and doubled space do not matter."""

import pandas as pd


def normalised(labels: pd.Series) -> pd.Series:
    """Each label in lower case, trimmed, with single spaces; missing stays missing."""
    return labels.str.strip().str.replace(r"\s+", " ", regex=True).str.casefold()


def normalised_label(label: str) -> str:
    """One label as ``normalised`` makes it."""
    return " ".join(label.split()).casefold()
