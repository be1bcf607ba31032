"""Whom Arbetsförmedlingen may be asked about: people in ongoing cases, and nobody else (X7)."""

from datetime import date
from itertools import product

import pandas as pd
import pytest

from row_builders import MAN, WOMAN
from stegvis.domain.clock_columns import STOCKHOLM_DTYPE
from stegvis.domain.tasks.af_requests import OngoingCases, people_to_ask_about

TODAY = date(2026, 11, 20)
NOBODY = pd.DataFrame(
    {"personal_number": [], "asked_date": [], "answer_code": [], "is_quarantined": []}
).astype({"personal_number": "str", "asked_date": "datetime64[s]", "answer_code": "Int64"})


def cases(*, aided=(), refused=(), exits=(), applied=()) -> OngoingCases:
    """The woman is ``w`` of household ``hw``, the man ``m`` of ``hm``."""
    paid = [*((who, True) for who in aided), *((who, False) for who in refused)]
    return OngoingCases(
        members=pd.DataFrame(
            {
                "person_id": pd.Series([who for who, _ in paid], dtype="str"),
                "household_id": pd.Series([f"h{who}" for who, _ in paid], dtype="str"),
                "household_role": pd.Series(["1"] * len(paid), dtype="str"),
                "is_assisted": pd.Series([is_paid for _, is_paid in paid], dtype="boolean"),
                "aid_month": pd.Series([pd.Timestamp("2026-10-01")] * len(paid)),
            }
        ).astype({"aid_month": "datetime64[s]"}),
        applications=pd.DataFrame(
            {
                "person_id": pd.Series([who for who, _ in applied], dtype="str"),
                "household_id": pd.Series([f"h{who}" for who, _ in applied], dtype="str"),
                "applied_at": pd.to_datetime([f"{day} 10:00" for _, day in applied])
                .tz_localize("Europe/Stockholm")
                .astype(STOCKHOLM_DTYPE),
            }
        ),
        exits=pd.DataFrame(
            {
                "person_id": pd.Series([who for who, _ in exits], dtype="str"),
                "household_id": pd.Series([f"h{who}" for who, _ in exits], dtype="str"),
                "exit_date": pd.to_datetime([day for _, day in exits]).astype("datetime64[s]"),
            }
        ),
        people=pd.DataFrame(
            {
                "person_id": ["w", "m"],
                "personal_number": [WOMAN, MAN],
                "is_protected": [False, False],
            }
        ),
    )


def asked(**told) -> list[str]:
    return people_to_ask_about(cases(**told), NOBODY, TODAY)


def test_who_gets_assistance_or_applies_is_asked_about():
    assert asked(aided=["w"], applied=[("m", "2026-11-15")]) == [WOMAN, MAN]


@pytest.mark.parametrize(
    ("ended", "is_asked"), [("2026-09-30", True), ("2026-10-01", False), ("2026-11-19", False)]
)
def test_aid_that_has_ended_since_the_newest_month_is_a_closed_case(ended, is_asked):
    """X7: aid that ended before was taken up again."""
    assert bool(asked(aided=["w"], exits=[("w", ended)])) is is_asked


@pytest.mark.parametrize(
    ("ended", "is_asked"), [("2026-11-14", True), ("2026-11-15", False), ("2026-11-19", False)]
)
def test_an_application_that_the_end_of_the_case_came_after_is_answered_with_it(ended, is_asked):
    """X7."""
    assert bool(asked(applied=[("m", "2026-11-15")], exits=[("m", ended)])) is is_asked


def test_a_closed_case_never_stands_in_it():
    """X7: whatever was paid, refused or applied for before, after its end nobody is asked about."""
    ended = [("w", "2026-11-16")]
    for aided, refused, applied in product([[], ["w"]], [[], ["w"]], [[], [("w", "2026-11-15")]]):
        assert asked(aided=aided, refused=refused, applied=applied, exits=ended) == []


def test_who_was_refused_and_has_not_applied_again_is_not_asked_about():
    assert asked(refused=["w"]) == []
    assert asked(refused=["w"], applied=[("w", "2026-11-15")]) == [WOMAN]
