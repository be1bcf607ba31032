"""A page per validation for the data team: rules, counts and row numbers, never a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from stegvis.adapters.private_files import write_whole

TEMPLATES = Path("templates") / "intake"
ROWS_SHOWN = 20


@dataclass(frozen=True)
class DeliveryLine:
    """One delivery of the run: counts by name, warnings by id."""

    delivery_id: str
    period: str
    status: str
    reason: str
    counts: dict[str, int]
    warnings: dict[str, int]


@dataclass(frozen=True)
class CheckLine:
    """One check: ``broken`` says of each delivery how many rows, and the first row numbers."""

    rule: str
    column: str
    expectation: str
    broken: tuple[tuple[str, int, tuple[int, ...]], ...]

    @property
    def holds(self) -> bool:
        """Whether no row broke it."""
        return not self.broken


@dataclass(frozen=True)
class ValidationRun:
    """Everything on the page. ``received_at`` is Swedish time, written out."""

    run_id: str
    municipality: str
    extract: str
    received_at: str
    deliveries: Sequence[DeliveryLine]
    checks: Sequence[CheckLine]


def write_page(include_dir: Path, folder: Path, run: ValidationRun) -> Path:
    """Write ``<folder>/<extract>/<run>.html`` and the index of the extract's runs."""
    pages = folder / run.extract
    path = pages / f"{run.run_id}.html"
    write_whole(path, _rendered(include_dir, "validation.html.j2", run=run))
    names = sorted((page.name for page in pages.glob("*.html")), reverse=True)
    index = _rendered(
        include_dir,
        "index.html.j2",
        municipality=run.municipality,
        extract=run.extract,
        pages=[name for name in names if name != "index.html"],
    )
    write_whole(pages / "index.html", index)
    return path


def _rendered(include_dir: Path, template: str, **values: object) -> bytes:
    environment = Environment(
        loader=FileSystemLoader(include_dir / TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(**values).encode()
