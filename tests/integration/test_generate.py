"""Invented deliveries: the same every time, complete, and wrong only where they say so."""

import hashlib
import json
import re
from datetime import date, timedelta

import pandas as pd
import pytest
from typer.testing import CliRunner

from invented import (
    AS_OF,
    INCLUDE,
    SLUGS,
    all_rows,
    contents_of,
    deliveries_of,
    files_of,
    generated_into,
    rows_of,
)
from stegvis.adapters.municipality_files import load_municipality
from stegvis.cli import application
from stegvis.domain import identity
from stegvis.domain.deliveries import parse_delivery_name
from stegvis.domain.extracts import EXTRACTS
from stegvis.errors import DeliveryRejected
from stegvis.steps.intake.read_deliveries import DeliveryFile, read_deliveries
from stegvis.synthetic.generating import invent
from stegvis.synthetic.stains import STAINS

SMALL = "amal"
WITH_PROMISE = "varmdo"
FEW_MONTHS = 3


def test_the_same_seed_gives_the_same_bytes():
    again = {file.name: file for file in invent(INCLUDE, SMALL, AS_OF, FEW_MONTHS, 1).files()}

    assert again == files_of(SMALL, months=FEW_MONTHS)


def test_another_seed_gives_other_people():
    other = set(deliveries_of(SMALL, seed=2).invented.world.people["number"].head(200))
    same = set(deliveries_of(SMALL).invented.world.people["number"].head(200))

    assert len(other & same) < 20


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 20), date(2026, 11, 11), date(2026, 11, 30)],
    ids=["any day", "before a month's file", "before a new month"],
)
def test_a_day_later_the_earlier_files_are_as_they_were(day):
    before = contents_of(WITH_PROMISE, day, FEW_MONTHS)
    after = contents_of(WITH_PROMISE, day + timedelta(days=1), FEW_MONTHS)

    kept = before.keys() & after.keys()
    assert len(kept) > 0.7 * len(before)
    assert [name for name in kept if before[name] != after[name]] == []
    assert after.keys() - before.keys()


def test_a_shorter_history_has_the_same_files():
    short = contents_of(SMALL, months=FEW_MONTHS)

    assert sum(name.startswith("bistand") for name in short) == FEW_MONTHS
    assert short.items() <= contents_of(SMALL).items()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_extract_is_delivered(slug):
    names = [parse_delivery_name(name) for name in files_of(slug)]
    code = load_municipality(INCLUDE, slug).code

    assert {name.extract for name in names} == set(EXTRACTS)
    assert {name.municipality_code for name in names} == {code}
    assert max(name.period for name in names if not EXTRACTS[name.extract].monthly) == "20261120"


def test_a_manifest_says_what_its_file_is():
    for name, file in files_of(SMALL).items():
        if file.manifest is None:
            assert name.startswith("plats_")
            continue
        manifest = json.loads(file.manifest)
        parts = parse_delivery_name(name)
        assert manifest["sha256"] == hashlib.sha256(file.content).hexdigest()
        assert (manifest["extract"], manifest["period"]) == (parts.extract, parts.period)
        assert manifest["municipality_code"] == parts.municipality_code
        assert manifest["rows"] == len(rows_of(file, with_planted=True))
        made_on = date.fromisoformat(manifest["extracted_at"][:10])
        assert made_on <= AS_OF
        assert manifest["backfill"] is (made_on < AS_OF)


def test_what_is_there_is_not_delivered_for_the_second_time(tmp_path):
    folder = generated_into(tmp_path, SMALL, months=FEW_MONTHS)
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}

    generated_into(tmp_path, SMALL, AS_OF + timedelta(days=3), FEW_MONTHS)

    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    assert before.items() <= after.items()
    assert folder / "ansokan_1492_20261123.csv" in after
    assert 'backfill": false' in (folder / "ansokan_1492_20261120.csv.manifest.json").read_text()


def test_the_inbox_holds_deliveries_only(tmp_path):
    folder = generated_into(tmp_path, SMALL, months=FEW_MONTHS)

    for path in folder.iterdir():
        assert parse_delivery_name(path.name.removesuffix(".manifest.json"))
    account = json.loads((tmp_path / f"planted_{SMALL}.json").read_text())
    assert sum(account["rules"].values()) == len(account["rows"])


