"""What a letter rests on, person by person (X11; the law: docs/privacy.md).

The wording of what may follow from a no differs by it. Where it is not known
that the stricter rule applies, the milder one is said.
"""

import pandas as pd

from stegvis.domain.municipalities import LetterRules
from stegvis.domain.programmes import LegalBasis

EMPLOYMENT: LegalBasis = "erbjudande_anstallning"
ACTIVITY_REQUIREMENT = "SoL_12_4a"
LEGAL_BASES = (EMPLOYMENT, "SoL_12_3", "SoL_12_4", ACTIVITY_REQUIREMENT)
"""Every basis there is wording for."""


def legal_bases(
    person_ids: pd.Series,
    person_months: pd.DataFrame,
    programme_basis: LegalBasis,
    rules: LetterRules,
) -> pd.Series:
    """Return the basis of each person's letter, with the index of ``person_ids``.

    An offer of employment rests on itself. Elsewhere the activity requirement
    (SoL 12:4 a) applies to whoever has had income support for so many months
    in a row up to the newest aid month, when that month is in or after the
    requirement's first.

    Args:
        person_ids: Whose letters; each person once.
        person_months: ``person_id, aid_month`` (datetime64) and
            ``counts_income_support`` (missing: not known, which does not count).
        programme_basis: What the programme's letters rest on otherwise.
        rules: When the requirement began, and after how many months.
    """
    basis = pd.Series(programme_basis, index=person_ids.index, dtype="str")
    newest = person_months["aid_month"].max()
    first = pd.Timestamp(rules.activity_requirement_month)
    if programme_basis == EMPLOYMENT or pd.isna(newest) or newest < first:
        return basis
    months = person_ids.map(months_in_a_row(person_months)).fillna(0)
    return basis.mask(months >= rules.activity_requirement_after_months, ACTIVITY_REQUIREMENT)


def months_in_a_row(person_months: pd.DataFrame) -> pd.Series:
    """Return, by person, how many months count in a row up to the newest month of all.

    People whose newest month does not count are left out. In two households in
    one month a person counts if either does.
    """
    number = person_months["aid_month"].dt.year * 12 + person_months["aid_month"].dt.month
    counts = person_months["counts_income_support"].fillna(False).astype(bool)
    back = (number.max() - number)[counts]
    whose = pd.DataFrame({"person_id": person_months["person_id"][counts], "back": back})
    whose = whose.drop_duplicates().sort_values(["person_id", "back"])
    # The k-th counting month lies k months back as long as none is missing.
    unbroken = whose["back"] == whose.groupby("person_id").cumcount()
    return unbroken[unbroken].groupby(whose["person_id"]).size()
