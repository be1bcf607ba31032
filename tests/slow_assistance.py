"""Metrics of assistance, worked out slowly; one function per metric id."""

from collections import defaultdict

from slow_week import SEXES, TOTAL, Answer, SlowWeek, shared
from stegvis.domain.clock import add_months


def _households(week, month):
    return {r["household_id"]: r for r in week.month("household_month", month) if r["is_assisted"]}


def _paid(week, month):
    return sum(row["assistance_sek"] for row in _households(week, month).values())


def _people(week, month, roles=("1", "2", "3")):
    """Assisted people of a month: person → (is protected, smallest sex code)."""
    found = defaultdict(list)
    for row in week.month("person_month", month):
        if row["is_assisted"] and row["household_role"] in roles:
            found[row["person_id"]].append(row)
    return {
        person: (any(r["is_protected"] for r in rows), min(r["sex_code"] for r in rows))
        for person, rows in found.items()
    }


def _sex(protected_and_code):
    is_protected, code = protected_and_code
    return None if is_protected else SEXES[code]


def households_with_assistance(week: SlowWeek) -> Answer:
    return {TOTAL: (len(_households(week, week.aid_month)), None)}


def persons_with_assistance(week: SlowWeek) -> Answer:
    people = _people(week, week.aid_month)
    sexes = [_sex(known) for known in people.values()]
    answer = {TOTAL: (len(people), None)}
    return answer | {("", "kon", sex): (sexes.count(sex), None) for sex in ("kvinna", "man")}


def assistance_paid_sek(week: SlowWeek) -> Answer:
    return {TOTAL: (_paid(week, week.aid_month), None)}


def assistance_paid_rolling_12m_sek(week: SlowWeek) -> Answer | None:
    months = [week.back(n) for n in range(12)]
    if not week.delivered("bistand", months):
        return None
    return {TOTAL: (sum(_paid(week, month) for month in months), None)}


def households_change_yoy(week: SlowWeek) -> Answer | None:
    if not week.delivered("bistand", [week.back(12)]):
        return None
    now, then = (len(_households(week, month)) for month in (week.aid_month, week.back(12)))
    return {TOTAL: (now, then)}


def assistance_paid_change_yoy_sek(week: SlowWeek) -> Answer | None:
    if not week.delivered("bistand", [week.back(12)]):
        return None
    return {TOTAL: (_paid(week, week.aid_month), _paid(week, week.back(12)))}


def assistance_paid_change_since_base_pct(week: SlowWeek) -> Answer | None:
    rules = week.world.municipality.metrics
    base = rules.base_month
    if base is None and rules.base_calendar_month and week.aid_month:
        base = next(m for m in map(week.back, range(1, 13)) if m.month == rules.base_calendar_month)
    if base is None or not week.delivered("bistand", [base]):
        return None
    return {TOTAL: (_paid(week, week.aid_month), _paid(week, base))}


def _quarters(week, months_before):
    """The newest quarter's months, and those so many months before."""
    ends = [week.back(n) for n in range(3)]
    end = next(month for month in ends if month.month in (3, 6, 9, 12))
    now = [add_months(end, -n) for n in range(3)]
    return now, [add_months(month, -months_before) for month in now]


def _quarter_paid(week, months_before):
    now, then = _quarters(week, months_before)
    if not week.delivered("bistand", [*now, *then]):
        return None
    return {TOTAL: tuple(sum(_paid(week, month) for month in months) for months in (now, then))}


def assistance_paid_quarter_change_yoy_pct(week: SlowWeek) -> Answer | None:
    return _quarter_paid(week, 12)


def assistance_paid_quarter_change_previous_pct(week: SlowWeek) -> Answer | None:
    return _quarter_paid(week, 3)


def is_series_minimum(week: SlowWeek) -> Answer:
    series = {m: len(_households(week, m)) for m in week.months if m <= week.aid_month}
    lowest = series[week.aid_month] == min(series.values())
    return {TOTAL: (int(lowest), len(series))}


def population_share_on_assistance(week: SlowWeek) -> Answer | None:
    years = {r["year"]: r for r in week.newest("population", "befolkning", "year")}
    chosen = [year for year in years if year <= week.aid_month.year]
    if not chosen:
        return None
    people = len(_people(week, week.aid_month))
    return {TOTAL: (people, years[max(chosen)]["population_count"])}


def long_term_share(week: SlowWeek) -> Answer | None:
    months = [week.back(n) for n in range(12)]
    if not week.delivered("bistand", months):
        return None
    answer = {TOTAL: [0, 0]}
    for person, known in _people(week, week.aid_month, ("1", "2")).items():
        had = sum(person in _people(week, month, ("1", "2")) for month in months)
        for key in {TOTAL, ("", "kon", _sex(known))} - {("", "kon", None)}:
            both = answer.setdefault(key, [0, 0])
            both[0] += had >= 10
            both[1] += 1
    return {key: tuple(both) for key, both in answer.items()}


