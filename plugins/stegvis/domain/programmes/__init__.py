"""Programmes as data: what a municipality decides, written in YAML, read by all.

Pure models. Where they come from is ``stegvis.adapters.programme_files``.
"""

from stegvis.domain.programmes.criteria import AnyCriterion, AnyOf, Criterion, FactTest
from stegvis.domain.programmes.examples import Example
from stegvis.domain.programmes.limits import AtLeast, AtMost, Between, Is, Limit, sides_of
from stegvis.domain.programmes.offering import (
    Capacity,
    Clock,
    Employment,
    FollowUp,
    Gate,
    Reception,
    Target,
)
from stegvis.domain.programmes.programme import LegalBasis, Population, Programme, RankKey

__all__ = [
    "AnyCriterion",
    "AnyOf",
    "AtLeast",
    "AtMost",
    "Between",
    "Capacity",
    "Clock",
    "Criterion",
    "Employment",
    "Example",
    "FactTest",
    "FollowUp",
    "Gate",
    "Is",
    "LegalBasis",
    "Limit",
    "Population",
    "Programme",
    "RankKey",
    "Reception",
    "Target",
    "sides_of",
]
