"""A week's inputs worked out slowly and plainly, to check metric SQL against.

Nothing here is shared with the program but the clock and the declared rules:
lists, loops and dictionaries only.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, timedelta

from metric_rows import Record, World, at
from stegvis.domain.clock import add_months
from stegvis.domain.programmes import Programme
from stegvis.domain.work_calendar import WorkCalendar

Key = tuple[str, str, str]
Answer = dict[Key, tuple[float | None, float | None]]

TOTAL = ("", "", "")
SEXES = {"1": "man", "2": "kvinna"}


class SlowWeek:
    """What was in force and known when the world's week was closed."""

    def __init__(
        self, world: World, programmes: tuple[Programme, ...], calendar: WorkCalendar
    ) -> None:
        self.world, self.week = world, world.week
        self.programmes, self.calendar = programmes, calendar
        self.known_at = world.week.known_at
        self._by_month: dict[tuple[str, date], list[Record]] = {}
        self.pinned = self._pinned()
        self.months = {self._month(p) for p in self.pinned["bistand"]}
        ended = [m for m in self.months if add_months(m, 1) <= self.week.end]
        self.aid_month = max(ended)
        self.person = {row["person_id"]: row for row in world.rows["person"]}

    def _pinned(self) -> dict[str, dict[str, str]]:
        """Extract → period → delivery: the newest received of what was known."""
        pinned: dict[str, dict[str, str]] = defaultdict(dict)
        for row in sorted(self.world.rows["delivery_record"], key=lambda r: r["received_at"]):
            last = f"{self.week.last_day:%Y%m%d}"[: len(row["period"])]
            if row["known_at"] <= self.known_at and row["period"] <= last:
                pinned[row["extract"]][row["period"]] = row["delivery_id"]
        for snapshot in ("plan", "placering", "plats"):
            if pinned[snapshot]:
                newest = max(pinned[snapshot])
                pinned[snapshot] = {newest: pinned[snapshot][newest]}
        return pinned

    @staticmethod
    def _month(period: str) -> date:
        return date(int(period[:4]), int(period[4:6]), 1)

    def rows(self, table: str, extract: str) -> list[Record]:
        """Rows of the table that stand in a pinned delivery."""
        deliveries = set(self.pinned[extract].values())
        return [r for r in self.world.rows.get(table, []) if r["delivery_id"] in deliveries]

    def month(self, table: str, month: date) -> list[Record]:
        """Rows of ``bistand`` for one aid month."""
        if (table, month) not in self._by_month:
            rows = [row for row in self.rows(table, "bistand") if row["aid_month"] == month]
            self._by_month[table, month] = rows
        return self._by_month[table, month]

    def newest(self, table: str, extract: str, *key: str) -> list[Record]:
        """Of several rows with one key, the one of the newest period."""
        found: dict[Hashable, Record] = {}
        for row in sorted(self.rows(table, extract), key=lambda r: r["period"]):
            found[tuple(row[name] for name in key)] = row
        return list(found.values())

    def back(self, months: int) -> date:
        """The aid month so many months before the newest."""
        return add_months(self.aid_month, -months)

    def delivered(self, extract: str, months: Iterable[date]) -> bool:
        """Whether every one of these months was delivered."""
        return all(f"{month:%Y%m}" in self.pinned[extract] for month in months)

    def sex(self, person_id: object) -> str | None:
        """The sex that a breakdown may show."""
        person = self.person[person_id]
        return None if person["is_protected"] else SEXES.get(person["sex_code"])

    def is_assisted(self, person_id: object, month: date) -> bool:
        """Whether the person had assistance in the month."""
        return any(
            row["person_id"] == person_id and row["is_assisted"]
            for row in self.month("person_month", month)
        )

    def in_week(self, moment: datetime | None) -> bool:
        """Whether an instant falls in the week."""
        return moment is not None and at(self.week.start, 0) <= moment < at(self.week.end, 0)

    def programme_ids(self) -> list[str]:
        return [programme.programme_id for programme in self.programmes]

    @property
    def run(self) -> str:
        """The newest screening known."""
        known = [
            row
            for row in self.world.rows["screening_run"]
            if row["as_of"] <= self.week.last_day and row["screened_at"] <= self.known_at
        ]
        return max(known, key=lambda row: row["as_of"])["run_id"]

    def results(self) -> list[Record]:
        """The newest screening's results."""
        return [r for r in self.world.rows["screening_result"] if r["run_id"] == self.run]


def counted(
    things: Iterable[Record], programme: str, sex: Callable[[Record], str | None]
) -> Answer:
    """How many, in all and by sex."""
    answer: Answer = {(programme, "", ""): (0, None)}
    for thing in things:
        for key in {(programme, "", ""), (programme, "kon", sex(thing) or "")}:
            if key[1:] != ("kon", ""):
                answer[key] = (answer.get(key, (0, None))[0] + 1, None)
    return answer


def shared(
    things: Iterable[Record],
    programme: str,
    labels: Callable[[Record], dict[str, str | None]],
    is_hit: Callable[[Record], bool],
) -> Answer:
    """Hits of all, in all and by each label that there is."""
    answer: Answer = {(programme, "", ""): (0, 0)}
    for thing in things:
        keys = [(programme, "", "")]
        keys += [(programme, name, value) for name, value in labels(thing).items() if value]
        for key in keys:
            hits, whole = answer.get(key, (0, 0))
            answer[key] = (hits + bool(is_hit(thing)), whole + 1)
    return answer


def by_programme(week: SlowWeek, one: Callable[[str], Answer]) -> Answer:
    """The answers of all programmes together."""
    answer: Answer = {}
    for programme_id in week.programme_ids():
        answer |= one(programme_id)
    return answer


def days_back(day: date, days: int) -> date:
    return day - timedelta(days=days)
