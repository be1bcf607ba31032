"""Metrics of screening, offers, promises and tasks, worked out slowly; one function per id."""

from collections import defaultdict
from datetime import timedelta

from metric_rows import at
from slow_week import TOTAL, Answer, SlowWeek, by_programme, counted, shared
from stegvis.domain.clock import (
    STOCKHOLM,
    add_months,
    elapsed_hours_due,
    two_working_days_due,
    working_hours_due,
)


def _outcome(week: SlowWeek, outcome: str) -> Answer:
    return by_programme(
        week,
        lambda name: counted(
            [r for r in week.results() if (r["programme_id"], r["outcome"]) == (name, outcome)],
            name,
            lambda row: week.sex(row["person_id"]),
        ),
    )


def eligible(week: SlowWeek) -> Answer:
    return _outcome(week, "eligible")


def needs_review(week: SlowWeek) -> Answer:
    return _outcome(week, "needs_review")


def not_eligible(week: SlowWeek) -> Answer:
    return _outcome(week, "not_eligible")


def screening_coverage(week: SlowWeek) -> Answer:
    run = next(r for r in week.world.rows["screening_run"] if r["run_id"] == week.run)
    pinned = {
        row["delivery_id"]
        for row in week.world.rows["screening_run_delivery"]
        if row["run_id"] == week.run
    }
    homes = [r for r in week.world.rows["household_month"] if r["delivery_id"] in pinned]
    newest = max(row["aid_month"] for row in homes)
    living = defaultdict(set)
    for row in week.world.rows["person_month"]:
        living[row["delivery_id"], row["household_id"]].add(row["person_id"])
    recipients = defaultdict(set)
    for row in homes:
        if row["aid_month"] == newest and row["is_assisted"]:
            recipients[row["household_id"]] |= living[row["delivery_id"], row["household_id"]]
    applicants = defaultdict(set)
    window = week.world.municipality.fact_rules.application_window_days
    first = at(run["as_of"] - timedelta(days=window), 0)
    for row in week.world.rows["application"]:
        if row["delivery_id"] in pinned and first <= row["applied_at"] < at(
            run["as_of"] + timedelta(days=1), 0
        ):
            applicants[row["household_id"]].add(row["person_id"])
    answer = {}
    for programme in week.programmes:
        groups = {
            "recipients": recipients,
            "applicants": applicants,
            "recipients_and_applicants": {**recipients, **applicants},
        }[programme.population]
        screened = {
            row["person_id"]
            for row in week.results()
            if row["programme_id"] == programme.programme_id
        }
        covered = sum(bool(members & screened) for members in groups.values())
        answer[programme.programme_id, "", ""] = (covered, len(groups))
    return answer


def _events(week: SlowWeek, event: str) -> Answer:
    def of_programme(name):
        offers = {
            row["offer_id"]: row
            for row in week.world.rows["offer_event"]
            if row["programme_id"] == name
            and row["event"] == event
            and week.in_week(row["at"])
            and row["recorded_at"] <= week.known_at
        }
        return counted(offers.values(), name, lambda row: week.sex(row["person_id"]))

    return by_programme(week, of_programme)


def offers_drafted(week: SlowWeek) -> Answer:
    return _events(week, "drafted")


def offers_released(week: SlowWeek) -> Answer:
    return _events(week, "released")


def _lives(week: SlowWeek):
    """Offer → event → the row, of what was recorded by the close."""
    lives = defaultdict(dict)
    for row in week.world.rows["offer_event"]:
        if row["recorded_at"] <= week.known_at:
            lives[row["offer_id"]][row["event"]] = row
    return lives


def offer_acceptance_share(week: SlowWeek) -> Answer:
    due = []
    for life in _lives(week).values():
        if "released" not in life or "withdrawn" in life:
            continue
        accepted, declined = life.get("accepted"), life.get("declined")
        yes = accepted and (not declined or accepted["at"] >= declined["at"])
        due.append(
            {**life["released"], "reply_date": life["released"]["reply_due_date"], "yes": yes}
        )
    for row in week.newest("outside_offer", "erbjudande", "outside_offer_id"):
        if row["reply"]:
            due.append({**row, "yes": row["reply"] == "ja"})
    due = [row for row in due if week.week.start <= row["reply_date"] < week.week.end]
    return by_programme(
        week,
        lambda name: shared(
            [row for row in due if row["programme_id"] == name],
            name,
            lambda row: {"kon": week.sex(row["person_id"])},
            lambda row: row["yes"],
        ),
    )


