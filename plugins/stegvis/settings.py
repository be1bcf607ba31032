"""Where things are, and the two keys: read once, from the environment handed in.

What a municipality decides does not belong here but in ``include/``. Nothing in
the package reads ``os.environ``; the command line and orchestration hand it in.
No key has a default: a key that everybody knows protects nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from stegvis.errors import SettingsError

SHORTEST_KEY = 32
"""Bytes. HMAC-SHA256 gains nothing from a longer key and loses from a shorter one."""

SETTINGS: dict[str, str] = {
    "STEGVIS_INCLUDE": "folder with municipalities/, programmes/, sql/ and templates/",
    "STEGVIS_DATA": "folder for kept deliveries, rows and validation results",
    "STEGVIS_OUTPUT": "folder for letters, worklists and reports",
    "STEGVIS_INBOX": "folder or address with one folder per municipality below it",
    "STEGVIS_WAREHOUSE_URL": "address of the warehouse, SQLite or PostgreSQL",
    "STEGVIS_PSEUDONYM_KEY": "key that turns identities into person_id and household_id",
    "STEGVIS_LIST_KEY": "key that signs worklists",
}
"""Every variable that is read, and what it says."""

SECRETS = ("STEGVIS_WAREHOUSE_URL", "STEGVIS_PSEUDONYM_KEY", "STEGVIS_LIST_KEY")
"""Variables that may instead name a file: the same name with ``_FILE`` after it."""

_WAREHOUSES = ("sqlite:////", "postgresql+psycopg://")
_NEW_KEY = "python3 -c 'import secrets; print(secrets.token_hex(32))'"


@dataclass(frozen=True)
class Settings:
    """The surroundings of one process.

    Attributes:
        include_dir: What the municipalities have decided, and templates and SQL.
        data_dir: Holds ``raw/``, ``rows/`` and ``gx/``.
        output_dir: One folder per municipality with what people receive.
        inbox: Absolute path or address; one folder per municipality below it.
        warehouse_url: May hold a password, so it is never shown.
        pseudonym_key: At least 32 bytes; see docs/privacy.md on changing it.
        list_signing_key: At least 32 bytes.
    """

    include_dir: Path
    data_dir: Path
    output_dir: Path
    inbox: str
    warehouse_url: str = field(repr=False)
    pseudonym_key: bytes = field(repr=False)
    list_signing_key: bytes = field(repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read every setting.

        Args:
            environment: Variable name to value. An empty value counts as not set.

        Raises:
            SettingsError: A variable is missing or cannot be used; the message
                names it, what was expected and what to do.
        """
        settings = cls(
            include_dir=include_dir(environment),
            data_dir=_folder(environment, "STEGVIS_DATA"),
            output_dir=_folder(environment, "STEGVIS_OUTPUT"),
            inbox=_inbox(environment),
            warehouse_url=warehouse_url(environment),
            pseudonym_key=_key(environment, "STEGVIS_PSEUDONYM_KEY"),
            list_signing_key=_key(environment, "STEGVIS_LIST_KEY"),
        )
        if settings.pseudonym_key == settings.list_signing_key:
            raise SettingsError(
                "STEGVIS_LIST_KEY is the same key as STEGVIS_PSEUDONYM_KEY. Two different keys "
                f"were expected. Make another one with: {_NEW_KEY}"
            )
        return settings


def include_dir(environment: Mapping[str, str]) -> Path:
    """Return the folder with the municipalities' decisions, which needs no key to be read.

    Without ``STEGVIS_INCLUDE`` it is ``include/`` of the checkout that this
    package is part of.

    Raises:
        SettingsError: The folder does not exist.
    """
    if environment.get("STEGVIS_INCLUDE"):
        folder = _folder(environment, "STEGVIS_INCLUDE")
    else:
        folder = Path(__file__).resolve().parents[2] / "include"
    if not folder.is_dir():
        raise SettingsError(
            f"STEGVIS_INCLUDE: there is no folder {folder}. The folder with municipalities/ and "
            "programmes/ was expected. Set STEGVIS_INCLUDE to its absolute path."
        )
    return folder


def warehouse_url(environment: Mapping[str, str]) -> str:
    """Return the warehouse's address, for work on its schema that needs no key.

    Without ``STEGVIS_WAREHOUSE_URL`` it is a SQLite file in ``STEGVIS_DATA``.

    Raises:
        SettingsError: The address is neither SQLite's nor PostgreSQL's.
    """
    url = _secret(environment, "STEGVIS_WAREHOUSE_URL")
    url = url or f"sqlite:///{_folder(environment, 'STEGVIS_DATA')}/warehouse.db"
    if not url.startswith(_WAREHOUSES):
        raise SettingsError(
            "STEGVIS_WAREHOUSE_URL is not an address that can be used. It has to begin with "
            f"{' or '.join(_WAREHOUSES)}. Correct it, or leave it empty for a SQLite file in "
            "STEGVIS_DATA."
        )
    return url


def _folder(environment: Mapping[str, str], name: str) -> Path:
    path = Path(_required(environment, name, "the absolute path of a folder"))
    if not path.is_absolute():
        raise SettingsError(_not_absolute(name))
    return path


def _inbox(environment: Mapping[str, str]) -> str:
    inbox = _required(environment, "STEGVIS_INBOX", "the absolute path or address of a folder")
    if "://" not in inbox and not Path(inbox).is_absolute():
        raise SettingsError(_not_absolute("STEGVIS_INBOX"))
    return inbox


def _key(environment: Mapping[str, str], name: str) -> bytes:
    key = _secret(environment, name).encode()
    if not key:
        raise SettingsError(
            f"{name} is not set. A key of at least {SHORTEST_KEY} bytes was expected, there or in "
            f"the file that {name}_FILE names. Make one with: {_NEW_KEY}"
        )
    if len(key) < SHORTEST_KEY:
        raise SettingsError(
            f"{name} has {len(key)} bytes, and at least {SHORTEST_KEY} were expected. "
            f"Make a longer key with: {_NEW_KEY}"
        )
    return key


def _secret(environment: Mapping[str, str], name: str) -> str:
    """Return the value of a variable or of the file that its ``_FILE`` twin names."""
    value, file_name = environment.get(name, ""), environment.get(f"{name}_FILE", "")
    if value and file_name:
        raise SettingsError(
            f"{name} and {name}_FILE are both set. One of them was expected. Remove the other."
        )
    if not file_name:
        return value.strip()
    try:
        return Path(file_name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{name}_FILE names a file that cannot be read as text ({type(error).__name__}): "
            f"{file_name}. Correct the path or the rights of the file."
        ) from None


def _required(environment: Mapping[str, str], name: str, expected: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise SettingsError(
            f"{name} is not set. It says: {SETTINGS[name]}. Set it to {expected}; "
            ".env.example shows all settings."
        )
    return value


def _not_absolute(name: str) -> str:
    return (
        f"{name} is not an absolute path. One was expected, since every process has its own "
        "working folder. Write the whole path from /."
    )
