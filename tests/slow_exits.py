"""Metrics of exits, placements and costs, worked out slowly; one function per metric id."""

from slow_week import TOTAL, Answer, SlowWeek, by_programme, counted, shared
from stegvis.domain.clock import STOCKHOLM, add_months


def _exits(week: SlowWeek, is_counted) -> Answer | None:
    if not week.delivered("avslut", [week.aid_month]):
        return None
    people = {
        row["person_id"]
        for row in week.rows("aid_exit", "avslut")
        if row["aid_month"] == week.aid_month and is_counted(row["exit_reason"])
    }
    answer = counted([{"p": person} for person in people], "", lambda one: week.sex(one["p"]))
    after = add_months(week.aid_month, 1)
    ended = [
        row
        for row in week.rows("placement", "placering")
        if row["actual_end_date"]
        and week.aid_month <= row["actual_end_date"] < after
        and row["exit_reason"]
        and is_counted(row["exit_reason"])
    ]
    return answer | by_programme(
        week,
        lambda name: counted(
            [row for row in ended if row["programme_id"] == name],
            name,
            lambda row: week.sex(row["person_id"]),
        ),
    )


def exits_to_work(week: SlowWeek) -> Answer | None:
    return _exits(week, lambda reason: reason == "arbete")


def exits_to_studies(week: SlowWeek) -> Answer | None:
    return _exits(week, lambda reason: reason == "studier")


def exits_other(week: SlowWeek) -> Answer | None:
    return _exits(week, lambda reason: reason not in ("arbete", "studier"))


def exits_to_work_ratio_to_base(week: SlowWeek) -> Answer | None:
    base = week.world.municipality.metrics.base_year
    if base is None or not week.delivered("avslut", [week.back(n) for n in range(12)]):
        return None
    to_work = {
        (row["person_id"], row["aid_month"])
        for row in week.rows("aid_exit", "avslut")
        if row["exit_reason"] == "arbete"
    }
    if sum(period.startswith(str(base)) for period in week.pinned["avslut"]) < 12:
        return {TOTAL: (None, None)}
    lately = sum(week.back(11) <= month <= week.aid_month for _, month in to_work)
    return {TOTAL: (lately, sum(month.year == base for _, month in to_work))}


def _quarter_exits(week: SlowWeek, months_before: int) -> Answer:
    end = next(m for m in map(week.back, range(3)) if m.month in (3, 6, 9, 12))
    now = [add_months(end, -n) for n in range(3)]
    then = [add_months(month, -months_before) for month in now]
    if not week.delivered("avslut", [*now, *then]):
        return {TOTAL: (None, None)}
    to_work = {
        (row["person_id"], row["aid_month"])
        for row in week.rows("aid_exit", "avslut")
        if row["exit_reason"] == "arbete"
    }
    return {TOTAL: tuple(sum(m in months for _, m in to_work) for months in (now, then))}


def exits_to_work_quarter_change_yoy(week: SlowWeek) -> Answer:
    return _quarter_exits(week, 12)


def exits_to_work_quarter_change_previous(week: SlowWeek) -> Answer:
    return _quarter_exits(week, 3)


def _durable(week: SlowWeek, months: int) -> Answer:
    after = add_months(week.aid_month, 1)

    def mature(name):
        for row in week.rows("placement", "placering"):
            end = row["actual_end_date"]
            if row["programme_id"] != name or not end:
                continue
            if not week.back(months + 11) <= end < after:
                continue
            follow_up = [add_months(end.replace(day=1), n) for n in range(1, months + 1)]
            if all(month in week.months for month in follow_up):
                yield {**row, "follow_up": follow_up}

    return by_programme(
        week,
        lambda name: shared(
            mature(name),
            name,
            lambda row: {},
            lambda row: (
                row["exit_reason"] == "arbete"
                and not any(week.is_assisted(row["person_id"], m) for m in row["follow_up"])
            ),
        ),
    )


def durable_job_6m_share(week: SlowWeek) -> Answer:
    return _durable(week, 6)


def durable_job_12m_share(week: SlowWeek) -> Answer:
    return _durable(week, 12)


def days_to_exit_median(week: SlowWeek) -> Answer | None:
    if not week.delivered("avslut", [week.aid_month]):
        return None
    last = {}
    for row in week.rows("aid_exit", "avslut"):
        if row["aid_month"] == week.aid_month and row["exit_reason"] in ("arbete", "studier"):
            person = row["person_id"]
            last[person] = max(last.get(person, row["exit_date"]), row["exit_date"])
    days = []
    for person, ended in last.items():
        applied = [
            row["applied_at"].astimezone(STOCKHOLM).date()
            for row in week.rows("application", "ansokan")
            if row["person_id"] == person
        ]
        before = [day for day in applied if day < ended]
        if before:
            days.append((ended - min(before)).days)
    days.sort()
    median = days[(len(days) + 1) // 2 - 1] if days else None
    return {TOTAL: (median, len(days))}


def _in_month(week: SlowWeek, name: str):
    after = add_months(week.aid_month, 1)
    return [
        row
        for row in week.rows("placement", "placering")
        if row["programme_id"] == name
        and row["start_date"] < after
        and (row["actual_end_date"] is None or row["actual_end_date"] >= week.aid_month)
    ]


def cost_of_placements_sek(week: SlowWeek) -> Answer:
    answer = {}
    for name in week.programme_ids():
        costs = [
            row["wage_cost_sek"] - (row["subsidy_sek"] or 0)
            for row in _in_month(week, name)
            if row["wage_cost_sek"] is not None
        ]
        answer[name, "", ""] = (sum(costs) if costs else None, None)
    return answer


def assistance_avoided_sek(week: SlowWeek) -> Answer:
    answer = {}
    for name in week.programme_ids():
        first = {}
        for row in _in_month(week, name):
            start = row["start_date"].replace(day=1)
            first[row["person_id"]] = min(first.get(row["person_id"], start), start)
        households = {}
        for person, start in first.items():
            before = add_months(start, -1)
            for row in week.month("person_month", before):
                if row["person_id"] == person and row["is_assisted"]:
                    home = row["household_id"]
                    households[home] = min(households.get(home, before), before)
        avoided = [
            _paid(week, home, before) - _paid(week, home, week.aid_month)
            for home, before in households.items()
        ]
        answer[name, "", ""] = (sum(avoided) if avoided else None, None)
    return answer


def _paid(week: SlowWeek, home, month) -> int:
    return sum(
        row["assistance_sek"]
        for row in week.month("household_month", month)
        if row["household_id"] == home and row["is_assisted"]
    )
