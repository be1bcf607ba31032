"""The value types of parameters: shares, weights, and quantities that change by date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from stegvis.domain.declared import Day

Count = Annotated[int, Field(ge=0, strict=True)]
AtLeastOne = Annotated[int, Field(ge=1, strict=True)]
Weight = Annotated[float, Field(ge=0)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Mix = Annotated[Mapping[str, Weight], Field(min_length=1)]
Level = Annotated[Mapping[Day, float], Field(min_length=1)]
DatedMix = Annotated[Mapping[Day, Mix], Field(min_length=1)]
Span = tuple[Count, AtLeastOne]
DayOfMonth = Annotated[int, Field(ge=1, le=28, strict=True)]
