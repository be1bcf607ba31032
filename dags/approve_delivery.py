"""### Approve delivery

Asks a person about each delivery that is held, and lets it in on yes.

* **Runs** when a delivery has been held, and every working morning while one is.
* **Reads** the held deliveries' counts; no rows.
* **Writes** `delivery_approval`: who said what, and when. The first word counts.
* **Rerun:** trigger a new run; it asks about what is still held.
* **If it fails:** docs/runbook.md, "Approve". What was in force stays in force.

Nothing else waits for this: the rest goes on with what was in force before.
"""

from datetime import timedelta

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import AssetAny, AssetOrTimeSchedule, task, task_group

from stegvis.orchestration.approvals import NO, WAIT, YES, word_of
from stegvis.orchestration.assets import delivered, held
from stegvis.orchestration.dags import municipal_dag, on_working_days, slugs_for
from stegvis.orchestration.running import step_context


def approve_municipality(slug: str) -> None:
    """The municipality's approving DAG for deliveries."""
    schedule = AssetOrTimeSchedule(
        timetable=on_working_days(slug, "07:45"), assets=AssetAny(held(slug))
    )
    with municipal_dag("approve", slug, name="approve_delivery", schedule=schedule, doc_md=__doc__):

        @task
        def list_held() -> list[str]:
            from stegvis.steps.intake.receive import held_deliveries

            return held_deliveries(step_context(slug))

        @task
        def describe(delivery_id: str) -> str:
            from stegvis.steps.intake.receive import describe_held

            return describe_held(step_context(slug), delivery_id)

        # Only monthly files are ever held.
        @task(outlets=[delivered(slug, "bistand"), delivered(slug, "avslut")])
        def record(delivery_id: str, answer: dict[str, object]) -> str:
            from stegvis.steps.intake.receive import approve

            said_yes, by = word_of(answer)
            return approve(step_context(slug), delivery_id, said_yes, by)

        @task_group
        def ask_about(delivery_id: str) -> None:
            ask = HITLOperator(
                task_id="ask",
                subject="Ska den här leveransen släppas in?",
                body=describe(delivery_id),
                options=[YES, NO, WAIT],
                defaults=[WAIT],
                response_timeout=timedelta(hours=20),
            )
            record(delivery_id, ask.output)

        ask_about.expand(delivery_id=list_held())


for slug in slugs_for("approve_delivery"):
    approve_municipality(slug)
