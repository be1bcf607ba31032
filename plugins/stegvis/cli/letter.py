"""``stegvis letter``: for the data team and for those who write letters."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.letters.languages import SWEDISH_CODE
from stegvis.domain.letters.ledger import OFFER
from stegvis.domain.letters.mock_cases import CASES
from stegvis.errors import LetterError
from stegvis.settings import Settings, include_dir
from stegvis.steps.context import StepContext, open_context
from stegvis.steps.letters.history import letter_history
from stegvis.steps.letters.print_files import print_letters
from stegvis.steps.letters.release import release_letter, withdraw_letter
from stegvis.steps.letters.wording_check import KINDS, LetterCheck, check_letters, preview_letter

letter = typer.Typer(
    help="Look at, check, release, withdraw and print letters.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)

LetterId = Annotated[str, typer.Argument(help="The letter's id, as its file is called.")]
Slug = Annotated[str, typer.Option(help="The municipality's slug, such as amal.")]


@letter.command("show", help="Show what has happened to a letter. Opens nothing personal.")
def show(letter_id: LetterId, municipality: Slug) -> None:
    """Print a letter's events, oldest first.

    Raises:
        LetterError: There is no such letter.
    """
    events = letter_history(_context(municipality), letter_id)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("when", "event", "by", "template", "version", "file or reason"):
        table.add_column(heading, overflow="fold")
    for event in events:
        table.add_row(
            f"{event.at:%Y-%m-%d %H:%M}",
            event.event,
            event.by or "stegvis",
            f"{event.template} ({event.language})",
            event.template_version,
            " – ".join(part for part in (event.path, event.reason) if part),
        )
    Console().print(table)


@letter.command("release", help="Release a letter, as a caseworker does in the worklist.")
def release(
    letter_id: LetterId,
    municipality: Slug,
    by: Annotated[str, typer.Option(help="Name of the person who releases it.")],
) -> None:
    """Write down a person's release of a letter.

    Raises:
        LetterError: There is no such letter, or it cannot be released.
    """
    release_letter(_context(municipality), letter_id, by=by)
    typer.echo(f"Released: {letter_id}")


@letter.command("withdraw", help="Withdraw a letter, and the offer that it makes.")
def withdraw(
    letter_id: LetterId,
    municipality: Slug,
    by: Annotated[str, typer.Option(help="Name of the person who withdraws it.")],
    reason: Annotated[str, typer.Option(help="Why, without names or numbers of anybody.")],
) -> None:
    """Write down a person's withdrawal of a letter, and remove its files.

    Raises:
        LetterError: There is no such letter, or no reason.
    """
    withdraw_letter(_context(municipality), letter_id, by=by, reason=reason)
    typer.echo(f"Withdrawn: {letter_id}")


@letter.command("print", help="Write the print files of released letters, by day and unit.")
def print_(municipality: Slug) -> None:
    """Gather released letters in one PDF for each day and unit, with an index.

    Raises:
        LetterError: A released letter's file is gone.
    """
    written = print_letters(_context(municipality))
    for path in written:
        typer.echo(f"Written: {path}")
    if not written:
        typer.echo("Every print file is as it should be.")


@letter.command("preview", help="Make a programme's letter to an invented person.")
def preview(
    programme: Annotated[str, typer.Option(help="The programme's id.")],
    case: Annotated[str, typer.Option(help=f"One of: {', '.join(CASES)}.")] = "single",
    language: Annotated[
        str, typer.Option(help="sv, or the language of the translation to enclose, such as ar.")
    ] = SWEDISH_CODE,
    kind: Annotated[str, typer.Option(help=f"One of: {', '.join(KINDS)}.")] = OFFER,
    out: Annotated[Path, typer.Option(help="Where the PDF goes; the page lands beside it.")] = Path(
        "letter.pdf"
    ),
) -> None:
    """Write a letter to a person who does not exist, as PDF and page.

    Raises:
        LetterError: There is no such programme, case, language or kind, or the letter cannot
            be made.
    """
    today = datetime.now(STOCKHOLM).date()
    include = include_dir(os.environ)
    pdf, page = preview_letter(include, programme, case, today, language=language, kind=kind)
    out.write_bytes(pdf)
    out.with_suffix(".html").write_bytes(page)
    typer.echo(f"Written: {out} and {out.with_suffix('.html').name}")


@letter.command("check", help="Check the wording of every letter: values, words, length, pages.")
def check(
    programme: Annotated[str, typer.Option(help="Only this programme's letters.")] = "",
) -> None:
    """Write every letter to every kind of invented person and say what is wrong.

    Raises:
        LetterError: Something is; one line for each finding.
    """
    today = datetime.now(STOCKHOLM).date()
    checks = check_letters(include_dir(os.environ), today, programme)
    Console().print(_overview(checks))
    wrong = [
        f"{one.programme_id} {one.kind} ({one.language}): {finding}"
        for one in checks
        for finding in one.findings
    ]
    if wrong:
        raise LetterError("\n".join(wrong))
    Console().print("Every letter says what it has to, on one page, in plain words.")


def _context(municipality: str) -> StepContext:
    settings = Settings.from_environment(os.environ)
    return open_context(settings, municipality, datetime.now(STOCKHOLM))


def _overview(checks: tuple[LetterCheck, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("letter", "kind", "language", "version", "LIX", "pages", "findings"):
        table.add_column(
            heading, justify="right" if heading in ("LIX", "pages", "findings") else "left"
        )
    for one in checks:
        counts = str(one.lix), str(one.pages), str(len(one.findings))
        table.add_row(one.programme_id, one.kind, one.language, one.version, *counts)
    return table
