"""How containers start: with every secret, or with a sentence and nothing else."""

import json
import os
import re
import stat
import subprocess
import sys

import pytest
from ruamel.yaml import YAML

from repository import ROOT
from stegvis.errors import SettingsError
from stegvis.orchestration.container import SECRETS, secrets_in, settings_from
from stegvis.orchestration.people import ROLES, people_settings
from stegvis.settings import Settings

COMPOSE_TEXT = (ROOT / "docker-compose.yaml").read_text(encoding="utf-8")
COMPOSE = YAML(typ="safe").load(COMPOSE_TEXT)
OURS = ("init", "api-server", "scheduler", "dag-processor", "triggerer", "worker")
PEOPLE = "drift data_team en-lang-losen-1\nanna approver en-lang-losen-2\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with every secret, each of its own."""
    for number, name in enumerate(SECRETS):
        (tmp_path / name).write_text(f"{number:x}" * 64 + f"{number:02}" * 32 + "\n")
    (tmp_path / "airflow_people").write_text(PEOPLE)
    return tmp_path


def test_with_every_secret_the_settings_are_whole(folder):
    secrets = secrets_in(folder)
    said = settings_from(secrets, {})

    settings = Settings.from_environment(
        said | {"STEGVIS_DATA": "/d", "STEGVIS_OUTPUT": "/o", "STEGVIS_INBOX": "/i"}
    )
    assert settings.warehouse_url.startswith("postgresql+psycopg://stegvis:")
    assert settings.warehouse_url.endswith("@postgresql/stegvis")
    assert said["AIRFLOW__CELERY__BROKER_URL"].endswith("@redis/0")


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_secret_that_is_missing_is_named(folder, name):
    (folder / name).unlink()

    with pytest.raises(SettingsError, match=rf"{name} \(missing or empty\)"):
        secrets_in(folder)


def test_all_that_cannot_be_used_are_named_at_once_and_none_is_shown(folder):
    (folder / "list_key").write_text("\n")
    (folder / "pseudonym_key").write_text("x" * 31)
    (folder / "redis_password").write_text("kort-hemlis")

    with pytest.raises(SettingsError) as refused:
        secrets_in(folder)
    for named in ("list_key (missing", "pseudonym_key (31 characters", "redis_password (11"):
        assert named in str(refused.value)
    assert "kort-hemlis" not in str(refused.value)


def test_a_secret_of_exactly_the_shortest_length_is_enough(folder):
    (folder / "pseudonym_key").write_text("x" * 32)

    assert secrets_in(folder)["pseudonym_key"] == "x" * 32


def test_what_only_one_part_needs_is_checked_where_it_is_asked_for(folder):
    with pytest.raises(SettingsError, match="postgres_password"):
        secrets_in(folder, ["postgres_password"])


def test_a_password_may_hold_what_addresses_may_not(folder):
    (folder / "warehouse_password").write_text("å/@:#?%  long enough")
    address = settings_from(secrets_in(folder), {})["STEGVIS_WAREHOUSE_URL"]

    assert re.fullmatch(r"postgresql\+psycopg://stegvis:[\w%.-]+@postgresql/stegvis", address)


def test_the_container_ends_with_the_sentence_and_no_traceback():
    ended = subprocess.run(
        [sys.executable, "-m", "stegvis.orchestration.container", "check"],
        env=os.environ | {"AIRFLOW_HOME": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith("These secrets cannot be used: airflow_database_password")
    assert "Traceback" not in ended.stderr


def test_people_get_airflows_role_and_their_passwords_a_file_of_their_own(tmp_path):
    said = people_settings(f"# vi\n\n{PEOPLE}", tmp_path)

    assert said["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"] == "drift:admin,anna:user"
    assert said["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS"] == "False"
    assert json.loads((tmp_path / "people.json").read_text())["anna"] == "en-lang-losen-2"
    assert stat.S_IMODE((tmp_path / "people.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "line",
    [
        "anna approver",
        "anna chef en-lang-losen-2",
        "anna approver kort",
        "a,b reader en-lang-losen",
    ],
)
def test_a_person_who_cannot_be_read_is_named_by_line_alone(line, tmp_path):
    with pytest.raises(SettingsError, match="airflow_people, line 2, cannot be used") as refused:
        people_settings(f"# vi\n{line}\n", tmp_path)

    assert "losen" not in str(refused.value)


@pytest.mark.parametrize("said", ["# ingen\n", PEOPLE + PEOPLE])
def test_nobody_or_somebody_twice_is_refused(said, tmp_path):
    with pytest.raises(SettingsError, match="nobody, or somebody twice"):
        people_settings(said, tmp_path)


def test_compose_gives_every_part_every_secret_from_a_file():
    files = {name: secret["file"] for name, secret in COMPOSE["secrets"].items()}

    assert set(files) == {*SECRETS, "postgres_password"}
    assert all(file == f"${{STEGVIS_SECRETS:-./secrets}}/{name}" for name, file in files.items())
    assert set(COMPOSE["services"]["check"]["secrets"]) == set(files)
    for part in OURS:
        assert set(COMPOSE["services"][part]["secrets"]) == set(SECRETS), part


def test_compose_holds_no_password_of_its_own():
    settings = re.findall(
        r"^\s+(\w*(?:PASSWORD|_KEY|SECRET|_CONN|BROKER_URL)\w*):", COMPOSE_TEXT, re.M
    )

    assert settings == ["POSTGRES_PASSWORD_FILE"]


def test_nothing_of_compose_starts_before_the_secrets_have_been_checked():
    for name, service in COMPOSE["services"].items():
        before, seen = list(service["depends_on"]), {name}
        while before:
            seen.add(before[0])
            before += list(COMPOSE["services"][before.pop(0)]["depends_on"])
        assert "check" in seen, name


def test_every_part_of_compose_is_limited_watched_and_started_again():
    for name, service in COMPOSE["services"].items():
        assert service["mem_limit"], name
        assert service["restart"] == ("no" if name in ("check", "init") else "unless-stopped")
        assert name in ("check", "init") or service["healthcheck"]["test"], name


def test_what_is_listened_on_is_this_machine_alone():
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]

    assert ports == ["${STEGVIS_LISTEN:-127.0.0.1:8080}:8080"]


def test_the_image_runs_as_a_user_without_rights():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line.startswith("USER ")] == ["USER 50000:50000"]


def test_the_documentation_says_how_every_secret_is_made():
    guide = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")

    for name in COMPOSE["secrets"]:
        assert name in guide
    for role in ROLES:
        assert role in guide
