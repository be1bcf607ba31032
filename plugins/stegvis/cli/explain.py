"""``stegvis explain``: what was asked and answered about one household, in Swedish."""

import getpass
import os
from datetime import datetime, time
from typing import Annotated

import typer

from stegvis.domain.clock import STOCKHOLM
from stegvis.settings import Settings


def explain(
    programme: Annotated[str, typer.Option(help="Programme id, such as amal_utvecklingsjobb.")],
    household: Annotated[
        str, typer.Option(help="The household's id in the extracts, or the case number.")
    ],
    as_of: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], help="Day; the newest screening up to it is told."),
    ],
) -> None:
    """Explain a household's screening, in Swedish.

    Criterion by criterion: value, limit, answer, reason, source and the delivery
    it rests on; who can answer what is unknown; and the earliest date. Worked
    out again from the very files that the screening was pinned to. The text
    holds no names or numbers, but it is about one household: hand it only to
    them (X15). Who read it stands in the log.

    Raises:
        StegvisError: The reason, in a sentence.
    """
    from stegvis.steps.audited_reading import audit_explanation
    from stegvis.steps.context import open_context
    from stegvis.steps.screening.explain import explain as explain_household
    from stegvis.steps.screening.screen_files import find_programme

    settings = Settings.from_environment(os.environ)
    owner = find_programme(settings.include_dir, programme).municipality
    evening = datetime.combine(as_of.date(), time(23, 59, 59), STOCKHOLM)
    context = open_context(settings, owner, evening)
    told = explain_household(context, programme, household)
    reading = open_context(settings, owner, datetime.now(STOCKHOLM))
    # Logged first: what the log does not know of is not shown (X9).
    audit_explanation(reading, household, getpass.getuser())
    typer.echo(told, nl=False)
