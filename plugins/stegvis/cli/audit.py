"""``stegvis audit``: who did what in which case, from the log that nobody can change."""

import os
import sys
from datetime import datetime
from typing import Annotated

import typer

from stegvis.domain.clock import STOCKHOLM
from stegvis.settings import Settings

_DAY = ["%Y-%m-%d"]


def audit(
    municipality: Annotated[str, typer.Option(help="The municipality's slug, such as amal.")],
    since: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, help="First day.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=_DAY, help="First day that is left out.")
    ] = None,
    event: Annotated[str, typer.Option(help="letter_released, answer, approval …")] = "",
    by: Annotated[str, typer.Option(help="Who did it.")] = "",
    case: Annotated[str, typer.Option(help="Case number.")] = "",
) -> None:
    """Print the log of who did what in which case, as CSV.

    Releases of letters, answers, approvals, overrides, explanations and exports:
    when, what, who, which case and the id of what it was done with, never the
    data itself (2001:454 10 §). An empty "by" is the program.

    Raises:
        SettingsError: The environment does not say where the warehouse is.
        WarehouseError: The warehouse cannot be read.
    """
    from stegvis.steps.audit import read_audit
    from stegvis.steps.context import open_context

    settings = Settings.from_environment(os.environ)
    context = open_context(settings, municipality, datetime.now(STOCKHOLM))
    said = {"event": event, "by": by, "case_reference": case}
    lines = read_audit(
        context,
        since=since.replace(tzinfo=STOCKHOLM) if since else None,
        until=until.replace(tzinfo=STOCKHOLM) if until else None,
        equal={name: value for name, value in said.items() if value},
    )
    shown = ["at", "event", "by", "case_reference", "subject_kind", "subject_id"]
    lines[shown].to_csv(sys.stdout, index=False, date_format="%Y-%m-%dT%H:%M:%S%z")
