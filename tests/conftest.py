"""What all tests share.

Nothing in the tests may touch the Airflow, or the keys, of whoever runs them.

Airflow reads its configuration when it is imported, so this happens before
any test module is.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from stegvis.orchestration import demo_environment

for name in [name for name in os.environ if name.startswith(("AIRFLOW", "STEGVIS"))]:
    if name != "STEGVIS_TEST_NUMBERS":
        del os.environ[name]

_SURROUNDINGS = Path(tempfile.mkdtemp(prefix="stegvis-tests-"))
demo_environment.prepare(_SURROUNDINGS)
atexit.register(shutil.rmtree, _SURROUNDINGS, ignore_errors=True)

pytest_plugins = ["warehouse_fixtures"]

# The rest in any order: they are short enough for the end of one process never to be far
# from that of the other.
LONGEST_FIRST = (
    "acceptance",
    "test_offer_steps",
    "test_generate",
    "test_screening_oracle",
    "test_receive",
    "test_remind_and_collect",
    "test_metric_sql",
)


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(items):
    """Tests of a file stay in one process, and all acceptance tests: they share one demo."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    places = {group: place for place, group in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(_group(item), len(places)))


def _group(item):
    return "acceptance" if item.path.parent.name == "acceptance" else item.path.stem
