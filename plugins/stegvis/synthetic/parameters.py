"""What ``include/synthetic`` may say: one file for all municipalities, one for each.

``Level`` is a quantity that changes: straight lines between dated points,
level outside them. ``Mix`` gives each name a weight; weights need not sum to 1.
Shares are 0-1.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from stegvis.adapters.yaml_models import build
from stegvis.adapters.yaml_source import read_yaml
from stegvis.domain.declared import Day, Declared, Sentence, Share, Slug
from stegvis.domain.programmes.wording import nearest
from stegvis.errors import SyntheticFileError
from stegvis.synthetic.file_parameters import Delivery, Formats, LateFile, Oddity
from stegvis.synthetic.parameter_types import Count, DatedMix, Level, Line, Mix, Weight
from stegvis.synthetic.programme_parameters import (
    Assessments,
    Offering,
    Participation,
    Plans,
    Population,
    Words,
    Workplace,
)

Kind = Literal[
    "single_man", "single_woman", "single_father", "single_mother", "couple", "couple_with_children"
]

COMMON_FILE = "common.yaml"


class AgeBand(Declared):
    """Adults who come into assistance at an age from ``first`` to ``last``."""

    first: Annotated[int, Field(ge=19)]
    last: int
    share: Share


class SpecialPerson(Declared):
    """Somebody who is there from the first month on and never leaves."""

    case: Slug
    household: Kind = "single_man"


class Households(Declared):
    """How households are made up, come and go.

    ``children`` holds the shares of one child, two children and so on. Of those
    who come, ``short_stay_share`` leave with the higher monthly rate.
    ``refused_share`` is refusals in proportion to households with assistance.
    """

    kinds: Mapping[Kind, Weight]
    children: tuple[Weight, ...]
    ages: tuple[AgeBand, ...]
    short_stay_share: Share
    leaves_monthly_short: Share
    leaves_monthly_long: Share
    pension_age: Count
    returning_share: Share
    refused_share: Share
    splits_monthly: Share
    split_overlap_share: Share
    other_assistance_only_share: Share
    special_people: tuple[SpecialPerson, ...]


class Need(Declared):
    """What a household needs a month before income, kronor."""

    single: Count
    couple: Count
    child: Count
    rent: Count
    rent_child: Count
    has_income_share: Share
    other_assistance_share: Share
    other_assistance_mean: Count
    partial_share: Share


class Person(Declared):
    """Names, languages and how often contact details are filled in."""

    international_share: Share
    interpreter_share: Share
    languages: Mix
    filled_share: Share
    months_counted_share: Share
    measure_share: Share
    label_changes_share: Share
    protected_share: Share


class Employment(Declared):
    """How people are registered with Arbetsförmedlingen, and how it answers.

    ``tracks`` are jobseeker category groups, with ``unknown`` for a text that
    our list lacks. Days are means of exponential times.
    """

    tracks: Mix
    programme_codes: Mix
    part_time_codes: Mix
    employed_codes: Mix
    subsidised_codes: Mix
    unknown_texts: Mix
    open_codes: Mix
    guarantee_after_days: Count
    youth_guarantee_after_days: Count
    gap_within_30_days_share: Share
    has_code_share: Share
    has_offset_share: Share
    never_asked_share: Share
    rarely_asked_share: Share
    never_answered_share: Share
    no_answer_share: Share
    empty_answer_share: Share
    asked_every_days: Count
    unemployment_funds: Mix


class Common(Declared):
    """What all invented municipalities have in common."""

    first_month: Day
    delivery: Delivery
    households: Households
    need: Need
    labels: Mapping[str, Mix]
    person: Person
    employment: Employment
    assessments: Assessments
    first_names_women: tuple[Line, ...]
    first_names_men: tuple[Line, ...]
    last_names: tuple[Line, ...]
    international_women: tuple[Line, ...]
    international_men: tuple[Line, ...]
    international_last: tuple[Line, ...]
    streets: tuple[Line, ...]
    staff: tuple[Line, ...]
    competences: Mix


class Jobseekers(Declared):
    """Who is registered, by group of support obstacle.

    ``days_before``: how long before assistance. ``spell_days``: how long until
    the registration is broken off.
    """

    registered: Mapping[str, Share]
    days_before: Count
    spell_days: Count


class Applications(Declared):
    """Applications beside those of the households that come in.

    ``again_share`` of the households with assistance apply anew in a month.
    ``exceptions`` gives the exception code for each group of obstacle (V2).
    """

    recorded_share: Share
    again_share: Share
    label_share: Share
    channels: Mix
    exceptions: Mapping[str, str]
    other_exceptions: Mix
    other_exceptions_share: Share


class Story(Declared):
    """A sentence of the municipality, and what the figures then have to show.

    ``measure`` is how; ``from_month`` and ``to_month`` are first days. The
    figure is to be within ``within`` of ``expected``.
    """

    sentence: Sentence
    requirement: Sentence
    measure: Slug
    from_month: Day | None = None
    to_month: Day | None = None
    expected: float
    within: float


class Place(Declared):
    """One invented municipality."""

    slug: Slug
    source_system: Line
    household_id: Literal["number", "head_number"] = "number"
    households: Level
    paid_per_household_sek: Level
    exit_reasons: DatedMix
    obstacles: Mix
    jobseekers: Jobseekers
    applications: Applications
    offering: Offering | None = None
    participation: Participation
    workplaces: tuple[Workplace, ...]
    plans: Plans
    words: Words | None = None
    assessed_share: Share
    population: Population
    postcodes: tuple[Annotated[str, Field(pattern=r"^\d{5}$")], ...]
    post_town: Line
    caseworkers_per_unit: Annotated[int, Field(ge=1, le=9)]
    formats: Formats = Formats()
    late_files: tuple[LateFile, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    dirty_rows: Mapping[str, Count]
    stories: tuple[Story, ...] = ()


def place_slugs(include: Path) -> tuple[str, ...]:
    """The municipalities that can be generated, in order of name."""
    found = (path.stem for path in (include / "synthetic").glob("*.yaml"))
    return tuple(sorted(slug for slug in found if f"{slug}.yaml" != COMMON_FILE))


def load_common(include: Path) -> Common:
    """What all municipalities share.

    Raises:
        SyntheticFileError: The file is missing or holds a mistake.
    """
    return build(Common, read_yaml(include / "synthetic" / COMMON_FILE, SyntheticFileError))


def load_place(include: Path, slug: str) -> Place:
    """One municipality's own parameters.

    Raises:
        SyntheticFileError: There is no such municipality, or its file holds a mistake.
    """
    known = place_slugs(include)
    if slug not in known:
        raise SyntheticFileError(
            f"There are no parameters for a municipality called `{slug}`. {nearest(slug, known)}"
            f"Expected `all` or one of {', '.join(known)}."
        )
    return build(Place, read_yaml(include / "synthetic" / f"{slug}.yaml", SyntheticFileError))