def parents_offered_share(week: SlowWeek) -> Answer:
    homes = {
        row["household_id"]
        for row in week.month("household_month", week.aid_month)
        if row["children_count"]
    }
    parents = {
        row["person_id"]
        for row in week.month("person_month", week.aid_month)
        if row["household_id"] in homes and row["household_role"] in ("1", "2")
    }
    offered = {
        (life["released"]["programme_id"], life["released"]["person_id"])
        for life in _lives(week).values()
        if "released" in life
    }
    return by_programme(
        week,
        lambda name: shared(
            [
                row
                for row in week.results()
                if row["programme_id"] == name
                and row["outcome"] == "eligible"
                and row["person_id"] in parents
            ],
            name,
            lambda row: {"kon": week.sex(row["person_id"])},
            lambda row: (name, row["person_id"]) in offered,
        ),
    )


def _applied(week: SlowWeek, programme):
    """Applications of a programme with their stop, exception, newness and screening."""
    if programme.population == "recipients":
        return
    for row in week.newest("application", "ansokan", "application_ref", "person_id"):
        day = row["applied_at"].astimezone(STOCKHOLM).date()
        if programme.is_open_on(day):
            yield {
                **row,
                "stop": _stop(week, programme.programme_id, row),
                "new": _is_new(week, row["person_id"], day),
                "hidden": row["is_protected"] or week.person[row["person_id"]]["is_protected"],
                "out": _is_out(week, programme.programme_id, row["person_id"]),
            }


def _stop(week: SlowWeek, programme_id: str, row):
    moments = [
        offer["offered_at"]
        for offer in week.newest("outside_offer", "erbjudande", "outside_offer_id")
        if offer["application_ref"] == row["application_ref"]
        and offer["person_id"] == row["person_id"]
    ]
    for life in _lives(week).values():
        released, drafted = life.get("released"), life.get("drafted")
        if (
            released
            and drafted
            and released["person_id"] == row["person_id"]
            and released["programme_id"] == programme_id
            and row["applied_at"] <= drafted["at"]
        ):
            moments.append(released["at"])
    known = [moment for moment in moments if moment <= week.known_at]
    return min(known) if known else None


def _is_new(week: SlowWeek, person_id, day):
    before = [add_months(day.replace(day=1), -n) for n in range(1, 7)]
    if any(week.is_assisted(person_id, month) for month in before):
        return False
    return True if all(month in week.months for month in before) else None


def _is_out(week: SlowWeek, programme_id: str, person_id) -> bool:
    runs = {r["run_id"]: r for r in week.world.rows["screening_run"]}
    answers = [
        (runs[row["run_id"]]["screened_at"], row["not_met"])
        for row in week.world.rows["screening_result"]
        if (row["programme_id"], row["person_id"]) == (programme_id, person_id)
        and runs[row["run_id"]]["screened_at"] <= week.known_at
        and row["as_of"] <= week.week.last_day
    ]
    return bool(answers) and max(answers)[1] not in ("", "applied")


def _promise(week: SlowWeek, counts: str, due_of, is_counted, *, with_new: bool) -> Answer:
    promised = [
        programme
        for programme in week.programmes
        if counts in {clock.counts for clock in programme.clocks}
    ]
    if not promised:
        return {TOTAL: (None, None)}

    def labels(row):
        sex = None if row["hidden"] else week.sex(row["person_id"])
        new = {True: "nysokande", False: "aterkommande", None: None}[row["new"]]
        return {"kon": sex} | ({"sokande": None if row["hidden"] else new} if with_new else {})

    answer = {}
    for programme in promised:
        due = [
            row
            for row in _applied(week, programme)
            if is_counted(row) and week.in_week(due_of(row["applied_at"]))
        ]
        answer |= shared(
            due,
            programme.programme_id,
            labels,
            lambda row: row["stop"] is not None and row["stop"] <= due_of(row["applied_at"]),
        )
    return answer


def offer_within_two_working_days_share_all(week: SlowWeek) -> Answer:
    def due(moment):
        return two_working_days_due(moment, week.calendar)

    return _promise(week, "working_days", due, lambda row: True, with_new=True)


