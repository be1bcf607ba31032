"""Every row rule of contract 1.5, on both sides of its limit, as Great Expectations finds it (X13).

Each test reads one file in which the row that breaks the rule stands beside
rows that just do not.
"""

import pytest

from delivery_builders import (
    CHILD,
    COORDINATION,
    FILE_NAMES,
    MAN,
    TEMPORARY,
    WOMAN,
    a_couple,
    a_municipality,
    a_place,
    a_placement,
    a_plan,
    a_word,
    an_aid_row,
    an_answer,
    an_application,
    an_exit,
    another_household,
    as_file,
    broken,
    csv_text,
    read,
)
from stegvis.domain.deliveries import parse_delivery_name
from stegvis.steps.intake.read_deliveries import read_delivery


def a_household(number, **but):
    """One of many households, of somebody with a temporary number."""
    return another_household(100 + number, **{"personnr": f"19900302T{number:04d}", **but})


def test_an_ordinary_file_breaks_no_rule():
    result = read("bistand", an_aid_row(), another_household())

    assert broken(result) == []
    assert result.counts.accepted == 2
    assert dict(result.warnings) == {"no_manifest": 1}


def test_a_row_without_a_key_is_quarantined():
    key = ["ar", "manad", "hushall_id", "personnr"]
    rows = [a_household(number, **{column: "  "}) for number, column in enumerate(key)]
    result = read("bistand", *rows, an_aid_row())

    assert broken(result) == [
        (row, column, "key_missing") for row, column in enumerate(key, start=1)
    ]


def test_rows_of_one_key_that_differ_are_all_quarantined():
    result = read(
        "ansokan", an_application(), an_application(kanal="papper"), an_application(ansokan_id="A2")
    )

    assert broken(result) == [(1, "", "duplicate_key"), (2, "", "duplicate_key")]


def test_rows_that_repeat_each_other_exactly_count_once():
    result = read("ansokan", an_application(), an_application(), an_application())

    assert broken(result) == []
    assert (result.counts.accepted, result.counts.repeated) == (1, 2)
    assert result.warnings["repeated"] == 2


def test_repeats_are_found_after_reading():
    """Dates are cut and spaces trimmed before anything is compared."""
    result = read("af_status", an_answer(), an_answer(registrerad="2025-01-07", akassa=" "))

    assert (result.counts.accepted, result.counts.repeated) == (1, 1)


def test_what_cannot_be_read_tells_rows_apart():
    result = read("af_status", an_answer(omfattning="lite"), an_answer(omfattning="mycket"))

    assert result.counts.repeated == 0
    assert [rule for *_, rule in broken(result)] == ["duplicate_key", "type"] * 2


def test_a_query_without_an_answer_is_no_word_against_an_answer_of_the_day():
    silent = an_answer(status_kod="7", skat_text="", skat_kod="", arbetssokande="")
    result = read("af_status", an_answer(), silent)

    assert broken(result) == []


def test_two_answers_of_the_day_that_differ_are_quarantined():
    silent = an_answer(status_kod="7")
    result = read("af_status", an_answer(), an_answer(arbetssokande="0"), silent)

    assert broken(result) == [(1, "", "duplicate_key"), (2, "", "duplicate_key")]


def test_a_row_of_another_month_is_quarantined():
    rows = [a_household(2, ar="2025"), a_household(3, manad="10"), a_household(4, manad="9")]
    result = read("bistand", an_aid_row(), *rows)

    assert broken(result) == [(2, "ar", "period"), (3, "manad", "period"), (4, "manad", "period")]


@pytest.mark.parametrize(
    ("extract", "on_the_day", "after"),
    [
        ("af_status", an_answer(fraga_datum="2026-11-20"), an_answer(fraga_datum="2026-11-21")),
        (
            "ansokan",
            an_application(ansokt_at="2026-11-20T23:59:59"),
            an_application(ansokan_id="A2", ansokt_at="2026-11-21T00:00:00"),
        ),
        (
            "ansokan",
            an_application(ansokt_at="2026-11-20T22:59:59Z"),
            an_application(ansokan_id="A2", ansokt_at="2026-11-20T23:00:00Z"),
        ),
    ],
)
def test_a_row_after_the_file_s_day_is_quarantined(extract, on_the_day, after):
    """The day is Swedish: 23:00 UTC is the next one."""
    result = read(extract, on_the_day, after)

    assert [(row, rule) for row, _, rule in broken(result)] == [(2, "period")]


