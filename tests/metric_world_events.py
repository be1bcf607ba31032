"""What happens in a random world besides assistance: applications, placements, offers, tasks."""

from datetime import date, timedelta

from metric_rows import REASONS, Record, World, at
from stegvis.domain.clock import add_months


def applications(world: World, people: list[str]) -> None:
    """Daily files for six weeks; some rows repeat in a later file, with other words."""
    for back in range(80, -1, -1):
        day = world.week.last_day - timedelta(days=back)
        delivery_id = world.deliver("ansokan", f"{day:%Y%m%d}", at(day, 23))
        for person_id in world.random.sample(people, world.random.randrange(0, 3)):
            _application(world, delivery_id, day, f"a-{day}-{person_id}", person_id)
        earlier = [row for row in world.rows.get("application", []) if world.chance(0.02)]
        for row in earlier:
            if row["period"] < f"{day:%Y%m%d}":
                again = {**row, "delivery_id": delivery_id, "period": f"{day:%Y%m%d}"}
                again["is_excepted"] = world.random.choice([True, False, None])
                again.pop("municipality_code")
                world.add("application", **again)
    _outside_offers(world)


def _application(world: World, delivery_id: str, day: date, reference: str, person_id: str) -> None:
    applied = at(day, world.random.choice([0, 8, 16, 23]), world.random.choice([0, 0, 59]))
    world.add(
        "application",
        delivery_id=delivery_id,
        period=f"{day:%Y%m%d}",
        application_ref=reference,
        person_id=person_id,
        household_id=f"h-{person_id}",
        applied_at=applied,
        is_time_imputed=False,
        is_excepted=world.random.choice([False, False, True, None]),
        is_protected=world.chance(0.05),
    )


def _outside_offers(world: World) -> None:
    day = world.week.last_day
    delivery_id = world.deliver("erbjudande", f"{day:%Y%m%d}", at(day, 22))
    key = {"delivery_id": delivery_id, "period": f"{day:%Y%m%d}"}
    for number, row in enumerate(list(world.rows["application"])):
        if world.chance(0.5):
            waited = timedelta(hours=world.random.choice([-3, 5, 20, 40, 47, 49, 70, 200]))
            world.add(
                "outside_offer",
                **key,
                outside_offer_id=f"o-{number}",
                application_ref=world.random.choice([row["application_ref"]] * 5 + [None]),
                person_id=row["person_id"],
                programme_id=world.programme_ids[0],
                offered_at=row["applied_at"] + waited,
                reply=world.random.choice(["ja", "nej", "inget_svar", None]),
                reply_date=day - timedelta(days=world.random.randrange(12)),
            )


def placements(world: World, people: list[str]) -> None:
    """An old snapshot that no longer counts, and the newest."""
    day = world.week.last_day
    for back in (9, 2):
        period = f"{day - timedelta(days=back):%Y%m%d}"
        delivery_id = world.deliver("placering", period, at(day - timedelta(days=back), 12))
        for number in range(70):
            _placement(world, {"delivery_id": delivery_id, "period": period}, number, people)
    for back in (8, 0):
        _wellbeing(world, day, day - timedelta(days=back))


def _wellbeing(world: World, day: date, delivered: date) -> None:
    delivery_id = world.deliver("valbefinnande", f"{delivered:%Y%m%d}", at(delivered, 12))
    for number in range(70):
        for occasion in ("start", "uppfoljning", "slut"):
            if world.chance(0.4):
                world.add(
                    "wellbeing",
                    delivery_id=delivery_id,
                    period=f"{delivered:%Y%m%d}",
                    placement_id=f"pl-{number}",
                    occasion=occasion,
                    measured_date=world.random.choice(
                        [None, day - timedelta(days=world.random.randrange(5))]
                    ),
                    is_improved=world.random.choice([True, False, None]),
                )


