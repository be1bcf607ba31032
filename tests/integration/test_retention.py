"""What a purge counts, what it deletes after a yes, and what it leaves alone (X5)."""

import shutil
from datetime import datetime, timedelta

import pandas as pd
import pytest
from sqlalchemy import text

from delivery_builders import (
    MAN,
    WOMAN,
    a_number,
    a_place,
    a_placement,
    a_plan,
    an_aid_row,
    an_application,
    an_exit,
    another_household,
    as_file,
)
from received import Inbox
from stegvis.adapters.warehouse import append, open_warehouse, tables
from stegvis.domain.clock import STOCKHOLM
from stegvis.errors import WarehouseError
from stegvis.steps.audit import EXPORT, audit, read_audit
from stegvis.steps.retention import purge as purging
from stegvis.steps.retention.purge import (
    answer_purge,
    count_purge,
    describe_purge,
    proposals_to_answer,
    propose_purge,
    purge_approved,
)

OLD, OLDER = "bistand_1492_202001.csv", "bistand_1492_201911.csv"
BORN_15TH = a_number("1990-03-15")
LONG_AGO = datetime(2026, 7, 1, 8, tzinfo=STOCKHOLM)
FIRST_OF_MONTH = datetime(2026, 12, 1, 4, tzinfo=STOCKHOLM)


def once(number, household, month="2020-01", **but):
    """A row of a household that had assistance in one month long ago."""
    year, _, number_of_month = month.partition("-")
    dates = {"beslut_datum": "", "beslut_from": "", "beslut_tom": ""}
    return an_aid_row(
        ar=year, manad=number_of_month, personnr=number, hushall_id=household, **dates, **but
    )


def an_old_town(warehouse, folder):
    """Åmål: one person today, one whose five years have passed, one whom research keeps."""
    inbox = Inbox(warehouse, folder, now=LONG_AGO)
    old = [once(MAN, "OLD", kon="1", hushallstyp="3"), once(BORN_15TH, "RESEARCH")]
    inbox.deliver(OLD, as_file(*old))
    inbox.deliver("bistand_1492_202610.csv", as_file(an_aid_row(manad="10")))
    inbox.receive()
    inbox.now = FIRST_OF_MONTH
    return inbox


@pytest.fixture(scope="session")
def built(migrated_sqlite, tmp_path_factory):
    """That town in a folder to copy: receiving takes a second."""
    folder = tmp_path_factory.mktemp("old-town")
    shutil.copyfile(migrated_sqlite, folder / "warehouse.db")
    warehouse = open_warehouse(f"sqlite:///{folder}/warehouse.db")
    an_old_town(warehouse, folder)
    return folder


@pytest.fixture
def inbox(built, tmp_path):
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return Inbox(open_warehouse(f"sqlite:///{tmp_path}/warehouse.db"), tmp_path, FIRST_OF_MONTH)


def purged(inbox):
    """Say yes to a proposal and let it be carried out."""
    plan_id = propose_purge(inbox.context)
    answer_purge(inbox.context, plan_id, approved=True, by="arkivarie")
    return purge_approved(inbox.context)


def people(inbox, table="person"):
    return set(inbox.rows(f"select person_id from {table}")["person_id"])  # noqa: S608


def kept_numbers(inbox):
    """Every personal number that kept rows hold."""
    folder = inbox.context.row_store.root / "bistand"
    frames = [pd.read_parquet(path) for path in folder.glob("*.parquet")]
    return set(pd.concat(frames)["personal_number"].dropna())


def files(inbox):
    return sorted(p for p in inbox.folder.rglob("*") if p.is_file() and "db" not in p.name)


def test_x5_a_dry_run_counts_by_table_and_reason_and_deletes_nothing(inbox):
    before = files(inbox), people(inbox)

    counts = count_purge(inbox.context)

    assert counts["person", "five_years"] == 1
    assert counts["person_month", "five_years"] == 1
    assert counts["household_month", "five_years"] == 1
    assert counts["person", "research"] == 1
    assert counts["person", "ongoing"] == 1
    assert counts["files/rows", "five_years"] == 1
    assert counts["files/raw", "working_file"] == 2
    assert (files(inbox), people(inbox)) == before


