"""What must be open after each run, told once more: slowly, one task at a time, without pandas.

Independent of the package: days off are counted on the fingers, and a task is
a plain object in a dictionary. It is told from the contract, not from the code.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@dataclass
class Wish:
    """What somebody has to do as things stand: about whom, by when, and on whose list."""

    kind: str
    person: str
    cycle: str
    due: datetime | None  # None: so many working days after it was first asked for
    working_days: int
    caseworker: str


@dataclass
class SlowTask:
    """One task and everything that has happened to it."""

    wish: Wish
    opened: datetime
    status: str = "open"
    until: datetime | None = None
    reason: str = ""
    dues: list[datetime] = field(default_factory=list)
    number: int = 1


def last_second(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), STOCKHOLM)


def working_days_after(day: date, count: int, closed: set[date]) -> date:
    """The ``count``-th day after ``day`` that is no Saturday, Sunday or closed day."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in closed:
            count -= 1
    return day


def hours_after(at: datetime, hours: int) -> datetime:
    return (at.astimezone(UTC) + timedelta(hours=hours)).astimezone(STOCKHOLM)


class SlowModel:
    """Every task there has been, by kind, person and business fact."""

    def __init__(self) -> None:
        self.tasks: dict[tuple[str, str, str], list[SlowTask]] = {}

    def run(
        self,
        wishes: list[Wish],
        stopped: dict[tuple[str, str, str], str],
        present: set[str],
        closed: set[date],
        now: datetime,
    ) -> None:
        """A morning: open what is new, move what has moved, close what is gone."""
        keys = set()
        for wish in wishes:
            key = (wish.kind, wish.person, wish.cycle)
            keys.add(key)
            self._ask(key, wish, closed, now)
        for key, tasks in self.tasks.items():
            newest = tasks[-1]
            if newest.status == "open" and key not in keys:
                newest.status = "closed"
                newest.reason = self._why(key, stopped, present)

    def _ask(self, key: tuple[str, str, str], wish: Wish, closed: set[date], now: datetime) -> None:
        tasks = self.tasks.setdefault(key, [])
        newest = tasks[-1] if tasks else None
        over = newest and newest.status == "dismissed" and newest.until <= now
        if newest is None or newest.status == "closed" or over:
            task = SlowTask(wish, now, number=len(tasks) + 1)
            task.dues.append(self._due(wish, now, closed))
            tasks.append(task)
        elif newest.status == "open":
            newest.wish = wish
            due = self._due(wish, newest.opened, closed)
            if due != newest.dues[-1]:
                newest.dues.append(due)

    def _due(self, wish: Wish, opened: datetime, closed: set[date]) -> datetime:
        if wish.due is not None:
            return wish.due
        return last_second(working_days_after(opened.date(), wish.working_days, closed))

    def _why(
        self, key: tuple[str, str, str], stopped: dict[tuple[str, str, str], str], present: set[str]
    ) -> str:
        if key in stopped:
            return stopped[key]
        return "uppgiften är känd" if key[1] in present else "lämnat underlaget"

    def answer(self, key: tuple[str, str, str], word: str, until: datetime | None) -> None:
        """A caseworker's word; nobody can answer what has ended."""
        task = self.tasks[key][-1]
        if task.status in ("open", "done", "dismissed"):
            task.status, task.until = word, until

    def open_keys(self) -> set[tuple[str, str, str]]:
        return {key for key, tasks in self.tasks.items() if tasks[-1].status == "open"}
