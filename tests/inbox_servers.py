"""An SFTP and an S3 server of our own on loopback, for tests of inboxes."""

import asyncio
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh

USER, PASSWORD = "stegvis", "rätt lösenord"


class _Login(asyncssh.SSHServer):
    """Lets one user in."""

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


@dataclass
class SftpServer:
    """A running server over a folder; ``drop_after`` bytes read it hangs up without a word."""

    root: Path
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    drop_after: int | None = None
    sent: int = 0
    _acceptor: Any = None

    @property
    def port(self) -> int:
        return self._acceptor.get_port()

    def start(self) -> None:
        started = threading.Event()

        def run() -> None:
            asyncio.set_event_loop(self.loop)
            self._acceptor = self.loop.run_until_complete(self._listen())
            started.set()
            self.loop.run_forever()

        threading.Thread(target=run, daemon=True).start()
        assert started.wait(10)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self._acceptor.close)
        self.loop.call_soon_threadsafe(self.loop.stop)

    async def _listen(self) -> Any:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=_Login,
            server_host_keys=[asyncssh.generate_private_key("ssh-ed25519")],
            sftp_factory=lambda channel: _Files(channel, self),
        )


class _Files(asyncssh.SFTPServer):
    def __init__(self, channel: Any, server: SftpServer) -> None:
        super().__init__(channel, chroot=str(server.root).encode())
        self._server = server

    def read(self, file_obj: Any, offset: int, size: int) -> Any:
        limit = self._server.drop_after
        if limit is not None and self._server.sent >= limit:
            self.channel.get_connection().abort()
        data = super().read(file_obj, offset, size)
        self._server.sent += size
        return data


@contextmanager
def connection(name: str, **about: Any) -> Iterator[None]:
    """An Airflow connection in the environment, as a secrets backend would give it."""
    variable = f"AIRFLOW_CONN_{name.upper()}"
    os.environ[variable] = json.dumps(about)
    try:
        yield
    finally:
        del os.environ[variable]
        forget_connections()


def forget_connections() -> None:
    """What a new process has not met: clients are kept for as long as a process lives."""
    from airflow.sdk.io import store
    from s3fs import S3FileSystem
    from sshfs import SSHFileSystem

    store._STORE_CACHE.clear()
    S3FileSystem.clear_instance_cache()
    SSHFileSystem.clear_instance_cache()
