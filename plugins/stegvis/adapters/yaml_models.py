"""From a YAML file to a model, with mistakes told by line and in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from stegvis.adapters.yaml_source import YamlSource, shown
from stegvis.domain.programmes.wording import nearest

Model = TypeVar("Model", bound=BaseModel)

_EXPECTED = {
    "string_type": "expected text (in quotes if it looks like a number)",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "float_type": "expected a number",
    "tuple_type": "expected a list",
    "dict_type": "expected keys and values",
    "mapping_type": "expected keys and values",
    "model_type": "expected keys and values",
    "date_from_datetime_parsing": "expected a date such as 2026-11-20",
    "date_parsing": "expected a date such as 2026-11-20",
    "time_parsing": 'expected a time such as "09:00"',
    "time_type": 'expected a time such as "09:00"',
    "string_too_short": "expected a text that is not empty",
}


def build(model: type[Model], source: YamlSource) -> Model:
    """The model that the file describes.

    Raises:
        StegvisError: Of the file's kind, with one line per mistake, each
            naming file and line, what was expected and the nearest valid name.
    """
    try:
        return model.model_validate(source.data)
    except ValidationError as failure:
        schema = model.model_json_schema(by_alias=True)
        found = _told(failure.errors(include_url=False), source, schema)
    lines = [f"{shown(source.path)}, line {line}: {message}" for line, message in found]
    raise source.kind("\n".join(lines))


def _told(
    errors: list[ErrorDetails], source: YamlSource, schema: dict[str, Any]
) -> list[tuple[int, str]]:
    """Line and message of every mistake, in the file's order, without echoes.

    A mistake inside a list also leaves the list too short; only the inner
    one is told.
    """
    located = [(_location(error), error) for error in errors]
    told = {
        (source.line_of(location), _message(error, schema))
        for location, error in located
        if error["type"] != "too_short" or not _has_inner(location, located)
    }
    return sorted(told)


def _has_inner(
    location: tuple[object, ...], located: list[tuple[tuple[object, ...], ErrorDetails]]
) -> bool:
    size = len(location)
    return any(len(other) > size and other[:size] == location for other, _ in located)


def _location(error: ErrorDetails) -> tuple[object, ...]:
    return (*error["loc"], *error.get("ctx", {}).get("at", ()))


def _message(error: ErrorDetails, schema: dict[str, Any]) -> str:
    """One mistake in words. The files hold no personal data, so values may be shown."""
    kind, key, value = error["type"], error["loc"][-1] if error["loc"] else "", error["input"]
    if kind == "mistake":
        return str(error["ctx"]["message"])
    if kind == "missing":
        return f"`{key}` is missing here"
    if kind in ("extra_forbidden", "invalid_key"):
        known = sorted(_keys_at(schema, error["loc"][:-1]))
        return f"there is no key called `{key}` here. {nearest(str(key), known)}" + (
            f"Possible are {', '.join(f'`{name}`' for name in known)}."
        )
    if kind == "literal_error":
        values = [
            name.strip(" '") for name in error["ctx"]["expected"].replace(" or ", ",").split(",")
        ]
        guess = nearest(str(value), values)
        return f"`{value}` is not possible here. {guess}Possible are " + (
            f"{', '.join(f'`{name}`' for name in values)}."
        )
    if kind in _EXPECTED:
        return f"{_EXPECTED[kind]}, found {value!r}"
    return f"{error['msg'][0].lower()}{error['msg'][1:]}, found {value!r}"


def _keys_at(schema: dict[str, Any], location: Iterable[object]) -> set[str]:
    """The keys that the schema allows at a location."""
    nodes = _alternatives(schema, schema)
    for step in location:
        below = [found for node in nodes if (found := _below(node, step)) is not None]
        # A step that leads nowhere is the model's name for an alternative.
        nodes = [leaf for node in below for leaf in _alternatives(node, schema)] or nodes
    return {key for node in nodes for key in node.get("properties", {})}


def _below(node: Mapping[str, Any], step: object) -> dict[str, Any] | None:
    below = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
    return below if isinstance(below, dict) else None


def _alternatives(node: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """A schema node with references and alternatives followed."""
    if "$ref" in node:
        return _alternatives(schema["$defs"][node["$ref"].rsplit("/", 1)[1]], schema)
    branches = node.get("anyOf") or node.get("oneOf")
    if branches:
        return [leaf for branch in branches for leaf in _alternatives(branch, schema)]
    return [node]
