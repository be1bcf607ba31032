"""The rules of the house, which a reader should be able to rely on without checking."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from repository import (
    CODE,
    DAGS,
    PACKAGE,
    ROOT,
    functions,
    imported_modules,
    name_of,
    python_files,
    text_files,
    tree_of,
)

LONGEST_MODULE = 300
LONGEST_FUNCTION = 25
LONGEST_DAG_FILE = 80

CODE_FILES = python_files(*CODE)
MAY_READ_THE_CLOCK = ("plugins/stegvis/orchestration/", "plugins/stegvis/cli/", "benchmarks/")
SHARED_BY_ADAPTERS = ("yaml_source", "yaml_models", "private_files")
MAIL = (
    "smtplib",
    "aiosmtplib",
    "imaplib",
    "poplib",
    "sendgrid",
    "mailgun",
    "airflow.providers.smtp",
    "airflow.providers.imap",
    "airflow.providers.sendgrid",
    "airflow.utils.email",
)


def test_imports_point_inwards(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)

    assert lint_imports(no_cache=True, no_logo=True) == 0, capsys.readouterr().out


def test_the_domain_imports_nothing_of_ours_but_the_domain_and_the_errors():
    wrong = [
        f"{name_of(path)}:{line} {module}"
        for path in python_files(PACKAGE / "domain")
        for line, module in imported_modules(path)
        if module.startswith("stegvis.")
        and not module.startswith(("stegvis.domain", "stegvis.errors"))
    ]

    assert not wrong


def test_an_adapter_imports_no_other_adapter():
    wrong = [
        f"{name_of(path)}:{line} {module}"
        for path in python_files(PACKAGE / "adapters")
        for line, module in imported_modules(path)
        if module.startswith("stegvis.adapters.")
        and module.split(".")[2] not in {adapter_of(path), *SHARED_BY_ADAPTERS}
    ]

    assert not wrong


def adapter_of(path: Path) -> str:
    return path.relative_to(PACKAGE / "adapters").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", CODE_FILES, ids=name_of)
def test_a_module_can_be_read_in_one_sitting(path):
    length = len(path.read_text(encoding="utf-8").splitlines())

    assert length <= LONGEST_MODULE, f"{length} lines: divide it by what its parts are about"


@pytest.mark.parametrize("path", CODE_FILES, ids=name_of)
def test_a_function_fits_on_a_screen(path):
    long = {name: length for name, length in functions(path) if length > LONGEST_FUNCTION}

    assert not long, f"more than {LONGEST_FUNCTION} lines of code: name a part and move it out"


@pytest.mark.parametrize("path", python_files(DAGS), ids=name_of)
def test_a_dag_file_holds_arrows_and_no_logic(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_DAG_FILE


def test_no_module_has_a_name_that_says_nothing():
    empty_names = {"utils", "util", "helpers", "common", "misc", "manager", "handler", "decision"}

    assert not [name_of(path) for path in CODE_FILES if path.stem in empty_names]


@pytest.mark.parametrize("path", CODE_FILES, ids=name_of)
def test_nothing_can_send_mail(path):
    mail = [f"line {line}: {name}" for line, name in imported_modules(path) if is_mail(name)]

    assert not mail, "letters are released and sent by people"


def is_mail(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in MAIL)


@pytest.mark.parametrize(
    "path",
    [path for path in CODE_FILES if not name_of(path).startswith(MAY_READ_THE_CLOCK)],
    ids=name_of,
)
def test_time_comes_in_as_an_argument(path):
    """X14: only orchestration and the command line know what time it is."""
    imported = [module for _, module in imported_modules(path) if module == "time.time"]

    assert not clock_calls(tree_of(path)) + imported, "take as_of or now as an argument"


def clock_calls(tree: ast.Module) -> list[str]:
    """Return line and text of every call that asks what time it is."""
    asks = re.compile(
        r"(\.|^)(today|now|utcnow|current_date|current_timestamp|localtime|gmtime)\("
        r"|(^|\.)time\.(time|time_ns)\("
        r"|(datetime64|Timestamp|to_datetime|date|datetime)\(['\"](now|today)"
    )
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and asks.search(ast.unparse(node))
    ]


@pytest.mark.parametrize(
    "asking",
    [
        "date.today()",
        "datetime.now(STOCKHOLM)",
        "datetime.datetime.utcnow()",
        "time.time()",
        "pd.Timestamp.now(tz='UTC')",
        "np.datetime64('now')",
        "pd.to_datetime('today')",
        "func.now()",
        "pendulum.today('UTC')",
    ],
)
def test_every_way_of_asking_the_time_is_found(asking):
    assert clock_calls(ast.parse(f"when = {asking}"))
    assert not clock_calls(ast.parse("when = context.now; print(when.time(), elapsed.time_ns)"))


def test_sql_does_not_ask_the_time():
    """X14: a figure computed again gives the same figure."""
    asks = re.compile(r"\b(current_(date|time|timestamp)|now\s*\(|getdate|'now')", re.IGNORECASE)
    wrong = [
        f"{name}: {found.group()}"
        for name, text in text_files().items()
        if name.endswith(".sql")
        for found in asks.finditer(re.sub("--.*", "", text))
    ]

    assert not wrong


def test_nothing_is_left_for_later():
    left = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b")

    assert not [name for name, text in text_files().items() if left.search(text)]


def test_the_repository_does_not_know_the_machine_it_was_written_on():
    machine = re.compile(r"(?<![\w.-])/(work|tmp|root|home)/\w+")
    shipped = (name for name in text_files() if not name.startswith("tests/"))

    assert not [name for name in shipped if machine.search(text_files()[name])]


IDENTITY = re.compile(
    r"(?<![\w.])(?:(?:19|20)?\d{2})(?:0\d|1[0-2])(?:[0-3]\d|[6-9]\d)[-+]?(\d{3})\d(?![\w.])"
)
ONLY_FOR_TESTS = {"238", "239"}


def test_no_identity_number_could_be_a_real_persons():
    """X2: individual numbers 238 and 239 are for tests; no living person has them."""
    wrong = {
        name: found.group()[:6] + "…"
        for name, text in text_files().items()
        for found in IDENTITY.finditer(text)
        if found.group(1) not in ONLY_FOR_TESTS and has_check_digit(found.group())
    }

    assert not wrong


def has_check_digit(number: str) -> bool:
    digits = [int(digit) for digit in number if digit.isdigit()][-10:]
    doubled = (digit * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(sum(divmod(product, 10)) for product in doubled) % 10 == 0


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("19900101" + "0017", True),
        ("900101" + "-0017", True),
        ("19900161" + "0014", True),
        ("199001010018", False),
        ("94199001010017", False),
    ],
)
def test_a_number_that_could_be_real_is_found(text, is_found):
    found = IDENTITY.search(text)

    assert bool(found and has_check_digit(found.group())) is is_found


def test_airflow_does_not_take_our_modules_for_plugins(tmp_path):
    """Without plugins/.airflowignore every module would be loaded twice, under its bare name."""
    program = (
        "import sys\n"
        "from airflow import plugins_manager\n"
        "plugins_manager.ensure_plugins_loaded()\n"
        "bare = [name for name, module in sys.modules.items()\n"
        f"        if str(getattr(module, '__file__', '')).startswith({f'{PACKAGE}/'!r})\n"
        "        and name.partition('.')[0] != 'stegvis']\n"
        "print(bare, plugins_manager.get_import_errors())\n"
    )
    surroundings = {
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    }

    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | surroundings,
    )

    assert answer.stdout.splitlines()[-1] == "[] {}"