def offer_within_two_working_days_share_main_rule(week: SlowWeek) -> Answer:
    def due(moment):
        return two_working_days_due(moment, week.calendar)

    return _promise(
        week, "working_days", due, lambda row: row["is_excepted"] is not True, with_new=True
    )


def referral_within_48h_share(week: SlowWeek) -> Answer:
    return _promise(
        week,
        "elapsed_hours",
        lambda moment: elapsed_hours_due(moment, 48),
        lambda row: not row["out"],
        with_new=False,
    )


def referral_within_48h_working_share(week: SlowWeek) -> Answer:
    return _promise(
        week,
        "working_hours",
        lambda moment: working_hours_due(moment, 48, week.calendar),
        lambda row: not row["out"],
        with_new=False,
    )


def _lead_time(week: SlowWeek, percent: int) -> Answer:
    answer = {}
    for programme in week.programmes:
        if programme.population == "recipients":
            continue
        waited = []
        for row in _applied(week, programme):
            first = at(week.week.end - timedelta(days=28), 0)
            counts = not row["out"] and row["is_excepted"] is not True
            if counts and first <= row["applied_at"] < at(week.week.end, 0):
                seconds = row["stop"] and (row["stop"] - row["applied_at"]).total_seconds()
                waited.append(float("inf") if seconds is None else max(seconds, 0) / 86400)
        waited.sort()
        place = -(-len(waited) * percent // 100)
        reached = waited[place - 1] if waited else float("inf")
        answer[programme.programme_id, "", ""] = (
            None if reached == float("inf") else reached,
            len(waited),
        )
    return answer or {TOTAL: (None, None)}


def lead_time_to_offer_median_days(week: SlowWeek) -> Answer:
    return _lead_time(week, 50)


def lead_time_to_offer_p90_days(week: SlowWeek) -> Answer:
    return _lead_time(week, 90)


def lead_time_change_from_base_days(week: SlowWeek) -> Answer | None:
    base = week.world.municipality.metrics.base_lead_time_days
    if base is None:
        return None
    answer = lead_time_to_offer_median_days(week)
    if set(answer) == {TOTAL}:
        return answer
    return {place: (median, base) for place, (median, _) in answer.items()}


def _tasks(week: SlowWeek):
    """Every task as it stood at the close, by replaying its events."""
    events = defaultdict(list)
    for row in week.world.rows["task_event"]:
        if row["recorded_at"] <= week.known_at:
            events[row["task_id"]].append(row)
    for rows in events.values():
        task = None
        for row in sorted(rows, key=lambda r: r["at"]):
            if row["event"] == "opened":
                task = {**row, "done": None, "is_over": False}
            elif task and row["event"] == "due_moved":
                task |= {"due_at": row["due_at"] or task["due_at"], "unit": row["unit"]}
            elif task:
                task["is_over"] = True
                task["done"] = row["at"] if row["event"] == "done" else None
        if task:
            yield task


def _unit(week: SlowWeek, task):
    restricted = week.world.municipality.restricted_unit.id
    return None if task["unit"] == restricted else task["unit"]


def _task_counts(week: SlowWeek, is_counted) -> Answer:
    tasks = [task for task in _tasks(week) if not task["is_over"] and is_counted(task)]
    answer = {TOTAL: (len(tasks), None)}
    for task in tasks:
        if unit := _unit(week, task):
            key = ("", "enhet", unit)
            answer[key] = (answer.get(key, (0, None))[0] + 1, None)
    for name in week.programme_ids():
        mine = [task for task in tasks if task["programme_id"] == name]
        answer[name, "", ""] = (len(mine), None)
    return answer


def tasks_open(week: SlowWeek) -> Answer:
    return _task_counts(week, lambda task: True)


def tasks_overdue(week: SlowWeek) -> Answer:
    return _task_counts(week, lambda task: task["due_at"] and task["due_at"] <= week.known_at)


def tasks_done_on_time_share(week: SlowWeek) -> Answer:
    due = [
        task
        for task in _tasks(week)
        if week.in_week(task["due_at"]) and (not task["is_over"] or task["done"])
    ]
    return shared(
        due,
        "",
        lambda task: {"enhet": _unit(week, task)},
        lambda task: task["done"] and task["done"] <= task["due_at"],
    )
