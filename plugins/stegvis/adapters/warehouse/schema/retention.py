"""How long each table's rows are held, beside why (X5, X8): the purge and the dictionary read it.

A test says which table is missing here, so that no table is held for ever by oversight.
"""

from dataclasses import dataclass
from typing import Literal

Follows = Literal["person", "through", "household", "anonymous", "working", "nobody"]


@dataclass(frozen=True)
class Retention:
    """How a table's rows leave.

    Attributes:
        follows: ``person``: with the person. ``through``: with the person of
            the row of ``parent`` that has the same ``column``. ``household``:
            when all who lived in it are gone. ``anonymous``: the row stays
            for comparison with a base year, but says no more whose it was.
            ``working``: after the municipality's days for working files.
            ``nobody``: it is about nobody, or has to be kept.
        words: In Swedish, for the dictionary.
    """

    follows: Follows
    words: str
    column: str = ""
    parent: str = ""


_FIVE_YEARS = (
    "fem år efter den sista anteckningen om personen eller hushållet, senast kalenderåret därpå; "
    "inte i pågående ärenden och inte för den som bevaras för forskningen (SoL 16 kap. 1 §)"
)
PERSON = Retention("person", f"Gallras {_FIVE_YEARS}.")
HOUSEHOLD = Retention("household", f"Gallras när alla i hushållet gallras: {_FIVE_YEARS}.")
ANONYMOUS = Retention(
    "anonymous",
    f"Avidentifieras {_FIVE_YEARS}. Månad och orsak står kvar för jämförelsen med ett basår.",
)
WORKING = Retention(
    "working", "Arbetsmaterial: gallras efter kommunens dagar när leveransen inte längre gäller."
)
KEPT_STATISTICS = Retention("nobody", "Bevaras: statistik som inte handlar om någon enskild.")
KEPT_RECORD = Retention("nobody", "Bevaras: redovisar behandlingen. Inga uppgifter om enskilda.")
KEPT_LOG = Retention(
    "nobody", "Bevaras: logg över åtkomst. Ärendenummer, inga andra uppgifter om enskilda."
)

NOT_STATED = Retention("nobody", "Inte angiven.")
"""Of a table that is missing below, which a test does not let pass."""


def _through(column: str, parent: str) -> Retention:
    return Retention("through", f"Gallras med personen: {_FIVE_YEARS}.", column, parent)


RETENTION: dict[str, Retention] = {
    "delivery_record": KEPT_RECORD,
    "delivery_approval": KEPT_RECORD,
    "delivery_warning": KEPT_RECORD,
    "inbox_file": KEPT_RECORD,
    "quarantined_row": WORKING,
    "person": PERSON,
    "known_person": PERSON,
    "long_term_adult": PERSON,
    "person_alias": PERSON,
    "person_protection": PERSON,
    "household_month": HOUSEHOLD,
    "person_month": PERSON,
    "month_obstacle": KEPT_STATISTICS,
    "aid_exit": ANONYMOUS,
    "application": PERSON,
    "outside_offer": PERSON,
    "place": KEPT_RECORD,
    "placement": PERSON,
    "plan": PERSON,
    "wellbeing": _through("placement_id", "placement"),
    "population": KEPT_STATISTICS,
    "screening_run": KEPT_RECORD,
    "screening_run_delivery": KEPT_RECORD,
    "screening_result": PERSON,
    "screening_unknown": PERSON,
    "offer_event": PERSON,
    "letter_event": _through("offer_id", "offer_event"),
    "letter_batch_approval": KEPT_RECORD,
    "task_event": PERSON,
    "task_reminder": _through("task_id", "task_event"),
    "worklist": KEPT_RECORD,
    "worklist_line": _through("task_id", "task_event"),
    "answer": _through("task_id", "task_event"),
    "answer_error": KEPT_RECORD,
    "metric_close": KEPT_RECORD,
    "metric_close_delivery": KEPT_RECORD,
    "weekly_metric": KEPT_STATISTICS,
    "management_weekly_metric": KEPT_STATISTICS,
    "calendar_day": KEPT_STATISTICS,
    "close_programme": KEPT_RECORD,
    "application_clock": PERSON,
    "month_summary": KEPT_STATISTICS,
    "management_month": KEPT_STATISTICS,
    "management_delivery": KEPT_RECORD,
    "management_metric": KEPT_STATISTICS,
    "audit_event": KEPT_LOG,
    "purge_event": KEPT_RECORD,
    "purge_count": KEPT_RECORD,
}
"""Every table, in the order in which they are declared."""
