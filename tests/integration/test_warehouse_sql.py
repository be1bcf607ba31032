"""Every form that docs/warehouse-sql.md allows gives the same on both databases."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from repository import ROOT
from stegvis.adapters.warehouse import append, open_warehouse, read_frame, replace_partition, tables

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = datetime(2026, 11, 16, tzinfo=STOCKHOLM)
PERIOD = {"week_start": MONDAY, "week_end": MONDAY + timedelta(days=7), "as_of": date(2026, 11, 20)}

FORMS = {
    "moments": "select offer_id from offer_event where offer_event.at >= :week_start"
    " and offer_event.at < :week_end order by offer_id",
    "days": "select household_id from household_month where aid_month <= :as_of"
    " order by household_id",
    "share": "select 1.0 * sum(assistance_sek) / nullif(sum(assessed_need_sek), 0) as share"
    " from household_month",
    "division by nothing": "select 1.0 * count(*) / nullif(count(unit), 0) as share"
    " from household_month",
    "flags": "select household_id from household_month where is_assisted is true"
    " and is_protected is not true order by household_id",
    "counting some": "select count(*) filter (where is_assisted is true) as assisted,"
    " sum(case when is_assisted is false then 1 else 0 end) as refused from household_month",
    "text": "select household_id || '-' || coalesce(unit, '') as label,"
    " substr(household_id, 2, 1) as digit from household_month"
    " where household_id like 'h%' order by household_id",
    "numbers": "select household_id, abs(coalesce(assistance_sek, 0) - 9000) as off,"
    " cast(adults_count as integer) as adults from household_month order by household_id",
    "order with missing": "select household_id from household_month"
    " order by assistance_sek is null, assistance_sek desc, household_id",
    "newest per key": "with ranked as (select household_id, aid_month, row_number() over"
    " (partition by household_type_code order by assistance_sek is null, assistance_sek desc,"
    " household_id) as place"
    " from household_month) select household_id from ranked where place = 1 order by household_id",
    "windows": "select household_id, rank() over (order by children_count) as place,"
    " lag(household_id) over (order by household_id) as previous,"
    " lead(household_id) over (order by household_id) as next_one,"
    " sum(adults_count) over (order by household_id) as running,"
    " count(*) over () as number from household_month order by household_id",
    "steps": "with a as not materialized (select * from household_month),"
    " b as (select max(assistance_sek) as most from a)"
    " select a.household_id from a inner join b on a.assistance_sek = b.most",
    "sets": "select household_id from household_month where is_assisted is true union all"
    " select household_id from household_month as h where not exists (select 1 from household_month"
    " as other where other.household_id > h.household_id) and household_id in"
    " (select household_id from household_month) order by household_id",
    "left join": "select h.household_id, o.offer_id from household_month as h left join offer as o"
    " on o.household_id = h.household_id order by h.household_id, o.offer_id",
    "limit": "select household_id from household_month order by household_id limit :number",
    "list": "select household_id from household_month where household_id in :wanted"
    " order by household_id",
    "median and nearest rank": "with waits as (select household_id, assistance_sek as wait_hours,"
    " row_number() over (order by assistance_sek, household_id) as place,"
    " count(*) over () as number from household_month where assistance_sek is not null)"
    " select avg(1.0 * wait_hours) filter (where place in ((number + 1) / 2, (number + 2) / 2))"
    " as median_hours, min(wait_hours) filter (where 10 * place >= 9 * number) as p90_hours"
    " from waits",
    "new names that say their type": "select max(offer_event.at) as latest_at,"
    " count(*) > 1 as is_several, (select max(aid_month) from household_month) as latest_date"
    " from offer_event",
    "parameter as value": "select :as_of as as_of, :week_start as closed_at, :number as numerator,"
    " :missing as unit",
}


@pytest.fixture
def filled(sqlite_url, postgresql_url):
    """The same rows in a warehouse of each kind."""
    households = pd.DataFrame(
        {
            "aid_month": [date(2026, month, 1) for month in (9, 10, 11, 12, 12)],
            "household_id": [f"h{number}" for number in range(5)],
            "household_type_code": ["3", "3", "5", "5", "8"],
            "children_count": [0, 0, 1, 1, 2],
            "adults_count": [1, 1, 1, 1, 2],
            "assistance_sek": [9000, None, 9500, 7, 12000],
            "assessed_need_sek": [9000, 9000, 12000, 9000, 15000],
            "is_assisted": [True, False, True, True, False],
            "is_protected": [False, False, True, False, False],
        }
    )
    offers = [
        {
            "municipality_code": "1492",
            "event_key": f"e{number}",
            "offer_id": f"o{number}",
            "programme_id": "amal_utvecklingsjobb",
            "person_id": f"p{number}",
            "household_id": f"h{number}",
            "round": 1,
            "event": "drafted",
            "at": MONDAY + timedelta(days=3 * number, seconds=-1),
            "recorded_at": MONDAY,
        }
        for number in range(4)
    ]
    both = [open_warehouse(url) for url in (sqlite_url, postgresql_url)]
    partition = {"municipality_code": "1492", "delivery_id": "d1"}
    for warehouse in both:
        with warehouse.begin() as connection:
            replace_partition(connection, tables.household_month, partition, households)
            append(connection, tables.offer_event, offers)
    yield both
    for warehouse in both:
        warehouse.engine.dispose()


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_the_page_allows_gives_the_same_on_both(filled, form):
    parameters = PERIOD | {"number": 2, "wanted": ["h1", "h3"], "missing": None}
    found = []
    for warehouse in filled:
        with warehouse.read() as connection:
            found.append(read_frame(connection, FORMS[form], parameters))

    assert not found[0].empty
    pd.testing.assert_frame_equal(found[0], found[1])


def test_the_median_and_the_percentile_are_those_of_the_definition(filled):
    with filled[0].read() as connection:
        found = read_frame(connection, FORMS["median and nearest rank"])

    assert found["median_hours"].tolist() == [(9000 + 9500) / 2]
    assert found["p90_hours"].tolist() == [12000]


def test_the_views_use_none_of_the_forms_that_the_page_forbids():
    page = (ROOT / "docs/warehouse-sql.md").read_text(encoding="utf-8")
    forbidden = ("strftime", "date_trunc", "julianday", "interval", "ilike", "now()", "using (")
    assert all(word.strip("()").split()[0] in page for word in forbidden)

    for path in (ROOT / "include" / "sql").rglob("*.sql"):
        code = "\n".join(
            line.partition("--")[0] for line in path.read_text(encoding="utf-8").splitlines()
        )
        assert not [word for word in forbidden if word in code.lower()], path.name