@pytest.mark.parametrize(("slug", "months"), [(SMALL, 24), (WITH_PROMISE, FEW_MONTHS)])
@pytest.mark.parametrize("extract", sorted(EXTRACTS))
def test_intake_finds_exactly_what_was_planted(slug, months, extract):
    """X13: each kind of bad row is found, and no good row breaks a rule."""
    everything = files_of(slug, months=months)
    files = {name: file for name, file in everything.items() if name.startswith(f"{extract}_")}
    municipality = load_municipality(INCLUDE, slug)
    read = read_deliveries(
        [
            DeliveryFile(parse_delivery_name(name), file.content, file.manifest, None)
            for name, file in files.items()
        ],
        municipality,
    )

    for (name, file), result in zip(files.items(), read.results, strict=True):
        assert not isinstance(result, DeliveryRejected), name
        found = set(zip(result.quarantined["row_number"], result.quarantined["rule"], strict=True))
        planted = {(stain.row, stain.rule) for stain in file.planted if stain.rule != "repeated"}
        assert found == planted, name
        twice = file.rows // 2 if file.oddity.repeated else 0
        repeats = sum(stain.rule == "repeated" for stain in file.planted)
        assert result.counts.repeated == repeats + twice, name


@pytest.mark.parametrize("extract", sorted(EXTRACTS))
def test_every_stain_is_planted_somewhere(extract):
    planted = {
        stain.rule
        for slug in ("linkoping", SMALL)
        for name, file in files_of(slug).items()
        if name.startswith(f"{extract}_")
        for stain in file.planted
    }

    assert {stain.rule for stain in STAINS[extract] if stain.rule} <= planted


def test_a_file_with_a_column_that_the_law_does_not_list_is_rejected_whole():
    """X6: planted in one file of Trollhättan."""
    name = "af_status_1488_20261118.csv"
    file = files_of("trollhattan")[name]
    delivery = DeliveryFile(parse_delivery_name(name), file.content, file.manifest, None)

    result = read_deliveries([delivery], load_municipality(INCLUDE, "trollhattan")).results[0]

    assert isinstance(result, DeliveryRejected)
    assert "handlaggaranteckning" in result.columns


def special(slug, case):
    invented = deliveries_of(slug).invented
    return str(invented.world.people["number"][invented.world.special[case]])


def rows_about(slug, extract, case):
    rows = all_rows(slug, extract)
    return rows[rows["personnr"] == special(slug, case)]


@pytest.mark.parametrize(
    ("case", "secrecy", "registration"),
    [
        ("secrecy_marking", "J", "N"),
        ("protected_registration", "N", "J"),
        ("both_protections", "J", "J"),
        ("protected_child", "J", "N"),
        ("protection_flag_missing", "", "N"),
        ("protected_with_address", "J", "N"),
        ("protection_by_af_only", "N", "N"),
    ],
)
def test_each_way_of_being_protected_is_there_every_month(case, secrecy, registration):
    """X2: the flags, one missing, and one that only Arbetsförmedlingen knows of."""
    rows = rows_about(SMALL, "bistand", case)

    assert set(rows["period"]) == set(all_rows(SMALL, "bistand")["period"])
    assert set(rows["sekretessmarkering"]) == {secrecy}
    assert set(rows["skyddad_folkbokforing"]) == {registration}


def test_no_protected_person_has_an_address_but_the_one_whose_was_left_in():
    rows = all_rows(SMALL, "bistand")
    protected = (rows["sekretessmarkering"] != "N") | (rows["skyddad_folkbokforing"] != "N")
    contact = ["co_adress", "gatuadress", "postnr", "postort", "epost", "mobil"]
    shown = rows[protected & (rows[contact] != "").any(axis="columns")]

    assert set(shown["personnr"]) == {special(SMALL, "protected_with_address")}
    assert 0.93 < (rows.loc[~protected, "gatuadress"] != "").mean() < 1


def test_arbetsformedlingen_alone_may_know_of_a_protection():
    answers = rows_about(SMALL, "af_status", "protection_by_af_only")

    assert set(answers["sekretessmarkering"]) == {"J"}


