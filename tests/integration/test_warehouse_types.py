"""What goes into the warehouse comes out the same, from both databases."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select

from stegvis.adapters.warehouse import append, read_frame, replace_partition, tables
from stegvis.errors import WarehouseError

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AMAL = {"municipality_code": "1492", "delivery_id": "d1"}


def an_application(**changes):
    return {
        "period": "20261120",
        "application_ref": "a1",
        "person_id": "p1",
        "household_id": "h1",
        "applied_at": datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM),
        "is_time_imputed": False,
        "is_protected": False,
    } | changes


def a_household(**changes):
    return {
        "aid_month": date(2026, 11, 1),
        "household_id": "h1",
        "adults_count": 1,
        "is_assisted": True,
        "is_protected": False,
    } | changes


def stored(warehouse, table, rows):
    """Replace Åmål's first delivery and read the table back."""
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows)
    with warehouse.begin() as connection:
        replace_partition(connection, table, AMAL, frame)
    with warehouse.read() as connection:
        return read_frame(connection, select(table).order_by(*table.primary_key))


def test_a_moment_comes_back_aware_and_in_swedish_time(warehouse):
    moment = datetime(2026, 10, 25, 0, 30, 15, 123456, tzinfo=UTC)

    applied_at = stored(warehouse, tables.application, [an_application(applied_at=moment)])[
        "applied_at"
    ]

    assert applied_at.dtype == "datetime64[us, Europe/Stockholm]"
    assert applied_at[0] == pd.Timestamp(moment)
    assert applied_at[0].utcoffset() == timedelta(hours=2)


def test_a_moment_read_without_a_frame_is_aware_too(warehouse):
    moment = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)
    stored(warehouse, tables.application, [an_application(applied_at=moment)])

    with warehouse.read() as connection:
        found = connection.execute(select(tables.application.c.applied_at)).scalar_one()

    assert found == moment
    assert found.tzinfo == STOCKHOLM


def test_moments_are_ordered_by_time_even_when_the_clocks_go_back(warehouse):
    """X14: 02:30 summer time comes before 02:30 winter time."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM, fold=0)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM, fold=1)
    rows = [
        an_application(application_ref="later", applied_at=second),
        an_application(application_ref="earlier", applied_at=first),
    ]
    stored(warehouse, tables.application, rows)

    query = "select application_ref from application where applied_at <= :at order by applied_at"
    with warehouse.read() as connection:
        up_to_first = read_frame(connection, query, {"at": first})
        up_to_second = read_frame(connection, query, {"at": second})

    assert list(up_to_first["application_ref"]) == ["earlier"]
    assert list(up_to_second["application_ref"]) == ["earlier", "later"]


@pytest.mark.parametrize(
    "naive",
    [
        datetime(2026, 11, 20, 8),  # noqa: DTZ001
        pd.Timestamp("2026-11-20 08:00"),
        np.datetime64("2026-11-20T08:00"),
    ],
)
def test_a_time_without_a_time_zone_is_refused(warehouse, naive):
    with pytest.raises(WarehouseError, match="without a time zone"):
        stored(warehouse, tables.application, [an_application(applied_at=naive)])


def test_a_parameter_without_a_time_zone_is_refused(warehouse):
    naive = datetime(2026, 11, 20, 8)  # noqa: DTZ001

    with warehouse.read() as connection, pytest.raises(WarehouseError, match="without a time zone"):
        read_frame(connection, "select * from application where applied_at < :at", {"at": naive})


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 1),
        datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
        pd.Timestamp("2026-11-01"),
        "2026-11-01",
    ],
)
def test_a_day_is_stored_as_a_day(warehouse, day):
    stored(warehouse, tables.household_month, [a_household(aid_month=day)])

    with warehouse.read() as connection:
        found = read_frame(
            connection,
            "select aid_month from household_month where aid_month = :day",
            {"day": date(2026, 11, 1)},
        )

    assert list(found["aid_month"]) == [pd.Timestamp("2026-11-01")]


def test_missing_values_come_back_missing_in_every_type(warehouse):
    rows = pd.DataFrame(
        [
            an_application(),
            an_application(person_id="p2", is_excepted=True, channel="papper"),
        ]
    )

    found = stored(warehouse, tables.application, rows)

    assert found["is_excepted"].dtype == "boolean"
    assert found["is_excepted"].isna().tolist() == [True, False]
    assert found["channel"].dtype == "str"
    assert found["channel"].isna().tolist() == [True, False]


def test_unknown_false_and_true_stay_three_things(warehouse):
    values = pd.array([None, False, True], dtype="boolean")
    rows = pd.DataFrame([an_application(person_id=f"p{number}") for number in range(3)])

    found = stored(warehouse, tables.application, rows.assign(is_excepted=values))

    assert found["is_excepted"].to_numpy(object, na_value=None).tolist() == [None, False, True]


def test_amounts_are_whole_kronor_and_missing_is_not_zero(warehouse):
    rows = pd.DataFrame([a_household(household_id=f"h{number}") for number in range(3)])

    found = stored(
        warehouse,
        tables.household_month,
        rows.assign(assistance_sek=pd.array([None, 0, 9_000_000_000], dtype="Int64")),
    )

    assert found["assistance_sek"].dtype == "Int64"
    assert found["assistance_sek"].to_numpy(object, na_value=None).tolist() == [
        None,
        0,
        9_000_000_000,
    ]


@pytest.mark.parametrize("words", ["", " ", 'å"ä;ö', "line\nbreak", "back\\slash", "\\N", "null"])
def test_text_comes_back_letter_by_letter(warehouse, words):
    found = stored(warehouse, tables.household_month, [a_household(unit=words)])

    assert found["unit"].tolist() == [words]


def test_text_is_ordered_by_code_point_on_both(warehouse):
    """Contract 2.1: ties are broken in plain string order, not in a language's."""
    names = ["b", "B", "a", "Å", "å", "ä", "_", "1", "Z"]

    found = stored(
        warehouse, tables.household_month, [a_household(household_id=name) for name in names]
    )

    assert found["household_id"].tolist() == sorted(names)


