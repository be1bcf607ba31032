"""What a screening found about the people on the lists, criterion by criterion."""

from __future__ import annotations

import pandas as pd

from stegvis.domain.screening.wording import criterion_sentences
from stegvis.steps.context import StepContext
from stegvis.steps.screening.screen import facts_of_run


def criterion_reasons(
    context: StepContext, run_id: str | None, tasks: pd.DataFrame
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Sentences by programme and person, for the people that ``tasks`` are about.

    Empty without a screening.
    """
    reasons: dict[tuple[str, str], tuple[str, ...]] = {}
    known = {programme.programme_id: programme for programme in context.programmes}
    about = tasks.dropna(subset=["person_id", "programme_id"])
    for programme_id, own in about[about["programme_id"].isin(known)].groupby("programme_id"):
        if run_id is None:
            break
        facts = facts_of_run(context, run_id, str(programme_id))
        sentences = criterion_sentences(known[str(programme_id)], facts, context.as_of)
        wanted = facts.people["person_id"].isin(own["person_id"]).to_numpy()
        people = facts.people.loc[wanted, "person_id"]
        for person_id, told in zip(people, sentences[wanted].to_numpy().tolist(), strict=True):
            reasons[str(programme_id), person_id] = tuple(told)
    return reasons
