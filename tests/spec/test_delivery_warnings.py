"""What is odd goes on with a warning, counted per delivery (contract 1.5), and protection (X2)."""

from datetime import date

import pandas as pd
import pytest

from delivery_builders import (
    COORDINATION,
    MAN,
    TEMPORARY,
    a_couple,
    a_number,
    an_aid_row,
    an_answer,
    an_application,
    another_household,
    broken,
    read,
)
from stegvis.domain.row_rules.protection import CONTACT_COLUMNS


def warned(extract, *rows, **how):
    """The warnings about rows, without the one that no manifest came along."""
    result = read(extract, *rows, **how)
    assert broken(result) == []
    return {name: count for name, count in result.warnings.items() if name != "no_manifest"}


@pytest.mark.parametrize(
    ("odd", "fine", "warning"),
    [
        (
            {"forsorjningshinder": "Okänd orsak"},
            {"forsorjningshinder": "ARBETSLÖS,  ingen ersättning/stöd"},
            "unmapped_obstacle",
        ),
        ({"kon": "1", "hushallstyp": "3"}, {}, "sex_differs"),
        (
            {"personnr": a_number("2008-11-02")},
            {"personnr": a_number("2008-11-01")},
            "head_under_18",
        ),
        (
            {"sbel": "60001", "sbel_livsforing": ""},
            {"sbel": "60000", "sbel_livsforing": ""},
            "assistance_over_60000",
        ),
        ({"sbel_livsforing": "501"}, {"sbel_livsforing": "500"}, "parts_do_not_sum"),
        ({"sbel_livsforing": "0"}, {"sbel_livsforing": ""}, "parts_do_not_sum"),
    ],
)
def test_an_odd_row_of_assistance_goes_on_with_a_warning(odd, fine, warning):
    assert warned("bistand", an_aid_row(**odd), another_household(personnr=MAN)) == {warning: 1}
    assert warned("bistand", an_aid_row(**fine)) == {}


def test_numbers_that_need_care_are_counted():
    rows = [
        an_aid_row(),
        another_household(2, personnr=COORDINATION),
        another_household(3, personnr=TEMPORARY),
        another_household(4, personnr="19910101T0201"),
    ]

    assert warned("bistand", *rows) == {"coordination_number": 1, "temporary_number": 2}


def test_a_person_in_two_households_is_counted_by_row():
    elsewhere = another_household(2, personnr=MAN)

    assert warned("bistand", *a_couple(), elsewhere) == {"two_households": 2}


def test_only_rows_that_go_on_are_counted():
    result = read("bistand", an_aid_row(kon="9", sbel="70000"), another_household())

    assert "assistance_over_60000" not in result.warnings


@pytest.mark.parametrize(
    ("row", "warning"),
    [
        (an_answer(registrerad="2026-11-21"), {"registered_in_future": 1}),
        (an_answer(registrerad="2026-11-20"), {}),
        (an_answer(skat_text="Kategori från 2024"), {"unmapped_category": 1}),
        (an_answer(skat_kod="77"), {"unmapped_category": 1}),
        (an_answer(skat_kod="14"), {"category_disagrees": 1}),
        (an_answer(skat_kod="14", skat_text=""), {}),
        (an_answer(skat_text="öppet  ARBETSLÖS"), {}),
    ],
)
def test_an_odd_answer_goes_on_with_a_warning(row, warning):
    assert warned("af_status", row) == warning


@pytest.mark.parametrize(
    ("received_on", "warning"),
    [
        (date(2027, 3, 31), {}),
        (date(2027, 4, 1), {"old_month": 2}),
        (None, {}),
    ],
)
def test_a_month_more_than_four_months_old_warns(received_on, warning):
    rows = [an_aid_row(), another_household()]

    assert warned("bistand", *rows, received_on=received_on) == warning


def test_an_unknown_column_is_ignored_with_a_warning():
    result = read(
        "bistand",
        an_aid_row(anteckning="x", flagga="1"),
        another_household(anteckning="", flagga=""),
    )

    assert result.warnings["unknown_column"] == 2
    assert "anteckning" not in result.delivered.rows
    assert result.counts.accepted == 2


def test_windows_1252_is_read_with_a_warning():
    result = read("bistand", an_aid_row(efternamn="Öström"), encoding="cp1252")

    assert result.warnings["windows_1252"] == 1
    assert result.delivered.rows["last_name"].tolist() == ["Öström"]


@pytest.mark.parametrize("extract", ["bistand", "ansokan"])
@pytest.mark.parametrize(
    "flags",
    [
        {"sekretessmarkering": "1"},
        {"skyddad_folkbokforing": "1"},
        {"sekretessmarkering": ""},
        {"skyddad_folkbokforing": " "},
    ],
)
def test_an_address_of_a_protected_person_is_discarded(extract, flags):
    """X2: the row is accepted, everything to reach the person by is gone."""
    contact = {
        "co_adress": "c/o Prov",
        "gatuadress": "Provgatan 1",
        "postnr": "66200",
        "postort": "Exempelstad",
        "epost": "a@example.invalid",
        "mobil": "0700000000",
    }
    ordinary = {"bistand": an_aid_row, "ansokan": an_application}[extract](**contact)
    protected = ordinary | {"personnr": MAN, "hushall_id": "H2", "ansokan_id": "A2", "kon": "1"}
    protected = {name: value for name, value in protected.items() if name in ordinary} | flags
    if extract == "bistand":
        protected["hushallstyp"] = "3"
    result = read(extract, ordinary, protected)

    assert broken(result) == []
    assert result.warnings["address_discarded"] == 1
    rows = result.delivered.rows[list(CONTACT_COLUMNS)]
    assert rows.iloc[0].notna().all()
    assert rows.iloc[1].isna().all()


def test_a_protected_person_without_an_address_is_no_warning():
    empty = dict.fromkeys(("co_adress", "gatuadress", "postnr", "postort", "epost", "mobil"), "")

    assert warned("bistand", an_aid_row(sekretessmarkering="1", **empty)) == {}


def test_a_quarantined_row_keeps_what_could_be_read():
    """Contract 2: what can be read tells whose it is and where it would have stood."""
    row = read("bistand", an_aid_row(antal_barn="två", kon="kvinna")).delivered.rows.iloc[0]

    assert row["is_quarantined"]
    assert row["unreadable"] == "sex_code|children_count"
    assert row["personal_number"] == an_aid_row()["personnr"]
    assert row["assistance_sek"] == 9500
    assert pd.isna(row["children_count"])
    assert pd.isna(row["sex_code"])


def test_an_impossible_number_says_nothing_of_whose_row_it_is():
    row = read("bistand", an_aid_row(personnr="199003022383")).delivered.rows.iloc[0]

    assert pd.isna(row["personal_number"])
    assert row["unreadable"] == "personal_number"


def test_codes_are_compared_without_regard_to_case():
    rows = read("ansokan", an_application(kanal=" Muntlig ")).delivered.rows

    assert rows["channel"].tolist() == ["muntlig"]


def test_the_columns_that_a_file_had_are_known():
    lean = {name: value for name, value in an_aid_row().items() if name != "sbel_forsorjningsstod"}
    delivered = read("bistand", lean).delivered

    assert "income_support_sek" not in delivered.columns_present
    assert "assistance_sek" in delivered.columns_present
    assert delivered.rows["income_support_sek"].isna().all()
