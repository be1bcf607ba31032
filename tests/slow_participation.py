"""Metrics of placements and plans, worked out slowly; one function per metric id."""

from collections import defaultdict
from datetime import timedelta

from metric_rows import at
from slow_week import Answer, SlowWeek, by_programme, counted, days_back, shared


def _placements(week: SlowWeek):
    return week.rows("placement", "placering")


def _active(week: SlowWeek):
    last = week.week.last_day
    return [
        row
        for row in _placements(week)
        if row["start_date"] <= last
        and (row["actual_end_date"] is None or row["actual_end_date"] >= last)
    ]


def _count(week: SlowWeek, rows) -> Answer:
    return by_programme(
        week,
        lambda name: counted(
            [row for row in rows if row["programme_id"] == name],
            name,
            lambda row: week.sex(row["person_id"]),
        ),
    )


def placements_started(week: SlowWeek) -> Answer:
    first, end = week.week.start, week.week.end
    return _count(week, [row for row in _placements(week) if first <= row["start_date"] < end])


def placements_active(week: SlowWeek) -> Answer:
    return _count(week, _active(week))


def private_employer_placements(week: SlowWeek) -> Answer:
    return _count(week, [row for row in _active(week) if row["employer_type"] == "privat"])


def participants_distinct(week: SlowWeek) -> Answer:
    in_programme = {(row["programme_id"], row["person_id"]): row for row in _active(week)}
    in_all = {row["person_id"]: row for row in _active(week)}
    whole = counted(in_all.values(), "", lambda row: week.sex(row["person_id"]))
    return whole | _count(week, in_programme.values())


def places_left(week: SlowWeek) -> Answer:
    ended = defaultdict(set)
    for row in week.world.rows["offer_event"]:
        if row["recorded_at"] <= week.known_at:
            ended[row["programme_id"], row["offer_id"]].add(row["event"])
    over = {"declined", "no_reply", "placed", "withdrawn"}
    answer = {}
    for programme in week.programmes:
        if programme.capacity:
            name = programme.programme_id
            placed = sum(row["programme_id"] == name for row in _active(week))
            offered = sum(of == name and not events & over for (of, _), events in ended.items())
            places = programme.capacity.places
            answer[name, "", ""] = (places - placed - offered, places)
    return answer or {("", "", ""): (None, None)}


def _plans(week: SlowWeek):
    """Plans in force on the week's last day."""
    last = week.week.last_day
    return [
        row
        for row in week.rows("plan", "plan")
        if row["drawn_up_date"] <= last
        and (row["closed_date"] is None or row["closed_date"] > last)
        and (row["follow_up_date"] is None or row["follow_up_date"] >= last)
    ]


def _share(week: SlowWeek, rows, is_hit) -> Answer:
    return shared(rows, "", lambda row: {"kon": week.sex(row["person_id"])}, is_hit)


def full_time_plan_share(week: SlowWeek) -> Answer:
    plans = [row for row in _plans(week) if row["planned_weekly_hours"] is not None]
    full = week.world.municipality.metrics.full_time_hours_per_week
    return _share(week, plans, lambda row: row["planned_weekly_hours"] >= full)


def study_track_share(week: SlowWeek) -> Answer:
    plans = [row for row in _plans(week) if row["track"] is not None]
    return _share(week, plans, lambda row: row["track"] in ("studier", "sfi"))


def competence_mapped_share(week: SlowWeek) -> Answer:
    people = defaultdict(int)
    for row in _plans(week):
        people[row["person_id"]] += row["competences_count"] or 0
    rows = [{"person_id": person, "mapped": count} for person, count in people.items()]
    return _share(week, rows, lambda row: row["mapped"] > 0)


