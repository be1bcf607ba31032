"""### Approve letters

Asks a person about a batch of letters far bigger than usual, and renders it on yes.

* **Runs** when such a batch has been planned, and every working morning while it waits.
* **Reads** the batch's size and those of earlier batches; no letters.
* **Writes** `letter_batch_approval`: who said what, and when. A no withdraws the
  batch's letters.
* **Rerun:** trigger a new run; it asks about what still waits.
* **If it fails:** docs/runbook.md, "Approve". The letters stay planned.
"""

from datetime import timedelta

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import AssetAny, AssetOrTimeSchedule, task, task_group

from stegvis.orchestration.approvals import NO, WAIT, YES, word_of
from stegvis.orchestration.assets import batch_approved, unusual_batch
from stegvis.orchestration.dags import municipal_dag, on_working_days, slugs_for
from stegvis.orchestration.running import step_context


def approve_municipality(slug: str) -> None:
    """The municipality's approving DAG for letters."""
    schedule = AssetOrTimeSchedule(
        timetable=on_working_days(slug, "07:45"), assets=AssetAny(unusual_batch(slug))
    )
    with municipal_dag("approve", slug, name="approve_letters", schedule=schedule, doc_md=__doc__):

        @task
        def list_batches() -> list[str]:
            from stegvis.steps.letters.batches import batches_to_approve

            return [batch.batch_id for batch in batches_to_approve(step_context(slug))]

        @task(outlets=[batch_approved(slug)])
        def record(batch_id: str, answer: dict[str, object]) -> int:
            from stegvis.steps.letters.batches import approve_batch

            said_yes, by = word_of(answer)
            return approve_batch(step_context(slug), batch_id, approved=said_yes, by=by)

        @task_group
        def ask_about(batch_id: str) -> None:
            ask = HITLOperator(
                task_id="ask",
                subject="Ska det ovanligt stora utskicket av brev tas fram?",
                body="Antalet brev är mer än tre gånger så stort som vanligt, eller över "
                "kommunens gräns. Titta på hur många som planerats innan du svarar.",
                options=[YES, NO, WAIT],
                defaults=[WAIT],
                response_timeout=timedelta(hours=20),
            )
            record(batch_id, ask.output)

        ask_about.expand(batch_id=list_batches())


for slug in slugs_for("approve_letters"):
    approve_municipality(slug)
