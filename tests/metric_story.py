"""A municipality told in a few lines, for tests of what a metric means.

Say only what matters: ``story.aid("2026-10", households=12)`` gives twelve
households of one woman each 9,500 kronor.
"""

import random
from datetime import date, datetime, timedelta
from pathlib import Path

from metric_closes import INCLUDE, context_of, rows_of
from metric_rows import World, at
from stegvis.adapters.municipality_files import load_municipality
from stegvis.adapters.programme_files import load_programmes_of
from stegvis.adapters.warehouse import Warehouse
from stegvis.domain.clock import STOCKHOLM, add_months
from stegvis.domain.metrics.closing import Week
from stegvis.steps.context import StepContext
from stegvis.steps.metrics.publish import close_week, write_report


def month(text: str) -> date:
    """``2026-10`` as its first day."""
    return date.fromisoformat(f"{text}-01")


def moment(text: str) -> datetime:
    """``2026-11-20 15:00`` in Sweden."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


class Story:
    """What happened in one municipality, and its figures when the week is closed."""

    def __init__(
        self, warehouse: Warehouse, folder: Path, slug: str, iso_week: str = "2026-W47", **rules
    ):
        owner = load_municipality(INCLUDE, slug)
        changed = owner.metrics.model_copy(update=rules)
        owner = owner.model_copy(update={"metrics": changed})
        programmes = load_programmes_of(INCLUDE, owner)
        names = tuple(programme.programme_id for programme in programmes)
        self.programme_id = names[0]
        self.world = World(owner, names, Week(iso_week), random.Random(0))  # noqa: S311
        self.warehouse, self.folder = warehouse, folder
        self._numbers = iter(range(10_000))
        self._received: dict[str, int] = {}
        self._snapshots: dict[str, str] = {}

    @property
    def context(self) -> StepContext:
        return context_of(self.warehouse, self.folder, self.world)

    def person(self, *, sex: str = "2", is_protected: bool = False) -> str:
        """A new person's pseudonym."""
        person_id = f"p-{next(self._numbers):04d}"
        self.world.add(
            "person",
            person_id=person_id,
            personal_number="199003022382",
            sex_code=sex,
            is_protected=is_protected,
            delivery_id="d",
            seen_period="202610",
            seen_at=at(self.world.week.start),
        )
        return person_id

    def people(self, count: int, **but: object) -> list[str]:
        return [self.person(**but) for _ in range(count)]

    def delivery(self, extract: str, period: str, known_at: datetime | None = None) -> str:
        """A delivery that arrived in time, later ones of a period after earlier ones."""
        place = f"{extract}-{period}"
        ordinal = self._received[place] = self._received.get(place, -1) + 1
        known = known_at or at(self.world.week.start, 8, ordinal)
        return self.world.deliver(extract, period, known, ordinal)

    def aid(
        self,
        text: str,
        homes: list[list[str]] | None = None,
        *,
        households: int = 0,
        paid: int = 9500,
        known_at: datetime | None = None,
        **but: object,
    ) -> None:
        """An aid month; in each home the first two are adults."""
        homes = homes if homes is not None else [[f"{text}-{n}"] for n in range(households)]
        period = text.replace("-", "")
        delivery_id = self.delivery("bistand", period, known_at)
        for number, home in enumerate(homes):
            self._home(delivery_id, month(text), f"h-{number}-{home[0]}", home, paid, but)

    def _home(self, delivery_id, aid_month, household_id, home, paid, but) -> None:
        key = {"delivery_id": delivery_id, "aid_month": aid_month, "household_id": household_id}
        self.world.add(
            "household_month",
            **key,
            **{
                "children_count": max(len(home) - 2, 0),
                "adults_count": min(len(home), 2),
                "assistance_sek": paid,
                "income_support_sek": None,
                "assessed_need_sek": None,
                "is_assisted": paid > 0,
                "is_protected": False,
                **but,
            },
        )
        for place, person_id in enumerate(home):
            self.world.add(
                "person_month",
                **key,
                person_id=person_id,
                household_role=str(min(place + 1, 3)),
                sex_code="2",
                is_assisted=paid > 0,
                is_protected=False,
            )

    def left(self, text: str, people: list[str], reason: str = "arbete") -> None:
        """People whose assistance ended in a month."""
        period = text.replace("-", "")
        known = self._snapshots.get(f"avslut-{period}") or self.delivery("avslut", period)
        self._snapshots[f"avslut-{period}"] = known
        for person_id in people:
            self.world.add(
                "aid_exit",
                delivery_id=known,
                aid_month=month(text),
                household_id=f"h-{person_id}",
                person_id=person_id,
                exit_reason=reason,
                exit_date=month(text) + timedelta(days=14),
            )

    def applied(self, text: str, person_id: str | None = None, **but: object) -> dict:
        """An application at a moment."""
        return self.world.add(
            "application",
            **{
                **self._daily("ansokan"),
                "application_ref": f"a-{next(self._numbers)}",
                "person_id": person_id or self.person(),
                "household_id": "h",
                "applied_at": moment(text),
                "is_time_imputed": False,
                "is_excepted": False,
                "is_protected": False,
                **but,
            },
        )

    def offered(self, application: dict, text: str) -> None:
        """An offer by telephone, say, that answers the application."""
        self.world.add(
            "outside_offer",
            **self._daily("erbjudande"),
            outside_offer_id=f"o-{next(self._numbers)}",
            application_ref=application["application_ref"],
            person_id=application["person_id"],
            programme_id=self.programme_id,
            offered_at=moment(text),
            reply=None,
            reply_date=None,
        )

    def offer(self, person_id: str, *life: tuple[str, str], **but: object) -> None:
        """An offer made here and what happened to it: event and moment."""
        offer_id = f"offer-{next(self._numbers)}"
        for event, text in life:
            self.world.add(
                "offer_event",
                **{
                    "event_key": f"{offer_id}-{event}",
                    "offer_id": offer_id,
                    "programme_id": self.programme_id,
                    "person_id": person_id,
                    "round": 1,
                    "event": event,
                    "at": moment(text),
                    "reply_due_date": None,
                    "recorded_at": moment(text),
                    **but,
                },
            )

    def placed(self, person_id: str, start: str, end: str | None = None, **but: object) -> str:
        """A placement in the programme."""
        placement_id = f"pl-{next(self._numbers)}"
        self.world.add(
            "placement",
            **{
                **self._daily("placering"),
                "placement_id": placement_id,
                "person_id": person_id,
                "programme_id": self.programme_id,
                "start_date": date.fromisoformat(start),
                "actual_end_date": end and date.fromisoformat(end),
                "has_supervisor": True,
                "wage_cost_sek": None,
                "subsidy_sek": None,
                "exit_reason": None,
                **but,
            },
        )
        return placement_id

    def felt(self, placement_id: str, *, better: bool | None, occasion: str = "slut") -> None:
        """An answer to how a participant feels."""
        self.world.add(
            "wellbeing",
            **self._daily("valbefinnande"),
            placement_id=placement_id,
            occasion=occasion,
            measured_date=self.world.week.start,
            is_improved=better,
        )

    def plan(self, person_id: str, drawn_up: str, **but: object) -> None:
        """A plan."""
        self.world.add(
            "plan",
            **{
                **self._daily("plan"),
                "plan_id": f"plan-{next(self._numbers)}",
                "person_id": person_id,
                "plan_type": "handlingsplan",
                "drawn_up_date": date.fromisoformat(drawn_up),
                "is_agreed": True,
                "is_complete": True,
                "follow_up_date": None,
                "planned_weekly_hours": None,
                "last_activity_date": None,
                "closed_date": None,
                **but,
            },
        )

    def population(self, year: int, people: int | None, employed: int | None = None) -> None:
        """Public statistics of a year."""
        period = f"{year + 1}0301"
        self.world.add(
            "population",
            delivery_id=self.delivery("befolkning", period),
            period=period,
            year=year,
            population_count=people,
            employed_count=employed,
            statistics_source="SCB",
            fetched_date=date(year + 1, 2, 27),
        )

    def screened(self, people: list[str], outcome: str = "eligible", not_met: str = "") -> None:
        """The week's screening, on Friday."""
        day = self.world.week.last_day - timedelta(days=2)
        if "screening_run" not in self.world.rows:
            self.world.add(
                "screening_run",
                run_id="run",
                as_of=day,
                rule_versions="",
                code_version="1",
                screened_at=at(day),
            )
            for row in self.world.rows.get("delivery_record", []):
                if row["extract"] in ("bistand", "ansokan"):
                    self.world.add(
                        "screening_run_delivery",
                        run_id="run",
                        delivery_id=row["delivery_id"],
                        extract=row["extract"],
                    )
        for person_id in people:
            self.world.add(
                "screening_result",
                run_id="run",
                programme_id=self.programme_id,
                person_id=person_id,
                household_id="h",
                as_of=day,
                outcome=outcome,
                not_met=not_met,
                unknown="",
                rule_version="r",
            )

    def closed(self) -> "Figures":
        """Store everything, close the week and give its figures."""
        self.world.store(self.warehouse)
        close_week(self.context, self.world.week.iso_week)
        return Figures(self.context)

    def _daily(self, extract: str) -> dict:
        """The one delivery of the week that the rows of an extract stand in."""
        period = f"{self.world.week.last_day:%Y%m%d}"
        if extract not in self._snapshots:
            self._snapshots[extract] = self.delivery(extract, period)
        return {"delivery_id": self._snapshots[extract], "period": period}


