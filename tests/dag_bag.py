"""The DAG files, read once."""

from functools import cache
from pathlib import Path

from airflow.dag_processing.dagbag import DagBag

ROOT = Path(__file__).resolve().parents[1]


@cache
def bag():
    found = DagBag(str(ROOT / "dags"))
    assert not found.import_errors
    return found


def dag_of(dag_id):
    return bag().dags[dag_id]


DAG_IDS = sorted(bag().dags)
