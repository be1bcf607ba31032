"""### Offer

Drafts offers for the eligible, within capacity and places, and renders their letters.

* **Runs** when a screening is done, and when a big batch of letters got its yes.
* **Reads** the newest screening, places, gates and what has been offered before.
* **Writes** `offer_event`, `letter_event`, and drafts under `letters/`. Nothing is
  ever sent: a person releases each letter from the worklist.
* **Rerun:** clear it. Keys come from business facts: nobody gets a second offer.
* **If it fails:** docs/runbook.md, "Offer". No letter has left the house, and a
  batch far bigger than usual waits for `approve_letters__<municipality>`.
"""

from airflow.sdk import AssetAny, task
from airflow.sdk.exceptions import AirflowSkipException

from stegvis.orchestration.assets import batch_approved, drafted, screened, unusual_batch
from stegvis.orchestration.dags import municipal_dag, slugs_for
from stegvis.orchestration.running import step_context

LETTERS_PER_RUN = 20_000


def offer_municipality(slug: str) -> None:
    """The municipality's offering DAG."""
    schedule = AssetAny(screened(slug), batch_approved(slug))
    with municipal_dag("offer", slug, schedule=schedule, doc_md=__doc__):

        @task
        def find_screening() -> str:
            from stegvis.steps.screening.screen import newest_screening

            return newest_screening(step_context(slug))

        @task
        def withdraw(screening: str) -> int:
            from stegvis.steps.offers.offer import place, withdraw

            place(step_context(slug))
            return withdraw(step_context(slug), screening)

        @task
        def draft(screening: str) -> int:
            from stegvis.steps.offers.offer import draft

            return draft(step_context(slug), screening)

        @task
        def plan_letters() -> int:
            from stegvis.steps.letters.planning import plan_letters

            return len(plan_letters(step_context(slug)))

        @task(outlets=[drafted(slug)])
        def render_letters() -> int:
            from stegvis.steps.letters.rendering import render_letters

            return render_letters(step_context(slug), LETTERS_PER_RUN)

        @task(outlets=[unusual_batch(slug)])
        def count_big_batches() -> int:
            from stegvis.steps.letters.batches import batches_to_approve

            waiting = batches_to_approve(step_context(slug))
            if not waiting:
                raise AirflowSkipException("no batch is unusually big")
            return len(waiting)

        screening = find_screening()
        planned = plan_letters()
        (
            withdraw(screening)
            >> draft(screening)
            >> planned
            >> [render_letters(), count_big_batches()]
        )


for slug in slugs_for("offer"):
    offer_municipality(slug)