def test_a_query_in_words_gives_the_same_types_as_a_select_on_the_table(warehouse):
    stored(warehouse, tables.application, [an_application(), an_application(person_id="p2")])

    with warehouse.read() as connection:
        by_words = read_frame(connection, "select * from application order by person_id")
        by_table = read_frame(
            connection, select(tables.application).order_by(tables.application.c.person_id)
        )

    pd.testing.assert_frame_equal(by_words, by_table)


def test_a_query_without_rows_has_its_types_all_the_same(warehouse):
    with warehouse.read() as connection:
        found = read_frame(connection, "select applied_at, is_excepted, unit from application")

    assert [str(dtype) for dtype in found.dtypes] == [
        "datetime64[us, Europe/Stockholm]",
        "boolean",
        "str",
    ]


def test_computed_columns_have_the_type_of_their_values(warehouse):
    rows = [a_household(assistance_sek=9000), a_household(household_id="h2", assistance_sek=1)]
    stored(warehouse, tables.household_month, rows)
    query = """
        select
            count(*) as households, 1.0 * sum(assistance_sek) / count(*) as mean_sek,
            max(aid_month) as newest_month, sum(assistance_sek) as numerator
        from household_month
    """

    with warehouse.read() as connection:
        found = read_frame(connection, query)

    assert found["households"].tolist() == [2]
    assert str(found["households"].dtype) == "Int64"
    assert found["mean_sek"].tolist() == [4500.5]
    assert found["numerator"].tolist() == [9001.0]
    assert str(found["numerator"].dtype) == "float64"


def test_a_list_and_a_parameter_that_is_not_named_can_be_handed_in(warehouse):
    rows = [a_household(household_id=name) for name in "abc"]
    stored(warehouse, tables.household_month, rows)

    with warehouse.read() as connection:
        found = read_frame(
            connection,
            "select household_id from household_month where household_id in :wanted",
            {"wanted": ["a", "c", "z"], "not_named": 1},
        )

    assert sorted(found["household_id"]) == ["a", "c"]


def test_a_column_name_has_one_type_in_the_whole_warehouse():
    """Same word, same thing; only ``value`` is what a person wrote and what a figure is."""
    types = {}
    for table in tables:
        for column in table.columns:
            types.setdefault(column.name, set()).add(str(column.type))

    assert {name for name, found in types.items() if len(found) > 1} == {"value"}


def test_a_column_that_the_table_does_not_have_is_named(warehouse):
    with (
        warehouse.begin() as connection,
        pytest.raises(WarehouseError, match="answer has no column colour"),
    ):
        append(connection, tables.answer, [{"colour": "blue"}])


def test_an_empty_required_column_is_named_and_its_rows_counted(warehouse):
    with pytest.raises(WarehouseError, match=r"household_month\.adults_count .* 1 rows"):
        stored(
            warehouse,
            tables.household_month,
            [a_household(), a_household(household_id="h2", adults_count=None)],
        )


def test_a_value_of_the_wrong_type_is_refused_without_being_shown(warehouse):
    with pytest.raises(WarehouseError, match="adults_count was given values") as refusal:
        stored(warehouse, tables.household_month, [a_household(adults_count="19900101-2389")])

    assert "2389" not in str(refusal.value)
