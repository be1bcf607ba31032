"""### Receive

Takes new deliveries from the municipality's inbox, validates them and lets them in.

* **Runs** on working days at 05:30, 07:00, 10:00, 13:00 and 16:00.
* **Reads** the inbox: a folder, SFTP, S3 or whatever Airflow can open.
* **Writes** the raw files by SHA-256, `delivery`, `quarantined_row`, `person` and
  the tables of each extract; a page per validation under `gx/`.
* **Rerun:** trigger a new run; it takes whatever is in the inbox. A task that
  failed half-way may be cleared.
* **If it fails:** docs/runbook.md, "Receive". What was in force stays in force.

A doubtful monthly file is held: `approve_delivery__<municipality>` asks a person.
"""

from airflow.sdk import task
from airflow.sdk.exceptions import AirflowSkipException

from stegvis.domain.extracts import EXTRACTS
from stegvis.orchestration.assets import delivered, held
from stegvis.orchestration.dags import municipal_dag, on_working_days, slugs_for
from stegvis.orchestration.running import inbox, let_settle, step_context


def receive_municipality(slug: str) -> None:
    """The municipality's receiving DAG: one validation task for each extract that has come."""
    schedule = on_working_days(slug, "05:30", "07:00", "10:00", "13:00", "16:00")
    with municipal_dag("receive", slug, schedule=schedule, doc_md=__doc__):

        @task
        def find_new() -> list[str]:
            from stegvis.steps.intake.receive import find_new

            return find_new(step_context(slug), inbox(slug), let_settle)

        @task.branch
        def choose_extracts(delivery_ids: list[str]) -> list[str]:
            from stegvis.steps.intake.receive import extracts_of

            return [f"receive_{each}" for each in extracts_of(step_context(slug), delivery_ids)]

        @task
        def receive(extract: str, delivery_ids: list[str]) -> int:
            from stegvis.steps.intake.receive import receive_extract

            accepted = receive_extract(step_context(slug), extract, delivery_ids)
            if not accepted:
                raise AirflowSkipException(f"nothing new of {extract} to screen by")
            return accepted

        @task(outlets=[held(slug)], trigger_rule="all_done")
        def count_held() -> int:
            from stegvis.steps.intake.receive import held_deliveries

            waiting = held_deliveries(step_context(slug))
            if not waiting:
                raise AirflowSkipException("nothing is held")
            return len(waiting)

        new, waiting = find_new(), count_held()
        chosen = choose_extracts(new)
        for extract in EXTRACTS:
            outlets = [delivered(slug, extract)]
            one = receive.override(task_id=f"receive_{extract}", outlets=outlets)
            chosen >> one(extract, new) >> waiting


for slug in slugs_for("receive"):
    receive_municipality(slug)
