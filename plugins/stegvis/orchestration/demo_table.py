"""What the demo shows at its end: a table of counts, and what to open."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

_COUNTS = """
    select
        (select count(*) from delivery d where d.municipality_code = m.code) as deliveries,
        (select sum(rows_received) from delivery d
         where d.municipality_code = m.code) as "rows received",
        (select sum(rows_accepted) from delivery d
         where d.municipality_code = m.code) as "  accepted",
        (select sum(rows_quarantined) from delivery d
         where d.municipality_code = m.code) as "  quarantined",
        (select sum(rows_rejected) from delivery d
         where d.municipality_code = m.code) as "  rejected",
        (select sum(rows_held) from delivery d where d.municipality_code = m.code) as "  held",
        (select sum(rows_repeated) from delivery d
         where d.municipality_code = m.code) as "  repeated",
        (select count(*) from screening_result r where r.run_id = m.run_id) as "people screened",
        (select count(*) from screening_result r
         where r.run_id = m.run_id and r.outcome = 'eligible') as "  eligible",
        (select count(*) from screening_result r
         where r.run_id = m.run_id and r.outcome = 'needs_review') as "  to be looked at",
        (select count(*) from screening_result r
         where r.run_id = m.run_id and r.outcome = 'not_eligible') as "  not eligible",
        (select count(*) from offer o where o.municipality_code = m.code) as offers,
        (select count(*) from letter l where l.municipality_code = m.code) as letters,
        (select count(*) from task t where t.municipality_code = m.code) as tasks,
        (select count(*) from answer a where a.municipality_code = m.code) as answers,
        (select count(*) from weekly_metric w
         where w.municipality_code = m.code) as "metric figures"
    from (
        select municipality_code as code, run_id from screening_run
        where municipality_code = :municipality_code
        order by screened_at desc, run_id limit 1
    ) as m
"""


def show_result(
    folder: Path, slugs: Sequence[str], moment: datetime, title: str, console: Console
) -> None:
    """Print the counts of each municipality at ``moment`` and the paths worth opening."""
    counts = _counts(slugs, moment)
    table = Table(title=title, box=SIMPLE_HEAD, collapse_padding=True)
    table.add_column("", no_wrap=True)
    for municipality in counts:
        # A name in one line would leave no room for five of them at eighty columns.
        table.add_column(municipality.replace(" ", "\n"), justify="right", overflow="fold")
    for measure in next(iter(counts.values())):
        table.add_row(measure, *[f"{of[measure]:,}" for of in counts.values()])
    console.print(table)
    for path in _worth_opening(folder / "output"):
        console.print(f"  {path}", soft_wrap=True)


def _counts(slugs: Sequence[str], moment: datetime) -> dict[str, dict[str, int]]:
    """The counts by measure, by the municipality's name."""
    from stegvis.adapters.warehouse import read_frame
    from stegvis.settings import Settings
    from stegvis.steps.context import open_context

    settings = Settings.from_environment(os.environ)
    counts = {}
    for slug in slugs:
        context = open_context(settings, slug, moment)
        own = {"municipality_code": context.municipality.code}
        with context.warehouse.read() as connection:
            found = read_frame(connection, _COUNTS, own)
        row = found.iloc[0]
        counts[context.municipality.name] = {str(name): int(row[name] or 0) for name in row.index}
    return counts


def _worth_opening(output: Path) -> list[Path]:
    """The newest of each kind of thing that people receive."""
    patterns = (
        "*/letters/*/*/*.pdf",
        "*/worklists/*/*/*.xlsx",
        "*/worklists/*/*/*.html",
        "*/reports/*/*.html",
        "*/restricted/*/*.xlsx",
    )
    found = [sorted(output.glob(pattern)) for pattern in patterns]
    return [paths[-1] for paths in found if paths]
