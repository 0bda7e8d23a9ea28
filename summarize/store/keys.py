"""Keys of the store: SHA-256 over everything that could change what is stored under them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from summarize.values import Message


def digest_of(*values: object) -> str:
    """SHA-256 of ``values`` as canonical JSON; they must be JSON values."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def files_digest(paths: Iterable[Path]) -> str:
    """SHA-256 over names and bytes of files, in the order given. Raises OSError where one cannot be read."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def checks_digest() -> str:
    """SHA-256 over the code and word lists of the checks: a result is checked again when a check has changed."""
    checks = Path(__file__).resolve().parent.parent / "checks"
    return files_digest(sorted(path for path in checks.rglob("*") if path.suffix in (".py", ".txt")))


def reply_key(*, endpoint: str, model: str, parameters: Mapping[str, object], messages: Sequence[Message]) -> str:
    """The key of one raw reply. It is the same since 0.1, so that no stored reply is paid for again."""
    return digest_of("reply", endpoint, model, dict(parameters), [[m.role, m.content] for m in messages])
