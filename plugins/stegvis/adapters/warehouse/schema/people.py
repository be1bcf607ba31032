"""Who stands behind a pseudonym, and who is protected. Restricted."""

from stegvis.adapters.warehouse.schema.declaration import (
    CASES,
    day,
    delivery_id,
    flag,
    index,
    instant,
    person_id,
    table,
    words,
)

person = table(
    "person",
    "Restricted: who stands behind a pseudonym, as the newest period says.",
    CASES,
    person_id(),
    words("personal_number", "Twelve digits, or a temporary number."),
    day("birth_date", "Day of birth; missing where the number does not say it.", missing=True),
    words("sex_code", "1 man, 2 woman; missing for a temporary number.", missing=True),
    words("first_name", "Given name.", missing=True),
    words("last_name", "Family name.", missing=True),
    words("care_of", "Care-of line; never held for a protected person.", missing=True),
    words("street_address", "Street address; never held for a protected person.", missing=True),
    words("postcode", "Postcode; never held for a protected person.", missing=True),
    words("post_town", "Post town; never held for a protected person.", missing=True),
    words("email", "E-mail address; nothing is sent to it.", missing=True),
    words("mobile_phone", "Mobile telephone number; nothing is sent to it.", missing=True),
    flag("needs_interpreter", "Whether an interpreter is needed.", missing=True),
    words("interpreter_language", "Language, ISO 639.", missing=True),
    flag("is_protected", "Protected identity in any source in force, or a flag missing (X2)."),
    words("case_id", "Case number, as letters and shared lists show it.", missing=True),
    words("unit", "Unit that owns the case.", missing=True),
    words("caseworker", "Caseworker of the case.", missing=True),
    delivery_id(),
    words("seen_period", "Period of the row; the newest wins."),
    instant("seen_at", "When the row was written."),
    index("person", "personal_number"),
    key=("person_id",),
)

person_alias = table(
    "person_alias",
    "Restricted: another number of the same person, where a source says so.",
    CASES,
    words("alias_id", "Pseudonym of the other number, 32 hex digits."),
    person_id(),
    words("personal_number", "The other number: temporary, samordnings- or personnummer."),
    words("source", "Who says that they are one person."),
    instant("seen_at", "When it was said."),
    index("person_alias", "person_id"),
    key=("alias_id",),
)

person_protection = table(
    "person_protection",
    "Restricted: what each source last said of a person's protection. A source that said "
    "nothing has no row; without any row a person is protected (X2).",
    CASES,
    person_id(),
    words("extract", "bistand, ansokan or af_status."),
    words("period", "Period of the delivery; the newest counts."),
    delivery_id(),
    flag("is_protected", "A flag says so, or is missing where it is required."),
    index("person_protection", "extract", "period"),
    key=("person_id", "extract"),
)
