"""Arbetsförmedlingen's answers and words about invented people."""

from datetime import timedelta

from oracle.case_writing import a_date, a_spelling, a_yes_no
from oracle.columns import FORMS
from oracle.days import add_months

CATEGORIES = (
    ("11", "Öppet arbetslös"),
    ("14", "Arbetssökande med förhinder"),
    ("69", "Jobbgaranti för ungdomar"),
    ("70", "Jobb- och utvecklingsgarantin"),
    ("98", "Slutförd beslutsperiod"),
)
UNUSUAL_CATEGORIES = (
    ("21", "Deltidsarbetslös"),
    ("31", "Anställd i önskad omfattning upp till 3 månader"),
    ("33", "Nystartsjobb"),
    ("34", "Utresande EU/EES-sökande"),
    ("", ""),
    ("99", ""),
    ("", "Anställd"),
    ("99", "Anställd"),
)


def answer_rows(luck, case):
    """Day and row of each answer."""
    return [row for person in case.people for row in _answers(luck, case.as_of, person)]


def _answers(luck, as_of, person):
    """A history of registrations, told by queries that lie anywhere in it."""
    asked = as_of - timedelta(days=luck.mostly(luck.choice((0, 1, 15, 30, 31)), 32, 45, -3))
    registered = add_months(as_of, -luck.choice((2, 5, 6, 11, 12, 13)))
    registered += timedelta(days=luck.choice((-1, 0, 0, 1)))
    category = luck.mostly(luck.choice(CATEGORIES), *UNUSUAL_CATEGORIES)
    for _ in range(luck.mostly(luck.randint(1, 6), 0)):
        for _ in range(luck.mostly(1, 2)):
            yield asked, _answer(luck, person, asked, registered, category)
        asked -= timedelta(days=luck.randint(1, luck.choice((40, 150))))
        if luck.random() < 0.6:
            gap = luck.choice((0, 1, 29, 30, 31, 32, 60))
            registered -= timedelta(days=gap + luck.randint(5, 200))
        category = luck.choice(CATEGORIES + UNUSUAL_CATEGORIES)


def _answer(luck, person, asked, registered, category):
    code, text = category
    ended = luck.mostly(None, asked + timedelta(days=luck.randint(-100, 40)), odds=0.4)
    row = {
        "personnr": person,
        "fraga_datum": a_date(luck, asked),
        "status_kod": "0",
        "arbetssokande": a_yes_no(luck, luck.mostly(True, False, None, odds=0.75)),
        "skat_kod": luck.mostly(code, "", f" {code}", odds=0.7),
        "skat_text": luck.mostly(a_spelling(luck, text), "", "Öppet arbetslös", odds=0.7),
        "registrerad": a_date(luck, luck.mostly(registered, None, odds=0.85)),
        "avaktualiserad": a_date(luck, ended),
    }
    if not luck.seldom(0.25):
        return row
    silent = row | {"status_kod": luck.choice(("1", "7", "-1"))}
    empty = {name: silent[name] for name in ("personnr", "fraga_datum", "status_kod")}
    return luck.choice((silent, empty, empty))


def word_rows(luck, case):
    """Words on forms of every kind, with ends on both sides of today."""
    for person in case.people:
        forms = FORMS if luck.random() < 0.5 else luck.sample(FORMS, luck.randint(0, 3))
        usual = luck.choice(("ja", "ja", "nej"))
        for form in (*forms, *luck.sample(FORMS, luck.choice((0, 0, 0, 1, 2)))):
            yield _word(luck, case.as_of, person, form, usual)


def _word(luck, as_of, person, form, usual):
    year = (as_of - add_months(as_of, -12)).days
    written = as_of - timedelta(
        days=luck.choice((-1, 0, 1, 30, 200, year - 1, year, year + 1, 700))
    )
    end = as_of + timedelta(days=luck.choice((-1, 0, 1, 90)))
    has_end = end >= written and luck.seldom(0.6)
    return written, {
        "personnr": person,
        "form": luck.mostly(form, form.upper(), f" {form}", "etableringsjobb"),
        "besked": luck.mostly(usual, "ja", "nej", "JA", odds=0.7),
        "niva": luck.choice(("", "1", "2", "3", "3", "3"))
        if form == "nystartsjobb"
        else luck.mostly("", "1"),
        "kalla": luck.mostly("af_besked", "af_beslut", "egen_berakning", odds=0.5),
        "datum": a_date(luck, written),
        "giltig_till": a_date(luck, end if has_end else None),
    }
