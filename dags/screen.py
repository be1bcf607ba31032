"""### Screen

Works out who meets the criteria of the municipality's programmes: yes, no, or
a person has to look.

* **Runs** when any extract has been accepted, when answers have come back, and
  every working morning at 06:30.
* **Reads** the deliveries in force, pinned at the start of the run.
* **Writes** `screening_run`, `screening_result`, `screening_unknown`: one row
  for every adult of the population, protected people included.
* **Rerun:** clear it. The moment is that of the run, so the result is the same.
* **If it fails:** docs/runbook.md, "Screen". Nobody's outcome has changed.
"""

from airflow.sdk import AssetAny, AssetOrTimeSchedule, task

from stegvis.orchestration.assets import all_delivered, answered, screened
from stegvis.orchestration.dags import municipal_dag, on_working_days, slugs_for
from stegvis.orchestration.running import step_context


def screen_municipality(slug: str) -> None:
    """The municipality's screening DAG."""
    schedule = AssetOrTimeSchedule(
        timetable=on_working_days(slug, "06:30"),
        assets=AssetAny(*all_delivered(slug), answered(slug)),
    )
    with municipal_dag("screen", slug, schedule=schedule, doc_md=__doc__):

        @task
        def screen() -> str:
            from stegvis.steps.screening.screen import screen

            return screen(step_context(slug))

        @task(outlets=[screened(slug)])
        def check_coverage(screening: str) -> int:
            from stegvis.steps.screening.screen import check_coverage

            return check_coverage(step_context(slug), screening)

        check_coverage(screen())


for slug in slugs_for("screen"):
    screen_municipality(slug)
