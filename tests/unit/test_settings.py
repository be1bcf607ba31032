"""Settings come from the environment, and a wrong one says what to do about it."""

import os
from pathlib import Path

import pytest

from stegvis.errors import SettingsError
from stegvis.settings import SECRETS, SETTINGS, Settings, include_dir, warehouse_url

PSEUDONYM_KEY = "p" * 32
LIST_KEY = "l" * 32


def an_environment(**changes: str) -> dict[str, str]:
    environment = {
        "STEGVIS_DATA": "/srv/data",
        "STEGVIS_OUTPUT": "/srv/output",
        "STEGVIS_INBOX": "/srv/inbox",
        "STEGVIS_PSEUDONYM_KEY": PSEUDONYM_KEY,
        "STEGVIS_LIST_KEY": LIST_KEY,
        "STEGVIS_INCLUDE": str(Path(__file__).parent),
    }
    return environment | changes


def test_every_setting_is_read():
    settings = Settings.from_environment(
        an_environment(STEGVIS_WAREHOUSE_URL="postgresql+psycopg://stegvis@db/stegvis")
    )

    assert settings == Settings(
        include_dir=Path(__file__).parent,
        data_dir=Path("/srv/data"),
        output_dir=Path("/srv/output"),
        inbox="/srv/inbox",
        warehouse_url="postgresql+psycopg://stegvis@db/stegvis",
        pseudonym_key=PSEUDONYM_KEY.encode(),
        list_signing_key=LIST_KEY.encode(),
    )


def test_the_warehouse_is_a_file_among_the_data_unless_said_otherwise():
    settings = Settings.from_environment(an_environment())

    assert settings.warehouse_url == "sqlite:////srv/data/warehouse.db"


def test_the_inbox_may_be_an_address():
    settings = Settings.from_environment(an_environment(STEGVIS_INBOX="sftp://inbox@/drop"))

    assert settings.inbox == "sftp://inbox@/drop"


@pytest.mark.parametrize(
    "name",
    [
        "STEGVIS_DATA",
        "STEGVIS_OUTPUT",
        "STEGVIS_INBOX",
        "STEGVIS_PSEUDONYM_KEY",
        "STEGVIS_LIST_KEY",
    ],
)
@pytest.mark.parametrize("empty", ["", "  ", None])
def test_what_has_no_default_must_be_set(name, empty):
    environment = an_environment(**({} if empty is None else {name: empty}))
    if empty is None:
        del environment[name]

    with pytest.raises(SettingsError, match=f"^{name} is not set"):
        Settings.from_environment(environment)


@pytest.mark.parametrize("name", ["STEGVIS_DATA", "STEGVIS_OUTPUT", "STEGVIS_INBOX"])
def test_a_relative_path_is_refused(name):
    with pytest.raises(SettingsError, match=f"{name} is not an absolute path"):
        Settings.from_environment(an_environment(**{name: "data"}))


@pytest.mark.parametrize("name", ["STEGVIS_PSEUDONYM_KEY", "STEGVIS_LIST_KEY"])
@pytest.mark.parametrize(("length", "is_accepted"), [(31, False), (32, True)])
def test_a_key_has_at_least_32_bytes(name, length, is_accepted):
    environment = an_environment(**{name: "k" * length})

    if is_accepted:
        assert b"k" * length in vars(Settings.from_environment(environment)).values()
    else:
        with pytest.raises(SettingsError, match=f"{name} has 31 bytes.*32.*secrets"):
            Settings.from_environment(environment)


def test_one_key_cannot_serve_two_purposes():
    with pytest.raises(SettingsError, match="STEGVIS_LIST_KEY is the same key"):
        Settings.from_environment(an_environment(STEGVIS_LIST_KEY=PSEUDONYM_KEY))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STEGVIS_WAREHOUSE_URL", "postgresql+psycopg://stegvis:secret@db/stegvis"),
        ("STEGVIS_PSEUDONYM_KEY", "q" * 40),
        ("STEGVIS_LIST_KEY", "r" * 40),
    ],
)
def test_a_secret_may_stand_in_a_file(tmp_path, name, value):
    secret = tmp_path / "secret"
    secret.write_text(f"{value}\n")
    environment = an_environment(**{f"{name}_FILE": str(secret)})
    environment.pop(name, None)

    settings = Settings.from_environment(environment)

    assert {value, value.encode()} & set(vars(settings).values())


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_stands_in_one_place_only(tmp_path, name):
    secret = tmp_path / "secret"
    secret.write_text("s" * 40)
    environment = an_environment(**{name: "s" * 40, f"{name}_FILE": str(secret)})

    with pytest.raises(SettingsError, match=f"{name} and {name}_FILE are both set"):
        Settings.from_environment(environment)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
def test_a_secret_file_that_cannot_be_read_is_named(tmp_path, content):
    secret = tmp_path / "secret"
    if content is not None:
        secret.write_bytes(content)
    environment = an_environment(STEGVIS_LIST_KEY_FILE=str(secret))
    del environment["STEGVIS_LIST_KEY"]

    with pytest.raises(SettingsError, match="STEGVIS_LIST_KEY_FILE names a file"):
        Settings.from_environment(environment)


@pytest.mark.parametrize("url", ["sqlite:///relative.db", "mysql://db/stegvis", "duckdb:////x"])
def test_the_warehouse_is_sqlite_at_an_absolute_path_or_postgresql(url):
    with pytest.raises(SettingsError, match=r"STEGVIS_WAREHOUSE_URL.*sqlite.*postgresql"):
        Settings.from_environment(an_environment(STEGVIS_WAREHOUSE_URL=url))


def test_no_secret_is_shown_in_messages_or_when_settings_are_printed():
    shown = repr(Settings.from_environment(an_environment()))
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment(an_environment(STEGVIS_LIST_KEY="hush"))

    assert PSEUDONYM_KEY not in shown
    assert LIST_KEY not in shown
    assert "warehouse" not in shown
    assert "hush" not in str(refused.value)


def test_the_municipalities_files_can_be_found_without_any_key():
    assert include_dir({}) == Path(__file__).parents[2] / "include"


def test_an_include_folder_that_does_not_exist_is_refused():
    with pytest.raises(SettingsError, match="there is no folder /nowhere"):
        include_dir({"STEGVIS_INCLUDE": "/nowhere"})


def test_the_warehouse_can_be_found_without_any_key():
    assert warehouse_url({"STEGVIS_DATA": "/srv/data"}) == "sqlite:////srv/data/warehouse.db"


def test_the_environment_of_the_process_is_not_read(monkeypatch):
    for name, value in an_environment().items():
        monkeypatch.setitem(os.environ, name, value)

    with pytest.raises(SettingsError):
        Settings.from_environment({})


def test_every_secret_is_a_setting():
    assert set(SECRETS) <= set(SETTINGS)
