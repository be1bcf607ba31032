"""What a newcomer's first command rests on: Makefile, locks, .ci/run."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from repository import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("requirements.lock.txt", "requirements.bootstrap.txt")


def pins(lock: str) -> dict[str, str]:
    """Return every pinned package of a lock with the lines that belong to it."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    starts = re.split(r"^(?=[\w])", text, flags=re.MULTILINE)
    return {re.split(r"[\[=]", part)[0].lower(): part for part in starts if part.strip()}


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        ["make", "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


@pytest.fixture
def checkout(tmp_path):
    """A checkout in which nothing has been installed yet."""
    for name in ("Makefile", "pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_by_hash(lock):
    assert pins(lock)
    for package, lines in pins(lock).items():
        assert re.search(r"^[\w.-]+(\[[\w,.-]+\])?==\S+", lines), package
        assert "--hash=sha256:" in lines, package


@pytest.mark.parametrize("name", [*LOCKS, "Makefile", "pyproject.toml", ".ci/run"])
def test_no_address_of_an_index_is_written_anywhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert not re.search(r"https?://|--(extra-)?index-url (?!=)|index-url *=", text)


def test_everything_that_the_package_asks_for_is_locked():
    extras = PROJECT["optional-dependencies"].values()
    asked = [*PROJECT["dependencies"], *(package for extra in extras for package in extra)]
    names = {re.split(r"[\[<>=;~! ]", package)[0].lower() for package in asked}

    assert names <= set(pins("requirements.lock.txt"))


def test_celery_is_one_that_airflow_can_import():
    """Celery 5.7 breaks Airflow's provider, and no dependency says so."""
    assert re.match(r"celery(\[.*?\])?==5\.[0-6]\.", pins("requirements.lock.txt")["celery"])


def test_a_python_that_is_too_old_is_refused_with_a_sentence(checkout):
    old = checkout / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    refused = make(checkout, f"PYTHON={old}", "test")

    assert refused.returncode != 0
    assert "Python 3.11, 3.12 or 3.13" in refused.stderr
    assert not (checkout / ".venv").exists()


def test_the_makefile_and_the_package_agree_on_the_pythons():
    assert PROJECT["requires-python"] == ">=3.11,<3.14"
    assert "(3, 11) <= sys.version_info[:2] <= (3, 13)" in MAKEFILE


def test_a_second_call_installs_nothing(checkout):
    stamp = checkout / ".venv" / "installed"
    stamp.parent.mkdir()
    stamp.touch()

    assert "pip install" not in make(checkout, "-n", "test").stdout


def test_a_changed_lock_is_installed(checkout):
    stamp = checkout / ".venv" / "installed"
    stamp.parent.mkdir()
    stamp.touch()
    newer = stamp.stat().st_mtime + 10
    os.utime(checkout / "requirements.lock.txt", (newer, newer))

    planned = make(checkout, "-n", "test").stdout

    assert planned.count("--require-hashes") == 2


def test_no_tests_are_no_success(checkout):
    """Pytest ends with 5 when it collects nothing."""
    binaries = checkout / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (checkout / ".venv" / "installed").touch()
    pytest_that_finds_nothing = binaries / "pytest"
    pytest_that_finds_nothing.write_text("#!/bin/sh\nexit 5\n")
    pytest_that_finds_nothing.chmod(0o755)

    ended = make(checkout, "test")

    assert ended.returncode != 0
    assert "No tests were collected" in ended.stderr


def test_a_missing_tool_fails_the_system_tests_with_a_sentence(checkout):
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "installed").touch()

    ended = make(checkout, "test-system", "SYSTEM_TOOLS=sh no-such-tool")

    assert ended.returncode != 0
    assert "no-such-tool was not found" in ended.stderr


def test_ci_installs_the_tools_that_make_asks_for_and_runs_every_check():
    asked = re.search(r"^SYSTEM_TOOLS := (.*)$", MAKEFILE, re.MULTILINE)
    installed = re.findall(r"^    \[([\w-]+)\]=", CI, re.MULTILINE)

    assert asked
    assert sorted(asked.group(1).split()) == sorted(installed)
    assert re.findall(r"^make ([\w-]+) \|\|", CI, re.MULTILINE) == ["lint", "test", "test-system"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
