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

SHARED = {
    "tests/integration/test_generate.py": "tests/invented",
    "tests/spec/test_invented_stories.py": "tests/invented",
    "tests/unit/test_invented_numbers.py": "tests/invented",
}

# The rest in any order: they are short enough for the end of one process never to be far
# from that of the other.
LONGEST_FIRST = (
    "acceptance",
    "invented",
    "integration/test_offer_steps.py",
    "spec/test_screening_oracle.py",
    "integration/test_receive.py",
    "integration/test_remind_and_collect.py",
    "integration/test_metric_sql.py",
)


def pytest_collection_modifyitems(items):
    places = {f"tests/{group}": place for place, group in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(stays_together(item.nodeid), len(places)))


@pytest.hookimpl(optionalhook=True)  # unknown where tests run in one process
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class OneDemo(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return stays_together(nodeid)

    return OneDemo(config, log)


def stays_together(nodeid):
    """What runs in one process: a file's tests, and those that share a demo or invented towns."""
    file = nodeid.partition("::")[0]
    return "tests/acceptance" if file.startswith("tests/acceptance/") else SHARED.get(file, file)
