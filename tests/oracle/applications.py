"""What an application says: who applies, why, with which exception, and what it led to."""

import csv
import sys
from datetime import timedelta
from functools import cache

from oracle.assistance import newest_aid_row
from oracle.cells import folded
from oracle.employment import CODES
from oracle.in_force import day_of, moment_of
from oracle.numbers import is_valid

WINDOW_DAYS = 31
HIGHEST = chr(sys.maxunicode)
UNEMPLOYED = {
    "unemployed": True,
    "involuntary_part_time": True,
    "full_time_work": False,
    "pension": False,
}
EXCEPTED = ("sjuk", "foraldraledig", "studerande", "arbetar_heltid", "pension")


def newest_application(inbox, person):
    """The one that counts; of the same time the highest id, a quarantined one before others."""
    return max(_in_window(inbox, person), key=_order, default=None)


def is_applicant(inbox, person):
    """One good application in the window is enough, whatever became of a newer one."""
    applications = _in_window(inbox, person)
    if any(application.is_good for application in applications):
        return True
    return None if applications else False


def led_nowhere(inbox, person, applied_from=None):
    """Whether there is an application, from a day on, that has led to no offer or referral."""
    application = newest_application(inbox, person)
    if application is None:
        return False
    if not application.is_good:
        return None
    if applied_from and day_of(application, "ansokt_at") < applied_from:
        return False
    offers = [
        offer
        for offer in inbox.rows("erbjudande")
        if offer["ansokan_id"] == application["ansokan_id"] and _is_made(offer, inbox.as_of)
    ]
    if any(offer.is_good and offer["personnr"] == person for offer in offers):
        return False
    return None if any(_may_be_to(person, offer) for offer in offers) else True


def is_not_excepted(inbox, person):
    application = newest_application(inbox, person)
    if application is None or not application.is_good:
        return None
    stated = application["undantag_kod"]
    if stated is None:
        return True
    return False if folded(stated) in EXCEPTED else None


def has_unemployed_obstacle(inbox, person):
    """By the label of the application, else of the newest aid month."""
    for row in (newest_application(inbox, person), newest_aid_row(inbox, person)):
        if row is not None and not row.is_good:
            return None
        if row is not None and row["forsorjningshinder"]:
            return UNEMPLOYED.get(_groups().get(folded(row["forsorjningshinder"])))
    return None


@cache
def _groups():
    with (CODES / "support_obstacles.csv").open(encoding="utf-8", newline="") as file:
        return {
            folded(line["label"]): line["group"] for line in csv.DictReader(file, delimiter=";")
        }


def _order(row):
    """An id that cannot be read may be the highest."""
    return moment_of(row, "ansokt_at"), row["ansokan_id"] or HIGHEST, not row.is_good


def _in_window(inbox, person):
    oldest = inbox.as_of - timedelta(days=WINDOW_DAYS)
    return [
        row
        for row in inbox.rows_of("ansokan", person)
        if oldest <= day_of(row, "ansokt_at") <= inbox.as_of
    ]


def _is_made(offer, as_of):
    return day_of(offer, "erbjuden_at") <= as_of


def _may_be_to(person, offer):
    """Whether a quarantined offer is the person's, as far as can be read."""
    number = offer["personnr"]
    return not offer.is_good and (number == person or number is None or not is_valid(number))
