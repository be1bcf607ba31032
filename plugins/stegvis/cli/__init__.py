"""The command line: a second thin front on the same steps as the DAGs.

One module per command, with a function of the same name. A module is imported
only when its command is called, so that ``stegvis --help`` does not wait for
pandas or Great Expectations. This package and orchestration are the only places
that may read the environment and the clock.
"""

import importlib
import inspect
import re
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from stegvis import __version__
from stegvis.errors import StegvisError

COMMANDS = {
    "audit": "Print the log of who did what in which case, as CSV.",
    "check": "Check programme files and run the examples in them.",
    "dictionary": "Print the data dictionary of deliveries, as Markdown.",
    "explain": "Explain a household's screening, in Swedish.",
    "generate": "Write synthetic deliveries with invented people.",
    "letter": "Look at, check, release, withdraw and print letters.",
    "metrics": "Print a closed week's figures, small counts hidden.",
    "migrate": "Create or upgrade the warehouse.",
    "purge": "Count what may be purged today, and delete nothing.",
    "screen": "Screen for one programme from delivered files alone.",
    "status": "Show how each stage stands and what waits for a person.",
}
"""Command → the first line of its docstring. A new command is one line here and one
module beside it, whose function has the command's name (``-`` becomes ``_``), or whose
``typer.Typer`` of that name has commands of its own."""

_SECTIONS_FOR_DEVELOPERS = re.compile(r"\n\n(?:Args|Returns|Raises):")


class _CommandsImportedLate(TyperGroup):
    """Knows every command by name and summary, and imports only the one that is called."""

    def __init__(self, **attributes: Any) -> None:
        stubs = {name: TyperCommand(name, help=summary) for name, summary in COMMANDS.items()}
        super().__init__(**attributes | {"commands": stubs})

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, _, rest = super().resolve_command(ctx, args)
        return name, load_command(str(name)), rest


def load_command(name: str) -> Any:
    """Import one command's module and return the command, with its docstring as help."""
    python_name = name.replace("-", "_")
    function = getattr(importlib.import_module(f"{__name__}.{python_name}"), python_name)
    if isinstance(function, typer.Typer):
        return typer.main.get_command(function)
    described = _SECTIONS_FOR_DEVELOPERS.split(inspect.getdoc(function) or "")[0]
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, help=described)(function)
    return typer.main.get_command(app)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"stegvis {__version__}")
        raise typer.Exit


application = typer.Typer(
    cls=_CommandsImportedLate,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    # A traceback with the values of variables could show a person's data.
    pretty_exceptions_enable=False,
)


@application.callback()
def stegvis(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Step by step from extracts to offers, for Swedish municipalities."""


def main() -> None:
    """Run the command line; an expected failure becomes a sentence and an exit status.

    Exit status 0: done. 2: arguments, settings or input cannot be used.
    """
    try:
        application()
    except StegvisError as error:
        typer.echo(f"stegvis: {error}", err=True)
        sys.exit(error.exit_code)
