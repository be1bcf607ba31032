"""The command line as a whole; what each command does is tested with the command."""

import subprocess
import sys
from pathlib import Path

import pytest

from stegvis import __version__, cli
from stegvis.errors import SettingsError, StegvisError

SLOW_TO_IMPORT = ("pandas", "numpy", "great_expectations", "typst", "sqlalchemy", "airflow")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from stegvis.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def a_command(monkeypatch, tmp_path):
    """Register one more command the way a developer would: one module and one line."""

    def register(body: str) -> None:
        (tmp_path / "try_out.py").write_text(
            f'def try_out(number: int) -> None:\n    """Try it.\n\n    Args:\n'
            f'        number: Any.\n    """\n    {body}\n'
        )
        monkeypatch.setattr(cli, "__path__", [*cli.__path__, str(tmp_path)])
        monkeypatch.setitem(cli.COMMANDS, "try-out", "Try it.")
        sys.modules.pop("stegvis.cli.try_out", None)

    return register


def call(monkeypatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["stegvis", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code or 0


def test_help_names_every_command_and_what_it_does():
    shown = run("--help")

    assert shown.returncode == 0
    lines = [" ".join(line.split()) for line in shown.stdout.splitlines()]
    for name, summary in cli.COMMANDS.items():
        assert f"{name} {summary}" in lines, "a summary has to fit on one line of the help"


def test_help_imports_nothing_slow():
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from stegvis.cli import main\n"
            "sys.argv[1:] = ['--help']\n"
            "try: main()\n"
            f"finally: sys.stderr.write(' '.join(set(sys.modules) & set({SLOW_TO_IMPORT!r})))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert loaded.stderr == ""


def test_the_version_is_shown():
    assert run("--version").stdout == f"stegvis {__version__}\n"


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_has_a_module_and_help_that_begins_with_its_summary(name):
    command = cli.load_command(name)

    assert command.help.splitlines()[0] == cli.COMMANDS[name]
    assert all(parameter.help for parameter in command.params)


def test_every_module_beside_is_a_command():
    modules = {path.stem for path in Path(cli.__file__).parent.glob("*.py")} - {"__init__"}

    assert modules == {name.replace("-", "_") for name in cli.COMMANDS}


@pytest.mark.parametrize(
    "arguments", [[], ["no-such-command"], ["--no-such-option"], ["try-out"], ["try-out", "two"]]
)
def test_arguments_that_cannot_be_used_end_with_status_2(monkeypatch, capsys, a_command, arguments):
    a_command("print(number)")

    assert call(monkeypatch, *arguments) == 2
    assert "Usage: " in capsys.readouterr().err


def test_a_command_is_one_module_and_one_line(monkeypatch, capsys, a_command):
    a_command("print(number + 1)")

    assert call(monkeypatch, "try-out", "41") == 0
    assert capsys.readouterr().out == "42\n"


def test_the_help_of_a_command_leaves_out_what_is_for_developers(monkeypatch, capsys, a_command):
    a_command("print(number)")

    assert call(monkeypatch, "try-out", "--help") == 0
    shown = capsys.readouterr().out
    assert "Try it." in shown
    assert "Args" not in shown


@pytest.mark.parametrize("error", [StegvisError, SettingsError])
def test_an_expected_failure_is_a_sentence_and_no_traceback(monkeypatch, capsys, a_command, error):
    a_command(f"from stegvis.errors import {error.__name__}; raise {error.__name__}('No. Do so.')")

    assert call(monkeypatch, "try-out", "1") == error.exit_code == 2
    assert capsys.readouterr().err == "stegvis: No. Do so.\n"


def test_a_defect_keeps_its_traceback(monkeypatch, a_command):
    a_command("raise ZeroDivisionError")
    monkeypatch.setattr(sys, "argv", ["stegvis", "try-out", "1"])

    with pytest.raises(ZeroDivisionError):
        cli.main()
