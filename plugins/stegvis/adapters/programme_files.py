"""The files in ``include/programmes``: one programme each, and no Python beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stegvis.adapters.yaml_models import build
from stegvis.adapters.yaml_source import YamlSource, read_yaml, shown
from stegvis.domain.municipalities import Municipality
from stegvis.domain.programmes import Programme
from stegvis.domain.programmes.wording import nearest
from stegvis.errors import ProgrammeFileError, StegvisError

_OWNER = re.compile(r"^municipality:\s*['\"]?(?P<slug>\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """A programme and the file that it was read from."""

    programme: Programme
    source: YamlSource

    def mistake(self, location: Sequence[object], message: str) -> StegvisError:
        """An error about ``location``, such as ``("examples", 0)``, with file and line."""
        return self.source.error(location, message)


def programme_paths(include: Path) -> tuple[Path, ...]:
    """The programme files, in order of name."""
    return tuple(sorted((include / "programmes").glob("*.yaml")))


def load_programme(path: Path, municipalities: Iterable[Municipality]) -> Programme:
    """One programme.

    Raises:
        ProgrammeFileError: As ``read_programme_files``.
    """
    return read_programme_files((path,), municipalities)[0].programme


def load_programmes(include: Path, municipalities: Iterable[Municipality]) -> tuple[Programme, ...]:
    """All programmes, in order of file name.

    Raises:
        ProgrammeFileError: As ``read_programme_files``.
    """
    files = read_programme_files(programme_paths(include), municipalities)
    return tuple(file.programme for file in files)


def load_programmes_of(include: Path, municipality: Municipality) -> tuple[Programme, ...]:
    """The programmes of one municipality, in order of file name.

    Other municipalities' files are not judged, so that one municipality's
    mistake never stops another.

    Raises:
        ProgrammeFileError: As ``read_programme_files``.
    """
    paths = tuple(p for p in programme_paths(include) if _owner(p) == municipality.slug)
    return tuple(file.programme for file in read_programme_files(paths, (municipality,)))


def read_programme_files(
    paths: Iterable[Path], municipalities: Iterable[Municipality]
) -> tuple[ProgrammeFile, ...]:
    """The programmes in these files, with the files to speak of mistakes in.

    Raises:
        ProgrammeFileError: One line per mistake in any of the files, with file
            and line: it cannot be read, does not hold together, names a
            municipality or unit that there is not, or is not called after its
            programme; or two files have one programme id.
    """
    known = tuple(municipalities)
    files: list[ProgrammeFile] = []
    mistakes: list[StegvisError] = []
    for path in paths:
        try:
            files.append(_read(path, known))
        except ProgrammeFileError as mistake:
            mistakes.append(mistake)
    mistakes += _wrong_names(files)
    if mistakes:
        raise ProgrammeFileError("\n".join(str(mistake) for mistake in mistakes))
    return tuple(files)


def _owner(path: Path) -> str | None:
    """Whose file it is, told without reading it as YAML."""
    found = _OWNER.search(path.read_text(encoding="utf-8", errors="replace"))
    return found["slug"] if found else None


def _read(path: Path, municipalities: Iterable[Municipality]) -> ProgrammeFile:
    source = read_yaml(path, ProgrammeFileError)
    programme = build(Programme, source)
    known = {municipality.slug: municipality for municipality in municipalities}
    if programme.municipality not in known:
        message = f"there is no municipality called `{programme.municipality}`. "
        raise source.error(("municipality",), message + _rather(programme.municipality, known))
    units = [unit.id for unit in known[programme.municipality].units]
    if programme.contact_unit not in units:
        message = f"`{programme.municipality}` has no unit called `{programme.contact_unit}`. "
        raise source.error(("contact_unit",), message + _rather(programme.contact_unit, units))
    return ProgrammeFile(programme, source)


def _rather(word: str, words: Iterable[str]) -> str:
    possible = list(words)
    return f"{nearest(word, possible)}Possible are {', '.join(f'`{name}`' for name in possible)}."


def _wrong_names(files: Iterable[ProgrammeFile]) -> list[StegvisError]:
    """Programmes whose id another file has, or whose file is called something else."""
    mistakes: list[StegvisError] = []
    first_use: dict[str, Path] = {}
    for file in files:
        name, path = file.programme.programme_id, file.source.path
        first = first_use.setdefault(name, path)
        if first != path:
            message = f"the programme id `{name}` is already that of {shown(first)}; choose another"
            mistakes.append(file.mistake(("programme_id",), message))
        elif path.stem != name:
            message = f"the programme id is `{name}`, so the file has to be called {name}.yaml"
            mistakes.append(file.mistake(("programme_id",), message))
    return mistakes