def test_a_row_of_another_municipality_is_quarantined():
    rows = [a_household(row, kommun=code) for row, code in enumerate(["1488", "149", "01492"])]
    result = read("bistand", *rows, an_aid_row())

    assert broken(result) == [(row, "kommun", "municipality") for row in (1, 2, 3)]


def test_a_lost_leading_zero_breaks_the_municipality_rule():
    name = "bistand_0120_202611.csv"
    data = as_file(an_aid_row(kommun="0120"), another_household(kommun="120"))
    result = read_delivery(parse_delivery_name(name), data, None, a_municipality("varmdo"))

    assert broken(result) == [(2, "kommun", "municipality")]


NOT_OF_ITS_KIND = [
    ("beslut_datum", "2026-11-31", "2026-11-30T00:00:00"),
    ("beslut_from", "20261101", "2026-11-01+01:00"),
    ("kon", "3", "2"),
    ("hhstatus", "01", "1"),
    ("beslut_typ", "1", "01"),
    ("antal_barn", "-1", "0"),
    ("antal_barn", "31", " 0 "),
    ("antal_barn", "0x0", "0"),
    ("manader_i_rad", "sex", "6"),
    ("norm_behov", "9.500", "9 500,00"),
    ("norm_behov", "9500 kr", "9\u00a0500"),
    ("norm_behov", "9500,50", "9\u202f500,0"),
    ("sbel", "nio tusen", "9500.00"),
    ("tolkbehov", "kanske", "JA"),
    ("sekretessmarkering", "X", "n"),
    ("hushall_id", "H" * 41, "H" * 40),
]


def test_what_is_no_date_number_or_code_of_its_list_is_quarantined():
    """Each wrong value stands beside one that is just right."""
    households = [
        a_household(2 * number + side, **{column: value})
        for number, (column, *values) in enumerate(NOT_OF_ITS_KIND)
        for side, value in enumerate(values)
    ]
    result = read("bistand", *households)

    types = [(row, column) for row, column, rule in broken(result) if rule == "type"]
    assert types == [(2 * n + 1, column) for n, (column, *_) in enumerate(NOT_OF_ITS_KIND)]
    assert all(row % 2 for row, *_ in broken(result))


def test_type_does_not_apply_to_obstacle_labels():
    result = read("bistand", an_aid_row(forsorjningshinder="Något helt annat"))

    assert broken(result) == []
    assert result.warnings["unmapped_obstacle"] == 1


def test_type_does_not_apply_to_exceptions_and_categories():
    application = read("ansokan", an_application(undantag_kod="semester"))
    answer = read("af_status", an_answer(skat_text="Ny kategori", skat_kod="99"))

    assert broken(application) == broken(answer) == []
    assert application.warnings["unmapped_exception"] == 1
    assert answer.warnings["unmapped_category"] == 1


IMPOSSIBLE_NUMBERS = [
    "199003022383",  # wrong check digit
    "199002302388",  # 30 February
    "9003022382",
    "19900302-2382",
    "19900302T020",
    "1990030223820",
]


def test_an_impossible_identity_number_is_quarantined():
    rows = [a_household(row, personnr=number) for row, number in enumerate(IMPOSSIBLE_NUMBERS)]
    result = read("bistand", *rows, an_aid_row())

    assert broken(result) == [(row, "personnr", "identity") for row in range(1, len(rows) + 1)]


def test_temporary_and_coordination_numbers_pass():
    numbers = [TEMPORARY, COORDINATION, f" {MAN} "]
    rows = [a_household(row, personnr=number) for row, number in enumerate(numbers)]

    assert broken(read("bistand", *rows)) == []


