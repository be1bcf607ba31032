"""How a line of a list shows, when it comes back, that we wrote it.

The key of a line names list and task and carries a signature over both, so
that a line stays readable when it is sorted, filtered or copied elsewhere.
What it cannot show is who filled it in: that is what the sheet says.
"""

from __future__ import annotations

import hmac
import re

_SIGNATURE_LENGTH = 16
_LINE_KEY = re.compile(r"([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{16})")


def line_key(key: bytes, list_id: str, task_id: str) -> str:
    """The key of one line: list, task and signature."""
    return f"{list_id}-{task_id}-{_signature(key, list_id, task_id)}"


def read_line_key(key: bytes, written: str) -> tuple[str, str] | None:
    """List and task of a key that we signed; None if we did not."""
    match = _LINE_KEY.fullmatch(written.strip().lower())
    if match is None:
        return None
    list_id, task_id, signature = match.groups()
    if not hmac.compare_digest(signature, _signature(key, list_id, task_id)):
        return None
    return list_id, task_id


def _signature(key: bytes, list_id: str, task_id: str) -> str:
    message = f"worklist line {list_id} {task_id}".encode()
    return hmac.digest(key, message, "sha256").hex()[:_SIGNATURE_LENGTH]
