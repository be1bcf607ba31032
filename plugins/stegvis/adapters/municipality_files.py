"""The files in ``include/municipalities``, with the shared lists in ``include/codes``."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, get_args

from stegvis.adapters.yaml_models import build
from stegvis.adapters.yaml_source import YamlSource, read_yaml, shown
from stegvis.domain.municipalities import JobseekerGroup, Municipality, ObstacleGroup
from stegvis.domain.programmes.wording import nearest
from stegvis.errors import MunicipalityFileError

OBSTACLES = Path("codes/support_obstacles.csv")
CATEGORIES = Path("codes/jobseeker_categories.csv")
EVENTS = Path("codes/national_events.csv")


def municipality_slugs(include: Path) -> tuple[str, ...]:
    """The municipalities that have a file, in order of name; reads no file."""
    return tuple(sorted(path.stem for path in (include / "municipalities").glob("*.yaml")))


def load_municipality(include: Path, slug: str) -> Municipality:
    """One municipality, with the shared obstacle labels and its own changes to them.

    Raises:
        MunicipalityFileError: There is no such file, or it holds a mistake.
    """
    known = municipality_slugs(include)
    if slug not in known:
        message = f"there is no municipality called `{slug}` in {shown(include / 'municipalities')}"
        raise MunicipalityFileError(f"{message}. {nearest(slug, known)}Expected {_listed(known)}.")
    source = read_yaml(include / "municipalities" / f"{slug}.yaml", MunicipalityFileError)
    municipality = build(Municipality, _with_shared_lists(include, source))
    if municipality.slug != slug:
        message = f"the slug is `{municipality.slug}`, but the file is called {slug}.yaml"
        raise source.error(("slug",), message)
    return municipality


def load_municipalities(include: Path) -> tuple[Municipality, ...]:
    """All municipalities, in order of slug.

    Raises:
        MunicipalityFileError: A file holds a mistake, or two have one code.
    """
    loaded = tuple(load_municipality(include, slug) for slug in municipality_slugs(include))
    by_code: dict[str, str] = {}
    for municipality in loaded:
        other = by_code.setdefault(municipality.code, municipality.slug)
        if other != municipality.slug:
            path = include / "municipalities" / f"{municipality.slug}.yaml"
            message = f"the code {municipality.code} is already that of {other}.yaml"
            raise read_yaml(path, MunicipalityFileError).error(("code",), message)
    return loaded


def _with_shared_lists(include: Path, source: YamlSource) -> YamlSource:
    """The file's values, with what all municipalities share put under them."""
    data: dict[str, Any] = dict(source.data)
    own = data.get("obstacle_groups", {})
    if isinstance(own, dict):
        shared = _rows(include / OBSTACLES, ("label", "group"), get_args(ObstacleGroup))
        data["obstacle_groups"] = {row["label"]: row["group"] for row in shared} | own
    if "jobseeker_categories" not in data:
        columns = ("skat_kod", "skat_text", "group")
        data["jobseeker_categories"] = [
            {"code": row["skat_kod"], "text": row["skat_text"], "group": row["group"]}
            for row in _rows(include / CATEGORIES, columns, get_args(JobseekerGroup))
        ]
    own_events = data.get("events", [])
    if isinstance(own_events, list):
        data["events"] = own_events + _rows(include / EVENTS, ("day", "title", "source"))
    return YamlSource(source.path, data, source.tree, source.kind)


def _rows(
    path: Path, columns: tuple[str, ...], groups: tuple[str, ...] = ()
) -> list[dict[str, str]]:
    """The rows of a shared list, each with a group that we know where it has one."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, delimiter=";")
            rows = list(reader)
    except FileNotFoundError:
        raise MunicipalityFileError(f"{shown(path)}: there is no such file") from None
    if tuple(reader.fieldnames or ()) != columns:
        expected = ";".join(columns)
        raise MunicipalityFileError(f"{shown(path)}, line 1: expected the header {expected}")
    for line, row in enumerate(rows, start=2):
        if groups and row["group"] not in groups:
            message = f"{shown(path)}, line {line}: there is no group called `{row['group']}`. "
            raise MunicipalityFileError(
                f"{message}{nearest(str(row['group']), groups)}Possible are {_listed(groups)}."
            )
    return rows


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words) or "a file <slug>.yaml there"