@pytest.mark.parametrize(
    "household",
    [
        [another_household(hhstatus="2", hushallstyp="7")],
        [another_household(), another_household(personnr=CHILD)],
        [
            *a_couple(hushall_id="H2"),
            another_household(personnr=CHILD, hhstatus="2", hushallstyp="7"),
        ],
    ],
    ids=["no head", "two heads", "two partners"],
)
def test_a_household_without_just_one_head_is_quarantined_whole(household):
    result = read("bistand", an_aid_row(), *household)

    assert [(row, column) for row, column, rule in broken(result) if rule == "household_head"] == [
        (row, "hhstatus") for row in range(2, 2 + len(household))
    ]
    assert result.counts.accepted == 1


def test_a_couple_has_one_head_and_one_partner():
    result = read("bistand", *a_couple())

    assert broken(result) == []


def test_household_rules_are_judged_on_all_rows_received():
    """A head who is quarantined for another reason is still the household's head."""
    head, partner = a_couple()
    result = read("bistand", head | {"kon": "9"}, partner, another_household())

    assert broken(result) == [(1, "kon", "type")]


def test_a_head_who_is_listed_twice_the_same_way_is_one_head():
    result = read("bistand", an_aid_row(), an_aid_row())

    assert broken(result) == []


def test_a_household_type_that_does_not_fit_quarantines_the_rows_that_carry_it():
    wrong = [
        *a_couple(hushall_id="A", hushallstyp="5"),
        *a_couple(hushall_id="B", hushallstyp="9"),
        *a_couple(hushall_id="C", hushallstyp="8"),
        *a_couple(hushall_id="D", antal_barn="1"),
        a_household(1, hushallstyp="7"),
        a_household(2, hushallstyp="8", antal_barn="1"),
        a_household(3, hushallstyp="6"),
        a_household(4, hushallstyp="4"),
        a_household(5, antal_barn="1"),
    ]
    result = read("bistand", *wrong)

    expected = [(row, "hushallstyp", "household_type") for row in range(1, len(wrong) + 1)]
    assert broken(result) == expected


def test_a_household_type_that_fits_passes():
    family = {"hushallstyp": "4", "antal_barn": "1"}
    child = {"personnr": CHILD, "hhstatus": "3", "forsorjningshinder": ""}
    fits = [
        *a_couple(hushall_id="A", hushallstyp="8", antal_barn="1"),
        a_household(1, hushallstyp="6", antal_barn="1"),
        a_household(2, hushallstyp="9"),
        a_household(3, hushallstyp="9", antal_barn="2"),
        a_household(4, hushallstyp="1"),
        a_household(5, **family),
        a_household(5, **family, **child),
        # The count tells, not who is listed.
        a_household(6),
        a_household(6, personnr=MAN, hhstatus="3", forsorjningshinder=""),
    ]

    assert broken(read("bistand", *fits)) == []


def test_only_the_rows_that_carry_the_wrong_type_are_quarantined():
    head, partner = a_couple()
    result = read("bistand", head, partner | {"hushallstyp": "5"})

    assert broken(result) == [(2, "hushallstyp", "household_type")]


@pytest.mark.parametrize("amount", ["-1", "", "9500,50"])
def test_a_head_without_a_whole_amount_from_zero_up_is_quarantined(amount):
    result = read("bistand", an_aid_row(sbel=amount), another_household(sbel="0"))

    assert broken(result) == [(1, "sbel", "amount")]


def test_a_partner_needs_no_amount():
    head, partner = a_couple()

    assert broken(read("bistand", head, partner | {"sbel": ""})) == []
    assert broken(read("bistand", head, partner | {"sbel": "-1"})) == []
    assert broken(read("bistand", head, partner | {"sbel": "0,50"})) == [(2, "sbel", "type")]


def test_an_adult_without_an_obstacle_is_quarantined_and_a_child_is_not():
    family = {"hushallstyp": "6", "antal_barn": "1"}
    mother = an_aid_row(**family, forsorjningshinder="")
    child = an_aid_row(**family, personnr=CHILD, hhstatus="3", forsorjningshinder="")
    head, partner = a_couple(hushall_id="H2")
    result = read("bistand", mother, child, head, partner | {"forsorjningshinder": " "})

    assert broken(result) == [
        (1, "forsorjningshinder", "obstacle"),
        (4, "forsorjningshinder", "obstacle"),
    ]


