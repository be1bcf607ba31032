"""Whether a letter can be posted, and the lines that stand in the envelope's window.

An address that the post cannot use is no failure: the letter is made ready and
handed over in person, and the reason says what is missing.
"""

from typing import Final

import pandas as pd

CARE_OF, STREET, POSTCODE, POST_TOWN = "care_of", "street_address", "postcode", "post_town"

NO_ADDRESS: Final = "adress saknas"
NO_FIXED_ABODE: Final = "ingen fast adress"
NO_POSTCODE: Final = "postnumret är inte fem siffror"
NO_STREET: Final = "gatuadress eller box saknas"
NO_TOWN: Final = "postort saknas"

_NO_FIXED_ABODE = (
    r"(?:utan|ingen|saknar|inte?)\s+(?:fast|stadigvarande|känd)?\s*"
    r"(?:adress|bostad|bostadsadress|hemvist)|bostadslös|hemlös|okänd adress"
)
_CARE_OF = r"^(?:c\s*/\s*o|co)\b[\s:.]*"
_COUNTRY = r"^(?:SE?\s*-?\s*)(?=\d)"


def with_address(people: pd.DataFrame) -> pd.DataFrame:
    """Return ``people`` with ``address_lines`` and ``address_problem``.

    Args:
        people: ``first_name``, ``last_name``, ``care_of``, ``street_address``,
            ``postcode`` and ``post_town`` as text; missing where not known.

    Returns:
        ``address_lines`` is the window's lines, joined by a line break, the
        name first. ``address_problem`` is empty where the letter can be
        posted; otherwise the lines are the name alone.
    """
    name = _joined(_text(people["first_name"]), _text(people["last_name"]), " ")
    care_of = _text(people[CARE_OF]).str.replace(_CARE_OF, "", case=False, regex=True)
    street, town = _text(people[STREET]), _text(people[POST_TOWN])
    postcode = _postcode(people[POSTCODE])
    problem = _problem(care_of, street, postcode, town)
    lines = name.where(care_of == "", name + "\nc/o " + care_of)
    lines += "\n" + street + "\n" + postcode + " " + town.str.upper()
    return people.assign(
        address_lines=lines.where(problem == "", name), address_problem=problem.astype("str")
    )


def _problem(
    care_of: pd.Series, street: pd.Series, postcode: pd.Series, town: pd.Series
) -> pd.Series:
    """Name the first thing that keeps the post from delivering; empty if nothing does."""
    written = care_of + " " + street
    problem = pd.Series("", index=street.index, dtype="str")
    checks = {
        NO_TOWN: town == "",
        NO_POSTCODE: postcode == "",
        NO_STREET: street == "",
        NO_ADDRESS: (street + postcode + town) == "",
        NO_FIXED_ABODE: written.str.contains(_NO_FIXED_ABODE, case=False, regex=True),
    }
    for reason, is_so in checks.items():  # the last that fits says most
        problem = problem.mask(is_so, reason)
    return problem


def _postcode(values: pd.Series) -> pd.Series:
    """Return ``123 45``, or nothing where there are not exactly five digits."""
    digits = _text(values).str.replace(_COUNTRY, "", case=False, regex=True)
    digits = digits.str.replace(" ", "", regex=False)
    spaced = digits.str.slice(0, 3) + " " + digits.str.slice(3)
    return spaced.where(digits.str.fullmatch(r"[1-9][0-9]{4}"), "")


def _text(values: pd.Series) -> pd.Series:
    """Return text without doubled spaces or line breaks; missing is empty."""
    text = values.astype("str").fillna("")
    return text.str.replace(r"\s+", " ", regex=True).str.strip()


def _joined(first: pd.Series, second: pd.Series, between: str) -> pd.Series:
    return (first + between + second).str.strip()
