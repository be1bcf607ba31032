"""Builders for tests of offers and letters: people in line, offers and places.

Everybody is invented. A person's pseudonym is spelled out (``p-001``), so that
a failing test says whom it is about.
"""

from datetime import datetime, timedelta
from functools import cache

import pandas as pd

from repository import ROOT
from stegvis.adapters.municipality_files import load_municipality
from stegvis.adapters.programme_files import load_programmes_of
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.clock_columns import STOCKHOLM_DTYPE
from stegvis.domain.municipalities import Municipality
from stegvis.domain.offers.drafting import Drafting, Standing, draft_offers
from stegvis.domain.programmes import Programme
from stegvis.domain.work_calendar import municipal_calendar

INCLUDE = ROOT / "include"
FRIDAY = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=STOCKHOLM)
PROGRAMMES = {
    "amal": "amal_utvecklingsjobb",
    "kramfors": "kramfors_arbetsmarknadsanstallning",
    "trollhattan": "trollhattan_jobbcentrum",
    "varmdo": "varmdo_insats",
    "linkoping": "linkoping_heltidsaktivering",
}

_OFFER_DTYPES = {
    "offer_id": "str",
    "programme_id": "str",
    "person_id": "str",
    "household_id": "str",
    "round": "Int64",
    "place_id": "str",
    "status": "str",
    "withdrawn_reason": "str",
    "selected_by": "str",
    "rank": "Int64",
    **dict.fromkeys(("drafted_at", "released_at", "answered_at", "withdrawn_at"), STOCKHOLM_DTYPE),
}


def at(text: str) -> datetime:
    """A Swedish moment written like ``2026-11-20 15:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@cache
def municipality(slug: str) -> Municipality:
    return load_municipality(INCLUDE, slug)


@cache
def programme(slug: str) -> Programme:
    programmes = load_programmes_of(INCLUDE, municipality(slug))
    return {p.programme_id: p for p in programmes}[PROGRAMMES[slug]]


def in_line(count: int, **columns: object) -> pd.DataFrame:
    """So many eligible people in rank order, ``p-001`` first."""
    ids = [f"p-{number:03d}" for number in range(1, count + 1)]
    frame = pd.DataFrame({"person_id": pd.Series(ids, dtype="str")})
    frame["household_id"] = frame["person_id"].str.replace("p-", "h-")
    frame["outcome"] = "eligible"
    frame["rank"] = pd.Series(range(1, count + 1), dtype="Int64")
    frame["is_protected"] = pd.Series([False] * count, dtype="boolean")
    frame["applied_at"] = pd.Series([pd.NaT] * count, dtype=STOCKHOLM_DTYPE)
    for name, values in columns.items():
        frame[name] = pd.Series(values, dtype=frame[name].dtype) if name in frame else values
    return frame


def offers(*rows: dict[str, object]) -> pd.DataFrame:
    """Offers as the view has them; say person and status, the rest is ordinary."""
    whole = [
        {
            "offer_id": f"o-{row['person_id']}",
            "household_id": str(row["person_id"]).replace("p-", "h-"),
            "round": 1,
            "drafted_at": FRIDAY - timedelta(days=30),
            **row,
        }
        for row in rows
    ]
    columns = {
        name: pd.Series([row.get(name) for row in whole], dtype=dtype)
        for name, dtype in _OFFER_DTYPES.items()
    }
    return pd.DataFrame(columns)


def places(*rows: dict[str, object]) -> pd.DataFrame:
    """Places that can be offered by Åmål; say what is different."""
    ordinary = {
        "place_id": "plats-1",
        "programme_id": PROGRAMMES["amal"],
        "employer": "Kommunens serviceförvaltning",
        "workplace": "Återbruket",
        "employer_type": "kommun",
        "duties": "Laga cyklar",
        "extent_percent": 75,
        "start_date": "2026-12-14",
        "end_date": None,
        "supervisor": "Kim Exempelsson",
        "no_displacement_confirmed": True,
        "places_count": 1,
        "occupation_code": None,
    }
    frame = pd.DataFrame([{**ordinary, **row} for row in rows], columns=list(ordinary))
    for name in ("start_date", "end_date"):
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    dtypes = {"no_displacement_confirmed": "boolean", "places_count": "Int64"}
    dtypes |= {"extent_percent": "Int64"}
    text = {name: "str" for name in ordinary if name not in dtypes and "date" not in name}
    return frame.astype({**dtypes, **text})


def a_standing(
    existing: pd.DataFrame | None = None,
    participants: tuple[str, ...] = (),
    slots: tuple[str, ...] = (),
) -> Standing:
    return Standing(
        offers=offers() if existing is None else existing,
        participants=pd.Series(participants, dtype="str"),
        slots=pd.Series(slots, dtype="str"),
    )


def drafted(
    people: pd.DataFrame,
    standing: Standing | None = None,
    *,
    of: Programme | str = "amal",
    now: datetime = FRIDAY,
) -> Drafting:
    """Draft offers of a municipality's programme, or of a changed one."""
    rules = programme(of) if isinstance(of, str) else of
    owner = municipality(rules.municipality)
    return draft_offers(
        people,
        rules,
        standing or a_standing(),
        municipality_code=owner.code,
        calendar=municipal_calendar(owner.calendar, now.date()),
        now=now,
        run_id="run-1",
    )


def a_changed(slug: str, **changes: object) -> Programme:
    """A municipality's programme with some of its values changed."""
    return programme(slug).model_copy(update=changes)