def test_the_three_absences_are_there():
    """Contract 1.3: not asked, no answer, answered with an empty field."""
    answers = all_rows("linkoping", "af_status")
    recent = answers[answers["fraga_datum"] > "2026-10-20"]
    newest = all_rows("linkoping", "bistand").query("period == '202610' and hhstatus != '3'")
    answered = recent[(recent["status_kod"] == "0") & (recent["arbetssokande"] != "")]

    asked = newest["personnr"].isin(recent["personnr"])
    heard = newest["personnr"].isin(answered["personnr"])
    assert 0.02 < (~asked).mean() < 0.1
    assert (recent["status_kod"] != "0").any()
    assert ((recent["status_kod"] == "0") & (recent["arbetssokande"] == "")).any()
    assert heard.mean() > 0.9


def test_real_answers_are_imitated():
    """Dates with an offset, categories in words only, and words that nobody has listed."""
    answers = all_rows("linkoping", "af_status")
    dates = answers["registrerad"]

    assert dates.str.fullmatch(r"\d{4}-(0[4-9]|10)-\d\d\+02:00").any()
    assert dates.str.fullmatch(r"\d{4}-(1[12]|0[123])-\d\d\+01:00").any()
    assert 0.05 < (answers.loc[answers["skat_text"] != "", "skat_kod"] != "").mean() < 0.3
    assert (answers["skat_text"] == "Etableringsjobb").any()
    assert (answers["avaktualiserad"].str[:10] < answers["registrerad"].str[:10]).any()


def test_some_register_again_within_thirty_days_and_some_later():
    answers = all_rows("linkoping", "af_status").query("registrerad != ''")
    spells = answers.assign(
        start=pd.to_datetime(answers["registrerad"].str[:10]),
        end=pd.to_datetime(answers["avaktualiserad"].str[:10].replace("", None)),
    )
    again = spells[spells["end"] < spells["start"]]
    gap = (again["start"] - again["end"]).dt.days

    assert (gap <= 30).any()
    assert (gap > 30).any()


def test_people_apply_at_night_at_weekends_and_before_holidays():
    applied = all_rows("trollhattan", "ansokan")["ansokt_at"]
    moments = pd.to_datetime(applied[applied.str.len() > 10])

    assert (moments.dt.hour < 6).mean() > 0.05
    assert (moments.dt.dayofweek >= 5).mean() > 0.1
    assert moments.dt.strftime("%m-%d").isin(["12-23", "12-30"]).any()
    assert 0.03 < (applied.str.len() == 10).mean() < 0.2
    assert applied.max() < "2026-11-20T05:30:00"


def test_a_persons_household_changes_its_id_when_a_couple_parts():
    heads = all_rows("linkoping", "bistand").query("hhstatus != '3'")
    homes = heads.groupby("personnr")["hushall_id"].nunique()
    in_two = heads.groupby(["personnr", "period"])["hushall_id"].nunique()

    assert (homes > 1).sum() > 20
    assert (in_two > 1).sum() > 24, "somebody always, and those who part now and then"


def test_telephones_and_addresses_lead_to_nobody():
    rows = all_rows("linkoping", "bistand")
    phones = set(rows["mobil"]) - {""}
    mail = set(rows["epost"]) - {""}

    assert phones
    assert all(re.fullmatch(r"070-174 06 (0[5-9]|[1-9]\d)", phone) for phone in phones)
    assert all(address.endswith("@example.se") for address in mail)


def test_a_number_with_an_incomplete_date_is_valid_and_says_no_age():
    numbers = pd.Series([special(SMALL, f"number_without_{part}") for part in ("month", "day")])

    assert identity.is_valid(numbers).all()
    assert identity.birth_dates(numbers).isna().all()


def test_the_command_writes_one_municipality_and_says_what(tmp_path):
    asked = ["--out", str(tmp_path), "--municipality", SMALL, "--as-of", "2026-11-20"]
    result = CliRunner().invoke(application, ["generate", *asked, "--months", "3"])

    assert result.exit_code == 0, result.output
    assert SMALL in result.output
    names = sorted(path.name for path in (tmp_path / SMALL).glob("bistand_*.csv"))
    assert names == [f"bistand_1492_2026{month}.csv" for month in ("08", "09", "10")]
