"""A municipality's inbox: a folder, SFTP, S3 or whatever answers like a path.

Nothing is ever changed there. Only ``iterdir``, ``name``, ``stat`` and
``open`` are asked for, so that it does not matter what stands behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

from stegvis.domain.deliveries import DeliveryName, parse_delivery_name
from stegvis.errors import DeliveryMissing, InboxRefused, InboxUnavailable

ANSWERS = ("svar_",)
"""How other files begin that belong in an inbox: answered worklists."""

_CLIENTS = ("asyncssh", "sshfs", "s3fs", "botocore", "aiobotocore", "aiohttp")
"""Libraries that talk to servers. None is imported here: their failures are told by name."""

_REPLACED = "FileExpired"
"""What the S3 client raises for an object that has been replaced since it was listed."""

_REFUSALS = (
    "PermissionError",
    "PermissionDenied",
    "SFTPPermissionDenied",
    "HostKeyNotVerifiable",
    "NoCredentialsError",
    "AirflowNotFoundException",
)


class InboxPath(Protocol):
    """What is asked of a path."""

    @property
    def name(self) -> str:
        """The last part of the path."""

    def iterdir(self) -> Iterable[InboxPath]:
        """What is in the folder."""

    def open(self, mode: str) -> Any:
        """The file's content as a context manager."""

    def stat(self) -> Any:
        """An object with ``st_size`` and, where there is one, a time of change."""


@dataclass(frozen=True)
class InboxFile:
    """A delivery in the inbox.

    ``modified_at`` is a text that changes when the file does, as exact as
    the place behind can tell.
    """

    name: DeliveryName
    path: InboxPath
    manifest: InboxPath | None
    size: int
    modified_at: str

    def read(self) -> bytes | None:
        """The content; None while somebody is still writing it."""
        try:
            with self.path.open("rb") as file:
                data: bytes = file.read()
        except OSError as error:
            if type(error).__name__ == _REPLACED:
                return None
            raise
        is_whole = len(data) == self.size and _seen(self.path) == (self.size, self.modified_at)
        return data if is_whole else None

    def read_manifest(self) -> bytes | None:
        """The manifest's content; None where there is none."""
        if self.manifest is None:
            return None
        with self.manifest.open("rb") as file:
            content: bytes = file.read()
        return content


@dataclass(frozen=True)
class Listing:
    """What lies in an inbox: deliveries by name, and how many files nobody will take."""

    deliveries: tuple[InboxFile, ...]
    not_taken: int


@contextmanager
def inbox_failures(inbox: InboxPath) -> Iterator[None]:
    """Turn what servers and their libraries raise into our errors, without addresses or secrets.

    Raises:
        InboxRefused: Wrong user, password, key or right.
        InboxUnavailable: It cannot be reached, or the connection was lost.
    """
    try:
        yield
    except Exception as error:
        kind = type(error)
        if any(base.__name__ in _REFUSALS for base in kind.__mro__):
            raise InboxRefused(
                f"The inbox {inbox.name} does not let us in ({kind.__name__}). An account that may "
                "list and read it was expected. Check the connection that STEGVIS_INBOX names."
            ) from None
        if isinstance(error, OSError | EOFError) or kind.__module__.split(".")[0] in _CLIENTS:
            raise InboxUnavailable(
                f"The inbox {inbox.name} does not answer ({kind.__name__}). A server that answers "
                "was expected. Nothing that was received is lost; the next run goes on."
            ) from None
        raise


def entries(inbox: InboxPath) -> list[InboxPath]:
    """What lies in the inbox now, whatever a client remembers from before.

    Raises:
        DeliveryMissing: There is no such inbox.
    """
    # Asking a remote path for its file system is also what tells why it cannot be had.
    forget = getattr(getattr(inbox, "fs", None), "invalidate_cache", None)
    if forget is not None:
        forget()
    try:
        return list(inbox.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        raise DeliveryMissing(
            f"There is no inbox called {inbox.name}. A folder for the municipality's files was "
            "expected. Create it, or correct STEGVIS_INBOX."
        ) from None


def list_inbox(inbox: InboxPath) -> Listing:
    """List the deliveries; unfinished and answered files are left alone.

    Raises:
        DeliveryMissing: There is no such inbox.
    """
    paths = {path.name: path for path in entries(inbox)}
    found, not_taken = [], 0
    for file_name, path in sorted(paths.items()):
        name = parse_delivery_name(file_name)
        if name is not None:
            # A file may be taken away again while the inbox is listed.
            with suppress(FileNotFoundError):
                manifest = paths.get(name.manifest_name)
                found.append(InboxFile(name, path, manifest, *_seen(path)))
        elif file_name.endswith(".csv") and not file_name.startswith(ANSWERS):
            not_taken += 1
    return Listing(tuple(found), not_taken)


def _seen(path: InboxPath) -> tuple[int, str]:
    status = path.stat()
    for attribute in ("st_mtime_ns", "st_mtime"):
        if getattr(status, attribute, None):
            return int(status.st_size), str(getattr(status, attribute))
    return int(status.st_size), ""