def _placement(world: World, key: Record, number: int, people: list[str]) -> None:
    day, newest = world.week.last_day, world.week.newest_complete_month
    choices = [day - timedelta(days=back) for back in (-1, 0, 3, 6, 7, 27, 28, 30, 33, 34, 90, 400)]
    start = world.random.choice([*choices, add_months(newest, 1), newest, add_months(newest, -20)])
    ends = [start + timedelta(days=lasted) for lasted in (10, 27, 28, 60, 200)]
    ends += [add_months(newest, back) for back in (1, 0, -5, -8, -11, -13, -17, -18, -23, -24)]
    ends += [day, day - timedelta(days=1)]
    ended = world.chance(0.6)
    world.add(
        "placement",
        **key,
        placement_id=f"pl-{number}",
        person_id=world.random.choice(people),
        programme_id=world.random.choice(world.programme_ids),
        employer_type=world.random.choice(["kommun", "privat", None]),
        start_date=start,
        actual_end_date=world.random.choice([end for end in ends if end >= start] or [start])
        if ended
        else None,
        has_supervisor=True,
        wage_cost_sek=world.random.choice([None, 24000, 31000]),
        subsidy_sek=world.random.choice([None, 9000]),
        exit_reason=world.random.choice(("arbete", *REASONS))
        if ended and world.chance(0.9)
        else None,
    )


def plans(world: World, people: list[str]) -> None:
    day = world.week.last_day
    period = f"{day - timedelta(days=1):%Y%m%d}"
    delivery_id = world.deliver("plan", period, at(day, 9))
    for number in range(50):
        drawn_up = day - timedelta(days=world.random.choice([-1, 0, 2, 6, 8, 20, 100, 300]))
        world.add(
            "plan",
            delivery_id=delivery_id,
            period=period,
            plan_id=f"plan-{number}",
            person_id=world.random.choice(people),
            plan_type=world.random.choice(["handlingsplan", "arbetsmarknadsplanering"]),
            track=world.random.choice(["arbete", "studier", "sfi", "annat", None]),
            competences_count=world.random.choice([None, 0, 2]),
            drawn_up_date=drawn_up,
            is_agreed=world.random.choice([True, True, False, None]),
            is_complete=True,
            follow_up_date=world.random.choice([None, day, day - timedelta(days=1)]),
            planned_weekly_hours=world.random.choice([None, 20, 39, 40]),
            is_full_for_capacity=world.random.choice([True, False, None]),
            last_activity_date=world.random.choice(
                [None, day, day - timedelta(days=30), day - timedelta(days=31)]
            ),
            closed_date=world.random.choice([None, None, day, day + timedelta(days=1)]),
        )


def population(world: World) -> None:
    years = ((2019, "20200301"), (2024, "20250301"), (2025, "20260301"), (2024, "20260401"))
    for year, period in (*years, (2026, "20261101")):
        day = date(int(period[:4]), int(period[4:6]), 1)
        delivery_id = world.deliver("befolkning", period, at(day))
        if world.chance(0.8):
            world.add(
                "population",
                delivery_id=delivery_id,
                period=period,
                year=year,
                population_count=world.random.randrange(9000, 13000),
                employed_count=world.random.choice([None, 5000]),
                statistics_source="SCB",
                fetched_date=world.random.choice([None, date(year + 1, 2, 27)]),
            )


