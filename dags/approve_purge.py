"""### Approve purge

Asks a person about the newest proposal to purge, and deletes what it names on yes.

* **Runs** when something may be purged, and every working morning while it waits.
* **Reads** the proposal's counts by table and reason; no rows.
* **Writes** `purge_event`: who said what, and when. The first word counts. On yes it
  deletes rows and files, and writes how many went into `purge_count`.
* **Rerun:** clear it, or trigger a new run: a purge that got its yes and was killed
  is finished first.
* **If it fails:** docs/runbook.md, "Retention". Rows go all in one transaction or not
  at all; what is left is finished by the next run.
"""

from datetime import timedelta

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import AssetAny, AssetOrTimeSchedule, task, task_group

from stegvis.orchestration.approvals import KEEP, PURGE, WAIT, word_of
from stegvis.orchestration.assets import purge_proposed
from stegvis.orchestration.dags import municipal_dag, on_working_days, slugs_for
from stegvis.orchestration.running import step_context


def approve_municipality(slug: str) -> None:
    """The municipality's approving DAG for purging."""
    schedule = AssetOrTimeSchedule(
        timetable=on_working_days(slug, "07:45"), assets=AssetAny(purge_proposed(slug))
    )
    with municipal_dag("approve", slug, name="approve_purge", schedule=schedule, doc_md=__doc__):

        @task
        def list_proposals() -> list[str]:
            from stegvis.steps.retention.purge import proposals_to_answer

            return proposals_to_answer(step_context(slug))

        @task
        def describe(plan_id: str) -> str:
            from stegvis.steps.retention.purge import describe_purge

            return describe_purge(step_context(slug), plan_id)

        @task
        def record(plan_id: str, answer: dict[str, object]) -> str:
            from stegvis.steps.retention.purge import answer_purge

            said_yes, by = word_of(answer)
            return answer_purge(step_context(slug), plan_id, said_yes, by)

        # Asked or not: a purge that got its yes before is brought to its end.
        @task(trigger_rule="none_failed")
        def purge() -> int:
            from stegvis.steps.retention.purge import purge_approved

            return purge_approved(step_context(slug))

        @task_group
        def ask_about(plan_id: str) -> None:
            ask = HITLOperator(
                task_id="ask",
                subject="Ska det här gallras?",
                body=describe(plan_id),
                options=[PURGE, KEEP, WAIT],
                defaults=[WAIT],
                response_timeout=timedelta(hours=20),
            )
            record(plan_id, ask.output)

        ask_about.expand(plan_id=list_proposals()) >> purge()


for slug in slugs_for("approve_purge"):
    approve_municipality(slug)
