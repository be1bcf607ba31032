"""Who may log in to Airflow, from one file of the organisation's: name, role, password.

For Airflow's simple auth manager, whose roles are few; docs/production.md, "Access",
says what each of ours may do, and what to use where the organisation has a directory.
"""

from __future__ import annotations

import json
from pathlib import Path

from stegvis.adapters.private_files import write_whole
from stegvis.errors import SettingsError

ROLES = {"data_team": "admin", "approver": "user", "auditor": "viewer", "reader": "viewer"}
"""Our role → the simple auth manager's."""

SHORTEST_PASSWORD = 12


def people_settings(said: str, home: Path) -> dict[str, str]:
    """Write the passwords where Airflow reads them, and return the variables that say so.

    Args:
        said: One line per person: ``name role password``; ``#`` begins a comment.
        home: Airflow's home, for a file that only its owner can read.

    Raises:
        SettingsError: A line cannot be used; it is named by its number alone.
    """
    people = [
        _person(line, number)
        for number, line in enumerate(said.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if len({name for name, _, _ in people}) < max(len(people), 1):
        raise SettingsError(
            "airflow_people names nobody, or somebody twice. One line per person was expected: "
            "name role password."
        )
    passwords = {name: password for name, _, password in people}
    file = home / "people.json"
    write_whole(file, json.dumps(passwords).encode())
    return {
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(
            f"{name}:{ROLES[role]}" for name, role, _ in people
        ),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(file),
        # Said here too, since with it everybody would be let in.
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
    }


def _person(line: str, number: int) -> tuple[str, str, str]:
    words = line.split()
    well_formed = len(words) == 3 and words[1] in ROLES and words[0].isidentifier()
    if not well_formed or len(words[2]) < SHORTEST_PASSWORD:
        raise SettingsError(
            f"airflow_people, line {number}, cannot be used. Expected was: name role password, the "
            f"name of letters and digits, the role one of {', '.join(ROLES)}, the password of at "
            f"least {SHORTEST_PASSWORD} characters without spaces."
        )
    return words[0], words[1], words[2]
