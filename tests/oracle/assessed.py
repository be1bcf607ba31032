"""What AF has said of support forms, what staff have assessed, and which plans there are."""

from oracle.columns import FORMS
from oracle.days import add_months
from oracle.in_force import day_of

NEGATIVE_WORD_MONTHS = 12


def has_highest_nystartsjobb(inbox, person):
    word = _word(inbox, person, "nystartsjobb")
    if word is None or not word.is_good:
        return None
    return False if word["besked"] == "nej" else None if word["niva"] is None else word["niva"] == 3


def is_entitled_to_supported_job(inbox, person):
    words = [_word(inbox, person, form) for form in FORMS]
    answers = [word["besked"] if word is not None and word.is_good else None for word in words]
    return True if "ja" in answers else None if None in answers else False


def work_capacity(inbox, person):
    """The newest assessed capacity in percent; one that cannot be read is unknown."""
    rows = [
        row
        for row in inbox.rows_of("bedomning", person)
        if day_of(row, "datum") <= inbox.as_of and row.is_filled("arbetsformaga_procent")
    ]
    newest = max(rows, key=lambda row: (day_of(row, "datum"), not row.is_good), default=None)
    return newest["arbetsformaga_procent"] if newest is not None and newest.is_good else None


def has_active_plan(inbox, person):
    if not inbox.is_delivered("plan"):
        return None
    plans = [
        row for row in inbox.rows_of("plan", person) if day_of(row, "upprattad") <= inbox.as_of
    ]
    if any(plan.is_good and _is_active(plan, inbox.as_of) for plan in plans):
        return True
    return False if all(plan.is_good for plan in plans) else None


def _is_active(plan, as_of):
    is_open = plan["avslutad"] is None or plan["avslutad"] > as_of
    return is_open and (plan["uppfoljning"] is None or plan["uppfoljning"] >= as_of)


def _word(inbox, person, form):
    """The newest valid word on a form; a word on a form that cannot be read is on every form."""
    words = [
        row
        for row in inbox.rows_of("stodbedomning", person)
        if row["form"] in (form, None)
        and row["kalla"] != "egen_berakning"
        and _is_valid(row, inbox.as_of)
    ]
    return max(words, key=_order, default=None)


def _order(word):
    """The newest last; of one day af_beslut goes before af_besked, a quarantined one before both.

    A source that cannot be read may have been either.
    """
    return day_of(word, "datum"), word["kalla"] != "af_besked", not word.is_good


def _is_valid(word, as_of):
    written, end = day_of(word, "datum"), word["giltig_till"]
    if written > as_of:
        return False
    if end is not None and "order" not in word.broken:
        return as_of <= end
    if word.is_filled("giltig_till") or not _is_negative(word):
        return True
    return as_of <= add_months(written, NEGATIVE_WORD_MONTHS)


def _is_negative(word):
    return word["besked"] == "nej" or word["niva"] in (1, 2)
