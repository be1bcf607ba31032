"""All files of one municipality on one day, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property

import numpy as np
import pandas as pd

from stegvis.domain.extracts import EXTRACTS
from stegvis.synthetic.applications import applications
from stegvis.synthetic.assessments import assessment_rows, word_rows
from stegvis.synthetic.bistand import assistance_rows
from stegvis.synthetic.employment_service import answers
from stegvis.synthetic.file_parameters import Oddity
from stegvis.synthetic.follow_up import (
    adult_plans,
    closed_with_the_case,
    exit_rows,
    participants_plans,
    plan_rows,
    wellbeing,
)
from stegvis.synthetic.invented import Invented
from stegvis.synthetic.months import month_of
from stegvis.synthetic.offers import answered_applications, offer_rows, placement_offers
from stegvis.synthetic.placements import begun_measures, placement_rows, supported_jobs
from stegvis.synthetic.places import STATISTICS_DAY, place_rows, population_rows
from stegvis.synthetic.registrations import Registrations, registrations
from stegvis.synthetic.schedule import Schedule, Slot, covered_since
from stegvis.synthetic.soiling import Planted, Soiling
from stegvis.synthetic.writing import as_text, file_bytes, manifest_bytes

_EVEN_IF_EMPTY = ("ansokan", "af_status")


@dataclass(frozen=True)
class DeliveredFile:
    """One file with its manifest, and what was planted in it.

    ``manifest`` is None for a file that comes without.
    """

    name: str
    content: bytes
    manifest: bytes | None
    rows: int
    planted: tuple[Planted, ...]
    oddity: Oddity


@dataclass(frozen=True)
class Deliveries:
    """What one invented municipality has delivered."""

    invented: Invented
    schedule: Schedule

    def files(self) -> Iterator[DeliveredFile]:
        """Every file, extract by extract, oldest first."""
        for extract, (slots, rows_of) in self._sources().items():
            for slot in slots:
                text = rows_of(slot)
                if len(text) or extract in _EVEN_IF_EMPTY:
                    yield self._file(extract, slot, text)

    def _sources(self) -> dict[str, tuple[list[Slot], Callable[[Slot], pd.DataFrame]]]:
        """Each extract's slots, and how the text of one of them is made."""
        plan, late = self.schedule, self.invented.place.late_files
        one_by_one = {
            "bistand": (plan.monthly("bistand", late), self._assistance),
            "avslut": (plan.monthly("avslut", late), self._exits),
            "af_status": (plan.answers(), self._answers),
            "plats": (plan.snapshots(), lambda slot: place_rows(self.invented, slot.day)),
            "placering": (plan.snapshots(), self._placements),
            "plan": (plan.snapshots(), self._plans),
            "befolkning": (plan.yearly(*STATISTICS_DAY), self._population),
        }
        events = {
            "ansokan": self._applied,
            "erbjudande": self._offered,
            "stodbedomning": word_rows(self.invented, self._register.jobseekers),
            "bedomning": assessment_rows(self.invented),
            "valbefinnande": wellbeing(self.invented, self._placed),
        }
        return {
            name: (slots, self._as_text(name, rows_of))
            for name, (slots, rows_of) in one_by_one.items()
        } | {name: (plan.events(), self._arrived(name, rows)) for name, rows in events.items()}

    def _as_text(
        self, extract: str, rows_of: Callable[[Slot], pd.DataFrame]
    ) -> Callable[[Slot], pd.DataFrame]:
        formats = self.invented.place.formats
        return lambda slot: as_text(EXTRACTS[extract], rows_of(slot), formats)

    def _arrived(self, extract: str, rows: pd.DataFrame) -> Callable[[Slot], pd.DataFrame]:
        """The events that arrived in the time that a file covers; of one key the newest."""
        text = as_text(EXTRACTS[extract], rows, self.invented.place.formats)
        arrives = rows["arrives"].to_numpy().astype("datetime64[D]")

        def of(slot: Slot) -> pd.DataFrame:
            since = np.datetime64(covered_since(slot.day))
            here = text[(arrives > since) & (arrives <= np.datetime64(slot.day))]
            key = list(EXTRACTS[extract].key)
            return here.drop_duplicates(key, keep="last").reset_index(drop=True)

        return of

    def _file(self, extract: str, slot: Slot, text: pd.DataFrame) -> DeliveredFile:
        declared, place = EXTRACTS[extract], self.invented.place
        odd = _oddity(place.oddities, extract, slot.period)
        soiling = Soiling(self.invented.luck, place.dirty_rows.get(extract, 0), self._spared)
        text, planted = soiling.soiled(declared, text, slot.day)
        content = file_bytes(declared, text, place.formats, odd)
        count = len(text) * (2 if odd.repeated else 1)
        code = self.invented.municipality.code
        manifest = manifest_bytes(
            extract, code, slot.period, slot.made_at, place.source_system, count, content,
            backfill=slot.day < self.schedule.as_of,
        )  # fmt: skip
        name = f"{extract}_{code}_{slot.period}.csv"
        return DeliveredFile(
            name, content, None if odd.without_manifest else manifest, count, tuple(planted), odd
        )

    @cached_property
    def _spared(self) -> frozenset[str]:
        """The special people, in whose households nothing else may go wrong."""
        people = np.array(list(self.invented.world.special.values()))
        return frozenset(self.invented.numbers(people))

    @cached_property
    def _register(self) -> Registrations:
        return registrations(self.invented)

    @cached_property
    def _applied(self) -> pd.DataFrame:
        """Every application since the world began: what came of the first still shows."""
        first, last = month_of(self.schedule.first_month) + 1, month_of(self.schedule.as_of) + 1
        return applications(self.invented, range(first, last + 1))

    @cached_property
    def _answered(self) -> pd.DataFrame:
        return answered_applications(self.invented, self._applied)

    @cached_property
    def _jobs(self) -> pd.DataFrame:
        return supported_jobs(self.invented)

    @cached_property
    def _measures(self) -> pd.DataFrame:
        return begun_measures(self.invented, self._answered)

    @cached_property
    def _placed(self) -> pd.DataFrame:
        return _together([self._jobs, self._measures])

    @cached_property
    def _offered(self) -> pd.DataFrame:
        made = [self._answered, placement_offers(self.invented, self._jobs)]
        return offer_rows(self.invented, _together(made))

    @cached_property
    def _adult_plans(self) -> pd.DataFrame:
        return adult_plans(self.invented)

    def _assistance(self, slot: Slot) -> pd.DataFrame:
        return assistance_rows(self.invented, _month(slot))

    def _exits(self, slot: Slot) -> pd.DataFrame:
        return exit_rows(self.invented, _month(slot))

    def _answers(self, slot: Slot) -> pd.DataFrame:
        return answers(self.invented, self._register, self._applied, np.datetime64(slot.day))

    def _placements(self, slot: Slot) -> pd.DataFrame:
        return placement_rows(self.invented, self._placed, np.datetime64(slot.day))

    def _plans(self, slot: Slot) -> pd.DataFrame:
        day = np.datetime64(slot.day)
        ordinary = closed_with_the_case(self.invented, self._adult_plans, day)
        with_measure = participants_plans(self.invented, self._measures)
        return plan_rows(self.invented, _together([ordinary, with_measure]), day)

    def _population(self, slot: Slot) -> pd.DataFrame:
        return population_rows(self.invented, slot.day)


def _together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """One frame of all; an empty one says nothing of the columns' types."""
    return pd.concat([frame for frame in frames if len(frame)] or frames, ignore_index=True)


def _month(slot: Slot) -> int:
    return int(slot.period[:4]) * 12 + int(slot.period[4:]) - 1


def _oddity(oddities: tuple[Oddity, ...], extract: str, period: str) -> Oddity:
    """What is odd about a file: the first that fits, else nothing."""
    for oddity in oddities:
        if oddity.extract == extract and fnmatch(period, oddity.periods):
            return oddity
    return Oddity(extract=extract)
