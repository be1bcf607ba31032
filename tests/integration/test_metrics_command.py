"""``stegvis metrics``: a closed week on the command line."""

import os
import re
import subprocess
import sys

import pytest

from metric_story import Story
from stegvis.adapters.warehouse import open_warehouse


@pytest.fixture
def environment(sqlite_url, tmp_path):
    """Where a closed week of Åmål stands."""
    warehouse = open_warehouse(sqlite_url)
    story = Story(warehouse, tmp_path, "amal")
    story.aid("2026-10", households=20)
    story.closed()
    warehouse.engine.dispose()
    folders = {name: str(tmp_path / name) for name in ("STEGVIS_DATA", "STEGVIS_OUTPUT")}
    return {
        **{name: text for name, text in os.environ.items() if not name.startswith("STEGVIS")},
        **folders,
        "STEGVIS_INBOX": str(tmp_path / "inbox"),
        "STEGVIS_WAREHOUSE_URL": sqlite_url,
        "STEGVIS_PSEUDONYM_KEY": "p" * 32,
        "STEGVIS_LIST_KEY": "l" * 32,
        "COLUMNS": "200",
    }


def run(environment, *arguments):
    return subprocess.run(
        [sys.executable, "-c", "from stegvis.cli import main; main()", "metrics", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


def test_the_table_of_a_week_is_printed(environment):
    shown = run(environment, "--week", "2026-W47", "--municipality", "amal")
    assert shown.returncode == 0
    assert "Åmåls kommun, vecka 47 2026" in shown.stdout
    assert re.search(r"Hushåll med ekonomiskt bistånd\s+20", shown.stdout)
    assert "Beskrivande, inte effekt." in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--week", "2026-W40", "--municipality", "amal"), "2026-W40 has not been closed"),
        (("--week", "2025-W53", "--municipality", "amal"), "There is no ISO week 2025-W53"),
        ((), "say which week"),
    ],
)
def test_a_week_that_cannot_be_shown_is_an_exit_status_and_a_sentence(environment, arguments, said):
    shown = run(environment, *arguments)
    assert shown.returncode == 2
    assert said in shown.stderr
    assert "Traceback" not in shown.stderr
