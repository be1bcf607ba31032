"""### Collect

Reads the workbooks that caseworkers have answered and dropped into the inbox.

* **Runs** on working days at 06:15, 09:00, 12:00 and 15:00.
* **Reads** `svar_*.xlsx` in the municipality's inbox.
* **Writes** `answer`, and what follows from it: selections, releases, closed tasks.
  Rows that cannot be read come back in `svar_*.fel.xlsx` with the reason. Then
  `print/`: each day's released letters in one PDF for each unit, with an index.
* **Rerun:** clear it. The same workbook twice changes nothing.
* **If it fails:** docs/runbook.md, "Collect". The workbook stays in the inbox.
"""

from airflow.sdk import task
from airflow.sdk.exceptions import AirflowSkipException

from stegvis.orchestration.assets import answered
from stegvis.orchestration.dags import municipal_dag, on_working_days, slugs_for
from stegvis.orchestration.running import inbox, step_context


def collect_municipality(slug: str) -> None:
    """The municipality's collecting DAG."""
    schedule = on_working_days(slug, "06:15", "09:00", "12:00", "15:00")
    with municipal_dag("collect", slug, schedule=schedule, doc_md=__doc__):

        @task(outlets=[answered(slug)])
        def collect() -> int:
            from stegvis.steps.worklists.collect import collect

            answers = collect(step_context(slug), inbox(slug))
            if not answers:
                raise AirflowSkipException("nobody has answered since the last run")
            return answers

        @task(trigger_rule="none_failed")
        def print_letters() -> int:
            from stegvis.steps.letters.print_files import print_letters

            return len(print_letters(step_context(slug)))

        collect() >> print_letters()


for slug in slugs_for("collect"):
    collect_municipality(slug)
