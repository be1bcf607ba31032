"""The rows of ``plats`` and ``befolkning``: what can be offered, and open statistics."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from stegvis.domain.clock import add_months
from stegvis.synthetic.invented import Invented
from stegvis.synthetic.months import first_day, month_of, month_text
from stegvis.synthetic.programme_parameters import Workplace

STATISTICS_DAY = (2, 25)
"""Month and day on which the figures of the last year's end are fetched."""


def place_rows(invented: Invented, day: date) -> pd.DataFrame:
    """The places that can be offered on a day, one row for each workplace with room."""
    programme = invented.place.participation.programme
    rows = [
        _place(programme, workplace, f"{number:02d}", day)
        for number, workplace in enumerate(invented.place.workplaces, start=1)
        if workplace.count
    ]
    supervisors = invented.staff("place supervisor", np.arange(len(rows)))
    for row, supervisor in zip(rows, supervisors, strict=True):
        row["supervisor"] = supervisor if row["supervisor"] else None
    return pd.DataFrame(rows)


def _place(programme: str, workplace: Workplace, number: str, day: date) -> dict[str, object]:
    """A place keeps its id as long as its first day is the same."""
    first = first_day(month_of(day) + workplace.months_ahead)
    start = first.replace(day=workplace.start_day)
    end = date.fromordinal(add_months(start, workplace.months).toordinal() - 1)
    if workplace.last_day and workplace.last_day >= start:
        end = min(end, workplace.last_day)
    return {
        "place_id": f"P{month_text(month_of(start))}-{number}",
        "programme_id": programme,
        "employer": workplace.employer,
        "workplace": workplace.workplace,
        "employer_type": workplace.employer_type,
        "duties": workplace.duties,
        "extent_percent": workplace.percent,
        "start_date": np.datetime64(start),
        "end_date": np.datetime64(end),
        "supervisor": workplace.has_supervisor,
        "no_displacement_confirmed": workplace.confirmed,
        "places_count": workplace.count,
        "occupation_code": workplace.occupation,
    }


def population_rows(invented: Invented, fetched: date) -> pd.DataFrame:
    """The years whose figures are out on a day; employment comes a year later."""
    figures = invented.place.population
    years = [year for year in sorted(figures.people) if year.year < fetched.year]
    employed = {
        year: count for year, count in figures.employed.items() if year.year < fetched.year - 1
    }
    return pd.DataFrame(
        {
            "municipality_code": invented.municipality.code,
            "year": [f"{year.year:04d}" for year in years],
            "population_count": [figures.people[year] for year in years],
            "employed_count": pd.array([employed.get(year) for year in years], dtype="Int64"),
            "statistics_source": figures.source,
            "fetched_date": np.datetime64(fetched),
        }
    )