def applicants_with_active_plan_share(week: SlowWeek) -> Answer:
    window = week.world.municipality.fact_rules.application_window_days
    first, end = at(days_back(week.week.last_day, window), 0), at(week.week.end, 0)
    people = {
        row["person_id"]
        for row in week.rows("application", "ansokan")
        if first <= row["applied_at"] < end
    }
    planned = {row["person_id"] for row in _plans(week)}
    rows = [{"person_id": person} for person in people]
    return _share(week, rows, lambda row: row["person_id"] in planned)


def recipients_following_plan_share(week: SlowWeek) -> Answer:
    last = week.week.last_day
    since = days_back(last, week.world.municipality.metrics.following_plan_days)
    following = {
        row["person_id"]
        for row in _plans(week)
        if row["last_activity_date"] and since <= row["last_activity_date"] <= last
    }
    people = defaultdict(list)
    for row in week.month("person_month", week.aid_month):
        if row["is_assisted"] and row["household_role"] in ("1", "2"):
            people[row["person_id"]].append(row)
    labels = {"1": "man", "2": "kvinna"}
    rows = [{"person_id": person, "rows": found} for person, found in people.items()]
    return shared(
        rows,
        "",
        lambda row: {
            "kon": None
            if any(r["is_protected"] for r in row["rows"])
            else labels[min(r["sex_code"] for r in row["rows"])]
        },
        lambda row: row["person_id"] in following,
    )


def plan_within_four_weeks_share(week: SlowWeek) -> Answer:
    four_weeks = timedelta(days=28)

    def starters(name):
        for row in _placements(week):
            due = row["start_date"] + four_weeks
            if row["programme_id"] != name or not week.week.start <= due < week.week.end:
                continue
            end = row["actual_end_date"]
            if end is None or end >= due or row["exit_reason"] is None:
                yield {**row, "due": due}

    def in_time(row):
        return any(
            plan["person_id"] == row["person_id"]
            and plan["plan_type"] == "handlingsplan"
            and plan["is_agreed"]
            and plan["drawn_up_date"] <= row["due"]
            for plan in week.rows("plan", "plan")
        )

    answer = {}
    for programme in week.programmes:
        if programme.reception and programme.reception.stay_weeks == 4:
            name = programme.programme_id
            answer |= shared(
                starters(name), name, lambda row: {"kon": week.sex(row["person_id"])}, in_time
            )
    return answer or {("", "", ""): (None, None)}


def improved_wellbeing_share(week: SlowWeek) -> Answer:
    answers = defaultdict(list)
    for row in week.newest("wellbeing", "valbefinnande", "placement_id", "occasion"):
        if row["occasion"] != "start" and row["is_improved"] is not None:
            day = "" if row["measured_date"] is None else row["measured_date"].isoformat()
            answers[row["placement_id"]].append((day, row["occasion"] == "slut", row))

    def latest(name):
        people = defaultdict(list)
        for row in _placements(week):
            if row["programme_id"] == name and row["start_date"] <= week.week.last_day:
                for day, is_end, found in answers[row["placement_id"]]:
                    people[row["person_id"]].append(
                        (day, is_end, _backwards(row["placement_id"]), found["is_improved"])
                    )
                people.setdefault(row["person_id"], [])
        for person, found in people.items():
            if found:
                yield {"person_id": person, "is_improved": max(found)[3]}
            else:
                yield {"person_id": person, "is_improved": None}

    def of_programme(name):
        everybody = list(latest(name))
        answered = [row for row in everybody if row["is_improved"] is not None]
        answer = shared(
            answered,
            name,
            lambda row: {"kon": week.sex(row["person_id"])},
            lambda row: row["is_improved"],
        )
        # A sex in which nobody has answered stands there with nothing.
        for row in everybody:
            if sex := week.sex(row["person_id"]):
                answer.setdefault((name, "kon", sex), (0, 0))
        return answer

    return by_programme(week, of_programme)


def _backwards(text: str) -> tuple[int, ...]:
    """Orders the other way round, since the first placement goes before the last."""
    return (*(-ord(letter) for letter in text), 0)
