"""Tells Airflow of our timetable. The package beside it is a library, not a plugin."""

from typing import Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

from stegvis.orchestration.timetable import SwedishWorkingDays


class StegvisPlugin(AirflowPlugin):
    """Registers what Airflow has to find by name."""

    name = "stegvis"
    timetables: ClassVar[list[Any]] = [SwedishWorkingDays]
