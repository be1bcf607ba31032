"""Where a task meets a step: settings from the environment, the moment from the run.

The moment of a run is its ``run_after``: a task that is cleared and run again
a day later works as of the same moment and so gives the same result.
"""

from __future__ import annotations

import os
import time
from functools import cache
from typing import TYPE_CHECKING, Any

from airflow.sdk import ObjectStoragePath, get_current_context

from stegvis.settings import Settings

if TYPE_CHECKING:
    from stegvis.steps.context import StepContext

_SETTLING_SECONDS = 0.5


def step_context(slug: str) -> StepContext:
    """The municipality's context at the moment of the running DAG run."""
    # pandas and SQLAlchemy are loaded in the task, never while DAG files are parsed.
    from stegvis.steps.context import open_context

    run: Any = get_current_context()["dag_run"]
    return open_context(_settings(), slug, run.run_after)


def let_settle() -> None:
    """Wait until a file that is being written has grown."""
    time.sleep(_SETTLING_SECONDS)


def inbox(slug: str) -> ObjectStoragePath:
    """The municipality's inbox: a folder, SFTP, S3 or whatever Airflow can open."""
    return ObjectStoragePath(_settings().inbox) / slug


@cache
def _settings() -> Settings:
    return Settings.from_environment(os.environ)
