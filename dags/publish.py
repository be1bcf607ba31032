"""### Publish

Closes the weeks that are due and writes the weekly report for management.

* **Runs** on Mondays at 05:00, Swedish time, holidays included. A week that was
  missed is closed by the next run.
* **Reads** the warehouse as it was known when the week ended.
* **Writes** `weekly_metric`, `management_weekly_metric`, and the page and
  workbook under `reports/<iso week>/`. What was reported first never changes.
* **Rerun:** clear it. The same deliveries give the same figures.
* **If it fails:** docs/runbook.md, "Publish". Last week's report stands.
"""

from airflow.sdk import CronTriggerTimetable, task

from stegvis.orchestration.dags import municipal_dag, slugs_for
from stegvis.orchestration.running import step_context


def publish_municipality(slug: str) -> None:
    """The municipality's publishing DAG."""
    mondays = CronTriggerTimetable("0 5 * * 1", timezone="Europe/Stockholm")
    with municipal_dag("publish", slug, schedule=mondays, doc_md=__doc__):

        @task
        def list_weeks() -> list[str]:
            from stegvis.steps.metrics.publish import weeks_to_close

            return weeks_to_close(step_context(slug))

        @task
        def close_weeks(weeks: list[str]) -> list[str]:
            from stegvis.steps.metrics.publish import close_week

            context = step_context(slug)
            return [close_week(context, week) for week in weeks]

        @task
        def write_reports(weeks: list[str], closes: list[str]) -> int:
            from stegvis.steps.metrics.publish import write_report

            context = step_context(slug)
            return len([write_report(context, week) for week in weeks if closes])

        weeks = list_weeks()
        write_reports(weeks, close_weeks(weeks))


for slug in slugs_for("publish"):
    publish_municipality(slug)
