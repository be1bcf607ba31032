"""When people are registered as jobseekers, and in which category.

Each person has up to four spells. Some begin again within 30 days, which
Arbetsförmedlingen does not count as a break in unemployment, some later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from stegvis.synthetic.arrays import Booleans, Days, Numbers, Texts, only_where
from stegvis.synthetic.invented import Invented
from stegvis.synthetic.months import first_days

_SPELLS = 4
_SHORTEST_SPELL = 45
_YOUNG = 25
_SHORT_GAP, _LONG_GAP = (2, 30), (31, 200)


@dataclass(frozen=True)
class Registrations:
    """The spells of every adult: first day, and first day no longer registered.

    ``start`` and ``end`` have one row per adult and one column per spell; the
    last one does not end. ``ever`` tells who has been registered at all.
    """

    people: Numbers
    ever: Booleans
    start: npt.NDArray[np.datetime64]
    end: npt.NDArray[np.datetime64]

    @property
    def jobseekers(self) -> Numbers:
        """Everybody who has ever been registered."""
        return self.people[self.ever]

    def on(self, day: np.datetime64, people: Numbers) -> pd.DataFrame:
        """What each person's register says on a day.

        Returns:
            ever, spell (number), is_current, registered, deregistered and
            earlier_end (the end of the spell before, if any).
        """
        rows = np.searchsorted(self.people, people)
        start, end = self.start[rows], self.end[rows]
        spell = np.maximum((start <= day).sum(axis=1) - 1, 0)
        mine = np.arange(len(rows))
        before = end[mine, np.maximum(spell - 1, 0)]
        return pd.DataFrame(
            {
                "ever": self.ever[rows] & (start[:, 0] <= day),
                "spell": spell,
                "is_current": day < end[mine, spell],
                "registered": start[mine, spell],
                "deregistered": end[mine, spell],
                "earlier_end": np.where(spell > 0, before, np.datetime64("NaT")),
            }
        )


def registrations(invented: Invented) -> Registrations:
    """The spells of every adult who has ever been heard of."""
    first = invented.world.first_months
    people = first.index.to_numpy()
    luck, rules, own = invented.luck, invented.common.employment, invented.place.jobseekers
    share = invented.first_group.map(own.registered).fillna(0).to_numpy(dtype=float)
    ever = luck.uniform("registered", people) < share
    before = luck.waiting("days before", own.days_before, people).astype(np.int64)
    numbers = np.arange(_SPELLS)[None, :]
    lasts = _SHORTEST_SPELL + luck.waiting("spell", own.spell_days, people[:, None], numbers)
    short = luck.uniform("gap", people[:, None], numbers) < rules.gap_within_30_days_share
    gaps = np.where(
        short,
        luck.whole("short gap", *_SHORT_GAP, people[:, None], numbers),
        luck.whole("long gap", *_LONG_GAP, people[:, None], numbers),
    )
    span = lasts.astype(np.int64)
    offset = np.cumsum(span + gaps, axis=1) - span - gaps
    start = (first_days(first.to_numpy()) - before)[:, None] + offset
    end = start + span
    end[:, -1] = np.datetime64("2200-01-01")
    return Registrations(people, ever, start, end)


def categories(
    invented: Invented, people: Numbers, register: pd.DataFrame, day: Days
) -> pd.DataFrame:
    """Code and text of each jobseeker's category; an unknown text has no code."""
    rules, luck = invented.common.employment, invented.luck
    spell = register["spell"].to_numpy()
    tracks = luck.pick("track", rules.tracks, people, spell)
    codes = only_where(tracks == "hindered", np.full(len(people), "14"))
    for track, mix in (
        ("openly_unemployed", rules.open_codes),
        ("programme", rules.programme_codes),
        ("part_time", rules.part_time_codes),
        ("employed", rules.employed_codes),
        ("subsidised_employment", rules.subsidised_codes),
    ):
        here = tracks == track
        codes[here] = luck.pick("code", mix, people[here], spell[here])
    codes = np.where(
        tracks == "openly_unemployed", _with_guarantee(invented, people, register, day), codes
    )
    by_code = {known.code: known.text for known in invented.municipality.jobseeker_categories}
    texts = pd.Series(codes).map(by_code).to_numpy(dtype=object)
    unknown = tracks == "unknown"
    texts[unknown] = luck.pick("unknown text", rules.unknown_texts, people[unknown])
    return pd.DataFrame({"code": codes, "text": texts})


def _with_guarantee(
    invented: Invented, people: Numbers, register: pd.DataFrame, day: Days
) -> Texts:
    """Openly unemployed until a job guarantee begins: earlier for the young (SFS 2007:813)."""
    rules = invented.common.employment
    days = (day - register["registered"].to_numpy().astype("datetime64[D]")).astype(np.int64)
    young = invented.ages(people, day) < _YOUNG
    return np.select(
        [young & (days >= rules.youth_guarantee_after_days), days >= rules.guarantee_after_days],
        ["69", "70"],
        "11",
    ).astype(object)
