"""The role that BI tools read with: management's figures, and nothing else (X9, X12)."""

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from metric_story import Story
from stegvis.adapters.warehouse import migrate, open_warehouse, tables
from stegvis.adapters.warehouse.management_reader import READABLE, ROLE, let_management_read


@pytest.fixture
def town(postgresql_url, tmp_path):
    """A warehouse on PostgreSQL in which a week is closed."""
    warehouse = open_warehouse(postgresql_url)
    story = Story(warehouse, tmp_path, "amal")
    story.aid("2026-10", households=20)
    for person_id in story.people(3):
        story.placed(person_id, "2026-10-01")
    story.closed()
    yield warehouse
    warehouse.engine.dispose()


@pytest.fixture
def reader(town, postgresql_url):
    """How a BI tool connects to it."""
    administer(postgresql_url, f"create role {ROLE}", f"create role bi_tool login in role {ROLE}")
    migrate(postgresql_url)
    engine = create_engine(make_url(postgresql_url).set(username="bi_tool"))
    yield engine
    engine.dispose()
    administer(postgresql_url, f"drop owned by {ROLE}", "drop role bi_tool", f"drop role {ROLE}")


def administer(url, *statements):
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def refused(engine, statement):
    with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text(statement))


def test_a_bi_tool_reads_figures_with_their_titles_and_small_counts_hidden(reader):
    """X12: 20 households are shown, 3 placements are not."""
    query = "select value, hidden from management_figure where title = :title and dimension = ''"
    with reader.connect() as connection:
        homes = connection.execute(text(query), {"title": "Hushåll med ekonomiskt bistånd"})
        assert homes.all() == [(20.0, 0)]
        active = connection.execute(text(query), {"title": "Pågående placeringar"}).all()
    assert active
    assert set(active) == {(None, 1)}


def test_a_bi_tool_reads_nothing_else_and_writes_nothing(reader):
    """X9, X12: neither people nor the figures before small counts are hidden."""
    for table in tables:
        if table.name not in READABLE:
            refused(reader, f"select 1 from {table.name}")  # noqa: S608
    for name in set(READABLE) - {"management_figure"}:  # a view of two tables has no rows to delete
        refused(reader, f"delete from {name}")  # noqa: S608
    refused(reader, "create table taken_home as select * from management_figure")


def test_what_the_role_was_given_besides_is_taken_back_at_the_next_migration(
    reader, postgresql_url
):
    administer(postgresql_url, f"grant select on person to {ROLE}")
    migrate(postgresql_url)
    refused(reader, "select 1 from person")


def test_without_the_role_and_on_sqlite_nothing_is_given(sqlite_warehouse, town):
    for warehouse in (sqlite_warehouse, town):
        with warehouse.begin() as connection:
            assert let_management_read(connection) is False
