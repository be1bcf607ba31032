"""Check programme files: do they hold together, and do their examples come true?"""

from __future__ import annotations

from pathlib import Path

from stegvis.adapters.municipality_files import load_municipalities
from stegvis.adapters.programme_files import ProgrammeFile, programme_paths, read_programme_files
from stegvis.domain.facts.fact_table import FactTable
from stegvis.domain.programmes import Example, Programme
from stegvis.domain.programmes.coverage import untried
from stegvis.domain.programmes.wording import nearest
from stegvis.domain.screening.evaluate import NOT_MET, UNDECIDED, evaluate
from stegvis.errors import ProgrammeFileError


def check_programmes(include: Path, path: Path | None = None) -> tuple[Programme, ...]:
    """Read one programme file, or all of them, and run the examples.

    Args:
        include: The folder with ``municipalities/`` and ``programmes/``.
        path: The one file to check; None for all in ``include``.

    Returns:
        The programmes, all of whose examples come true.

    Raises:
        MunicipalityFileError: A municipality's file cannot be used.
        ProgrammeFileError: One line per mistake, with file and line: what
            reading finds, a letter that there is not, an example that ends
            otherwise than it says, an outcome or a side of a limit without one.
    """
    paths = (path,) if path else programme_paths(include)
    files = read_programme_files(paths, load_municipalities(include))
    mistakes = [mistake for file in files for mistake in _mistakes(file, include)]
    if mistakes:
        raise ProgrammeFileError("\n".join(mistakes))
    return tuple(file.programme for file in files)


def _mistakes(file: ProgrammeFile, include: Path) -> list[str]:
    """What the examples of one file show to be wrong or leave untried, and a missing letter."""
    letter = _missing_letter(file, include)
    wrong = [
        str(file.mistake(("examples", number), message))
        for number, example in enumerate(file.programme.examples)
        if (message := wrong_ending(file.programme, example))
    ]
    gaps = [str(file.mistake(gap.location, gap.message)) for gap in untried(file.programme)]
    return [*letter, *wrong, *gaps]


def _missing_letter(file: ProgrammeFile, include: Path) -> list[str]:
    letters = include / "templates/letters"
    if (letters / file.programme.letter).is_dir():
        return []
    known = sorted(folder.name for folder in letters.glob("*") if folder.is_dir())
    message = f"there is no letter called `{file.programme.letter}` in include/templates/letters. "
    message += nearest(file.programme.letter, known)
    return [str(file.mistake(("letter",), message.strip()))]


def wrong_ending(programme: Programme, example: Example) -> str:
    """How the rules end otherwise than the example says; empty where they agree."""
    answers = evaluate(programme, FactTable.of_examples([example.facts]), example.as_of)
    outcome = str(answers.outcomes[0])
    not_met, unknown = answers.named(NOT_MET)[0], answers.named(UNDECIDED)[0]
    found = _ending(outcome, not_met, unknown)
    stated = _ending(example.outcome, "|".join(example.not_met), "|".join(example.unknown))
    if found == stated:
        return ""
    return f"the example “{example.name}” says {stated}, but the rules give {found}"


def _ending(outcome: str, not_met: str, unknown: str) -> str:
    """An outcome with the criteria behind it, such as ``not_eligible (not met: age)``."""
    parts = [("not met", not_met), ("unknown", unknown)]
    reasons = "; ".join(f"{word}: {ids.replace('|', ', ')}" for word, ids in parts if ids)
    return f"{outcome} ({reasons})" if reasons else outcome
