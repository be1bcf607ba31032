"""The headers of metric files, and the dictionary that is written from them."""

import re

import pytest

from repository import ROOT
from stegvis.adapters.metric_files import load_catalogue, read_metric
from stegvis.domain.metrics.catalogue import Guard, Unit
from stegvis.domain.metrics.dictionary import metrics_dictionary
from stegvis.errors import MetricError

INCLUDE = ROOT / "include"
FILES = sorted((INCLUDE / "sql" / "metrics").glob("*.sql"))
CATALOGUE = load_catalogue(INCLUDE)

CONTRACT = re.findall(
    r"\w+",
    """
households_with_assistance persons_with_assistance assistance_paid_sek
assistance_paid_rolling_12m_sek households_change_yoy assistance_paid_change_yoy_sek
assistance_paid_change_since_base_pct is_series_minimum population_share_on_assistance
employment_share screening_coverage eligible needs_review not_eligible offers_drafted
offers_released offer_acceptance_share offer_within_two_working_days_share_all
offer_within_two_working_days_share_main_rule referral_within_48h_share
referral_within_48h_working_share lead_time_to_offer_median_days lead_time_to_offer_p90_days
placements_started placements_active places_left plan_within_four_weeks_share
full_time_plan_share applicants_with_active_plan_share recipients_following_plan_share
exits_to_work exits_to_studies exits_other exits_to_work_ratio_to_base self_sufficient_3m_share
self_sufficient_6m_share self_sufficient_12m_share improved_wellbeing_share long_term_share
children_in_long_term_households parents_offered_share degree_of_self_support
participants_distinct tasks_open tasks_overdue tasks_done_on_time_share days_to_exit_median
study_track_share durable_job_6m_share durable_job_12m_share competence_mapped_share
private_employer_placements support_obstacle_persons assistance_paid_slope_before
assistance_paid_slope_after unemployment_context cost_of_placements_sek assistance_avoided_sek
""",
)

HEADER = {
    "title": "Ett tal",
    "definition": "Så här.",
    "grain": "municipality",
    "grain_text": "Kommunen.",
    "unit": "antal",
    "rule": "numerator",
    "direction": "none",
    "guard": "count",
    "theme": "tasks",
    "requirement": "X1",
    "parameters": "municipality_code",
}


def a_file(folder, sql="select 1 where 'x' = :municipality_code\n", **but):
    keys = {key: text for key, text in {**HEADER, **but}.items() if text}
    path = folder / "a_metric.sql"
    path.write_text("".join(f"-- {key}: {text}\n" for key, text in keys.items()) + sql)
    return path


def test_every_agreed_metric_has_its_file():
    assert not set(CONTRACT) - set(CATALOGUE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_comment_holds_nothing_that_reads_as_a_parameter(path):
    """The driver would bind :name in a comment too."""
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if "--" in line]
    assert not [line for line in comments if re.search(r"(?<![:\w]):\w", line)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_sql_is_in_lower_case_and_on_short_lines(path):
    sql = read_metric(path).sql
    words = re.sub(r"'[^']*'", "", sql)
    assert words == words.lower()
    assert max(map(len, path.read_text(encoding="utf-8").splitlines())) <= 100


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=lambda metric: metric.id)
def test_a_metric_names_rows_of_the_acceptance_table(metric):
    assert all(re.fullmatch(r"[AKTVLX]\d{1,2}", row) for row in metric.requirements)


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=lambda metric: metric.id)
def test_a_part_and_its_whole_are_guarded_alike(metric):
    """X12: otherwise they could not be subtracted, nor guarded against it."""
    groups = {Guard.COUNT: 1, Guard.REMAINDER: 1, Guard.SHARE: 2}
    if metric.part_of:
        assert groups[metric.guard] == groups[CATALOGUE[metric.part_of].guard]


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=lambda metric: metric.id)
def test_a_share_can_say_why_it_cannot_be_had(metric):
    if metric.unit is Unit.SHARE and not metric.sql.endswith("from chosen"):
        assert metric.empty


def test_cost_and_assistance_avoided_are_shown_together_or_not_at_all():
    """A10."""
    cost, avoided = CATALOGUE["cost_of_placements_sek"], CATALOGUE["assistance_avoided_sek"]
    assert (cost.shown_with, avoided.shown_with) == (avoided.id, cost.id)


def test_a_text_goes_on_over_indented_lines(tmp_path):
    path = a_file(tmp_path, definition="Av dem: så\n--   många: av alla.")
    assert read_metric(path).definition == "Av dem: så många: av alla."


def test_months_are_read_as_numbers_spans_and_the_base_month(tmp_path):
    months = read_metric(a_file(tmp_path, months="bistand 0 base; avslut 0-2")).months
    assert months == {"bistand": (0, "base"), "avslut": (0, 1, 2)}


@pytest.mark.parametrize(
    ("but", "said"),
    [
        ({"title": ""}, "the header lacks title"),
        ({"colour": "blue"}, "the key colour is unknown or stands there twice"),
        ({"unit": "meter"}, "unit is meter; expected one of antal, andel"),
        ({"guard": "none"}, "guard is none; expected one of count, share"),
        ({"theme": "money"}, "theme is money; expected one of assistance"),
        ({"parameters": "municipality_code, close_id"}, "disagree on the parameters close_id"),
        ({"months": "ansokan 0"}, "months names ansokan, which is no monthly extract"),
        ({"months": "bistand x"}, "months has x; expected 0, 0-11 or base"),
    ],
)
def test_a_wrong_header_is_named_with_file_and_remedy(tmp_path, but, said):
    with pytest.raises(MetricError, match=re.escape(said)) as raised:
        read_metric(a_file(tmp_path, **but))
    assert "include/sql/metrics/a_metric.sql" in str(raised.value)
    assert "README.md" in str(raised.value)


def test_a_metric_that_is_a_part_of_nothing_is_named(tmp_path):
    folder = tmp_path / "sql" / "metrics"
    folder.mkdir(parents=True)
    a_file(folder, part_of="nothing_there")
    with pytest.raises(MetricError, match="part_of names nothing_there, which has no file here"):
        load_catalogue(tmp_path)


def test_the_dictionary_of_metrics_is_what_the_headers_say():
    written = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert written == metrics_dictionary(CATALOGUE), (
        "run: stegvis metrics --dictionary > docs/metrics.md"
    )


def test_the_readme_explains_every_key_of_a_header():
    readme = (INCLUDE / "sql" / "metrics" / "README.md").read_text(encoding="utf-8")
    used = {
        match[1]
        for path in FILES
        for match in re.finditer(r"^-- ([a-z_]+): ", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(used) > 15
    assert not [key for key in used if f"| `{key}` |" not in readme]


def test_the_readme_lists_every_parameter_that_is_used():
    readme = (INCLUDE / "sql" / "metrics" / "README.md").read_text(encoding="utf-8")
    names = {name.rstrip("?") for metric in CATALOGUE.values() for name in metric.parameters}
    plain = {re.sub(r"\d+", "11" if "month" in name else "28", name) for name in names}
    plain = {name.removesuffix("_at") if "_minus_28_days" in name else name for name in plain}
    plain = {"aid_month_plus_1" if name.startswith("aid_month_plus") else name for name in plain}
    plain = {"quarter_start_minus_12" if "quarter_start_" in name else name for name in plain}
    assert not [name for name in plain if f"`{name}`" not in readme]
