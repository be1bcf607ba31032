"""Random worlds for tests of metrics, in which most things happen that a metric has to mind.

Months are delivered twice, late or not at all, rows repeat across deliveries,
people live in two households or are protected, events are recorded after the
close.
"""

import random
from datetime import date, datetime, timedelta

import metric_world_events as events
from metric_rows import REASONS, Record, World, at
from stegvis.domain.clock import add_months
from stegvis.domain.metrics.closing import Week
from stegvis.domain.municipalities import Municipality

MONTHS_OF_HISTORY = 27


def random_world(
    municipality: Municipality, programme_ids: tuple[str, ...], iso_week: str, seed: int
) -> World:
    """A world in which most things happen."""
    world = World(municipality, programme_ids, Week(iso_week), random.Random(seed))  # noqa: S311
    people = [f"p-{number:02d}" for number in range(46)]
    # Some are hardly ever in a month's file, so that leaving assistance can last.
    seldom = [f"q-{number:02d}" for number in range(14)]
    everybody = people + seldom
    _people(world, everybody)
    _months(world, people, seldom)
    _exits(world, everybody)
    events.applications(world, everybody)
    events.placements(world, everybody)
    events.plans(world, everybody)
    events.population(world)
    events.screening(world, everybody)
    events.offers(world, everybody)
    events.tasks(world, everybody)
    return world


def _people(world: World, people: list[str]) -> None:
    for person_id in people:
        world.add(
            "person",
            person_id=person_id,
            personal_number="199003022382",
            sex_code=world.random.choice(["1", "2", "2", None]),
            is_protected=world.chance(0.08),
            delivery_id="d",
            seen_period="202610",
            seen_at=at(world.week.start),
        )


def _months(world: World, people: list[str], seldom: list[str]) -> None:
    """Most months once, some twice, one late, one never."""
    newest = world.week.newest_complete_month
    never = world.random.choice([None, add_months(newest, -world.random.randrange(1, 26))])
    for back in range(-1, MONTHS_OF_HISTORY):
        month = add_months(newest, -back)
        if month == never:
            continue
        known = at(add_months(month, 1)) + timedelta(days=4)
        if back == -1:
            known = at(month) + timedelta(days=9)
        times = 2 if world.chance(0.2) else 1
        for ordinal in range(times):
            some = people + [person for person in seldom if world.chance(0.03)]
            _month(world, some, month, known + timedelta(days=3 * ordinal), ordinal)
    if world.chance(0.5):
        after = world.week.known_at + timedelta(hours=2)
        _month(world, people, newest, after, 9)


def _month(world: World, people: list[str], month: date, known_at: datetime, ordinal: int) -> None:
    delivery_id = world.deliver("bistand", f"{month:%Y%m}", known_at, ordinal)
    key = {"delivery_id": delivery_id, "aid_month": month}
    pool = list(people)
    world.random.shuffle(pool)
    protected = {row["person_id"] for row in world.rows["person"] if row["is_protected"]}
    for number in range(15):
        members = [pool.pop() for _ in range(min(len(pool), world.random.randrange(1, 5)))]
        if world.chance(0.1) and members:
            members.append(world.random.choice([p for p in people if p not in members]))
        if members:
            _household(world, key, f"h-{number:02d}", members, protected)
    for group in ("unemployed", "sick_leave", "unmapped"):
        for sex in ("1", "2", ""):
            if world.chance(0.7):
                count = world.random.randrange(0, 9)
                world.add(
                    "month_obstacle", **key, obstacle_group=group, sex_code=sex, persons_count=count
                )


def _household(
    world: World, key: Record, household_id: str, members: list[str], protected: set[object]
) -> None:
    granted, paid = world.chance(0.85), world.random.choice([0, 4200, 9500, 12750])
    support = world.random.choice([None, paid, paid // 2])
    world.add(
        "household_month",
        **key,
        household_id=household_id,
        children_count=max(len(members) - 2, 0),
        adults_count=min(len(members), 2),
        assistance_sek=paid,
        income_support_sek=support,
        assessed_need_sek=world.random.choice([None, 0, 8000, 14000]),
        is_assisted=granted and paid > 0,
        is_protected=any(member in protected for member in members),
    )
    for number, person_id in enumerate(members):
        own = granted and world.chance(0.95)
        world.add(
            "person_month",
            **key,
            person_id=person_id,
            household_id=household_id,
            household_role=str(min(number + 1, 3)),
            sex_code=world.random.choice(["1", "2"]),
            decision_type_code="01" if own else "02",
            is_assisted=own and paid > 0,
            is_protected=person_id in protected,
        )


def _exits(world: World, people: list[str]) -> None:
    newest = world.week.newest_complete_month
    for back in range(0, MONTHS_OF_HISTORY + 12):
        month = add_months(newest, -back)
        if back == 0 and world.chance(0.2):
            continue
        for ordinal in range(2 if world.chance(0.2) else 1):
            known_at = at(add_months(month, 1)) + timedelta(hours=ordinal)
            delivery_id = world.deliver("avslut", f"{month:%Y%m}", known_at, ordinal)
            for person_id in world.random.sample(people, world.random.randrange(3, 16)):
                for household in ("h-00", "h-01")[: 2 if world.chance(0.15) else 1]:
                    _exit(world, delivery_id, month, person_id, household)


def _exit(world: World, delivery_id: str, month: date, person_id: str, household: str) -> None:
    world.add(
        "aid_exit",
        delivery_id=delivery_id,
        aid_month=month,
        household_id=household,
        person_id=person_id,
        exit_reason=world.random.choice(("arbete", "arbete", *REASONS)),
        exit_date=month + timedelta(days=world.random.randrange(28)),
    )