class Figures:
    """The figures of a closed week, by metric and place."""

    def __init__(self, context: StepContext) -> None:
        self.all = rows_of(context, "weekly_metric")
        self.managed = rows_of(context, "management_weekly_metric")

    def of(self, metric_id: str, value: str = "", programme: str | None = None, managed=False):
        """One row; the programme's total if there is one, else the municipality's."""
        frame = self.managed if managed else self.all
        rows = frame[(frame["metric_id"] == metric_id) & (frame["dimension_value"] == value)]
        if programme is not None:
            rows = rows[rows["programme_id"] == programme]
        return rows.sort_values("programme_id").iloc[-1]


def months_back(text: str, count: int) -> list[str]:
    """The month and those before it, newest first."""
    return [f"{add_months(month(text), -back):%Y-%m}" for back in range(count)]


def a_weekly_page(warehouse: Warehouse, folder: Path) -> Path:
    """Linköping's page of a week with a goal, a plot, hidden figures and missing ones."""
    story = Story(warehouse, folder, "linkoping")
    for number, text in enumerate(months_back("2026-10", 36)):
        story.aid(text, households=3 if number == 20 else 40 + number, paid=9000)
    for number, person_id in enumerate(story.people(20)):
        story.applied("2026-11-10 10:00", person_id)
        if number < 12:
            story.plan(person_id, "2026-11-01")
    story.screened(story.people(12))
    story.closed()
    return Path(write_report(story.context, story.world.week.iso_week))