def test_x5_a_yes_deletes_what_was_counted_and_a_record_says_how_much_went(warehouse, tmp_path):
    inbox = an_old_town(warehouse, tmp_path)
    man = inbox.person(MAN)["person_id"]
    counted = {key: n for key, n in count_purge(inbox.context).items() if key[1] != "research"}
    del counted["person", "ongoing"]

    purged(inbox)

    gone = inbox.rows("select name, reason, rows_count from purge_count where stage = 'purged'")
    assert {(r.name_, r.reason): r.rows_count for r in
            gone.rename(columns={"name": "name_"}).itertuples()} == counted  # fmt: skip
    for table in ("person", "person_month", "person_protection"):
        assert man not in people(inbox, table)
        assert len(people(inbox, table)) == 2
    assert kept_numbers(inbox) == {WOMAN, BORN_15TH}
    assert not list(inbox.context.raw_store.root.glob("[0-9a-f]*"))


def test_a_purge_that_is_done_is_not_done_again(inbox):
    assert purged(inbox) > 0

    assert purge_approved(inbox.context) == 0
    assert propose_purge(inbox.context) is None


def test_nothing_is_deleted_without_a_yes(inbox):
    before = files(inbox), people(inbox)
    plan_id = propose_purge(inbox.context)

    assert proposals_to_answer(inbox.context) == [plan_id]
    assert purge_approved(inbox.context) == 0
    answer_purge(inbox.context, plan_id, approved=False, by="arkivarie")
    assert answer_purge(inbox.context, plan_id, approved=True, by="annan") == "refused"
    assert purge_approved(inbox.context) == 0
    assert proposals_to_answer(inbox.context) == []
    assert (files(inbox), people(inbox)) == before


def test_x9_the_yes_stands_in_the_log_with_its_name(inbox):
    plan_id = propose_purge(inbox.context)
    answer_purge(inbox.context, plan_id, approved=True, by="arkivarie")

    line = read_audit(inbox.context).iloc[0]
    assert (line["event"], line["by"], line["subject_id"]) == ("approval", "arkivarie", plan_id)


def test_the_question_gives_counts_and_no_person(inbox):
    told = describe_purge(inbox.context, propose_purge(inbox.context))

    assert "| person | fem år har gått sedan sista anteckningen | 1 |" in told
    assert "| person | sparas för forskningen | 1 |" in told
    for secret in (MAN, WOMAN, inbox.person(MAN)["person_id"], "Testdotter"):
        assert secret not in told


def test_whoever_comes_back_between_the_question_and_the_yes_is_kept(inbox):
    man = inbox.person(MAN)["person_id"]
    plan_id = propose_purge(inbox.context)
    inbox.received(
        "ansokan", an_application(personnr=MAN, ansokt_at="2026-11-20T08:00:00", hushall_id="NEW")
    )
    answer_purge(inbox.context, plan_id, approved=True, by="arkivarie")

    purge_approved(inbox.context)

    assert man in people(inbox)
    assert man in people(inbox, "person_month")
    assert MAN in kept_numbers(inbox)


def test_a_purge_that_was_killed_between_files_and_rows_ends_in_the_same_place(inbox, monkeypatch):
    plan_id = propose_purge(inbox.context)
    answer_purge(inbox.context, plan_id, approved=True, by="arkivarie")
    whole = purging._delete_rows

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(purging, "_delete_rows", killed)
    with pytest.raises(KeyboardInterrupt):
        purge_approved(inbox.context)
    assert len(people(inbox)) == 3
    monkeypatch.setattr(purging, "_delete_rows", whole)

    purge_approved(inbox.context)

    gone = inbox.rows("select * from purge_count where stage = 'purged' and name = 'files/raw'")
    assert gone["rows_count"].tolist() == [2]
    assert len(people(inbox)) == 2
    assert kept_numbers(inbox) == {WOMAN, BORN_15TH}


def test_of_a_household_where_somebody_stays_the_sums_stay_and_the_number_goes(inbox):
    """The partner is kept for research, and her month rests on the head's row."""
    couple = {"hushallstyp": "7", "month": "2019-11"}
    inbox.received(
        "bistand",
        once(a_number("1988-03-03", 239), "COUPLE", kon="1", **couple),
        once(a_number("1988-03-05"), "COUPLE", hhstatus="2", sbel="", **couple),
        file_name=OLDER,
    )

    purged(inbox)

    numbers = kept_numbers(inbox)
    assert a_number("1988-03-05") in numbers
    assert a_number("1988-03-03", 239) not in numbers
    month = inbox.rows("select * from household_month where aid_month = '2019-11-01'")
    assert month["assistance_sek"].tolist() == [9500]


