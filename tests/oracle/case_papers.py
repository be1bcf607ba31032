"""Applications, what they led to, assessments and plans of invented people."""

from datetime import UTC, datetime, time, timedelta

from oracle.case_aid import a_label
from oracle.case_writing import a_date, a_yes_no
from oracle.cells import STOCKHOLM

CLOCK = (time(0, 0), time(0, 30), time(1, 30), time(2, 30), time(12, 0), time(23, 59, 59))
EXCEPTIONS = (
    *("sjuk", "Foraldraledig", "studerande", "arbetar_heltid", "PENSION"),
    *("annat", "semester"),
)


def application_rows(luck, case):
    """Day and row of each application, many of them at the edges of the window."""
    for person in case.people:
        for _ in range(luck.choice((0, 1, 1, 1, 2, 3))):
            yield _application(luck, case, person)


def _application(luck, case, person):
    day = case.as_of - timedelta(days=luck.mostly(luck.choice((0, 0, 1, 3, 30, 31)), 32, 33, -1))
    return day, {
        "ansokan_id": f"A{luck.randint(1, len(case.people))}",
        "kommun": case.code,
        "hushall_id": luck.choice(("H", "Z")) + str(luck.randint(1, 3 * len(case.people))),
        "personnr": person,
        "ansokt_at": _moment(luck, day),
        "kanal": luck.choice(("muntlig", "etjanst", "papper", "")),
        "forsorjningshinder": luck.mostly(a_label(luck), "", odds=0.5),
        "undantag_kod": luck.mostly("", *EXCEPTIONS, odds=0.5),
        "sekretessmarkering": a_yes_no(luck, luck.mostly(False, True, None)),
        "skyddad_folkbokforing": a_yes_no(luck, luck.mostly(False, True, None)),
    }


def _moment(luck, day):
    """A time of day in one of the ways that files write it, or the bare date."""
    local = datetime.combine(day, luck.choice(CLOCK))
    aware = local.replace(tzinfo=STOCKHOLM, fold=luck.choice((0, 1)))
    return luck.choice(
        (
            day.isoformat() + luck.choice(("", "+01:00")),
            local.isoformat(sep=" ", timespec=luck.choice(("minutes", "seconds"))),
            local.isoformat(),
            aware.isoformat(),
            f"{aware.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z",
        )
    )


def offer_rows(luck, case, applications):
    """What some applications led to, and a few offers that answer none."""
    for number, (day, application) in enumerate(applications):
        if luck.random() < 0.7:
            continue
        offered = day + timedelta(days=luck.choice((0, 1, 2, 31, 32)))
        yield (
            offered,
            {
                "erbjudande_id": f"E{luck.mostly(number, 1)}",
                "ansokan_id": luck.mostly(application["ansokan_id"], "", "A1"),
                "personnr": luck.mostly(application["personnr"], *case.people),
                "program": "nagot_program",
                "erbjuden_at": _moment(luck, offered),
                "svar": luck.choice(("", "ja", "NEJ", "inget_svar")),
            },
        )


def assessment_rows(luck, case):
    for person in case.people:
        for _ in range(luck.mostly(luck.randint(1, 3), 0)):
            day = case.as_of - timedelta(days=luck.choice((-1, 0, 1, 20, 400)))
            yield (
                day,
                {
                    "personnr": person,
                    "arbetsformaga_procent": luck.choice(("", "49", "50", "50", "100")),
                    "barnomsorg": luck.choice(("", "", "ordnad", "ej_ordnad")),
                    "datum": a_date(luck, day),
                },
            )


def plan_rows(luck, case):
    for number, person in enumerate(case.people):
        for part in range(luck.choice((0, 0, 0, 1, 2))):
            drawn_up = case.as_of - timedelta(days=luck.choice((-1, 0, 1, 90, 300)))
            closed = case.as_of + timedelta(days=luck.choice((-1, 0, 1)))
            follow_up = case.as_of + timedelta(days=luck.choice((-1, 0, 1, 60)))
            yield (
                drawn_up,
                {
                    "plan_id": f"P{number}-{part}",
                    "personnr": person,
                    "typ": luck.choice(("handlingsplan", "arbetsmarknadsplanering")),
                    "upprattad": a_date(luck, drawn_up),
                    "uppfoljning": a_date(luck, luck.choice((None, follow_up))),
                    "avslutad": a_date(luck, luck.choice((None, None, max(closed, drawn_up)))),
                },
            )
