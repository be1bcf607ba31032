"""The warehouse's dictionary is up to date, and the warehouse holds nothing it may not (X8)."""

import re

import pytest

from repository import text_files
from stegvis.adapters.warehouse import tables
from stegvis.adapters.warehouse.dictionary import warehouse_dictionary
from stegvis.domain.extracts import EXTRACTS

TABLES = [table for table in tables if not table.info.get("is_view")]
RESTRICTED = {"person", "person_alias"}
SENSITIVE = re.compile(
    r"obstacle|health|sick|illness|disab|capacity|support_form|nystartsjobb|lonebidrag|osa\b"
    r"|exception_code|who5|employment_form|level|ethnic|born_abroad|religio"
)
NOT_OF_A_PERSON = {
    ("month_obstacle", "obstacle_group"),  # counts of a municipality's month
    ("close_programme", "capacity"),  # places in a programme
}


def test_the_page_is_what_the_tables_say():
    assert text_files()["docs/data-dictionary-warehouse.md"] == warehouse_dictionary(), (
        "run: stegvis dictionary --warehouse > docs/data-dictionary-warehouse.md"
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_says_what_it_means_and_why_it_is_held(table):
    """X8: the purpose stands beside the table."""
    assert table.comment
    assert table.info["purpose"]
    assert [column.name for column in table.columns if not column.comment] == []


@pytest.mark.parametrize("table", tables, ids=lambda table: table.name)
def test_no_table_holds_health_or_reasons_for_support(table):
    """X8: compilations may not tell of a person's health or of why support is given."""
    told = {
        (table.name, column.name)
        for column in table.columns
        if SENSITIVE.search(column.name)
        # That the planned hours are all a person can do, not how much that is.
        and column.name != "is_full_for_capacity"
    }

    assert told <= NOT_OF_A_PERSON
    assert not told or "person_id" not in table.columns


@pytest.mark.parametrize("table", tables, ids=lambda table: table.name)
def test_names_numbers_and_addresses_stand_in_the_restricted_tables_only(table):
    personal = {
        column.name
        for extract in EXTRACTS.values()
        for column in extract.columns
        # household_id is a pseudonym in the warehouse.
        if column.personal and column.name != "household_id"
    }

    assert table.name in RESTRICTED or not personal & set(table.columns.keys())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_keyed_by_municipality_first(table):
    """One municipality's failure, data and secrecy never touch another's."""
    assert next(iter(table.primary_key)).name == "municipality_code"
    assert all(next(iter(index.columns)).name == "municipality_code" for index in table.indexes)


@pytest.mark.parametrize("table", tables, ids=lambda table: table.name)
def test_a_name_says_what_kind_of_value_it_has(table):
    wrong = [
        column.name
        for column in table.columns
        if (column.name.endswith("_at") and str(column.type) != "TEXT")
        or (column.name.endswith("_date") and str(column.type) != "DATE")
        or (column.name.startswith(("is_", "has_")) and str(column.type) != "BOOLEAN")
        or (column.name.endswith(("_count", "_sek")) and str(column.type) != "BIGINT")
    ]

    assert wrong == []
