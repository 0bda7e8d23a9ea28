"""Keys of the store: SHA-256 over everything that could change what is stored under them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarize.values import Message


def digest_of(*values: object) -> str:
    """SHA-256 of ``values`` as canonical JSON; they must be JSON values."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def reply_key(*, endpoint: str, model: str, parameters: Mapping[str, object], messages: Sequence[Message]) -> str:
    """The key of one raw reply. It is the same since 0.1, so that no stored reply is paid for again."""
    return digest_of("reply", endpoint, model, dict(parameters), [[m.role, m.content] for m in messages])
