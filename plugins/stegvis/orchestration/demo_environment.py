"""The surroundings of the demo: everything below one folder, nothing outside it.

Set before Airflow is imported, since Airflow reads its configuration then.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DEFAULT_FOLDER = ROOT / ".demo"


def prepare(folder: Path = DEFAULT_FOLDER) -> Path:
    """Set this process's environment to the demo in ``folder``; returns the folder.

    Variables that are already set are kept, so that the demo can be pointed
    at a warehouse or a folder of one's own.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, value in (_stegvis(folder) | _airflow(folder)).items():
        os.environ.setdefault(name, value)
    return folder


def _stegvis(folder: Path) -> dict[str, str]:
    return {
        "STEGVIS_DATA": str(folder / "data"),
        "STEGVIS_OUTPUT": str(folder / "output"),
        "STEGVIS_INBOX": str(folder / "inbox"),
        "STEGVIS_PSEUDONYM_KEY_FILE": _key_file(folder / "keys" / "pseudonym"),
        "STEGVIS_LIST_KEY_FILE": _key_file(folder / "keys" / "list"),
    }


def _airflow(folder: Path) -> dict[str, str]:
    return {
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "2",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW__API_AUTH__JWT_SECRET": Path(_key_file(folder / "keys" / "airflow")).read_text(),
        "GX_ANALYTICS_ENABLED": "false",
    }


def _key_file(path: Path) -> str:
    """A key made once and kept, so that a second demo knows the people of the first."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return str(path)