def test_a_row_without_a_required_value_is_quarantined():
    required = ["kommun", "kon", "hushallstyp", "antal_barn", "beslut_typ", "fornamn", "efternamn"]
    rows = [a_household(row, **{column: ""}) for row, column in enumerate(required)]
    result = read("bistand", *rows, an_aid_row())

    assert broken(result) == [
        (row, column, "required") for row, column in enumerate(required, start=1)
    ]


def test_a_row_without_a_role_leaves_its_household_without_a_head():
    result = read("bistand", an_aid_row(hhstatus=""), another_household())

    assert broken(result) == [(1, "hhstatus", "household_head"), (1, "hhstatus", "required")]


@pytest.mark.parametrize(
    "flags",
    [
        {"sekretessmarkering": "1"},
        {"skyddad_folkbokforing": "J"},
        {"sekretessmarkering": ""},
        {"skyddad_folkbokforing": ""},
    ],
)
def test_a_protected_person_needs_no_name(flags):
    """X2: a missing flag is protection, and neither it nor a missing name is a fault."""
    protected = another_household(
        fornamn="", efternamn="", gatuadress="", postnr="", postort="", **flags
    )

    assert broken(read("bistand", an_aid_row(), protected)) == []


@pytest.mark.parametrize(
    ("extract", "row", "column"),
    [
        ("stodbedomning", a_word(besked=""), "besked"),
        ("plan", a_plan(upprattad=""), "upprattad"),
        ("placering", a_placement(program=""), "program"),
        ("plats", a_place(antal=""), "antal"),
        ("avslut", an_exit(avslutsorsak=""), "avslutsorsak"),
        ("ansokan", an_application(hushall_id=""), "hushall_id"),
        ("af_status", an_answer(status_kod=""), "status_kod"),
    ],
)
def test_every_extract_has_required_values(extract, row, column):
    assert broken(read(extract, row)) == [(1, column, "required")]


@pytest.mark.parametrize(
    ("extract", "wrong", "right", "column"),
    [
        (
            "bistand",
            an_aid_row(beslut_tom="2026-10-31"),
            another_household(beslut_tom="2026-11-01"),
            "beslut_tom",
        ),
        (
            "stodbedomning",
            a_word(giltig_till="2026-11-01"),
            a_word(datum="2026-11-03", giltig_till="2026-11-03"),
            "giltig_till",
        ),
        (
            "plan",
            a_plan(avslutad="2026-09-30"),
            a_plan(plan_id="P2", avslutad="2026-10-01"),
            "avslutad",
        ),
        ("plats", a_place(slut="2026-11-30"), a_place(plats_id="B", slut="2026-12-01"), "slut"),
        (
            "placering",
            a_placement(planerat_slut="2026-08-31"),
            a_placement(placering_id="B", planerat_slut="2026-09-01"),
            "planerat_slut",
        ),
        (
            "placering",
            a_placement(faktiskt_slut="2026-08-31"),
            a_placement(placering_id="B", faktiskt_slut="2026-09-01"),
            "faktiskt_slut",
        ),
    ],
)
def test_dates_the_wrong_way_round_are_quarantined(extract, wrong, right, column):
    assert broken(read(extract, wrong, right)) == [(1, column, "order")]


def test_deregistration_before_registration_is_normal():
    answer = an_answer(registrerad="2025-01-07", avaktualiserad="2024-12-01")

    assert broken(read("af_status", answer)) == []


def test_a_row_with_too_few_or_too_many_cells_is_quarantined_and_the_rest_goes_on():
    lines = csv_text([an_answer(), an_answer(personnr=MAN), an_answer(fraga_datum="2026-11-17")])
    header, first, second, third, _ = lines.split("\r\n")
    short, long = ";".join(first.split(";")[:3]), f"{second};mer"
    data = "\r\n".join([header, short, long, third, ""]).encode()
    name = parse_delivery_name(FILE_NAMES["af_status"])
    result = read_delivery(name, data, None, a_municipality())

    assert broken(result) == [(1, "", "type"), (2, "", "type")]
    assert (result.counts.received, result.counts.accepted) == (3, 1)
    rows = result.delivered.rows
    assert rows["personal_number"].tolist() == [WOMAN, MAN, WOMAN]
    assert "is_jobseeker" in rows["unreadable"].iloc[0].split("|")
    assert rows["unreadable"].iloc[1] == ""