def screening(world: World, people: list[str]) -> None:
    """An earlier run, the week's newest, and one that came too late to count."""
    friday = world.week.last_day - timedelta(days=2)
    for run_id, as_of, screened_at in (
        ("run-1", friday - timedelta(days=1), at(friday - timedelta(days=1), 7)),
        ("run-2", friday, at(friday, 7)),
        ("run-3", world.week.end, world.week.known_at + timedelta(hours=2)),
    ):
        world.add(
            "screening_run",
            run_id=run_id,
            as_of=as_of,
            rule_versions="",
            code_version="1",
            screened_at=screened_at,
        )
        for row in list(world.rows["delivery_record"]):
            if row["extract"] in ("bistand", "ansokan") and row["known_at"] <= screened_at:
                world.add(
                    "screening_run_delivery",
                    run_id=run_id,
                    delivery_id=row["delivery_id"],
                    extract=row["extract"],
                )
        for programme_id in world.programme_ids:
            for person_id in world.random.sample(people, 38):
                world.add(
                    "screening_result",
                    run_id=run_id,
                    programme_id=programme_id,
                    person_id=person_id,
                    household_id="h-00",
                    as_of=as_of,
                    outcome=world.random.choice(["eligible", "not_eligible", "needs_review"]),
                    not_met=world.random.choice(["", "applied", "applied|adult", "adult"]),
                    unknown="",
                    rule_version="r-1",
                )


def offers(world: World, people: list[str]) -> None:
    for number in range(30):
        person_id = world.random.choice(people)
        programme_id = world.random.choice(world.programme_ids)
        moment = at(world.week.last_day - timedelta(days=world.random.randrange(30)))
        moment = world.random.choice(
            [moment, moment, at(world.week.start, 0), at(world.week.end, 0)]
        )
        life = world.random.choice(
            [
                ("drafted",),
                ("drafted", "released"),
                ("drafted", "released", "accepted"),
                ("drafted", "released", "declined"),
                ("drafted", "released", "declined", "accepted"),
                ("drafted", "released", "no_reply"),
                ("drafted", "withdrawn"),
                ("drafted", "selected", "planned", "released", "accepted", "placed"),
            ]
        )
        for event in life:
            late = world.week.known_at + timedelta(seconds=world.random.choice([0, 1]))
            recorded = world.random.choice([moment, moment, moment, late])
            world.add(
                "offer_event",
                event_key=f"{number}-{event}",
                offer_id=f"offer-{number}",
                programme_id=programme_id,
                person_id=person_id,
                round=1,
                event=event,
                at=moment,
                reply_due_date=moment.date() + timedelta(days=world.random.choice([0, 7])),
                recorded_at=recorded,
            )
            moment += timedelta(hours=world.random.choice([1, 24, 50]))


def tasks(world: World, people: list[str]) -> None:
    units = [unit.id for unit in world.municipality.units]
    for number in range(60):
        opened = at(world.week.last_day - timedelta(days=world.random.randrange(20)))
        edges = [at(world.week.start, 0), at(world.week.end, 0), world.week.known_at]
        ordinary = at(world.week.last_day - timedelta(days=world.random.randrange(-4, 12)), 23)
        due = world.random.choice([*edges, *(ordinary for _ in range(6))])
        common = {
            "task_id": f"task-{number}",
            "kind": "bekrafta_af_inskrivning",
            "programme_id": world.random.choice([*world.programme_ids, None]),
            "person_id": world.random.choice(people),
            "unit": world.random.choice(units),
        }
        life = world.random.choice(
            [
                ("opened",),
                ("opened", "due_moved"),
                ("opened", "done"),
                ("opened", "due_moved", "done"),
                ("opened", "dismissed"),
                ("opened", "closed"),
                ("opened", "dismissed", "opened"),
                ("opened", "due_moved", "due_moved"),
                ("opened", "done", "opened", "due_moved"),
            ]
        )
        moment = opened
        for place, event in enumerate(life):
            moved = timedelta(days=3 if event == "due_moved" else 0)
            world.add(
                "task_event",
                **common,
                event_key=f"{number}-{place}",
                event=event,
                due_at=world.random.choice([due + moved, due + moved, None])
                if event == "opened"
                else due + moved,
                at=moment,
                recorded_at=world.random.choice(
                    [moment, moment, moment + timedelta(hours=60), world.week.known_at]
                ),
            )
            moment += timedelta(hours=world.random.choice([1, 30, 60]))
            if event == "due_moved":
                common["unit"] = world.random.choice(units)
            if world.chance(0.1):
                moment = max(moment, due)  # done on the last second is in time
