"""The surroundings of the demo: everything below one folder, nothing outside it.

Set before Airflow is imported, since Airflow reads its configuration then.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from stegvis.adapters.private_files import write_whole
from stegvis.settings import SECRETS, SETTINGS

ROOT = Path(__file__).resolve().parents[3]
DEFAULT_FOLDER = ROOT / ".demo"


def prepare(folder: Path = DEFAULT_FOLDER) -> Path:
    """Set this process's environment to the demo in ``folder``; returns the folder.

    What the shell says of stegvis or Airflow is forgotten: a demo must never
    meet the warehouse, the keys or the inbox of those who work.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stegvis = {*SETTINGS, *(f"{name}_FILE" for name in SECRETS)}
    for name in [name for name in os.environ if name in stegvis or name.startswith("AIRFLOW")]:
        del os.environ[name]
    os.environ.update(_stegvis(folder) | _airflow(folder))
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
        write_whole(path, secrets.token_hex(32).encode())
    return str(path)
