"""Monthly rows of ``bistand`` and ``avslut``, by delivery. No obstacle per person (X8)."""

from sqlalchemy import CheckConstraint

from stegvis.adapters.warehouse.schema.declaration import (
    FOLLOW_UP,
    day,
    delivery_id,
    flag,
    household_id,
    index,
    person_id,
    table,
    whole,
    words,
)

AID_MONTH = "First day of the month that the aid is for."
NOT_HEALTH = "exit_reason <> 'ohalsa'"

household_month = table(
    "household_month",
    "A household in an aid month, as one delivery has it.",
    FOLLOW_UP,
    delivery_id(),
    day("aid_month", AID_MONTH),
    household_id(),
    words("case_reference", "Case number; missing where the source has none.", missing=True),
    words("household_type_code", "Socialstyrelsen's type of household.", missing=True),
    whole("children_count", "Children under 18.", missing=True),
    whole("adults_count", "Adults: hhstatus 1 and 2."),
    whole("assistance_sek", "Assistance in all, kronor; missing if not stated.", missing=True),
    whole("income_support_sek", "Of it försörjningsstöd, kronor.", missing=True),
    whole("assessed_need_sek", "Assessed need before income, kronor (A17).", missing=True),
    flag("is_assisted", "Granted wholly or partly, and assistance above 0."),
    words("unit", "Unit that owns the case.", missing=True),
    flag("is_protected", "Someone in the household has protected identity."),
    index("household_month", "aid_month"),
    index("household_month", "household_id", "aid_month"),
    key=("delivery_id", "household_id"),
    clustered=True,
)

person_month = table(
    "person_month",
    "A person in a household and an aid month, as one delivery has it.",
    FOLLOW_UP,
    delivery_id(),
    day("aid_month", AID_MONTH),
    person_id(),
    household_id(),
    words("household_role", "1 head, 2 partner, 3 child or other.", missing=True),
    words("sex_code", "1 man, 2 woman.", missing=True),
    words("decision_type_code", "01 granted, 02 refused, 03 partly granted.", missing=True),
    flag("is_assisted", "Own row granted wholly or partly, and the household is paid."),
    flag(
        "counts_income_support",
        "Whether the month counts for months_with_income_support; null is unknown.",
        missing=True,
    ),
    flag("has_labour_market_measure", "Took part in a municipal measure.", missing=True),
    words("unit", "Unit that owns the case.", missing=True),
    flag("is_protected", "Protected identity."),
    index("person_month", "aid_month"),
    index("person_month", "person_id", "aid_month"),
    key=("delivery_id", "household_id", "person_id"),
    clustered=True,
)

month_obstacle = table(
    "month_obstacle",
    "How many adults of an aid month had obstacles of a group; never per person (A16, X8).",
    FOLLOW_UP,
    delivery_id(),
    day("aid_month", AID_MONTH),
    words("obstacle_group", "Group of försörjningshinder; unmapped labels are 'unmapped'."),
    words("sex_code", "1 man, 2 woman; empty if not stated."),
    whole("persons_count", "Adults."),
    key=("delivery_id", "aid_month", "obstacle_group", "sex_code"),
)

aid_exit = table(
    "aid_exit",
    "A person whose aid ended, and to what (A7, L14).",
    FOLLOW_UP,
    delivery_id(),
    day("aid_month", "First day of the month of the file."),
    household_id(),
    person_id(),
    words(
        "exit_reason",
        "Code of avslutsorsak. Health is written as annat, so that no row tells of it (X8).",
    ),
    day("exit_date", "Day aid ended."),
    CheckConstraint(NOT_HEALTH, name="no_health"),
    index("aid_exit", "exit_date"),
    index("aid_exit", "aid_month"),
    key=("delivery_id", "household_id", "person_id"),
)
