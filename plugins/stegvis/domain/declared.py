"""The base of everything that a municipality writes in YAML, and its value types.

A declared thing is frozen, and a key that we do not know is a mistake, never
silently ignored. Values are taken as they stand: a number in quotes is not a
number and a date is written ``2026-11-20``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints
from pydantic_core import PydanticCustomError


class Declared(BaseModel):
    """One declared thing: frozen, unknown keys forbidden."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def mistake(message: str, *at: str | int) -> PydanticCustomError:
    """A mistake in a declaration, in words for the person who wrote it.

    ``message`` says what is wrong and what was expected. ``at`` is the way
    from the value being read to the key that is to blame, so that the file's
    reader can name its line.
    """
    # The message goes in by its context, since pydantic fills in braces.
    return PydanticCustomError("mistake", "{message}", {"message": message, "at": at})


def _only_a_date(value: object) -> object:
    if isinstance(value, str):
        return value  # ISO text, as JSON has it; pydantic judges it
    if not isinstance(value, date) or isinstance(value, datetime):
        raise mistake(f"expected a date such as 2026-11-20, found {value!r}")
    return value


Day = Annotated[date, BeforeValidator(_only_a_date)]
WholeNumber = Annotated[int, Strict()]
YesNo = Annotated[bool, Strict()]
Sentence = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Share = Annotated[float, Field(ge=0, le=1)]
