"""``stegvis explain``: a screening told again, from the files that it was pinned to (X15)."""

import shutil
from datetime import timedelta

import pytest

from caseload import KRAMFORS, Caseload, a_caseload, aid, ready
from row_builders import MAN, WOMAN, delivered
from stegvis.adapters.warehouse import open_warehouse, read_frame
from stegvis.errors import DeliveryMissing, ExplanationMissing
from stegvis.steps.screening.explain import explain
from task_builders import FRIDAY, MONDAY


@pytest.fixture
def kramfors(migrated_sqlite, tmp_path):
    """Two households with support for six months, in one case; screened on Friday."""
    shutil.copyfile(migrated_sqlite, tmp_path / "warehouse.db")
    caseload = a_caseload(open_warehouse(f"sqlite:///{tmp_path}/warehouse.db"), tmp_path)
    caseload.screened()
    return caseload


def told(caseload: Caseload, household: str = f"H{WOMAN}", now=FRIDAY) -> str:
    return explain(caseload.context(now), KRAMFORS, household)


def test_each_criterion_is_told_with_value_limit_answer_reason_source_and_delivery(kramfors):
    """X15, K1, K2."""
    text = told(kramfors)

    assert "1. Ålder: uppfyllt.\n   Är 36 år, gränsen är 18–65.\n" in text
    assert "Därför frågar vi: Anställningarna är till för den som är mellan 18 och 65 år." in text
    assert 'Källa: K1: "personer mellan 18 och 65 år"' in text
    assert "Bygger på: Födelsetiden i person- eller samordningsnumret." in text
    newest = "oktober 2026 (leverans bistand-202610, mottagen 19 november 2026)"
    assert f"Bygger på: Ekonomiskt bistånd: {newest}. Även 5 tidigare leveranser" in text


def test_what_is_unknown_names_who_can_answer_and_gives_no_earliest_day(kramfors):
    """K4, K5."""
    text = told(kramfors)

    assert "Sammantaget: En handläggare behöver titta på det: någon uppgift saknas." in text
    assert "Kan svara: Arbetsförmedlingen." in text
    assert "Kan svara: Handläggaren, tillsammans med personen." in text
    assert "Arbetsförmedlingens besked om stödformer: inget har lämnats." in text
    assert "En tidigaste dag går inte att säga" in text


def test_the_earliest_day_is_told_where_time_alone_is_enough(kramfors):
    """K2: four months up to October; December is the sixth."""
    short = [aid(WOMAN, income_support_sek=0), aid(MAN)]
    kramfors.deliver(delivered("bistand", "202606", *short), received_at=FRIDAY)
    ready(kramfors)
    kramfors.screened(MONDAY)

    text = told(kramfors, now=MONDAY)

    assert "Har fått försörjningsstöd 4 månader i rad, gränsen är minst 6." in text
    assert "Uppfyller villkoren tidigast 1 december 2026, om inget annat ändras." in text


def test_a_household_is_found_by_its_own_id_its_case_number_and_the_warehouses_id(kramfors):
    with kramfors.warehouse.read() as connection:
        ids = read_frame(connection, "select distinct household_id from screening_result")

    both = told(kramfors, "K-2026-7")

    assert "Vuxen 2 av 2 i hushållet" in both
    assert "Vuxen 1 av 1 i hushållet" in told(kramfors, f" H{MAN} ")
    assert {"Vuxen 1 av 1" in told(kramfors, found) for found in ids["household_id"]} == {True}


def test_the_text_names_nobody(kramfors):
    text = told(kramfors, "K-2026-7")

    assert not [word for word in (WOMAN, MAN, "Testa", "Testsson") if word in text]


def test_what_is_worked_out_again_is_what_was_stored(kramfors):
    """X15: no remark means that outcome and criteria are those of the stored row."""
    assert "OBS" not in told(kramfors, "K-2026-7")


def test_a_stored_answer_that_differs_is_said_to_differ(kramfors):
    with kramfors.warehouse.begin() as connection:
        connection.exec_driver_sql(
            "update screening_result set outcome = 'not_eligible', not_met = 'age', unknown = ''"
        )

    assert "OBS: Räknat på nytt blir svaret ett annat" in told(kramfors)


def test_rules_that_have_changed_since_are_said_to_have_changed(kramfors):
    """T15."""
    with kramfors.warehouse.begin() as connection:
        connection.exec_driver_sql("update screening_result set rule_version = 'older'")

    text = told(kramfors)

    assert "OBS: Programmets regler har ändrats sedan genomgången (då version older" in text
    assert "Den gången blev utfallet: needs_review, okänt: entitled_to_supported_job" in text


def test_the_newest_screening_up_to_the_day_is_told_and_its_day_said(kramfors):
    text = told(kramfors, now=FRIDAY + timedelta(days=2))

    assert "Genomgång den 20 november 2026" in text
    assert "Det är den senaste före den 22 november 2026." in text


def test_a_protected_household_is_marked_for_the_restricted_unit(kramfors):
    """X2: also where the marking is missing."""
    assert "Skyddade uppgifter" not in told(kramfors)
    hidden = aid(WOMAN, has_secrecy_marking=True)
    kramfors.people(delivered("bistand", "202611", hidden).rows)

    assert "OBS: Skyddade uppgifter" in told(kramfors)


def test_nobody_of_the_household_and_no_screening_yet_are_sentences(kramfors):
    with pytest.raises(ExplanationMissing) as nobody:
        told(kramfors, "H-unknown")
    assert "H-unknown" not in str(nobody.value)
    with pytest.raises(DeliveryMissing, match="nothing to explain"):
        told(kramfors, now=FRIDAY - timedelta(days=30))
