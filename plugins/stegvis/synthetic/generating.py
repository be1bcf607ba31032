"""Writes an invented municipality's deliveries to a folder."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from stegvis.adapters.municipality_files import load_municipality
from stegvis.domain.clock import swedish_calendar
from stegvis.synthetic.deliveries import DeliveredFile, Deliveries
from stegvis.synthetic.file_parameters import Oddity
from stegvis.synthetic.invented import Invented
from stegvis.synthetic.luck import Luck
from stegvis.synthetic.months import month_of
from stegvis.synthetic.parameters import load_common, load_place
from stegvis.synthetic.schedule import Schedule
from stegvis.synthetic.simulation import simulate

_MONTHS_BEYOND = 6
"""A world is lived on beyond the day that is asked for, since some of what is
delivered looks ahead: an offer comes before the exit that it leads to."""


@dataclass(frozen=True)
class Generated:
    """What was written for one municipality."""

    slug: str
    files: int
    rows: int
    planted: int


def generate(include: Path, out: Path, slug: str, as_of: date, months: int, seed: int) -> Generated:
    """Write every file of one municipality under ``out/<slug>/``.

    A file that is there with the same content is left alone, its manifest
    too: nothing is delivered twice. Beside the folder, ``planted_<slug>.json``
    says what is wrong on purpose and who the special people are.

    Args:
        include: The folder with ``municipalities/`` and ``synthetic/``.
        out: The folder to write to.
        slug: The municipality.
        as_of: The newest day; of that day there are files already.
        months: Aid months of history, the newest delivered one included.
        seed: The same seed gives the same bytes.

    Raises:
        SyntheticFileError: There are no parameters for the municipality, they
            hold a mistake, or the history would begin before their world does.
        MunicipalityFileError: The municipality's own file is missing or wrong.
    """
    deliveries = invent(include, slug, as_of, months, seed)
    folder = out / slug
    folder.mkdir(parents=True, exist_ok=True)
    files = list(deliveries.files())
    for file in files:
        _write(folder, file)
    account = _account(deliveries, files, seed)
    text = json.dumps(account, ensure_ascii=False, indent=1) + "\n"
    (out / f"planted_{slug}.json").write_text(text, encoding="utf-8")
    planted = sum(len(file.planted) for file in files)
    return Generated(slug, len(files), sum(file.rows for file in files), planted)


def generate_several(
    include: Path, out: Path, slugs: Sequence[str], as_of: date, months: int, seed: int
) -> list[Generated]:
    """``generate`` for several municipalities, a process per core.

    They have nothing to do with each other, so their order changes nothing.
    """
    one = partial(generate, include, out, as_of=as_of, months=months, seed=seed)
    if len(slugs) < 2:
        return [one(slug) for slug in slugs]
    workers = min(len(slugs), os.cpu_count() or 1)
    # Forking a process that has threads, as one with Airflow has, may hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(one, slugs))


def invent(include: Path, slug: str, as_of: date, months: int, seed: int) -> Deliveries:
    """One municipality's deliveries, not yet written; arguments as for ``generate``."""
    common, place = load_common(include), load_place(include, slug)
    schedule = Schedule(common.delivery, as_of, months, common.first_month)
    luck = Luck(seed, slug)
    schedule.check()
    first, last = month_of(common.first_month), month_of(as_of) + _MONTHS_BEYOND
    world = simulate(common, place, luck, last)
    calendar = swedish_calendar(range(first // 12 - 1, last // 12 + 3))
    municipality = load_municipality(include, slug)
    return Deliveries(Invented(municipality, common, place, luck, world, calendar), schedule)


def _write(folder: Path, file: DeliveredFile) -> None:
    path = folder / file.name
    manifest = folder / f"{file.name}.manifest.json"
    if (
        path.exists()
        and path.read_bytes() == file.content
        and manifest.exists() == bool(file.manifest)
    ):
        return
    path.write_bytes(file.content)
    if file.manifest:
        manifest.write_bytes(file.manifest)


def _account(deliveries: Deliveries, files: list[DeliveredFile], seed: int) -> dict[str, object]:
    """What was planted, file by file, and the number of each special person."""
    world = deliveries.invented.world
    rows = [
        {"file": file.name, "row": stain.row, "column": stain.column, "rule": stain.rule}
        for file in files
        for stain in file.planted
    ]
    odd = [
        {
            "file": file.name,
            **file.oddity.model_dump(exclude={"extract", "periods"}, exclude_defaults=True),
        }
        for file in files
        if file.oddity != Oddity(extract=file.oddity.extract)
    ]
    people = {case: str(world.people["number"][person]) for case, person in world.special.items()}
    return {
        "seed": seed,
        "as_of": deliveries.schedule.as_of.isoformat(),
        "rows": rows,
        "rules": dict(sorted(Counter(row["rule"] for row in rows).items())),
        "files": odd,
        "special_people": people,
    }
