"""Applications, offers, places, placements, plans and what they are measured against."""

from __future__ import annotations

import pandas as pd

from stegvis.domain.derived_rows.let_in import LetIn
from stegvis.domain.derived_rows.months import without_health
from stegvis.domain.derived_rows.naming import Naming
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.facts.applications import STATED_EXCEPTIONS
from stegvis.domain.facts.labels import normalised
from stegvis.domain.municipalities import Municipality
from stegvis.domain.row_rules.protection import is_protected

PROVENANCE = ("delivery_id", "period")
APPLICATION, OFFER, PLACEMENT, PLAN = "application", "outside_offer", "placement", "plan"


def applications(
    let_in: LetIn, naming: Naming, _municipality: Municipality
) -> dict[str, pd.DataFrame]:
    """``application``: that an exception is stated, never which one (V2, X8)."""
    good = let_in.good_rows
    rows = good[[*PROVENANCE, "channel", "unit", "caseworker", "applied_at"]].assign(
        application_ref=naming.references(APPLICATION, good["application_id"]),
        person_id=naming.persons(good["personal_number"]),
        household_id=naming.households(good["household_id"]),
        is_time_imputed=good["applied_at_is_imputed"],
        is_excepted=_is_excepted(good["exception_code"]),
        case_reference=good["case_id"],
        is_protected=is_protected(EXTRACTS["ansokan"], good),
    )
    return {"application": rows}


def _is_excepted(codes: pd.Series) -> pd.Series:
    """Empty states no exception; another reason, or one we do not know, leaves it open."""
    said = normalised(codes)
    excepted = said.isin(STATED_EXCEPTIONS).astype("boolean")
    return excepted.mask(said.notna() & ~excepted)


def outside_offers(
    let_in: LetIn, naming: Naming, _municipality: Municipality
) -> dict[str, pd.DataFrame]:
    """``outside_offer``."""
    good = let_in.good_rows
    rows = good[[*PROVENANCE, "programme_id", "offered_at", "reply", "reply_date"]].assign(
        outside_offer_id=naming.references(OFFER, good["outside_offer_id"]),
        application_ref=naming.references(APPLICATION, good["application_id"]),
        person_id=naming.persons(good["personal_number"]),
    )
    return {"outside_offer": rows}


def places(let_in: LetIn, _naming: Naming, _municipality: Municipality) -> dict[str, pd.DataFrame]:
    """``place``: all of it, since it tells of no applicant."""
    declared = [column.name for column in EXTRACTS["plats"].columns]
    return {"place": let_in.good_rows[[*PROVENANCE, *declared]]}


def placements(
    let_in: LetIn, naming: Naming, _municipality: Municipality
) -> dict[str, pd.DataFrame]:
    """``placement``: no form of employment or support (X8)."""
    good = let_in.good_rows
    kept = [
        "programme_id",
        "offer_id",
        "employer_type",
        "extent_percent",
        "start_date",
        "planned_end_date",
        "actual_end_date",
        "mapping_date",
        "no_displacement_confirmed",
        "planned_hours",
        "attended_hours",
        "wage_cost_sek",
        "subsidy_sek",
    ]
    rows = good[[*PROVENANCE, *kept]].assign(
        placement_id=naming.references(PLACEMENT, good["placement_id"]),
        person_id=naming.persons(good["personal_number"]),
        has_supervisor=good["supervisor"].notna(),
        exit_reason=without_health(good["exit_reason"]),
    )
    return {"placement": rows}


def plans(let_in: LetIn, naming: Naming, municipality: Municipality) -> dict[str, pd.DataFrame]:
    """``plan``: neither goal nor capacity, only whether they are stated and met (T4, T7)."""
    good = let_in.good_rows
    kept = [
        "plan_type",
        "competence_codes",
        "drawn_up_date",
        "is_agreed",
        "follow_up_date",
        "planned_weekly_hours",
        "last_activity_date",
        "closed_date",
    ]
    contents = good[["goal", "next_step", "responsible", "follow_up_date"]]
    rows = good[[*PROVENANCE, *kept]].assign(
        plan_id=naming.references(PLAN, good["plan_id"]),
        person_id=naming.persons(good["personal_number"]),
        track=good["track"].replace({"rehabilitering": "annat"}),
        competences_count=_competences(good["competence_codes"]),
        is_complete=contents.notna().all(axis=1),
        is_full_for_capacity=_is_full(good, municipality.metrics.full_time_hours_per_week),
    )
    return {"plan": rows}


def _competences(codes: pd.Series) -> pd.Series:
    """How many different codes are listed; missing where none are."""
    listed = codes.dropna().str.split("|").explode().str.strip()
    counts = listed[listed != ""].groupby(level=0).nunique()
    return counts.reindex(codes.index).astype("Int64")


def _is_full(good: pd.DataFrame, full_time_hours: int) -> pd.Series:
    """Whether the planned hours are all that is possible; unknown hours leave it unknown.

    Without a stated capacity, less than full time may or may not be all.
    """
    hours, capacity = good["planned_weekly_hours"], good["work_capacity_percent"]
    wanted = capacity.fillna(100) * full_time_hours
    is_full = hours * 100 >= wanted
    return is_full.mask(capacity.isna() & ~is_full.fillna(False))


def wellbeing(
    let_in: LetIn, naming: Naming, _municipality: Municipality
) -> dict[str, pd.DataFrame]:
    """``wellbeing``: improved or not, never a score (K9)."""
    good = let_in.good_rows
    rows = good[[*PROVENANCE, "occasion", "measured_date"]].assign(
        placement_id=naming.references(PLACEMENT, good["placement_id"]),
        is_improved=good["change_score"] >= 4,
    )
    return {"wellbeing": rows}


def populations(
    let_in: LetIn, _naming: Naming, _municipality: Municipality
) -> dict[str, pd.DataFrame]:
    """``population``."""
    good = let_in.good_rows
    kept = ["population_count", "employed_count", "statistics_source", "fetched_date"]
    rows = good[[*PROVENANCE, *kept]].assign(year=good["year"].astype("Int64"))
    return {"population": rows}
