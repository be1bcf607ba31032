"""Every task that fails and every run that is late is told, through Airflow's own callbacks."""

from datetime import timedelta

import pytest
from airflow.serialization.serialized_objects import DagSerialization

from dag_bag import DAG_IDS, dag_of
from stegvis.orchestration.alerts import task_failed
from stegvis.orchestration.dags import OVER_WITHIN

WAIT_FOR_A_PERSON = ("approve", "retention")


@pytest.mark.parametrize("dag_id", DAG_IDS)
def test_a_task_that_fails_is_told(dag_id):
    assert all(task.on_failure_callback == [task_failed] for task in dag_of(dag_id).tasks)


@pytest.mark.parametrize(
    "dag_id", [one for one in DAG_IDS if not one.startswith(WAIT_FOR_A_PERSON)]
)
def test_a_run_that_waits_for_nobody_has_a_time_to_be_over_by(dag_id):
    (deadline,) = dag_of(dag_id).deadline

    assert deadline.interval == OVER_WITHIN[dag_id.partition("__")[0]]
    assert deadline.callback.path == "stegvis.orchestration.alerts.run_late"


def test_lists_that_are_late_are_told_before_eight():
    assert timedelta(hours=7, minutes=30) + OVER_WITHIN["remind"] < timedelta(hours=8)


def test_the_scheduler_gets_to_know_the_deadline():
    stored = DagSerialization.serialize_dag(dag_of("remind__amal"))

    assert "run_late" in str(stored["deadline"])
