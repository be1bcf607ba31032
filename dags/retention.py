"""### Retention

Counts once a month what may be purged, by table and reason, and asks a person.

* **Runs** on the first of each month at 04:00, Swedish time.
* **Reads** the last note about each person, and the age of working files.
* **Writes** `purge_event` and `purge_count`: a proposal with counts. Deletes nothing.
* **Rerun:** clear it. The same day and the same counts are the same proposal.
* **If it fails:** docs/runbook.md, "Retention". Nothing has been deleted.

`approve_purge__<municipality>` asks for a yes, and deletes what got it.
"""

from airflow.sdk import CronTriggerTimetable, task
from airflow.sdk.exceptions import AirflowSkipException

from stegvis.orchestration.assets import purge_proposed
from stegvis.orchestration.dags import municipal_dag, slugs_for
from stegvis.orchestration.running import step_context


def keep_retention(slug: str) -> None:
    """The municipality's monthly count of what may be purged."""
    monthly = CronTriggerTimetable("0 4 1 * *", timezone="Europe/Stockholm")
    with municipal_dag("retention", slug, schedule=monthly, doc_md=__doc__):

        @task(outlets=[purge_proposed(slug)])
        def propose() -> str:
            from stegvis.steps.retention.purge import propose_purge

            proposal = propose_purge(step_context(slug))
            if proposal is None:
                raise AirflowSkipException("nothing may be purged")
            return proposal

        propose()


for slug in slugs_for("retention"):
    keep_retention(slug)
