"""The rows of ``bedomning`` and ``stodbedomning``: what staff and AF have said of people.

An assessment is made some weeks after a person has come and again every year;
Arbetsförmedlingen's word likewise.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from stegvis.domain.clock_columns import add_months_to_days
from stegvis.synthetic.arrays import Numbers
from stegvis.synthetic.invented import Invented
from stegvis.synthetic.months import first_days, months_of

_YEARS = 8
_REFUSED_FORMS = ("nystartsjobb", "introduktionsjobb", "yrkesintroduktion", "osa", "lonebidrag")


def assessment_rows(invented: Invented) -> pd.DataFrame:
    """All assessments ever made; beside the columns: arrives."""
    rules, luck = invented.common.assessments, invented.luck
    seen = _while_here(invented, "assessed", invented.place.assessed_share, after=(20, 100))
    person, year = seen["person"].to_numpy(), seen["year"].to_numpy()
    capacity = luck.pick("capacity", rules.capacity_percent, person, year).astype(np.int64)
    missing = luck.uniform("no capacity", person, year) < rules.capacity_missing_share
    parent = pd.Series(np.isin(person, _parents(invented)))
    childcare = luck.pick("childcare", rules.childcare, person, year)
    arranged = pd.Series(childcare == "ordnad") & parent
    return seen.assign(
        personal_number=invented.numbers(person),
        work_capacity_percent=pd.Series(capacity, dtype="Int64").where(~missing, pd.NA),
        childcare=pd.Series(childcare).where(parent, None),
        childcare_from_date=pd.Series(seen["day"] + pd.Timedelta(days=14)).where(arranged),
        has_ame_consent=luck.uniform("consent", person) < rules.consent_share,
        assessed_by=invented.staff("assessor", person),
        assessed_date=seen["day"],
        arrives=seen["day"] + pd.Timedelta(days=1),
    )


def word_rows(invented: Invented, jobseekers: Numbers) -> pd.DataFrame:
    """Arbetsförmedlingen's words on forms of support, with our own calculations among them.

    They are about ``jobseekers``, everybody who has ever been registered.
    """
    rules, luck = invented.place.words, invented.luck
    columns = ["personal_number", "support_form", "word", "level", "word_source", "word_date"]
    if rules is None:
        return pd.DataFrame(columns=[*columns, "valid_to_date", "arrives"])
    seen = _while_here(
        invented, "word", rules.about_share + rules.all_refused_share, after=(30, 120)
    )
    seen = seen[np.isin(seen["person"], jobseekers)].reset_index(drop=True)
    all_share = rules.all_refused_share / (rules.about_share + rules.all_refused_share)
    refused = luck.uniform("all refused", seen["person"]) < all_share
    no_to_all = [seen[refused].assign(support_form=form, word="nej") for form in _REFUSED_FORMS]
    person = seen["person"].to_numpy()
    one = seen.assign(
        support_form=luck.pick("form", rules.forms, person),
        word=np.where(luck.uniform("yes", person) < rules.yes_share, "ja", "nej"),
    )[~refused]
    return _as_words(invented, pd.concat([one, *no_to_all], ignore_index=True))


def _as_words(invented: Invented, rows: pd.DataFrame) -> pd.DataFrame:
    rules, luck = invented.place.words, invented.luck
    assert rules is not None  # noqa: S101 - asked for only where there are words
    person, year = rows["person"].to_numpy(), rows["year"].to_numpy()
    day = rows["day"].to_numpy().astype("datetime64[D]")
    levelled = (rows["support_form"] == "nystartsjobb") & (rows["word"] == "ja")
    level = luck.pick("level", rules.levels, person)
    has_level = levelled & (level != "")
    number = pd.to_numeric(pd.Series(level).where(has_level), errors="coerce").astype("Int64")
    has_end = pd.Series(luck.uniform("has end", person, year) < rules.has_end_share)
    return rows.assign(
        personal_number=invented.numbers(person),
        level=number,
        word_source=luck.pick("source", rules.sources, person, year),
        word_date=day,
        valid_to_date=pd.Series(add_months_to_days(day, 12)).where(has_end),
        arrives=day + 1,
    )


def _while_here(
    invented: Invented, topic: str, share: float, *, after: tuple[int, int]
) -> pd.DataFrame:
    """A day some weeks after each adult came, and its anniversaries: person, year, day.

    Only those in months with assistance, and of ``share`` of the people.
    """
    first = invented.world.first_months
    person = first.index.to_numpy()
    person = person[invented.luck.uniform(topic, person) < share]
    delay = invented.luck.whole(f"{topic} after", *after, person)
    start = first_days(first.reindex(person).to_numpy()) + delay
    years = np.arange(_YEARS)
    days = add_months_to_days(np.repeat(start, _YEARS), np.tile(years * 12, len(person)))
    made = pd.DataFrame({"person": np.repeat(person, _YEARS), "year": np.tile(years, len(person))})
    made = made.assign(day=days, month=months_of(days))
    adults = invented.world.adults
    had = adults.loc[~adults["is_refused"], ["person", "month"]].drop_duplicates()
    here = made.merge(had, on=["person", "month"]).drop(columns="month")
    return here.sort_values(["day", "person"], ignore_index=True)


def _parents(invented: Invented) -> Numbers:
    homes = invented.world.households.loc[invented.world.children["household"].unique()]
    return np.union1d(homes["lead"], homes["partner"])
