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

from stegvis.orchestration import demo_environment

for name in [name for name in os.environ if name.startswith(("AIRFLOW", "STEGVIS"))]:
    if name != "STEGVIS_TEST_NUMBERS":
        del os.environ[name]

_SURROUNDINGS = Path(tempfile.mkdtemp(prefix="stegvis-tests-"))
demo_environment.prepare(_SURROUNDINGS)
atexit.register(shutil.rmtree, _SURROUNDINGS, ignore_errors=True)

pytest_plugins = ["warehouse_fixtures"]