def children_in_long_term_households(week: SlowWeek) -> Answer | None:
    months = [week.back(n) for n in range(12)]
    if not week.delivered("bistand", months):
        return None
    by_month = [_people(week, month, ("1", "2")) for month in months]
    now = [row for row in week.month("person_month", week.aid_month) if row["is_assisted"]]
    long_term = {
        row["household_id"]
        for row in now
        if sum(row["person_id"] in people for people in by_month) >= 10
    }
    children = defaultdict(list)
    for row in now:
        if row["household_role"] == "3" and row["household_id"] in long_term:
            children[row["person_id"]].append(row)
    answer = {TOTAL: (len(children), None)}
    for rows in children.values():
        if not any(row["is_protected"] for row in rows):
            key = ("", "kon", SEXES[min(row["sex_code"] for row in rows)])
            answer[key] = (answer.get(key, (0, None))[0] + 1, None)
    return answer


def support_obstacle_persons(week: SlowWeek) -> Answer:
    adults = {
        row["person_id"]
        for row in week.month("person_month", week.aid_month)
        if row["household_role"] in ("1", "2")
    }
    answer = {TOTAL: (len(adults), None)}
    for row in week.month("month_obstacle", week.aid_month):
        key = ("", "forsorjningshinder", row["obstacle_group"])
        answer[key] = (answer.get(key, (0, None))[0] + row["persons_count"], None)
    return answer


def _slope(week, is_before):
    answer = {}
    for programme in week.programmes:
        if programme.open_from is None:
            continue
        first = programme.open_from.replace(day=1)
        months = [m for m in week.months if m <= week.aid_month and (m < first) == is_before]
        points = [(m.year * 12 + m.month - 1, _paid(week, m)) for m in months]
        n = len(points)
        if n < 3:
            answer[programme.programme_id, "", ""] = (None, None)
            continue
        x, y = (sum(point[axis] for point in points) for axis in (0, 1))
        xy, xx = sum(a * b for a, b in points), sum(a * a for a, _ in points)
        answer[programme.programme_id, "", ""] = (n * xy - x * y, n * xx - x * x)
    return answer or {TOTAL: (None, None)}


def assistance_paid_slope_before(week: SlowWeek) -> Answer:
    return _slope(week, is_before=True)


def assistance_paid_slope_after(week: SlowWeek) -> Answer:
    return _slope(week, is_before=False)


def degree_of_self_support(week: SlowWeek) -> Answer:
    own, need = 0, 0
    for row in _households(week, week.aid_month).values():
        if row["assessed_need_sek"]:
            paid = row["income_support_sek"]
            paid = row["assistance_sek"] if paid is None else paid
            need += row["assessed_need_sek"]
            own += max(row["assessed_need_sek"] - paid, 0)
    return {TOTAL: (own, need) if need else (None, None)}


def employment_share(week: SlowWeek) -> Answer | None:
    years = {r["year"]: r for r in week.newest("population", "befolkning", "year")}
    chosen = [year for year in years if year <= week.week.last_day.year]
    if not chosen:
        return None
    newest = years[max(chosen)]
    return {TOTAL: (newest["employed_count"], newest["population_count"])}


def unemployment_context(week: SlowWeek) -> Answer:
    return {TOTAL: (None, None)}


def _self_sufficient(week: SlowWeek, months: int) -> Answer:
    exits = {}
    for row in week.rows("aid_exit", "avslut"):
        if week.back(months + 11) <= row["aid_month"] <= week.aid_month:
            exits.setdefault((row["person_id"], row["aid_month"]), set()).add(row["exit_reason"])
    mature = [
        {"person_id": person, "month": month, "reasons": reasons}
        for (person, month), reasons in exits.items()
        if all(add_months(month, n) in week.months for n in range(1, months + 1))
    ]
    answer = shared(
        mature,
        "",
        lambda one: {"kon": week.sex(one["person_id"])},
        lambda one: (
            bool(one["reasons"] & {"arbete", "studier"})
            and not any(
                week.is_assisted(one["person_id"], add_months(one["month"], n))
                for n in range(1, months + 1)
            )
        ),
    )
    # A sex that has only exits too young to judge stands there with nothing.
    for person, _ in exits:
        if sex := week.sex(person):
            answer.setdefault(("", "kon", sex), (0, 0))
    return answer


def self_sufficient_3m_share(week: SlowWeek) -> Answer:
    return _self_sufficient(week, 3)


def self_sufficient_6m_share(week: SlowWeek) -> Answer:
    return _self_sufficient(week, 6)


def self_sufficient_12m_share(week: SlowWeek) -> Answer:
    return _self_sufficient(week, 12)
