"""What the aid months say: who is in them, whether they are paid, how many in a row."""

from dataclasses import dataclass

from oracle.days import month_of, months_apart, previous_month

PAID = ("01", "03")
STALE_MONTHS = 2


@dataclass(frozen=True)
class Months:
    """Months in a row up to the ``newest`` aid month.

    ``value`` is None where unknown; the streak is then a least value, unless
    it ``is_stale``.
    """

    value: int | None
    streak: int
    newest: str = ""
    is_stale: bool = False

    def at_least(self, limit, day=None):
        """Whether the limit is reached as of screening, or on a later day if only time passes."""
        if self.value is None:
            return True if self.streak >= limit and not self.is_stale else None
        going_on = months_apart(self.newest, month_of(day)) if day and self.value > 0 else 0
        return self.value + going_on >= limit


def newest_aid_row(inbox, person):
    """The person's row of the newest aid month; of two households the good one, the dearest."""
    return min(inbox.newest_aid_rows(person), key=_order_of_households, default=None)


def receives_assistance(inbox, person):
    if _is_stale(inbox):
        return None
    return _any(_is_paid(row) for row in inbox.newest_aid_rows(person))


def income_support(inbox, person):
    """Months in a row with försörjningsstöd, ending with the newest aid month."""
    if not inbox.months:
        return Months(None, 0)
    is_open_ended, streak = _streak(inbox, person)
    newest = inbox.newest_aid_month.period
    if _is_stale(inbox):
        return Months(None, streak, newest, is_stale=True)
    return Months(_value(inbox, person, streak, is_open_ended), streak, newest)


def _value(inbox, person, streak, is_open_ended):
    """None also where only a limit above the streak makes the months unknown."""
    if streak == 0 and not is_open_ended:
        return 0
    if streak == 0 and _rests_on_quarantine(inbox.newest_aid_rows(person)):
        return None
    newest = newest_aid_row(inbox, person)
    counted = newest["manader_i_rad"] if newest.is_good else None
    if counted is None:
        return None if is_open_ended else streak
    return max(streak, counted)


def _streak(inbox, person):
    """Whether it ends where nothing is known, and its months."""
    month, streak = inbox.newest_aid_month.period, 0
    while month in inbox.months:
        counts = _any(_counts(row) for row in inbox.aid_rows(month, person))
        if not counts:
            return counts is None, streak
        streak += 1
        month = previous_month(month)
    return True, streak


def _is_paid(row):
    """None where the own row, or the head's that it rests on, was quarantined."""
    if not row.is_good:
        return None
    if row["beslut_typ"] not in PAID:
        return False
    head = _head_of(row)
    return head["sbel"] > 0 if head.is_good else None


def _counts(row):
    """Whether a row makes its month one with income support; None is unknown."""
    if not row.is_good:
        return None
    if row["hhstatus"] == "3" or row["beslut_typ"] not in PAID:
        return False
    head = _head_of(row)
    has_column = "sbel_forsorjningsstod" in row.file.columns
    amount = head["sbel_forsorjningsstod" if has_column else "sbel"]
    return amount > 0 if head.is_good and amount is not None else None


def _rests_on_quarantine(rows):
    doubtful = [row for row in rows if _counts(row) is None]
    return not all(row.is_good and _head_of(row).is_good for row in doubtful)


def _head_of(row):
    """The row of the household's hhstatus 1; the good one, should there be another month's too."""
    heads = row.file.heads.get(row["hushall_id"], [])
    return max(heads, key=lambda head: head.is_good, default=None)


def _order_of_households(row):
    head = _head_of(row)
    is_good = row.is_good and (head is None or head.is_good)
    amount = -1 if head is None or head["sbel"] is None else head["sbel"]
    return not is_good, -amount, row["hushall_id"] or ""


def _is_stale(inbox):
    newest = inbox.newest_aid_month
    return newest is None or months_apart(newest.period, month_of(inbox.as_of)) > STALE_MONTHS


def _any(answers):
    """True if one is, else unknown if one is, else False."""
    answers = list(answers)
    return True if True in answers else None if None in answers else False