def test_an_exit_stays_for_the_base_year_and_says_no_more_whose_it_was(inbox):
    exit_2020 = an_exit(ar="2020", manad="01", hushall_id="OLD", personnr=MAN, datum="2020-01-31")
    inbox.received("avslut", exit_2020, file_name="avslut_1492_202001.csv")
    man = inbox.person(MAN)["person_id"]

    purged(inbox)

    exits = inbox.rows("select * from aid_exit")
    assert len(exits) == 1
    assert exits["person_id"][0] not in {man, *people(inbox)}
    assert len(exits["person_id"][0]) == 32


@pytest.mark.parametrize("of_today", [a_plan(personnr=MAN, avslutad=""), a_placement(personnr=MAN)])
def test_an_ongoing_plan_or_placement_keeps_a_person(inbox, of_today):
    extract = "plan" if "plan_id" in of_today else "placering"
    inbox.received("plats", a_place())
    inbox.received(extract, of_today)

    assert ("person", "five_years") not in count_purge(inbox.context)


@pytest.mark.parametrize(("days", "goes"), [(89, False), (90, True)])
def test_x5_a_raw_file_is_working_material_for_ninety_days(inbox, days, goes):
    inbox.now = LONG_AGO + timedelta(days=days, minutes=2)

    assert (("files/raw", "working_file") in count_purge(inbox.context)) is goes


def test_rows_that_a_screening_still_reads_are_no_working_files(inbox):
    purged(inbox)

    assert len(list(inbox.context.row_store.root.glob("bistand/*.parquet"))) == 2


def test_a_delivery_that_was_replaced_long_ago_goes_with_its_rows_and_its_quarantine(inbox):
    again = {"file_name": "bistand_1492_202610.csv"}
    inbox.now = LONG_AGO + timedelta(hours=1)
    inbox.received("bistand", an_aid_row(manad="10"), another_household(manad="13"), **again)
    inbox.received("bistand", an_aid_row(manad="10", sbel="9501", sbel_livsforing="501"), **again)
    assert len(inbox.rows("select * from quarantined_row")) > 0
    inbox.now = FIRST_OF_MONTH

    purged(inbox)

    assert inbox.rows("select * from quarantined_row").empty
    assert len(list(inbox.context.row_store.root.glob("bistand/*.parquet"))) == 2


def test_lists_and_requests_go_by_their_day_and_reports_stay(inbox):
    output = inbox.context.output
    old = ["worklists/2026-09-02/a/b.xlsx", "requests/af_2026-09-02.csv",
           "restricted/2026-09-02/x.html", "worklists/fel/svar_a_2026-09-02.fel.xlsx"]  # fmt: skip
    kept = ["worklists/2026-09-03/a/b.xlsx", "reports/2020-W01/amal.html"]
    for name in (*old, *kept):
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text("x")

    purged(inbox)

    assert sorted(p.relative_to(output).as_posix() for p in output.rglob("*.*")) == sorted(kept)
    assert not (output / "requests").exists()


def test_metrics_are_untouched(inbox):
    figure = {"municipality_code": "1492", "programme_id": "", "iso_week": "2020-W05",
              "metric_id": "m", "dimension": "", "dimension_value": "", "revision": 1,
              "unit": "antal", "value": 1.0, "computed_at": LONG_AGO}  # fmt: skip
    with inbox.warehouse.begin() as connection:
        append(connection, tables.weekly_metric, [figure])

    purged(inbox)

    assert len(inbox.rows("select * from weekly_metric")) == 1


@pytest.mark.parametrize(
    "statement", ["update audit_event set by = 'x'", "delete from audit_event"]
)
def test_x9_the_database_refuses_to_change_the_log(warehouse, tmp_path, statement):
    inbox = Inbox(warehouse, tmp_path)
    audit(inbox.context, EXPORT, ("file", "requests/af_2026-11-20.csv"), by=None)

    with pytest.raises(WarehouseError), inbox.warehouse.begin() as connection:
        connection.execute(text(statement))
    assert len(read_audit(inbox.context)) == 1
