"""A person's word, as Airflow's human-in-the-loop tasks hand it on."""

from __future__ import annotations

from typing import Any

from airflow.sdk.exceptions import AirflowSkipException

YES, NO, WAIT = "Släpp in", "Avvisa", "Vänta"
PURGE, KEEP = "Gallra", "Gallra inte"


def word_of(answer: dict[str, Any]) -> tuple[bool, str]:
    """Whether the person said yes, and who it was.

    Raises:
        AirflowSkipException: Nobody has said yes or no yet; the question is
            asked again on the next working morning.
    """
    chosen = answer["chosen_options"][0]
    if chosen == WAIT:
        raise AirflowSkipException("nobody has said yes or no yet")
    user = answer.get("responded_by_user") or {}
    return chosen in (YES, PURGE), str(user.get("name") or user.get("id") or "okänd")
