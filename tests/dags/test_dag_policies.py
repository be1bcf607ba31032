"""What holds for every DAG, whoever adds it."""

import subprocess
import sys

import pytest

from dag_bag import DAG_IDS, ROOT, dag_of
from stegvis.orchestration.dags import FIRST_DAY, OWNER, STAGES, slugs

HEAVY = ("pandas", "great_expectations", "typst", "xlsxwriter", "openpyxl", "sqlalchemy_utils")


@pytest.mark.parametrize("dag_id", DAG_IDS)
def test_a_dag_says_whose_it_is_what_it_does_and_how_to_run_it_again(dag_id):
    dag = dag_of(dag_id)

    assert dag.owner == OWNER
    for said in ("**Runs**", "**Reads**", "**Writes**", "**Rerun:**", "**If it fails:**"):
        assert said in dag.doc_md


@pytest.mark.parametrize("dag_id", DAG_IDS)
def test_a_dag_has_a_stage_and_a_municipality_as_tags_and_in_its_name(dag_id):
    stage, slug = dag_id.split("__")

    assert slug in slugs()
    assert dag_of(dag_id).tags == {"stegvis", slug, next(s for s in STAGES if stage.startswith(s))}


@pytest.mark.parametrize("dag_id", DAG_IDS)
def test_a_dag_begins_on_a_fixed_day_never_catches_up_and_runs_one_at_a_time(dag_id):
    dag = dag_of(dag_id)

    assert (dag.start_date, dag.catchup, dag.max_active_runs) == (FIRST_DAY, False, 1)


@pytest.mark.parametrize("dag_id", DAG_IDS)
def test_every_task_is_tried_again_by_cause_and_has_an_end(dag_id):
    for task in dag_of(dag_id).tasks:
        assert task.retries >= 1, task.task_id
        assert task.retry_policy is not None, task.task_id
        assert task.execution_timeout or hasattr(task, "response_timeout"), task.task_id


def test_every_municipality_has_every_stage():
    assert {f"{stage}__{slug}" for stage in STAGES[:-1] for slug in slugs()} <= set(DAG_IDS)


def test_reading_the_dag_files_loads_no_heavy_library_and_no_mail():
    script = f"""
import sys
from airflow.dag_processing.dagbag import DagBag
assert not DagBag({str(ROOT / "dags")!r}).import_errors
print([name for name in {(*HEAVY, "smtplib")!r} if name in sys.modules])
"""
    assert _run(script) == "[]"


def _run(script):
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return found.stdout.strip().splitlines()[-1]
