"""### Remind

Brings every caseworker's tasks in line with what there is to do, and writes the lists.

* **Runs** every working morning at 07:30, so that the list lies ready at eight, and
  when offers have been drafted: what arrives during the day stands on a list too.
* **Reads** screening results, offers, letters, applications and earlier tasks.
* **Writes** `task_event`, `task_reminder`, a workbook and a page per caseworker under `worklists/`,
  the restricted unit's list, and `requests/`: whom to ask Arbetsförmedlingen about.
* **Rerun:** clear it. What is due is due by now, so a missed morning heals; what a
  caseworker has closed or dismissed stays so.
* **If it fails:** docs/runbook.md, "Remind". The last list still holds.
"""

from airflow.sdk import AssetAny, AssetOrTimeSchedule, task

from stegvis.domain.tasks.list_times import LISTS_MADE_AT
from stegvis.orchestration.assets import drafted
from stegvis.orchestration.dags import municipal_dag, on_working_days, slugs_for
from stegvis.orchestration.running import step_context


def remind_municipality(slug: str) -> None:
    """The municipality's reminding DAG."""
    schedule = AssetOrTimeSchedule(
        timetable=on_working_days(slug, f"{LISTS_MADE_AT:%H:%M}"), assets=AssetAny(drafted(slug))
    )
    with municipal_dag("remind", slug, schedule=schedule, doc_md=__doc__):

        @task
        def remind() -> int:
            from stegvis.steps.worklists.remind import remind

            return remind(step_context(slug))

        @task
        def write_worklists() -> int:
            from stegvis.steps.worklists.lists import write_worklists

            return write_worklists(step_context(slug))

        @task
        def write_af_request() -> int:
            from stegvis.steps.worklists.af_requests import write_af_request

            return write_af_request(step_context(slug))

        @task
        def remove_protected() -> int:
            from stegvis.steps.retention.protected_files import remove_protected

            return remove_protected(step_context(slug))

        lists = write_worklists()
        remind() >> [lists, write_af_request()]
        lists >> remove_protected()


for slug in slugs_for("remind"):
    remind_municipality(slug)
