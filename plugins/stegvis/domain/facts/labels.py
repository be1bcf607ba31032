"""Labels and codes compared as people write them: case and doubled space do not matter."""

import pandas as pd


def normalised(labels: pd.Series) -> pd.Series:
    """Each label in lower case, trimmed, with single spaces; missing stays missing."""
    # A column has few labels that differ, and each is written anew once.
    written = {label: normalised_label(label) for label in labels.dropna().unique()}
    return labels.map(written).astype("str")


def normalised_label(label: str) -> str:
    """One label as ``normalised`` makes it."""
    return " ".join(label.split()).casefold()
