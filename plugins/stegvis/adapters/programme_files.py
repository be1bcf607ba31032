"""The files in ``include/programmes``: one programme each, and no Python beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from stegvis.adapters.yaml_models import build
from stegvis.adapters.yaml_source import YamlSource, read_yaml, shown
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme
from stegvis.domain.programmes.wording import nearest
from stegvis.errors import ProgrammeFileError

_OWNER = re.compile(r"^municipality:\s*['\"]?(?P<slug>\w+)", re.MULTILINE)


def programme_paths(include: Path) -> tuple[Path, ...]:
    """The programme files, in order of name."""
    return tuple(sorted((include / "programmes").glob("*.yaml")))


def load_programme(path: Path, municipalities: Iterable[Municipality]) -> Programme:
    """One programme.

    Raises:
        ProgrammeFileError: With file and line: the file cannot be read, holds
            a mistake, is not called after its programme, or names a
            municipality or a unit that there is not.
    """
    programme, source = _read(path, municipalities)
    _require_name(programme, source)
    return programme


def load_programmes(include: Path, municipalities: Iterable[Municipality]) -> tuple[Programme, ...]:
    """All programmes, in order of file name.

    Raises:
        ProgrammeFileError: As ``load_programme``, or an id is used twice.
    """
    known = tuple(municipalities)
    return _read_all(programme_paths(include), known)


def load_programmes_of(include: Path, municipality: Municipality) -> tuple[Programme, ...]:
    """The programmes of one municipality, in order of file name.

    Other municipalities' files are not judged, so that one municipality's
    mistake never stops another.

    Raises:
        ProgrammeFileError: As ``load_programmes``.
    """
    paths = tuple(p for p in programme_paths(include) if _owner(p) == municipality.slug)
    return _read_all(paths, (municipality,))


def _owner(path: Path) -> str | None:
    """Whose file it is, told without reading it as YAML."""
    found = _OWNER.search(path.read_text(encoding="utf-8", errors="replace"))
    return found["slug"] if found else None


def _read_all(paths: Iterable[Path], known: tuple[Municipality, ...]) -> tuple[Programme, ...]:
    read = [_read(path, known) for path in paths]
    first_use: dict[str, Path] = {}
    for programme, source in read:
        first = first_use.setdefault(programme.programme_id, source.path)
        if first != source.path:
            message = f"the programme id `{programme.programme_id}` is already that of"
            raise source.error(("programme_id",), f"{message} {shown(first)}; choose another")
    for programme, source in read:
        _require_name(programme, source)
    return tuple(programme for programme, _ in read)


def _read(path: Path, municipalities: Iterable[Municipality]) -> tuple[Programme, YamlSource]:
    source = read_yaml(path, ProgrammeFileError)
    programme = build(Programme, source)
    known = {municipality.slug: municipality for municipality in municipalities}
    if programme.municipality not in known:
        message = f"there is no municipality called `{programme.municipality}`. "
        message += nearest(programme.municipality, known)
        expected = ", ".join(f"`{slug}`" for slug in known)
        raise source.error(("municipality",), f"{message}Expected one of {expected}.")
    units = [unit.id for unit in known[programme.municipality].units]
    if programme.contact_unit not in units:
        message = f"`{programme.municipality}` has no unit called `{programme.contact_unit}`. "
        message += nearest(programme.contact_unit, units)
        expected = ", ".join(f"`{unit}`" for unit in units)
        raise source.error(("contact_unit",), f"{message}Expected one of {expected}.")
    return programme, source


def _require_name(programme: Programme, source: YamlSource) -> None:
    if source.path.stem != programme.programme_id:
        message = f"the programme id is `{programme.programme_id}`, so the file is called"
        raise source.error(("programme_id",), f"{message} {programme.programme_id}.yaml")
