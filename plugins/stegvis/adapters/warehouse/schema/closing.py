"""What a close works out once, so that metric SQL only compares, and what else it publishes."""

from stegvis.adapters.warehouse.schema.declaration import (
    ACCOUNTABILITY,
    FOLLOW_UP,
    day,
    delivery_id,
    flag,
    index,
    instant,
    person_id,
    programme_id,
    real,
    table,
    whole,
    words,
)
from stegvis.adapters.warehouse.schema.metrics import WEEK

CLOSE = "Close that it was worked out for."

calendar_day = table(
    "calendar_day",
    "A day and its numbers, since neither database counts days as the other does.",
    ACCOUNTABILITY,
    day("calendar_date", "The day."),
    instant("starts_at", "00:00 that day in Sweden."),
    whole("day_number", "Days since 0001-01-01, which is 1."),
    whole("month_number", "Year times twelve, plus the month less one."),
    index("calendar_day", "starts_at"),
    key=("calendar_date",),
)

close_programme = table(
    "close_programme",
    "A programme as it was decided when the week was closed.",
    ACCOUNTABILITY,
    words("close_id", CLOSE),
    programme_id(),
    words("population", "recipients, applicants or recipients_and_applicants."),
    whole("capacity", "How many may take part at a time (A11); missing if not set.", missing=True),
    flag("needs_place", "An offer takes a confirmed place."),
    flag("promises_working_days", "Promises an offer within so many working days (V1)."),
    flag("promises_elapsed_hours", "Promises a referral within so many hours (T1)."),
    flag("promises_working_hours", "Counts those hours on working days too (T1)."),
    whole("stay_weeks", "How long one stays (T5); missing if not set.", missing=True),
    day("open_from", "First day of offers.", missing=True),
    day("open_to", "Last day of offers.", missing=True),
    key=("close_id", "programme_id"),
)

application_clock = table(
    "application_clock",
    "A recent application and the promises of time that count from it (V1, T1).",
    FOLLOW_UP,
    words("close_id", CLOSE),
    programme_id(),
    words("application_ref", "Hash of the source system's id."),
    person_id(),
    instant("applied_at", "When it reached us."),
    instant("working_days_due_at", "End of the last promised working day.", missing=True),
    instant("elapsed_hours_due_at", "When the promised hours have passed.", missing=True),
    instant("working_hours_due_at", "When they have passed on working days.", missing=True),
    instant("stopped_at", "First offer or referral made available; missing if open.", missing=True),
    real("lead_days", "Days of 24 hours from application to stop; missing if open.", missing=True),
    flag("is_excepted", "An exception is stated (V2); null is unknown.", missing=True),
    flag(
        "is_new_applicant",
        "No assistance in the months before (V2); null if one of them was not delivered.",
        missing=True,
    ),
    flag("is_screened_out", "A criterion other than having applied was not met."),
    words("unit", "Unit that owns the case.", missing=True),
    words("sex_code", "1 man, 2 woman.", missing=True),
    flag("is_protected", "Protected identity."),
    key=("close_id", "programme_id", "application_ref", "person_id"),
)

month_summary = table(
    "month_summary",
    "An aid month in sums, as one delivery has it, so that a long series is short to read.",
    FOLLOW_UP,
    delivery_id(),
    day("aid_month", "First day of the month that the aid is for."),
    whole("month_number", "Year times twelve, plus the month less one."),
    whole("households_count", "Households with assistance."),
    whole("persons_count", "People with assistance, each counted once."),
    whole("assistance_sek", "Assistance paid to them, kronor."),
    key=("delivery_id", "aid_month"),
)

long_term_adult = table(
    "long_term_adult",
    "An adult with assistance in ten or more of the twelve newest months (L8), worked out once "
    "for the weeks that rest on the same months.",
    FOLLOW_UP,
    words("year_id", "Hash of the twelve months' deliveries."),
    person_id(),
    key=("year_id", "person_id"),
    clustered=True,
)

known_person = table(
    "known_person",
    "What was known of a person at closes: sex and protection, from one close until another, so "
    "that a past week can be computed again as it was.",
    FOLLOW_UP,
    person_id(),
    instant("known_from", "The close from which it was known."),
    instant("known_until", "The close from which something else was known."),
    words("sex_code", "1 man, 2 woman; missing for a temporary number.", missing=True),
    flag("is_protected", "Protected identity."),
    index("known_person", "known_until"),
    key=("person_id", "known_from"),
    clustered=True,
)

management_metric = table(
    "management_metric",
    "What a figure means, for those who read the figures outside the report.",
    FOLLOW_UP,
    words("metric_id", "Metric id, as its SQL file is called."),
    words("title", "Title in Swedish."),
    words("definition", "In words, edge cases included."),
    words("theme", "Chapter of the report."),
    words("unit", "Unit of the value."),
    words("direction", "up, down or none: which way is better."),
    key=("metric_id",),
)

management_month = table(
    "management_month",
    "An aid month in the series that management reads; small counts hidden (X12).",
    FOLLOW_UP,
    words("iso_week", WEEK),
    day("aid_month", "First day of the month that the aid is for."),
    whole("households_count", "Households with assistance.", missing=True),
    whole("assistance_sek", "Assistance paid, kronor.", missing=True),
    flag("is_preliminary", "The file came before the month had ended."),
    flag("is_current", "The week's newest complete aid month."),
    whole("hidden", "1 where the counts are hidden, else 0."),
    key=("iso_week", "aid_month"),
)

management_delivery = table(
    "management_delivery",
    "A delivery that came during the week, or that the week's figures rest on.",
    ACCOUNTABILITY,
    words("iso_week", WEEK),
    delivery_id(),
    words("extract", "Extract."),
    words("period", "yyyymm or yyyymmdd."),
    words("status", "As it stood at the close: accepted, rejected, held or superseded."),
    words("reason", "Code of the rule that rejected or held it.", missing=True),
    instant("received_at", "When it was received."),
    whole("rows_received", "Rows."),
    whole("rows_accepted", "Rows in use."),
    whole("rows_quarantined", "Rows set aside."),
    whole("rows_rejected", "Rows of a rejected file."),
    whole("rows_held", "Rows that wait for a person's yes."),
    whole("rows_repeated", "Rows that repeat another."),
    flag("is_in_force", "The week's figures rest on it."),
    index("management_delivery", "iso_week"),
    key=("iso_week", "delivery_id"),
)
